"""How telling about an incident or an alert went and goes on: what is foretold is what the engine does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, Interval, Millis
from netmon.commands import Acknowledge, AddSilence, PlanMaintenance
from netmon.inventory.models import Inventory, Route
from netmon.judgement.situation import Judgement, Situation
from netmon.model import (
    Alert,
    AlertPhase,
    DeviceName,
    Entity,
    EntityKind,
    Hushed,
    Impact,
    Incident,
    IncidentId,
    Message,
    NotificationKind,
    Severity,
)
from netmon.rehearsal.course import Course
from netmon.rehearsal.explanation import course_in
from netmon.rehearsal.virtual import Premises
from netmon.settings import Flapping, Settings
from netmon.store.database import STATE_FILE, reading
from netmon.store.state import StateStore
from netmon.store.telling import MOST_LATELY, latest_subject, sent_lately
from tests.netmon.engine.test_engine import INCIDENTS, SOMEBODY
from tests.netmon.engine_room import NOON, SETTINGS, Room, opened
from tests.netmon.oncall.plans import BACKBONE, PEOPLE, RECEIVERS, WEEKLY, at
from tests.netmon.region import SPUR, link, region

SECTIONS: dict[str, object] = {
    "people": PEOPLE,
    "receivers": RECEIVERS,
    "rotas": {"network": {**WEEKLY, "members": ["ada", "bob"]}},
    "escalations": {"backbone": {**BACKBONE, "repeat": "0"}},
    "routes": [{"escalation": "backbone"}],
}
BOB, BOB_SMS, CYRIL, NOC = "bob@kraj.example", "+420600000002", "cyril@kraj.example", "noc@kraj.example"
BEGUN = "SELECT created, address FROM notifications WHERE kind = 'firing' ORDER BY id"
NIGHT, MORNING = at("2026-01-06T23:00"), at("2026-01-07T06:00")
CORE = Entity(EntityKind.DEVICE, "cheb-core-1")
RULE = "packet-loss"


@pytest.fixture
def staffed_region() -> Inventory:
    return region(1161, **SECTIONS)


def incident_of(room: Room) -> IncidentId:
    return IncidentId(str(room.rows(INCIDENTS)[-1][0]))


def course(room: Room, settings: Settings = SETTINGS, key: IncidentId | None = None) -> Course:
    """Return what is said of an incident, the latest if none is named, by another process at this moment."""
    room.engine.beat()
    premises = Premises.of(room.inventory, settings)
    return course_in(room.directory, key or incident_of(room), premises, room.clock.now())


def told(found: Course) -> list[tuple[Millis, str]]:
    return [(each.at, message.address) for each in found.coming for message in each.messages]


def nothing(room: Room) -> None:
    """Let it go on."""
    assert room.directory


def take(room: Room) -> None:
    room.engine.execute(Acknowledge(incident_of(room), "jedu", Millis(7 * MINUTE)), SOMEBODY)


def hush(room: Room) -> None:
    end = Millis(room.clock.now() + 9 * MINUTE)
    room.engine.execute(AddSilence(Hushed(("incident",)), end, "měření"), SOMEBODY)


def announce(room: Room) -> None:
    """Announce work that begins in two minutes and takes ten."""
    window = Interval(Millis(room.clock.now() + 2 * MINUTE), Millis(room.clock.now() + 12 * MINUTE))
    room.engine.execute(PlanMaintenance((link(SPUR),), window, "výměna"), SOMEBODY)


@pytest.mark.parametrize(("begins", "happens"), [
    pytest.param(NOON, nothing, id="nobody comes"),
    pytest.param(NOON, take, id="somebody takes it and lets the time run out"),
    pytest.param(NOON, hush, id="it is silenced"),
    pytest.param(NOON, announce, id="work begins and ends"),
    pytest.param(at("2026-01-12T07:50"), nothing, id="somebody else comes on duty"),
])  # fmt: skip
def test_what_is_foretold_comes_to_pass(
    tmp_path: Path, staffed_region: Inventory, begins: Millis, happens: Callable[[Room], None]
) -> None:
    with opened(tmp_path / "state", at=begins, inventory=staffed_region) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(60)
        happens(room)
        room.pass_time(2)
        now, foretold = room.clock.now(), told(course(room))
        before = len(room.rows(BEGUN))
        room.pass_time(20 * 60)
        happened = [(created, address) for created, address in room.rows(BEGUN)[before:]]
        assert foretold
        assert [address for _, address in happened] == [address for at, address in foretold if at < room.clock.now()]
        assert all(0 <= created - at <= 2 * SECOND for (at, _), (created, _) in zip(foretold, happened, strict=False))
        assert now < foretold[0][0]


def test_the_messages_stand_there_with_what_became_of_each(tmp_path: Path, staffed_region: Inventory) -> None:
    with opened(tmp_path / "state", inventory=staffed_region) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(60)
        found = course(room)
        assert [each.message.address for each in found.deliveries] == [BOB, BOB_SMS]
        assert [(each.stage, each.reason) for each in found.suppressed] == [("dedup", "everybody was told already")]
        assert [address for _, address in told(found)] == [CYRIL, NOC]
        assert (found.pending, found.doubts, found.known_as) == ((), (), None)


def test_what_does_not_get_through_goes_another_way_as_foretold(tmp_path: Path) -> None:
    receivers = {"noc": {"email": [NOC], "sms": [BOB_SMS]}, "mail": {"email": [NOC]}}
    inventory = region(1161, receivers=receivers, routes=[{"receivers": ["mail"]}])
    with opened(tmp_path / "state", inventory=inventory) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(30)
        foretold = told(course(room))
        assert [address for _, address in foretold] == [BOB_SMS]
        room.pass_time(40)
        ((created, _),) = (row for row in room.rows(BEGUN) if row[1] == BOB_SMS)
        assert 0 <= created - foretold[0][0] <= 2 * SECOND
        assert told(course(room)) == []


def test_every_stage_gives_its_reason_not_only_the_first(tmp_path: Path, staffed_region: Inventory) -> None:
    with opened(tmp_path / "state", inventory=staffed_region) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(60)
        hush(room)
        take(room)
        room.pass_time(2)
        found = {each.stage: each for each in course(room).suppressed}
        assert found.keys() == {"silence", "acknowledge", "dedup"}
        assert "měření" in found["silence"].reason
        assert found["acknowledge"].reason == "somebody has taken it"


def test_after_the_last_step_nobody_is_called(tmp_path: Path, staffed_region: Inventory) -> None:
    with opened(tmp_path / "state", at=at("2026-01-12T09:00"), inventory=staffed_region) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(17 * 60)
        found = course(room)
        assert found.is_open
        assert told(found) == []


def test_what_comes_and_goes_is_known_by_its_first_name_and_its_end_must_prove_itself(
    tmp_path: Path, staffed_region: Inventory
) -> None:
    settings = SETTINGS.model_copy(update={"flapping": Flapping()})
    with opened(tmp_path / "state", inventory=staffed_region, settings=settings) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(30)
        first = incident_of(room)
        room.heal_spur()
        room.pass_time(30)
        found = course(room, settings, first)
        (held,) = found.suppressed
        assert (held.stage, held.reason) == ("damp", "it has to stay over for a while")
        assert [address for _, address in told(found)] == [BOB, BOB_SMS]
        room.cut_spur()
        room.pass_time(30)
        again = course(room, settings)
        assert again.known_as == first
        assert [each.reason for each in again.suppressed] == ["people believe that it still holds"]


def test_when_an_end_is_told_that_must_prove_itself_is_foretold(tmp_path: Path, staffed_region: Inventory) -> None:
    settings = SETTINGS.model_copy(update={"flapping": Flapping()})
    with opened(tmp_path / "state", inventory=staffed_region, settings=settings) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(30)
        room.heal_spur()
        room.pass_time(30)
        ((foretold, _), _) = told(course(room, settings))
        room.pass_time((foretold - room.clock.now()) // SECOND + 2)
        happened = room.rows("SELECT created FROM notifications WHERE kind = 'resolved'")
        assert len(happened) == 2
        assert all(0 <= foretold - created < 30 * SECOND for (created,) in happened)


def test_that_netmon_does_not_run_is_said(tmp_path: Path, staffed_region: Inventory) -> None:
    with opened(tmp_path / "state", inventory=staffed_region) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(60)
        later = Millis(room.clock.now() + HOUR)
        found = course_in(room.directory, incident_of(room), Premises.of(staffed_region, SETTINGS), later)
        assert [str(each) for each in found.doubts] == [
            "netmon does not run here: whatever goes out goes out when it does"
        ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened_store:
        yield opened_store


def firing(since: int, entity: Entity = CORE) -> Alert:
    moment = Millis(since)
    return Alert(RULE, entity, AlertPhase.FIRING, moment, Severity.WARNING, "", fired_at=moment)


def subject_of(alert: Alert) -> str:
    return f"{alert.rule}/{alert.entity.kind}/{alert.entity.name}/{alert.fired_at}"


def explained(directory: Path, premises: Premises, alert: Alert, now: Millis) -> Course:
    return course_in(directory, subject_of(alert), premises, now)


def keep(store: StateStore, now: Millis, *alerts: Alert, messages: tuple[Message, ...] = ()) -> None:
    store.commit(judgement=Judgement(Situation()), alerts=alerts, messages=messages, now=now)
    store.beat(now)


def mail(number: int) -> Message:
    return Message(f"loss/device/x/{number}", NotificationKind.FIRING, "email", NOC, f"key {number}", {})


def test_a_flood_holds_back_until_the_minute_is_over(tmp_path: Path, store: StateStore, premises: Premises) -> None:
    alert = firing(NIGHT - HOUR)
    keep(store, Millis(NIGHT - 20 * SECOND), alert, messages=tuple(mail(number) for number in range(5)))
    store.beat(NIGHT)
    found = explained(tmp_path, premises, alert, NIGHT)
    (held,) = found.suppressed
    assert (held.stage, held.reason, held.until) == ("cap", "5 messages went there within a minute", NIGHT + 40_000)
    assert told(found) == [(NIGHT + MINUTE, NOC)], "what is held back once waits a minute for company"
    assert [each.partition(";")[0] for each in found.doubts] == [
        "how much went there within the minute is counted from the outbox"
    ]


def test_what_went_there_earlier_holds_nothing_back(tmp_path: Path, store: StateStore, premises: Premises) -> None:
    alert = firing(NIGHT - HOUR)
    keep(store, Millis(NIGHT - MINUTE), alert, messages=tuple(mail(number) for number in range(5)))
    found = explained(tmp_path, premises, alert, NIGHT)
    assert [message.address for message in found.pending] == [NOC]
    assert found.suppressed == ()


def test_an_incident_that_has_just_ended_still_explains(tmp_path: Path, store: StateStore, premises: Premises) -> None:
    alert, ended = firing(NIGHT - HOUR), Millis(NIGHT - MINUTE)
    over = Incident(
        IncidentId("i-1"), CORE, (CORE,), Severity.CRITICAL, Impact(devices=(DeviceName("as-core-1"),)),
        Millis(NIGHT - HOUR), Millis(NIGHT - HOUR), ended=ended,
    )  # fmt: skip
    store.commit(judgement=Judgement(Situation(), closed=(over,)), alerts=(alert,), now=ended)
    store.beat(NIGHT)
    found = explained(tmp_path, premises, alert, NIGHT)
    assert [(each.stage, each.reason) for each in found.suppressed] == [
        ("inhibit", "incident i-1 explains it: device cheb-core-1")
    ]
    end = Millis(ended + premises.settings.echo)
    assert told(found) == [(end, NOC)]
    assert "23:04:00 CET" in found.doubts[0]
    assert [each.address for each in explained(tmp_path, premises, alert, end).pending] == [NOC]


def test_whoever_sleeps_is_told_in_the_morning(tmp_path: Path, store: StateStore, premises: Premises) -> None:
    inventory = premises.inventory.model_copy(update={"routes": (Route(escalation="backbone"),)})
    alert = firing(NIGHT - HOUR)
    keep(store, NIGHT, alert)
    found = explained(tmp_path, replace(premises, inventory=inventory), alert, NIGHT)
    (held,) = found.suppressed
    assert (held.stage, held.reason, held.until) == ("hush", "quiet hours", MORNING)
    sleeper = held.spared.addresses[0][1] if held.spared else ""
    assert (MORNING, sleeper) in told(found)


def test_what_lies_in_a_digest_counts_as_told(tmp_path: Path, store: StateStore, premises: Premises) -> None:
    alert = firing(NIGHT - HOUR)
    covers = ((subject_of(alert), NotificationKind.FIRING), ("loss/device/x/1", NotificationKind.FIRING))
    digest = Message("digest/1", NotificationKind.DIGEST, "email", NOC, "digest", {}, covers=covers)
    keep(store, NIGHT, alert, messages=(digest,))
    found = explained(tmp_path, premises, alert, NIGHT)
    assert [each.message.kind for each in found.deliveries] == [NotificationKind.DIGEST]
    assert [each.stage for each in found.suppressed] == ["dedup"]
    with reading(tmp_path / STATE_FILE) as connection:
        assert latest_subject(connection, f"{RULE}/device/cheb-core-1") == subject_of(alert)


def test_nothing_is_written_while_it_is_explained(tmp_path: Path, store: StateStore, premises: Premises) -> None:
    alert = firing(NIGHT - HOUR)
    keep(store, NIGHT, alert)
    assert explained(tmp_path, premises, alert, NIGHT) == explained(tmp_path, premises, alert, NIGHT)
    assert store.deliveries(subject_of(alert)) == ()


def test_the_last_minute_is_read_without_reading_all_that_ever_was(tmp_path: Path, store: StateStore) -> None:
    old = [mail(number) for number in range(MOST_LATELY)]
    store.queue(old, Millis(NIGHT - 30 * SECOND))
    store.queue([replace(mail(1), dedup_key="sms", channel="sms", address=BOB_SMS)], Millis(NIGHT - 10 * SECOND))
    with reading(tmp_path / STATE_FILE) as connection:
        lately = sent_lately(connection, NIGHT)
        assert len(lately["email", NOC]) == MOST_LATELY - 1
        assert lately["sms", BOB_SMS] == (NIGHT - 10 * SECOND,)
        assert sent_lately(connection, Millis(NIGHT + HOUR)) == {}
        assert sent_lately(connection, Millis(NIGHT - HOUR)) == {}
