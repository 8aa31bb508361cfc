"""A calendar program reads what we write: checked with a parser that is not ours."""

from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from netmon.clock import HOUR, Interval, Millis, to_datetime
from netmon.foreign import one_line
from netmon.icalendar import LONGEST_LINE, Event, calendar, folded

START = Millis(1_795_398_425_000)
SPAN = Interval(START, Millis(START + HOUR))
URL = "https://netmon.kraj.example/o/554499-as?lang=cs&x=a,b;c"
TEXTS = st.text(max_size=200)


def event(**more: object) -> Event:
    values: dict[str, object] = {"uid": "work-5@netmon", "frame": SPAN, "summary": "Aš", "stamp": START, **more}
    return Event(**values)  # type: ignore[arg-type]


@given(TEXTS, TEXTS, TEXTS)
@example(r"\new; \\server, \;", "ž" * 200, "\r\nEND:VEVENT\r\nBEGIN:VEVENT")
def test_any_text_comes_out_as_it_went_in(title: str, summary: str, about: str) -> None:
    written = calendar("works", title, [event(summary=summary, about=about, uid=f"x{about}")])
    assert all(len(line.encode()) <= LONGEST_LINE for line in written.split("\r\n"))
    (found,) = Calendar.from_ical(written).walk("VEVENT")
    assert (str(found["SUMMARY"]), str(found.get("DESCRIPTION", ""))) == (one_line(summary), one_line(about))
    assert str(found["UID"]) == one_line(f"x{about}")


def test_times_are_moments_and_addresses_are_not_escaped() -> None:
    (found,) = Calendar.from_ical(calendar("works", "Aš", [event(url=URL)])).walk("VEVENT")
    assert found.decoded("DTSTART") == found.decoded("DTSTAMP") == datetime(2026, 11, 23, 1, 47, 5, tzinfo=UTC)
    assert found.decoded("DTEND") == to_datetime(SPAN.end)
    assert str(found["URL"]) == URL


def test_what_is_called_off_is_a_later_version_of_the_same_event() -> None:
    kept, off = (
        Calendar.from_ical(calendar("works", "Aš", [event(is_cancelled=is_off)])).walk("VEVENT")[0]
        for is_off in (False, True)
    )
    assert kept["UID"] == off["UID"]
    assert "STATUS" not in kept
    assert (str(off["STATUS"]), off["SEQUENCE"]) == ("CANCELLED", 1)


def test_no_letter_is_cut_in_two() -> None:
    line = "SUMMARY:" + "ž" * 200
    assert folded(line).replace("\r\n ", "") == line
    assert folded("short") == "short"
