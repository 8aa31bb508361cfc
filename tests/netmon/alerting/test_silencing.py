"""What a silence keeps back and what not; and that nothing is forgotten that was silent, or in somebody's hands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import plan_messages
from netmon.alerting.silencing import hushes, moment, reason_of
from netmon.alerting.stages import PipelineContext
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.model import Entity, EntityKind, Hushed, NotificationKind, Severity, Silence
from tests.netmon.alerting.desk import Desk
from tests.netmon.alerting.occasions import (
    AS,
    AS_AGG,
    AS_TOWN,
    CHEB,
    CHEB_CORE,
    INCIDENT,
    T0,
    TRUNK,
    firing,
    of_incident,
    region,
    resolved,
)
from tests.netmon.oncall.plans import BACKBONE, staffed

OUTAGE, LOSS = of_incident(), firing()
CHEB_TOWN = Entity(EntityKind.MUNICIPALITY, CHEB)
BOTH = of_incident(replace(INCIDENT, impact=replace(INCIDENT.impact, isolated=(AS, CHEB))))


def silence(hushed: Hushed, length: int = 2 * HOUR) -> Silence:
    return Silence(3, hushed, Interval(T0, Millis(T0 + length)), "jana", "výměna zdroje")


@pytest.mark.parametrize(
    ("hushed", "notice", "is_silent"),
    [
        (Hushed(), OUTAGE, False),
        (Hushed(rules=("loss",)), LOSS, True),
        (Hushed(rules=("loss",)), OUTAGE, False),
        (Hushed(rules=("incident",)), OUTAGE, True),
        (Hushed(entities=(TRUNK,)), OUTAGE, True),
        (Hushed(entities=(CHEB_CORE,)), LOSS, True),
        (Hushed(entities=(AS_AGG,)), LOSS, False),
        (Hushed(entities=(AS_TOWN,)), OUTAGE, True),
        (Hushed(entities=(AS_TOWN,)), BOTH, False),
        (Hushed(entities=(AS_TOWN, CHEB_TOWN)), BOTH, True),
        (Hushed(orps=("cheb",)), LOSS, True),
        (Hushed(orps=("as",)), LOSS, False),
        (Hushed(orps=("as",)), BOTH, False),
        (Hushed(severities=(Severity.WARNING,)), LOSS, True),
        (Hushed(severities=(Severity.WARNING,)), firing(CHEB_CORE, Severity.CRITICAL), False),
        (Hushed(rules=("loss",), entities=(CHEB_CORE,), severities=(Severity.WARNING,)), LOSS, True),
        (Hushed(rules=("loss",), entities=(AS_AGG,)), LOSS, False),
        (Hushed(rules=("temperature",), entities=(CHEB_CORE,)), LOSS, False),
    ],
)
def test_a_silence_keeps_back_what_it_names_and_nothing_else(hushed: Hushed, notice: Notice, is_silent: bool) -> None:  # noqa: FBT001 -- a table
    assert hushes(hushed, notice) is is_silent


def test_the_reason_names_the_silence_its_author_and_its_end() -> None:
    context = PipelineContext(region(), Millis(T0 + MINUTE), silences=[silence(Hushed(rules=("incident",)))])
    plan = plan_messages([OUTAGE], context)
    assert plan.messages == ()
    (held,) = plan.suppressed
    assert (held.stage, held.reason) == ("silence", "silence 3 of jana until 12:03: výměna zdroje")
    assert plan.next_at == held.until == T0 + 2 * HOUR


def test_an_end_on_another_day_is_said_with_the_day() -> None:
    assert moment(Millis(T0 + DAY), T0) == "2025-11-24 10:03"
    assert reason_of(silence(Hushed(), 7 * DAY), T0).startswith("silence 3 of jana until 2025-11-30 10:03")


def test_an_end_is_never_silent() -> None:
    told = Desk(region(), Millis(T0 + MINUTE))
    told.look(LOSS)
    told.now = Millis(T0 + HOUR)
    told.look(LOSS)
    assert told.log
    context = PipelineContext(region(), told.now, sent=told.sent, silences=[silence(Hushed(rules=("loss",)))])
    assert [message.kind for message in plan_messages([resolved()], context).messages] == [NotificationKind.RESOLVED]


def test_what_still_fires_when_the_silence_ends_is_told_then() -> None:
    quiet = [silence(Hushed(rules=("incident",)))]
    before = PipelineContext(region(), Millis(T0 + 2 * HOUR - 1), silences=quiet)
    assert plan_messages([OUTAGE], before).messages == ()
    assert len(plan_messages([OUTAGE], replace(before, now=Millis(T0 + 2 * HOUR))).messages) == 2
    ended = [replace(quiet[0], ended=Millis(T0 + MINUTE))]
    assert len(plan_messages([OUTAGE], replace(before, now=Millis(T0 + MINUTE), silences=ended)).messages) == 2


@given(
    taken_after=st.integers(1, 300),
    hold=st.integers(1, 600),
    steps=st.booleans(),
    lasts=st.integers(0, 300),
)
def test_what_outlives_its_acknowledgement_is_told_again(
    taken_after: int, hold: int, lasts: int, *, steps: bool
) -> None:
    """Whoever is told at first is told again within a round of its end, and not without bound."""
    people = staffed(
        escalations={"backbone": {**BACKBONE, "repeat": "0"}}, **({} if steps else {"routes": [{"receivers": ["noc"]}]})
    )
    begin = Millis(T0 + DAY)
    outage = of_incident(replace(INCIDENT, detected=begin))
    told = Desk(people, begin)
    told.run(outage, until=Millis(begin + taken_after * MINUTE), every=MINUTE)
    first = {message.address for at, message in told.log if at == begin}
    told.take(outage, Millis(hold * MINUTE))
    end = Millis(told.now + hold * MINUTE)
    before = len(told.log)
    told.run(outage, until=Millis(end - 1), every=MINUTE)
    assert not [message for _, message in told.log[before:] if steps]
    told.run(outage, until=Millis(end + lasts * MINUTE), every=MINUTE)
    again = [message.address for at, message in told.log if at >= end]
    assert first
    assert first <= set(again)
    assert len(again) == len(set(again))
    assert len({message.dedup_key for _, message in told.log}) == len(told.log)


def test_becoming_worse_while_somebody_has_it_tells_again_even_where_nobody_escalates() -> None:
    told = Desk(staffed(routes=[{"receivers": ["noc"]}]), Millis(T0 + DAY))
    told.look(OUTAGE)
    told.acknowledged[OUTAGE.subject_id] = Interval(told.now, Millis(told.now + MINUTE))
    told.now = Millis(told.now + MINUTE)
    told.look(OUTAGE)
    told.run(OUTAGE, until=Millis(told.now + HOUR), every=MINUTE)
    assert len(told.log) == 2
