"""Channels fail, for a minute or a day: nothing is lost, nothing overtakes, and somebody hears in time."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.alerting.digest import digest_payload
from netmon.alerting.failover import OUT_WITHIN
from netmon.alerting.notice import Notice
from netmon.alerting.notifier import LEASE
from netmon.alerting.pipeline import dedup_key
from netmon.alerting.retry import GIVE_UP
from netmon.clock import DAY, HOUR, MINUTE, SECOND, ManualClock, Millis
from netmon.errors import DeliveryError
from netmon.language import Language
from netmon.model import DeliveryState, IncidentId, Message, NotificationKind, Severity
from netmon.oncall.policy import Address
from netmon.process.status import read_status
from netmon.store.notifications import Waiting
from netmon.store.state import StateStore
from tests.netmon.alerting.dispatch import NOC_MAIL, ONCALL_MAIL, SMS, WEBHOOK, Line, Office
from tests.netmon.alerting.occasions import AS_SCHOOL, ENDED, INCIDENT, T0, firing, of_incident
from tests.parts.waiting import wait_until

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
Trouble = Callable[[Millis], DeliveryError | None]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as store:
        yield store


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(T0)


@pytest.fixture
def lines(clock: ManualClock) -> dict[str, Line]:
    return {name: Line(name, clock) for name in ("sms", "webhook", "email")}


@pytest.fixture
def office(store: StateStore, clock: ManualClock, lines: dict[str, Line]) -> Office:
    return Office(store, clock, list(lines.values()))


def note(
    kind: NotificationKind = FIRING,
    way: Address = SMS,
    subject: str = INCIDENT.id,
    severity: Severity = Severity.CRITICAL,
) -> Message:
    payload = {**of_incident(ENDED if kind is RESOLVED else INCIDENT).payload, "severity": severity.value}
    return Message(subject, kind, *way, dedup_key(subject, kind, *way), payload)


def down_for(span: int) -> Trouble:
    return lambda now: DeliveryError("refused") if now < T0 + span else None


def always(reason: str, *, permanent: bool = False) -> Trouble:
    return lambda _: DeliveryError(reason, permanent=permanent)


def states(store: StateStore) -> dict[tuple[str, str, str], DeliveryState]:
    rows = store.deliveries(INCIDENT.id)
    return {(row.message.channel, row.message.address, row.message.kind.value): row.state for row in rows}


def test_a_critical_message_takes_the_next_way_within_a_minute(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("answered 500")
    office.queue(note())
    office.pass_time(45 * SECOND)
    assert lines["webhook"].heard == []
    office.pass_time(15 * SECOND)
    ((at, _),) = lines["webhook"].heard
    assert at - T0 <= MINUTE
    assert lines["email"].heard == [], "the second way carried"


def test_each_way_is_tried_for_its_minute_and_each_receiver_for_itself(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = lines["webhook"].trouble = always("answered 500")
    office.queue(note())
    office.pass_time(2 * MINUTE)
    assert lines["email"].said(ONCALL_MAIL[1]) == ["firing"]
    assert lines["email"].said(NOC_MAIL[1]) == []


def test_what_is_refused_for_good_takes_the_next_way_at_once_and_is_told_of(
    office: Office, lines: dict[str, Line]
) -> None:
    lines["sms"].trouble = always("no such number", permanent=True)
    office.queue(note())
    office.pass_time(2 * SECOND)
    assert sorted(lines["webhook"].said()) == ["alarm", "firing"]
    alarm = next(message for _, message in lines["email"].heard if message.kind is NotificationKind.ALARM)
    assert "sms +420601000001" in str(alarm.payload["summary"])
    assert "no such number" in str(alarm.payload["evidence"])


def test_a_receiver_that_takes_nothing_is_told_of_once_an_hour(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("no such number", permanent=True)
    for number in range(20):
        office.queue(note(subject=f"i-{number}"))
        office.pass_time(MINUTE, MINUTE)
    assert lines["email"].said(NOC_MAIL[1]).count("alarm") in {1, 2}, "two where an hour ends meanwhile"
    assert lines["sms"].asked == 20, "an alarm about a way does not take this way"


def test_what_is_not_critical_waits_for_its_own_channel(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = down_for(10 * MINUTE)
    office.queue(note(severity=Severity.WARNING))
    office.pass_time(16 * MINUTE, 5 * SECOND)
    assert (lines["sms"].said(), lines["webhook"].said(), lines["email"].said()) == (["firing"], [], [])


def test_a_late_success_of_the_first_way_does_no_harm_and_everybody_hears_the_end(
    office: Office, lines: dict[str, Line]
) -> None:
    lines["sms"].trouble = down_for(3 * MINUTE)
    office.queue(note())
    office.pass_time(10 * MINUTE, 5 * SECOND)
    office.queue(*(note(RESOLVED, way) for way in (SMS, WEBHOOK)))
    office.pass_time(MINUTE)
    assert lines["sms"].said() == lines["webhook"].said() == ["firing", "resolved"]


def test_a_channel_down_for_a_day_loses_nothing_and_keeps_the_order(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = down_for(23 * HOUR)
    begun, ended = [f"i-{number}" for number in range(5)], [f"i-{number}" for number in range(3)]
    office.queue(*(note(subject=subject, severity=Severity.WARNING) for subject in begun))
    office.pass_time(HOUR, MINUTE)
    office.queue(*(note(RESOLVED, subject=subject, severity=Severity.WARNING) for subject in ended))
    office.pass_time(23 * HOUR, 10 * MINUTE)
    heard = [(message.subject_id, message.kind.value) for _, message in lines["sms"].heard]
    assert sorted(heard) == [*((each, "passed") for each in ended), ("i-3", "firing"), ("i-4", "firing")]
    assert office.store.waiting().dead == 0


def test_what_was_over_before_it_got_through_is_one_message_that_says_how_long(
    office: Office, lines: dict[str, Line]
) -> None:
    lines["sms"].trouble = down_for(12 * MINUTE)
    office.queue(note(severity=Severity.WARNING))
    office.pass_time(11 * MINUTE, 5 * SECOND)
    office.queue(note(RESOLVED, severity=Severity.WARNING))
    office.pass_time(10 * MINUTE, 5 * SECOND)
    ((_, message),) = lines["sms"].heard
    assert str(message.payload["summary"]).startswith("✔ bylo mimo 12 min (od 10:03): ")
    assert message.payload["kind"] == message.kind == NotificationKind.PASSED
    assert states(office.store) == {(*SMS, "firing"): DeliveryState.MERGED, (*SMS, "passed"): DeliveryState.SENT}
    assert office.store.told(INCIDENT.id) == {(*SMS, FIRING), (*SMS, RESOLVED)}, "so nobody queues another end"


def test_what_is_over_is_not_sent_around_any_more(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("answered 500")
    office.queue(note())
    office.pass_time(20 * SECOND)
    office.queue(note(RESOLVED))
    office.pass_time(3 * MINUTE)
    assert lines["webhook"].said() == []


def test_after_a_day_a_message_is_given_up_and_told_of(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("answered 500")
    office.queue(note(severity=Severity.WARNING))
    office.pass_time(GIVE_UP + 20 * MINUTE, 10 * MINUTE)
    assert states(office.store) == {(*SMS, "firing"): DeliveryState.DEAD}
    assert lines["email"].said(NOC_MAIL[1]) == lines["webhook"].said() == ["alarm"]
    assert office.store.waiting().waiting == 0, "the alarm about the alarm's own way was not even tried"


@pytest.mark.parametrize("step", [-2 * HOUR, 2 * HOUR])
def test_a_clock_that_steps_loses_nothing_sends_nothing_twice_and_delays_little(
    office: Office, lines: dict[str, Line], step: int
) -> None:
    lines["sms"].trouble = lambda _: DeliveryError("busy") if lines["sms"].asked < 9 else None
    office.queue(note(severity=Severity.WARNING))
    office.pass_time(2 * MINUTE, 5 * SECOND)
    assert lines["sms"].asked == 7
    office.clock.wall = Millis(office.clock.wall + step)
    office.pass_time(6 * MINUTE, 5 * SECOND)
    assert lines["sms"].said() == ["firing"]
    assert lines["webhook"].heard == lines["email"].heard == []


def test_fail_over_survives_a_clock_that_steps_back(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("answered 500")
    office.queue(note())
    office.pass_time(20 * SECOND)
    assert lines["webhook"].said() == []
    office.clock.wall = Millis(office.clock.wall - 2 * HOUR)
    office.pass_time(40 * SECOND)
    assert lines["webhook"].said() == ["firing"]


def test_an_idle_day_after_a_death_says_nothing_new(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("no such number", permanent=True)
    office.queue(note())
    office.pass_time(DAY + HOUR, 10 * MINUTE)
    assert lines["email"].said(NOC_MAIL[1]) == ["alarm"]


def digest(*notices: Notice, way: Address = SMS) -> Message:
    """Return a digest of some notices as the pipeline makes it."""
    kind, subject = NotificationKind.DIGEST, f"digest/{T0}/{len(notices)}"
    payload = digest_payload(notices, subject, Language.CS, Language.CS)
    covers = tuple((notice.subject_id, notice.kind) for notice in notices)
    return Message(subject, kind, *way, dedup_key(subject, kind, *way), payload, covers)


OVER = of_incident(replace(ENDED, id=IncidentId("i-over"), started=Millis(T0 - HOUR)))
"""The end of something as critical, which began earlier."""


def test_a_digest_that_tells_something_critical_takes_the_next_way_within_a_minute(
    office: Office, lines: dict[str, Line]
) -> None:
    lines["sms"].trouble = always("answered 500")
    office.queue(digest(OVER, firing(), of_incident()))
    office.pass_time(45 * SECOND)
    assert lines["webhook"].heard == []
    office.pass_time(15 * SECOND)
    ((at, message),) = lines["webhook"].heard
    assert at - T0 <= MINUTE
    assert message.payload["summary"] == digest(OVER, firing(), of_incident()).payload["summary"]
    assert office.store.told(INCIDENT.id) == {(*SMS, FIRING), (*WEBHOOK, FIRING)}, "so both hear the end"


@pytest.mark.parametrize("notices", [(OVER, firing()), (firing(), firing(AS_SCHOOL))], ids=["over", "not critical"])
def test_a_digest_in_which_nothing_critical_begins_waits_for_its_own_channel(
    office: Office, lines: dict[str, Line], notices: tuple[Notice, ...]
) -> None:
    lines["sms"].trouble = down_for(3 * MINUTE)
    office.queue(digest(*notices))
    office.pass_time(8 * MINUTE, 5 * SECOND)
    assert (lines["sms"].said(), lines["webhook"].said()) == (["digest"], [])


@pytest.mark.parametrize(("others", "heard"), [((), []), ((firing(),), ["digest"])])
def test_a_digest_is_not_sent_around_once_all_that_it_told_is_over(
    office: Office, lines: dict[str, Line], others: tuple[Notice, ...], heard: list[str]
) -> None:
    lines["sms"].trouble = always("answered 500")
    office.queue(digest(OVER, of_incident(), *others))
    office.pass_time(20 * SECOND)
    office.queue(note(RESOLVED))
    office.pass_time(MINUTE)
    assert lines["webhook"].said() == heard


def test_the_end_of_what_a_digest_told_is_told_as_an_end(office: Office, lines: dict[str, Line]) -> None:
    office.queue(digest(firing(), of_incident()))
    office.pass_time(SECOND)
    office.queue(note(RESOLVED))
    office.pass_time(SECOND)
    assert lines["sms"].said() == ["digest", "resolved"]
    ((_, _), (_, end)) = lines["sms"].heard
    assert end.payload == of_incident(ENDED).payload


def test_the_end_of_what_a_digest_was_to_tell_and_never_did_says_both(office: Office, lines: dict[str, Line]) -> None:
    lines["sms"].trouble = always("no such number", permanent=True)
    office.queue(digest(firing(), of_incident()))
    office.pass_time(SECOND)
    lines["sms"].trouble = lambda _: None
    office.queue(note(RESOLVED))
    office.pass_time(SECOND)
    assert lines["sms"].said() == ["passed"]


class Hanging:
    """A channel that takes a message and says nothing until it is released."""

    name = "sms"

    def __init__(self) -> None:
        self.asked = 0
        self.released = threading.Event()

    def send(self, message: Message) -> None:
        """Hang."""
        self.asked += 1
        assert self.released.wait(30), f"{message.dedup_key} was let go"


@pytest.mark.parametrize("urgent", [note(), digest(firing(), of_incident())], ids=["single", "digest"])
def test_a_channel_that_hangs_is_overtaken_and_asked_once_however_long_it_takes(
    tmp_path: Path, store: StateStore, clock: ManualClock, lines: dict[str, Line], urgent: Message
) -> None:
    hanging, said = Hanging(), urgent.kind.value
    office = Office(store, clock, [hanging, lines["webhook"], lines["email"]])

    async def until(condition: Callable[[], object], what: str) -> None:
        await asyncio.to_thread(wait_until, condition, what)

    async def live() -> None:
        carrying = asyncio.create_task(office.notifier.run())
        office.queue(urgent)
        office.notifier.wake()
        await until(lambda: hanging.asked, "it hangs")
        clock.advance(OUT_WITHIN)
        office.reroute()
        office.notifier.wake()
        await until(lambda: lines["webhook"].said() == [said], "the next way carries")
        clock.advance(3 * LEASE)
        office.queue(note(way=NOC_MAIL, subject="i-2"))
        office.notifier.wake()
        await until(lambda: lines["email"].said() == ["firing"], "another is carried meanwhile")
        hanging.released.set()
        await until(lambda: read_status(tmp_path, T0).messages == Waiting(0, 0), "it carried after all")
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)

    asyncio.run(live())
    assert hanging.asked == 1
    assert states(store) == {(*SMS, said): DeliveryState.SENT, (*WEBHOOK, said): DeliveryState.SENT}
