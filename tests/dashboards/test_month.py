"""A month of works: every day once, over midnight and both changes of the clocks; its feed tells what may be seen."""

from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dashboards.drawing.month import Month, Span, weeks
from netmon.clock import HOUR, Interval, Millis
from netmon.judgement.calendar import whole_month
from netmon.oncall.calendar import at_wall
from tests.dashboards.exhibit import NOW, Exhibit
from tests.dashboards.people import Who, come_as, exhibit_for

NOVEMBER = Month(2026, 11)
MONTHS = st.builds(Month, st.integers(2020, 2035), st.integers(1, 12))


def at(text: str) -> Millis:
    return at_wall(datetime.fromisoformat(text))


@given(MONTHS)
def test_every_day_of_a_month_stands_in_it_once_in_whole_weeks(month: Month) -> None:
    grid = weeks(month, [], NOW)
    days = [day for week in grid for day in week]
    assert all(len(week) == 7 for week in grid)
    assert all(date.fromisoformat(week[0].date).weekday() == 0 for week in grid)
    within = [day.date for day in days if day.is_within]
    assert within == sorted(set(within))
    assert {day[:7] for day in within} == {month.name}
    assert len({day.date for day in days}) == len(days)


@given(MONTHS, st.integers(-40, 40))
def test_turning_there_and_back_comes_home(month: Month, months: int) -> None:
    assert month.after(months).after(-months) == month
    assert month.after(1).interval.start == month.interval.end


@given(MONTHS, st.data())
def test_the_pieces_of_a_span_make_it_up(month: Month, data: st.DataObject) -> None:
    bounds = whole_month(month.year, month.number)
    start = data.draw(st.integers(bounds.start, bounds.end - 1))
    end = data.draw(st.integers(start + 1, min(start + 100 * HOUR, bounds.end)))
    grid = weeks(month, [Span("a", Interval(Millis(start), Millis(end)))], NOW)
    pieces = [piece for week in grid for day in week for piece in day.pieces]
    assert [piece.start for piece in pieces if piece.start is not None] == [start]
    assert [piece.end for piece in pieces if piece.end is not None] == [end]
    assert pieces[0].start == start
    assert pieces[-1].end == end


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [("2026-11-05T22:00", "2026-11-06T04:00", ["2026-11-05", "2026-11-06"]),
     ("2026-11-05T22:00", "2026-11-06T00:00", ["2026-11-05"]),
     ("2026-11-06T00:00", "2026-11-07T00:00", ["2026-11-06"])],
)  # fmt: skip
def test_a_night_s_work_stands_in_both_days_and_midnight_in_one(start: str, end: str, days: list[str]) -> None:
    grid = weeks(NOVEMBER, [Span("a", Interval(at(start), at(end)))], NOW)
    assert [day.date for week in grid for day in week if day.pieces] == days


def test_the_night_of_25_hours_is_one_day() -> None:
    night = Span("a", Interval(at("2026-10-25T00:00"), at("2026-10-26T00:00")))
    assert night.interval.length == 25 * HOUR
    grid = weeks(Month(2026, 10), [night], NOW)
    assert [day.date for week in grid for day in week if day.pieces] == ["2026-10-25"]


@pytest.mark.parametrize("text", ["", "2026-13", "nonsense", "2026-1", "0001-01", "9999-12", "２０２６-11"])
def test_what_is_no_month_is_the_present_one(text: str) -> None:
    assert Month.of(text, NOW) == NOVEMBER


@pytest.fixture
def exhibit() -> Exhibit:
    return exhibit_for(Who.OPERATOR)


@pytest.fixture
def operator(exhibit: Exhibit) -> FlaskClient:
    return come_as(Who.OPERATOR, exhibit)


def test_the_page_has_the_works_of_its_month_and_says_which_collide(operator: FlaskClient) -> None:
    page = operator.get("/udrzba/kalendar?lang=cs").text
    assert "listopad\u00a02026" in page
    assert page.count('href="/udrzba/5?lang=cs"') == 2, "over midnight"
    assert "střet" in page
    assert "month=2026-10" in page
    assert "Překládka kabelu" not in operator.get("/udrzba/kalendar?month=2026-09").text


def test_one_cannot_turn_further_than_works_are_listed(operator: FlaskClient) -> None:
    page = operator.get("/udrzba/kalendar?month=2027-11").text
    assert 'rel="next"' not in page
    assert 'rel="prev"' in page


def feed(who: Who, exhibit: Exhibit) -> Calendar:
    return Calendar.from_ical(come_as(who, exhibit).get("/udrzba/prace.ics?lang=cs").data)


def test_operators_subscribe_to_every_announced_work(exhibit: Exhibit) -> None:
    events = {str(event["uid"]): event for event in feed(Who.OPERATOR, exhibit).events}
    assert len(events) == 8, "recurring windows are no announcements"
    assert "Překládka kabelu u Třebeně" in str(events["work-5@netmon"]["description"])
    assert str(events["work-8@netmon"]["status"]) == "CANCELLED"


def test_outsiders_read_when_and_where_but_not_why_nor_on_what(exhibit: Exhibit) -> None:
    text = come_as(Who.PUBLIC, exhibit).get("/udrzba/prace.ics?lang=cs").text
    told = Calendar.from_ical(text)
    assert {str(event["uid"]) for event in told.events} >= {"work-2@netmon"}
    assert all("description" not in event for event in told.events)
    for secret in ("luby-acc-1", "optiky", "Třebeně", "novakova", "baterií"):
        assert secret not in text


def test_a_town_reads_why_of_its_own_alone(exhibit: Exhibit) -> None:
    events = {str(event["uid"]): event for event in feed(Who.MUNICIPALITY, exhibit).events}
    assert "Přepojení optiky" in str(events["work-2@netmon"]["description"])
    assert all("description" not in event for key, event in events.items() if key in ("work-3@netmon", "work-6@netmon"))
