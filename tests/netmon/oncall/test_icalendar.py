"""Shifts stand in a calendar as they are: checked with a parser that is not ours."""

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from netmon.clock import Interval, to_datetime
from netmon.foreign import one_line
from netmon.oncall.duty import Shift
from netmon.oncall.icalendar import calendar
from tests.netmon.oncall.plans import at

SPAN = Interval(at("2026-10-24T08:00"), at("2026-10-25T08:00"))
NOW = at("2026-10-01T00:00")
TEXTS = st.text(max_size=200)


@given(TEXTS, TEXTS)
@example(r"\new; \\server, \;", "ž" * 200)
def test_any_text_comes_out_as_it_went_in(summary: str, reason: str) -> None:
    shift = Shift("ada", SPAN, is_override=True, reason=reason)
    written = calendar(reason, [("network", summary, shift)], NOW)
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert str(event["SUMMARY"]) == one_line(summary)
    assert str(event.get("DESCRIPTION", "")) == one_line(reason)


def test_times_are_moments_and_not_clock_faces() -> None:
    (event,) = Calendar.from_ical(calendar("Ada", [("network", "Síť", Shift("ada", SPAN))], NOW)).walk("VEVENT")
    assert event.decoded("DTSTART") == to_datetime(SPAN.start) == datetime(2026, 10, 24, 6, tzinfo=UTC)
    assert event.decoded("DTEND") == to_datetime(SPAN.end) == datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert event.decoded("DTSTAMP") == to_datetime(NOW)


def test_an_event_has_the_same_name_at_every_download() -> None:
    first, second = (calendar("Ada", [("network", "Síť", Shift("ada", SPAN))], now) for now in (NOW, SPAN.start))
    names = [event["UID"] for text in (first, second) for event in Calendar.from_ical(text).walk("VEVENT")]
    assert names[0] == names[1]
