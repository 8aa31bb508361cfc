"""Whoever goes on duty again too soon is found, over rotas and overrides."""

from netmon.clock import HOUR, Interval, Millis
from netmon.oncall.checks import duty_faults
from netmon.oncall.duty import Shift
from netmon.oncall.rest import REST, ShortRest, planned_short_rests, short_rests
from tests.netmon.oncall.plans import at, rota, staffed

EVENING = Shift("ada", Interval(at("2026-01-05T08:00"), at("2026-01-05T20:00")))


def again(hours: float) -> Shift:
    """Return Ada's next shift, so many hours after the first."""
    start = Millis(EVENING.interval.end + round(hours * HOUR))
    return Shift("ada", Interval(start, Millis(start + HOUR)))


def test_less_than_eleven_hours_are_too_short_and_eleven_are_not() -> None:
    (found,) = short_rests([again(10.99), EVENING])
    assert found == ShortRest("ada", Interval(EVENING.interval.end, again(10.99).interval.start))
    assert list(short_rests([EVENING, again(11)])) == []
    assert REST == 11 * HOUR


def test_shifts_that_touch_or_overlap_are_one_and_those_of_others_do_not_matter() -> None:
    other = Shift("bob", again(2).interval)
    assert list(short_rests([EVENING, again(0), again(-1), other])) == []


def test_a_shift_within_another_does_not_end_it() -> None:
    day = Shift("ada", Interval(at("2026-01-05T08:00"), at("2026-01-06T08:00")))
    within = Shift("ada", Interval(at("2026-01-05T10:00"), at("2026-01-05T23:00")))
    following = Shift("ada", Interval(at("2026-01-06T08:00"), at("2026-01-06T09:00")))
    assert list(short_rests([day, within, following])) == []


def test_the_night_of_23_hours_is_an_hour_shorter() -> None:
    evening = Shift("ada", Interval(at("2026-03-28T10:00"), at("2026-03-28T20:00")))
    morning = Shift("ada", Interval(at("2026-03-29T07:30"), at("2026-03-29T10:00")))
    (found,) = short_rests([evening, morning])
    assert found.pause.length == 10.5 * HOUR


def test_an_override_that_takes_the_night_away_is_found() -> None:
    overrides = [{"person": "ada", "from": "2026-05-11T20:00", "to": "2026-05-12T04:00"}]
    weekly = rota(members=["bob", "ada"], overrides=overrides, hand_over={"days": ["mon"], "times": ["14:00"]})
    assert planned_short_rests({"network": weekly}) == (
        ShortRest("ada", Interval(at("2026-05-11T14:00"), at("2026-05-11T20:00"))),
        ShortRest("bob", Interval(at("2026-05-11T20:00"), at("2026-05-12T04:00"))),
    )


def test_check_warns_of_short_rests_and_of_rotas_that_nobody_calls() -> None:
    halves = {
        "title": "Dny",
        "members": ["ada", "bob"],
        "start": "2026-01-05",
        "hand_over": {"times": ["08:00", "18:00"], "on_holidays": "true"},
    }
    faults = list(duty_faults(staffed(rotas={"network": halves, "idle": {**halves, "members": ["cyril"]}})))
    whats = [str(fault.what) for fault in faults]
    assert whats[0].startswith("person bob: 10 h of rest between shifts, from 2026-01-05 08:00 to 2026-01-05 18:00")
    assert whats[-1] == "rota idle: no escalation calls whoever is on duty"
    assert list(duty_faults(staffed())) == []


def test_a_plan_full_of_overrides_is_looked_at_once() -> None:
    overrides = [
        {"person": "ada", "from": f"2026-05-{day:02}T20:00", "to": f"2026-05-{day + 1:02}T04:00"}
        for day in range(1, 29)
    ]
    rests = planned_short_rests({"network": rota(members=["bob", "cyril"], overrides=overrides)})
    assert len(rests) == len(set(rests)) == 28
