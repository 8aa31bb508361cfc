"""Who is called next while nobody answers: in time, once each, and not at all once somebody has taken it."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.model import NotificationKind, Severity
from netmon.oncall.book import CallBook, Case
from tests.netmon.alerting.desk import Desk
from tests.netmon.alerting.occasions import CHEB_CORE, ENDED, INCIDENT, T0, firing, of_incident, resolved
from tests.netmon.oncall.plans import BACKBONE, PEOPLE, TO_BACKBONE, WEEKLY, at, staffed

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
ADA, ADA_SMS, BOB, CYRIL = "ada@kraj.example", "+420600000001", "bob@kraj.example", "cyril@kraj.example"
NOC = "noc@kraj.example"
BEGIN = at("2026-01-06T12:00")
OUTAGE = of_incident(replace(INCIDENT, detected=BEGIN))
FIRST = [(0, ADA), (0, ADA_SMS), (5, CYRIL), (15, NOC)]
WARNING, CRITICAL = firing(CHEB_CORE), firing(CHEB_CORE, Severity.CRITICAL)
ONCE = {**BACKBONE, "repeat": "0"}
ALWAYS_ADA = {**WEEKLY, "members": ["ada"]}
OVERRIDE = {"person": "bob", "from": "2026-02-01T00:00", "to": "2026-02-02T00:00", "reason": "lékař"}


def desk(**sections: object) -> Desk:
    """Return a desk at which nobody was called yet, where nothing is repeated unless asked for."""
    return Desk(staffed(**{"escalations": {"backbone": ONCE}, **sections}), BEGIN)


def after(minutes: float) -> Millis:
    """Return a moment that many minutes after the beginning."""
    return Millis(BEGIN + round(minutes * MINUTE))


def test_steps_are_called_in_time_and_each_address_once() -> None:
    told = desk()
    told.run(OUTAGE, until=after(60))
    assert told.calls(BEGIN) == FIRST


def test_not_a_second_before_its_time_is_anybody_called() -> None:
    told = desk()
    told.look(OUTAGE)
    told.now = Millis(after(5) - 1)
    plan = told.look(OUTAGE)
    assert plan.messages == ()
    assert plan.next_at == after(5)


def test_everybody_who_was_called_hears_the_end_and_nobody_else() -> None:
    told = desk()
    told.run(OUTAGE, until=after(6))
    told.look(of_incident(ENDED))
    ends = {message.address for _, message in told.log if message.kind is RESOLVED}
    assert ends == {ADA, ADA_SMS, CYRIL}
    assert told.book.cases == {}


def test_it_begins_anew_as_often_as_it_should_and_no_more() -> None:
    told = desk(escalations={"backbone": BACKBONE})
    told.run(OUTAGE, until=after(24 * 60), every=Millis(MINUTE))
    assert told.calls(BEGIN) == [(minute + 30 * again, who) for again in range(3) for minute, who in FIRST]
    keys = [message.dedup_key for _, message in told.log]
    assert len(set(keys)) == len(keys)


def test_nobody_else_is_called_once_somebody_has_taken_it() -> None:
    told = desk()
    told.run(OUTAGE, until=after(4))
    told.take(OUTAGE, Millis(4 * HOUR))
    told.run(OUTAGE, until=after(60))
    assert told.calls(BEGIN) == FIRST[:2]
    (held,) = told.look(OUTAGE).suppressed
    assert (held.stage, held.until) == ("acknowledge", after(4 + 240))


def test_an_acknowledgement_that_runs_out_calls_everybody_from_the_first_step() -> None:
    told = desk()
    told.run(OUTAGE, until=after(1))
    told.take(OUTAGE, Millis(HOUR))
    told.run(OUTAGE, until=after(120))
    assert told.calls(BEGIN) == [*FIRST[:2], *((61 + minute, who) for minute, who in FIRST)]


def test_what_somebody_took_before_anybody_was_called_calls_nobody() -> None:
    told = desk()
    told.take(OUTAGE, Millis(HOUR))
    told.run(OUTAGE, until=after(59))
    assert told.log == []
    told.run(OUTAGE, until=after(60))
    assert told.calls(BEGIN) == [(60, ADA), (60, ADA_SMS)]


def test_what_becomes_worse_calls_everybody_anew_although_somebody_has_taken_it() -> None:
    told = desk()
    told.run(WARNING, until=after(6))
    told.take(WARNING, Millis(4 * HOUR))
    told.run(WARNING, until=after(20))
    assert told.calls(BEGIN) == [(0, ADA), (5, CYRIL)]
    told.run(CRITICAL, until=after(30))
    assert told.calls(BEGIN)[2:] == [(20, ADA), (20, ADA_SMS), (25, CYRIL)]


def test_a_reload_changes_nothing_for_what_is_open() -> None:
    told = desk()
    told.run(OUTAGE, until=after(1))
    told.inventory = staffed(routes=[{"receivers": ["hook"]}], escalations={}, rotas={}, people={})
    told.run(OUTAGE, until=after(60))
    assert told.calls(BEGIN) == FIRST


def test_the_plan_in_force_outlasts_a_restart() -> None:
    told = desk(rotas={"network": {**WEEKLY, "overrides": [OVERRIDE]}})
    told.run(OUTAGE, until=after(1))
    kept = TypeAdapter(dict[str, Case])
    told.book = CallBook(kept.validate_json(kept.dump_json(dict(told.book.cases))))
    told.inventory = staffed(routes=[{"receivers": ["hook"]}])
    told.run(OUTAGE, until=after(60))
    assert told.calls(BEGIN) == FIRST


def test_whoever_only_stands_in_is_part_of_the_plan_too() -> None:
    override = {"person": "bob", "from": "2026-01-06T12:10", "to": "2026-01-06T13:00"}
    plain = {"steps": [{"notify": ["network"]}]}
    told = desk(rotas={"network": {**ALWAYS_ADA, "overrides": [override]}}, escalations={"backbone": plain})
    told.run(OUTAGE, until=after(15))
    assert told.calls(BEGIN) == [*FIRST[:2], (10, BOB), (10, "+420600000002")]


def test_whoever_comes_on_duty_hears_what_nobody_has_taken() -> None:
    told = Desk(staffed(escalations={"backbone": {"steps": [{"notify": ["network"]}]}}), at("2026-01-12T07:50"))
    told.run(OUTAGE, until=at("2026-01-12T08:05"))
    assert told.calls(at("2026-01-12T07:50")) == [(0, ADA), (0, ADA_SMS), (10, BOB), (10, "+420600000002")]


@pytest.mark.parametrize("step", [-2 * HOUR, 2 * HOUR, -3 * DAY], ids=["back", "forward", "days back"])
@pytest.mark.parametrize("minute", [0.5, 7, 40])
def test_a_clock_that_is_set_neither_loses_nor_hastens_a_call(step: int, minute: float) -> None:
    told = desk(escalations={"backbone": BACKBONE}, rotas={"network": ALWAYS_ADA})
    told.run(OUTAGE, until=after(minute))
    before = len(told.log)
    told.now, told.book = Millis(told.now + step), told.book.moved(Millis(step))
    told.run(OUTAGE, until=Millis(after(120) + step))
    expected = [due + 30 * again for again in range(3) for due, _ in FIRST]
    assert [due for due in expected if due < minute] == [due for due, _ in told.calls(BEGIN)[:before]]
    assert [due for due in expected if due > minute] == [due for due, _ in told.calls(after(step / MINUTE))[before:]]


@pytest.mark.parametrize("night", ["2026-03-29T01:50", "2026-10-25T02:50"], ids=["spring", "autumn"])
def test_steps_are_counted_in_time_that_passed_in_the_nights_when_the_clocks_change(night: str) -> None:
    begin = at(night)
    told = Desk(staffed(escalations={"backbone": ONCE}, rotas={"network": ALWAYS_ADA}), begin)
    told.run(OUTAGE, until=Millis(begin + HOUR))
    assert [minute for minute, _ in told.calls(begin)] == [0, 0, 5, 15]


def test_a_netmon_that_was_down_makes_up_for_what_it_missed_at_once() -> None:
    told = desk()
    told.look(OUTAGE)
    told.now = after(20)
    told.look(OUTAGE)
    assert told.calls(BEGIN) == [*FIRST[:2], (20, CYRIL), (20, NOC)]


def test_receivers_of_other_routes_are_told_at_once() -> None:
    told = desk(routes=[{"escalation": "backbone", "proceed": "true"}, {"receivers": ["hook"]}])
    told.look(OUTAGE)
    assert told.calls(BEGIN) == [*FIRST[:2], (0, "secret://hook")]


def test_what_is_not_critical_takes_the_quietest_way() -> None:
    told = desk()
    told.look(WARNING)
    assert told.calls(BEGIN) == [(0, ADA)]


def test_an_inventory_with_nothing_but_receivers_knows_no_cases() -> None:
    told = desk(routes=[{"receivers": ["noc"]}])
    told.take(WARNING, Millis(HOUR))
    told.run(WARNING, until=after(59))
    told.look(resolved(CHEB_CORE))
    assert [(minute, who) for minute, who in told.calls(BEGIN)] == [(0, NOC), (59, NOC)]
    assert told.book.cases == {}


def test_an_escalation_that_reaches_nobody_says_so() -> None:
    told = desk(people={**PEOPLE, "ada": {"name": "Ada"}}, routes=list(TO_BACKBONE))
    (held,) = told.look(WARNING).suppressed
    assert (held.stage, held.reason) == ("route", "the escalation reaches nobody")
    told.run(WARNING, until=after(5), every=Millis(SECOND))
    assert told.calls(BEGIN) == []


def test_the_first_call_is_the_beginning_and_not_the_outage() -> None:
    told = Desk(staffed(escalations={"backbone": ONCE}, rotas={"network": ALWAYS_ADA}), Millis(T0 + DAY))
    told.run(OUTAGE, until=Millis(T0 + DAY + HOUR))
    assert [minute for minute, _ in told.calls(Millis(T0 + DAY))] == [0, 0, 5, 15]
