"""Whoever is to be told is told, is about to be, or is not for a reason: what breaks that is found."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.alerting.auditor import HEALTHY_FOR, Auditor, Law, Picture, Violation, violations
from netmon.alerting.failover import Desk
from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import plan_messages
from netmon.alerting.stages import Envelope, PipelineContext, Suppressed
from netmon.clock import DAY, HOUR, MINUTE, SECOND, ManualClock, Millis
from netmon.judgement.situation import Judgement, Situation
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, Message, NotificationKind
from netmon.store.state import StateStore
from tests.netmon.alerting.occasions import BASE_URL, ENDED, INCIDENT, NOC, ONCALL, T0, message, of_incident, region

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
NEW, SENDING, SENT, DEAD = DeliveryState.NEW, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DEAD
NOTICE = of_incident()
ROUTED = [Envelope(NOTICE, (ONCALL, NOC))]
DESK = Desk(region(), BASE_URL, Language.CS)


def row(state: DeliveryState, way: tuple[str, str] = ONCALL, *, next_at: int = 0, created: int = 0) -> Delivery:
    """Return a message about the incident, with moments relative to T0."""
    return Delivery(1, message(FIRING, *way), state, 1, Millis(T0 + created), Millis(T0 + next_at))


def laws(rows: Sequence[Delivery], now: int, *suppressed: Suppressed) -> list[Law]:
    found = violations(ROUTED, {NOTICE.subject_id: rows}, suppressed, Millis(T0 + now))
    return [violation.law for violation in found]


@pytest.mark.parametrize(
    ("rows", "now", "found"),
    [
        ([row(SENT), row(SENT, NOC)], DAY, []),
        ([row(SENT), row(NEW, NOC, next_at=DAY)], DAY, []),
        ([row(NEW, next_at=10), row(SENDING, NOC, next_at=10)], SECOND, []),
        ([row(SENT)], SECOND, [Law.UNTOLD]),
        ([], SECOND, [Law.UNTOLD, Law.UNTOLD]),
        ([row(SENT), row(NEW, NOC)], 10 * MINUTE, []),
        ([row(SENT), row(NEW, NOC)], 10 * MINUTE + 1, [Law.STUCK]),
        ([row(NEW, next_at=HOUR), row(NEW, NOC, next_at=HOUR)], 5 * MINUTE, []),
        ([row(NEW, next_at=HOUR), row(NEW, NOC, next_at=HOUR)], 5 * MINUTE + 1, [Law.UNHEARD]),
        ([row(NEW, next_at=2 * HOUR, created=2 * HOUR), row(SENT, NOC)], 0, []),
        ([row(DEAD), row(SENT, NOC)], HOUR, []),
        ([row(DEAD), row(NEW, NOC, next_at=HOUR)], SECOND, [Law.LOST]),
    ],
)
def test_each_law_by_table(rows: Sequence[Delivery], now: int, found: list[Law]) -> None:
    assert laws(rows, now) == found


@pytest.mark.parametrize(
    ("held", "found"),
    [
        (Suppressed(NOTICE, "silence", "maintenance 1: výměna"), []),
        (Suppressed(NOTICE, "damp", "people believe that it still holds"), []),
        (Suppressed(NOTICE, "silence", ""), [Law.UNTOLD, Law.UNTOLD]),
        (Suppressed(NOTICE, "dedup", "everybody was told already"), [Law.UNTOLD, Law.UNTOLD]),
        (Suppressed(of_incident(ENDED), "damp", "it has to stay over"), [Law.UNTOLD, Law.UNTOLD]),
    ],
)
def test_a_reason_excuses_and_a_claim_does_not(held: Suppressed, found: list[Law]) -> None:
    assert laws([], SECOND, held) == found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as store:
        yield store


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


def picture(now: Millis, *notices: Notice) -> Picture:
    return Picture(notices, (), PipelineContext(region(), now))


def queue(store: StateStore, messages: Sequence[Message], now: Millis = T0) -> None:
    store.commit(judgement=Judgement(Situation()), messages=messages, now=now)


def test_what_the_pipeline_plans_satisfies_the_auditor(store: StateStore, clock: ManualClock) -> None:
    auditor = Auditor(store, clock)
    assert not auditor.is_healthy, "who has not looked does not know"
    seen = picture(T0, NOTICE)
    queue(store, plan_messages(seen.notices, seen.context).messages)
    assert auditor.audit(seen, DESK) == ()
    assert (auditor.is_healthy, auditor.found) == (True, 0)


def test_a_stage_that_forgets_somebody_is_found_logged_once_and_cried_out_once_an_hour(
    store: StateStore, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    auditor, seen = Auditor(store, clock), picture(T0, NOTICE)
    queue(store, plan_messages(seen.notices, seen.context).messages[:1])
    cries = auditor.audit(seen, DESK)
    assert {(cry.channel, cry.address) for cry in cries} == {ONCALL, NOC}
    assert {cry.kind for cry in cries} == {NotificationKind.ALARM}
    assert "untold i-1 email noc@kraj.example" in str(cries[0].payload["evidence"])
    queue(store, cries)
    clock.advance(MINUTE)
    assert auditor.audit(picture(clock.now(), NOTICE), DESK) == ()
    assert (auditor.is_healthy, auditor.found) == (False, 1)
    assert caplog.text.count("audit failed") == 1
    clock.advance(HOUR)
    again = auditor.audit(picture(clock.now(), NOTICE), DESK)
    assert {cry.dedup_key for cry in again}.isdisjoint(cry.dedup_key for cry in cries)


def test_health_returns_with_the_message_and_runs_out_without_audits(
    store: StateStore, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    auditor, seen = Auditor(store, clock), picture(T0, NOTICE)
    auditor.audit(seen, DESK)
    queue(store, plan_messages(seen.notices, seen.context).messages)
    auditor.audit(seen, DESK)
    assert auditor.is_healthy
    assert "audit passes again" in caplog.text
    clock.wall = Millis(T0 - 2 * HOUR)
    assert auditor.is_healthy, "a clock that steps is no reason to doubt"
    clock.advance(HEALTHY_FOR + 1)
    assert not auditor.is_healthy


def test_an_old_picture_proves_nothing(store: StateStore, clock: ManualClock) -> None:
    auditor = Auditor(store, clock)
    seen = picture(T0)
    assert auditor.audit(seen, DESK) == ()
    clock.advance(3 * MINUTE)
    cries = auditor.audit(seen, DESK)
    assert "blind netmon" in str(cries[0].payload["evidence"])


def test_an_end_that_nobody_was_told_of_is_found_unless_people_are_to_believe_it_lasts(
    store: StateStore, clock: ManualClock
) -> None:
    opened = Judgement(Situation(incidents=(INCIDENT,)), opened=(INCIDENT,))
    store.commit(judgement=opened, messages=[message()], now=T0)
    store.commit(judgement=Judgement(Situation(), closed=(ENDED,)), now=Millis(T0 + 12 * MINUTE))
    clock.advance(23 * MINUTE)
    quiet = picture(clock.now())
    auditor = Auditor(store, clock)
    assert auditor.audit(replace(quiet, believed=frozenset({INCIDENT.id})), DESK) == ()
    cries = auditor.audit(quiet, DESK)
    assert cries[0].payload["evidence"] == [str(Violation(Law.UNENDED, INCIDENT.id))]
    queue(store, [replace(message(RESOLVED), dedup_key="end")])
    assert auditor.audit(quiet, DESK) == ()
