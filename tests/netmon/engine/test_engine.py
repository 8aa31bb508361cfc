"""What the engine makes of poll results, and that what it decided is on the disk before it believes it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis
from netmon.commands import Acknowledge, Actor, DropRefused, PlanMaintenance, ResendRefused
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory
from netmon.judgement.gap import SHORTEST_GAP
from netmon.model import DeviceState, Entity, EntityKind, IncidentId, LinkState, MunicipalityState, NotificationKind
from netmon.plan import Plan, find_collectors
from netmon.store.backlog import DeadLine
from netmon.store.database import SAMPLES_FILE
from netmon.store.notifications import Waiting
from tests.netmon.engine_room import DOWN, NOON, SETTINGS, UP, Room, as_after_a_kill, opened, port_report
from tests.netmon.region import FAR, HUB, MID, SPUR, TOWNS, device, link, municipality, region

SOMEBODY = Actor("novakova", "192.0.2.7")
MESSAGES = "SELECT kind, channel, address, state FROM notifications ORDER BY id"
INCIDENTS = "SELECT id, started, ended FROM incidents ORDER BY started"
FIRING, RESOLVED = ("firing", "webhook", "secret://noc", "new"), ("resolved", "webhook", "secret://noc", "new")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", forwarding=True) as room:
        yield room


@pytest.fixture
def cut(room: Room) -> Room:
    """Return an engine that knows everything to be up, and then an incident."""
    room.pass_time(10)
    room.cut_spur()
    room.pass_time(20)
    assert len(room.rows(INCIDENTS)) == 1
    return room


def without_far() -> Inventory:
    """Return the region without its last device."""
    whole = region()
    update = {
        "devices": {name: each for name, each in whole.devices.items() if name != FAR},
        "links": {name: each for name, each in whole.links.items() if name != SPUR},
    }
    return whole.model_copy(update=update)


def test_what_was_measured_is_kept_and_queued_for_influxdb(room: Room) -> None:
    room.report_port(MID, "to-far", DOWN)
    room.step()
    assert room.samples("net_if", device=MID, ifname="to-far") == [(NOON, {"oper": DOWN, "in_bps": 1_000})]
    batch = room.stores.samples.next_batch()
    assert batch is not None
    assert any(line.startswith("net_if,device=mid,ifname=to-far ") for line in batch.lines)


def test_everything_is_unknown_until_it_answers_and_up_with_the_first_answer(room: Room) -> None:
    first = room.step()
    assert first is not None
    assert {standing.state for standing in first.situation.devices.values()} == {DeviceState.UNKNOWN}
    answered = room.pass_time(2)
    assert answered is not None
    assert {standing.state for standing in answered.situation.devices.values()} == {DeviceState.UP}
    assert answered.changed


def test_a_cut_is_one_incident_and_one_message_that_name_its_cause_and_whom_it_hits(cut: Room) -> None:
    ((body,),) = cut.rows("SELECT body FROM incidents")
    incident = json.loads(body)
    assert incident["cause"] == {"kind": "link", "name": SPUR}
    assert incident["impact"]["isolated"] == [TOWNS["c"]]
    assert cut.rows(MESSAGES) == [FIRING]
    assert cut.woken == 1
    states = cut.pass_time(2)
    assert states is not None
    assert states.situation.devices[FAR].state is DeviceState.UNREACHABLE
    assert states.situation.links[SPUR].state is LinkState.DOWN
    assert states.situation.municipalities[TOWNS["c"]].state is MunicipalityState.ISOLATED


def test_a_healed_cut_is_told_to_whoever_was_told_of_it(cut: Room) -> None:
    cut.heal_spur()
    cut.pass_time(10)
    ((_, started, ended),) = cut.rows(INCIDENTS)
    assert started < ended
    assert cut.rows(MESSAGES) == [FIRING, RESOLVED]


def test_who_falls_silent_is_named_at_once(room: Room) -> None:
    room.pass_time(4)
    room.hastened.clear()
    room.silent.add(FAR)
    room.pass_time(2)
    assert room.hastened == [FAR]
    room.silent.discard(FAR)
    room.pass_time(4)
    assert room.hastened == [FAR, FAR]


def test_an_incident_without_its_message_is_never_written_nor_believed(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.pass_time(10)
    room.forbid("notifications")
    room.cut_spur()
    last = room.pass_time(20)
    assert room.rows(INCIDENTS) == []
    assert room.rows("SELECT new FROM transitions JOIN entities ON entity = entities.id WHERE name = 'far'") == [(1,)]
    assert last is not None
    assert last.situation.incidents == ()
    assert [record.levelname for record in caplog.records if "disk is full" in record.message] == ["ERROR"]
    room.allow()
    with caplog.at_level(logging.INFO):
        room.pass_time(4)
    ((_, started, _),) = room.rows(INCIDENTS)
    assert started == NOON + 10 * SECOND
    assert room.rows(MESSAGES) == [FIRING]
    assert "trouble is over with=state.db" in caplog.text


def test_samples_that_cannot_be_kept_stop_no_incident(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.pass_time(10)
    room.forbid("fresh", SAMPLES_FILE)
    room.cut_spur()
    room.pass_time(20)
    assert room.rows(MESSAGES) == [FIRING]
    assert len([record for record in caplog.records if "with=samples.db" in record.message]) == 1


@pytest.mark.parametrize("table", ["backlog", "chunks", "dead_lines", "fresh"])
def test_a_samples_db_that_cannot_be_read_ends_neither_watching_nor_telling(
    room: Room, caplog: pytest.LogCaptureFixture, table: str
) -> None:
    room.pass_time(MINUTE // SECOND)
    room.hide(table, SAMPLES_FILE)
    room.cut_spur()
    room.pass_time(2 * MINUTE // SECOND)
    assert room.rows(MESSAGES) == [FIRING]
    assert [record for record in caplog.records if "samples.db" in record.message]
    room.unhide(table, SAMPLES_FILE)
    room.heal_spur()
    room.pass_time(MINUTE // SECOND)
    assert room.rows(MESSAGES) == [FIRING, RESOLVED]
    assert room.engine.keeping().outbox is not None


def test_samples_that_were_not_kept_are_counted_and_told(room: Room) -> None:
    room.pass_time(10)
    assert room.engine.keeping().lost == 0
    room.forbid("fresh", SAMPLES_FILE)
    room.report_port(MID, "to-far", UP)
    room.pass_time(2 * MINUTE // SECOND)
    lost = room.engine.keeping().lost
    assert lost > 2
    room.allow(SAMPLES_FILE)
    room.pass_time(MINUTE // SECOND)
    assert room.engine.keeping().lost == lost
    _, told = room.samples("netmon_self", collector="outbox")[-1]
    assert (told["samples_lost"], told["outbox_dropped"], told["dead_lines"]) == (lost, 0, 0)


@pytest.mark.parametrize("step", [-2 * HOUR, 2 * HOUR, -365 * DAY], ids=["back", "ahead", "a year back"])
def test_states_go_on_being_written_wherever_the_clock_is_set(room: Room, step: int) -> None:
    room.pass_time(3 * MINUTE // SECOND)
    room.clock.wall = Millis(room.clock.wall + step)
    set_at = room.clock.wall
    room.pass_time(5 * MINUTE // SECOND)
    for name in ("net_dev", "net_link", "net_muni", "netmon_self"):
        times = {at for at, _ in room.samples(name)}
        assert times >= {set_at // MINUTE * MINUTE + slot * MINUTE for slot in range(5)}, name


def test_a_killed_netmon_goes_on_with_the_same_incident_and_tells_nobody_twice(cut: Room, tmp_path: Path) -> None:
    ((key, started, _),) = cut.rows(INCIDENTS)
    killed_at = cut.clock.now()
    state = as_after_a_kill(cut, tmp_path / "killed")
    with opened(state, at=Millis(killed_at + 5 * SECOND)) as again:
        again.cut_spur()
        again.pass_time(20)
        assert again.rows(INCIDENTS) == [(key, started, None)]
        assert again.rows(MESSAGES) == [FIRING]
        again.heal_spur()
        again.pass_time(10)
        ((_, _, ended),) = again.rows(INCIDENTS)
        assert ended is not None
        assert again.rows(MESSAGES) == [FIRING, RESOLVED]


def test_a_message_on_its_way_when_netmon_was_killed_is_sent_again_at_once(cut: Room, tmp_path: Path) -> None:
    (claimed,) = cut.stores.state.claim(cut.clock.now(), limit=5, lease=Millis(MINUTE))
    state = as_after_a_kill(cut, tmp_path / "killed")
    with opened(state, at=cut.clock.now()) as again:
        (delivery,) = again.stores.state.claim(again.clock.now(), limit=5, lease=Millis(MINUTE))
        assert delivery.message.dedup_key == claimed.message.dedup_key


def test_time_without_netmon_is_unknown_and_its_incident_stays_open(cut: Room, tmp_path: Path) -> None:
    cut.engine.beat()
    last_beat = cut.clock.now()
    state = as_after_a_kill(cut, tmp_path / "killed")
    back = Millis(last_beat + 10 * MINUTE)
    with opened(state, at=back) as again:
        first = again.step()
        assert first is not None
        assert {(each.state, each.since) for each in first.situation.devices.values()} == {
            (DeviceState.UNKNOWN, last_beat)
        }
        assert [incident.is_open for incident in first.situation.incidents] == [True]
        gap = [(time, fields) for time, fields in again.samples("net_dev", device=FAR) if last_beat < time < back]
        assert [time for time, _ in gap] == [time for time in range(NOON, back, MINUTE) if time > last_beat]
        assert {(fields["state"], "up" in fields) for _, fields in gap} == {(4, False)}
        again.cut_spur()
        again.pass_time(20)
        assert again.rows(MESSAGES) == [FIRING]


def test_a_short_silence_of_netmon_is_a_restart_and_no_gap(cut: Room, tmp_path: Path) -> None:
    cut.engine.beat()
    state = as_after_a_kill(cut, tmp_path / "killed")
    with opened(state, at=Millis(cut.clock.now() + SHORTEST_GAP)) as again:
        assert again.rows("SELECT count(*) FROM transitions WHERE reason = 'netmon did not run'") == [(0,)]


def test_a_gap_of_years_is_filled_with_a_bounded_number_of_points(room: Room, tmp_path: Path) -> None:
    room.pass_time(4)
    room.engine.beat()
    state = as_after_a_kill(room, tmp_path / "killed")
    with opened(state, at=Millis(room.clock.now() + 5 * 365 * 24 * HOUR)) as again:
        assert 100 < len(again.samples("net_dev", device=FAR)) < 1_100


def test_states_are_written_once_a_cycle_with_up_only_where_it_is_known(room: Room) -> None:
    room.step()
    room.silent.add(FAR)
    room.pass_time(200)
    times = [time for time, _ in room.samples("net_dev", device=FAR)]
    assert times == [NOON + cycle * MINUTE for cycle in range(4)]
    for name, tags, states in (
        ("net_dev", {"device": HUB}, [4, 1, 1, 1]),
        ("net_link", {"link": SPUR}, [4, 4, 4, 4]),
        ("net_muni", {"municipality": TOWNS["a"]}, [4, 1, 1, 1]),
    ):
        fields = [fields for _, fields in room.samples(name, **tags)]
        assert [field["state"] for field in fields] == states
        assert [field.get("up") for field in fields] == [None if state == 4 else 1 for state in states]


def test_changes_of_state_are_events(cut: Room) -> None:
    ((at, fields),) = [(at, fields) for at, fields in cut.samples("net_event", device=FAR) if fields["to_state"] == 2]
    assert at == NOON + 10 * SECOND
    assert fields["from_state"] == 1


def test_netmon_counts_its_own_polls(room: Room) -> None:
    room.silent.add(FAR)
    room.pass_time(70)
    counted = [fields for _, fields in room.samples("netmon_self", collector="snmp")]
    assert counted
    assert all(fields["polled"] == 4 * fields["failed"] > 0 for fields in counted)


def test_data_is_as_old_as_the_newest_answer(room: Room, tmp_path: Path) -> None:
    assert room.engine.data_at == NOON
    room.pass_time(10)
    answered = Millis(NOON + 8 * SECOND)
    assert room.engine.data_at == answered
    room.silent.update(room.inventory.devices)
    outlook = room.pass_time(10)
    assert outlook is not None
    assert outlook.data_at == answered
    room.clock.wall = Millis(NOON - HOUR)
    room.silent.clear()
    room.pass_time(2)
    assert room.engine.data_at == NOON - HOUR
    state = as_after_a_kill(room, tmp_path / "killed")
    with opened(state, at=Millis(NOON + 10 * MINUTE)) as again:
        assert again.engine.data_at <= NOON + 20 * SECOND


def test_maintenance_covers_the_towns_that_it_cuts_off(room: Room) -> None:
    window = Interval(room.clock.now(), Millis(room.clock.now() + HOUR))
    room.engine.execute(PlanMaintenance((link(SPUR),), window, "výměna optiky"), SOMEBODY)
    (planned,) = room.stores.state.maintenance(window)
    assert planned.scope == (link(SPUR), device(FAR), municipality(TOWNS["c"]))
    room.pass_time(10)
    room.cut_spur()
    outlook = room.pass_time(20)
    assert outlook is not None
    assert outlook.maintenance == (planned,)
    assert len(outlook.situation.incidents) == 1
    assert room.rows(MESSAGES) == []


def test_an_end_of_maintenance_tells_what_still_holds(room: Room) -> None:
    window = Interval(room.clock.now(), Millis(room.clock.now() + MINUTE))
    room.engine.execute(PlanMaintenance((link(SPUR),), window, "výměna optiky"), SOMEBODY)
    room.pass_time(10)
    room.cut_spur()
    room.pass_time(MINUTE // SECOND)
    assert room.rows(MESSAGES) == [FIRING]


@pytest.mark.parametrize(
    "unknown", [device("nobody"), link("nowhere"), municipality("999999")], ids=lambda entity: str(entity.kind)
)
def test_maintenance_of_what_the_inventory_does_not_know_is_refused(room: Room, unknown: Entity) -> None:
    window = Interval(room.clock.now(), Millis(room.clock.now() + HOUR))
    with pytest.raises(CommandRefused, match=f"there is no {unknown} in the inventory"):
        room.engine.execute(PlanMaintenance((link(SPUR), unknown), window, "překlep"), SOMEBODY)
    assert room.stores.state.maintenance(window) == ()


def test_what_cannot_be_maintained_at_all_is_refused(room: Room) -> None:
    window = Interval(room.clock.now(), Millis(room.clock.now() + HOUR))
    netmon = Entity(EntityKind.NETMON, "netmon")
    with pytest.raises(CommandRefused, match="devices, links and municipalities"):
        room.engine.execute(PlanMaintenance((netmon,), window, "úklid"), SOMEBODY)


def test_a_command_is_seen_with_the_next_look_without_waiting_for_a_round(cut: Room) -> None:
    cut.step()
    assert cut.step() is None
    ((key, _, _),) = cut.rows(INCIDENTS)
    cut.engine.execute(Acknowledge(IncidentId(key), "jedu"), SOMEBODY)
    outlook = cut.step()
    assert outlook is not None
    assert outlook.changed
    with pytest.raises(CommandRefused):
        cut.engine.execute(Acknowledge(IncidentId("nobody's"), ""), SOMEBODY)
    assert cut.step() is None


def test_without_news_nothing_is_written(room: Room) -> None:
    room.pass_time(10)
    before = room.rows("SELECT count(*) FROM transitions")
    versions = [outlook.changed for outlook in (room.pass_time(2) for _ in range(5)) if outlook]
    assert versions == [False] * 5
    assert room.rows("SELECT count(*) FROM transitions") == before


def test_a_new_plan_is_judged_at_once_and_forgets_what_is_gone(room: Room) -> None:
    room.pass_time(10)
    room.engine.adopt(Plan.of(without_far(), find_collectors(), SETTINGS))
    room.engine.take(port_report(FAR, "to-mid", DOWN, room.clock.now()))
    outlook = room.step()
    assert outlook is not None
    assert outlook.changed
    assert FAR not in outlook.situation.devices
    assert SPUR not in outlook.situation.links


def test_an_incident_whose_device_left_the_inventory_is_over(cut: Room) -> None:
    cut.inventory = without_far()
    cut.engine.adopt(Plan.of(cut.inventory, find_collectors(), SETTINGS))
    cut.pass_time(10)
    assert cut.rows(MESSAGES) == [FIRING, RESOLVED]


def test_messages_wait_where_couriers_find_them(cut: Room) -> None:
    assert cut.stores.state.waiting() == Waiting(waiting=1, dead=0)
    (delivery,) = cut.stores.state.claim(cut.clock.now(), limit=5, lease=Millis(MINUTE))
    assert delivery.message.kind is NotificationKind.FIRING
    assert delivery.message.payload["subject"] == "incident"


def test_a_line_that_influxdb_refused_is_queued_again_by_the_one_who_writes(room: Room) -> None:
    room.pass_time(70)
    batch = room.stores.samples.next_batch()
    assert batch is not None
    room.stores.samples.settle(batch, dead=[DeadLine(line, "400 bad") for line in batch.lines[:2]], now=NOON)
    waiting = room.stores.samples.depth().lines
    room.engine.execute(ResendRefused((1,)), SOMEBODY)
    assert (room.stores.samples.depth().lines, len(room.stores.samples.dead_lines())) == (waiting + 1, 1)
    room.engine.execute(DropRefused(), SOMEBODY)
    assert (room.stores.samples.depth().lines, len(room.stores.samples.dead_lines())) == (waiting + 1, 0)
    acts = room.rows("SELECT action, subject FROM audit ORDER BY id")
    assert [act for act, _ in acts] == ["ResendRefused", "DropRefused"]
