"""What is shown: when a page is told, and what the first of them can already see."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.commands import Acknowledge, Actor
from netmon.engine.ledger import Keeping
from netmon.engine.presenter import REFRESH, Channels, Presenter
from netmon.engine.publisher import Publisher
from netmon.model import DeviceState, IncidentId, Severity
from netmon.reader import Health, Load, Snapshot
from netmon.report.sla import SlaReport
from netmon.store.backlog import Depth
from netmon.store.notifications import Waiting
from netmon.store.reading import StoreReader
from tests.netmon.engine_room import NOON, SETTINGS, UP, Room, opened, probe
from tests.netmon.region import FAR, HUB, MID, NEAR, SPUR, TOWNS, TRUNK

KEEPING = Keeping(Depth(lines=7, size=70, oldest=NOON, dropped=3, refused=5), lost=11, poisoned=13)


@dataclass
class Stage:
    """An engine's room with somebody who shows what it sees."""

    room: Room
    publisher: Publisher
    is_stuck: bool = False
    reports: list[SlaReport] = field(default_factory=list)

    def step(self) -> Snapshot:
        """Let the engine look once, and return what is seen now."""
        self.room.step()
        return self.publisher.snapshot()

    def pass_time(self, seconds: int) -> Snapshot:
        """Let time pass, and return what is seen then."""
        self.room.pass_time(seconds)
        return self.publisher.snapshot()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with opened(tmp_path) as room:
        reader = StoreReader(tmp_path, room.clock)
        health = Health(data_at=room.engine.data_at, polled=4, answered=0)
        publisher = Publisher(reader, Snapshot(0, NOON, NOON, room.inventory, SETTINGS, health))
        stage = Stage(room, publisher)
        channels = Channels(
            influx=lambda: "off",
            keeping=lambda: KEEPING,
            messages=lambda: Waiting(2, 1),
            is_stuck=lambda: stage.is_stuck,
            keep=stage.reports.append,
        )
        room.show = Presenter(publisher, reader, SETTINGS, channels).show
        yield stage
        reader.close()


def test_before_anything_answered_everything_is_there_and_unknown(stage: Stage) -> None:
    first = stage.step()
    assert {standing.state for standing in first.devices.values()} == {DeviceState.UNKNOWN}
    assert set(first.devices) == set(stage.room.inventory.devices)
    assert set(first.links) == set(stage.room.inventory.links)
    assert set(first.municipalities) == set(first.months) == set(TOWNS.values())
    assert set(first.loads.values()) == {Load()}
    assert first.incidents == ()
    assert first.health == Health(
        NOON,
        4,
        0,
        "off",
        influx_backlog=7,
        notifications_waiting=2,
        notifications_dead=1,
        influx_dropped=3,
        influx_refused=5,
        samples_lost=11,
        samples_poisoned=13,
        influx_oldest=NOON,
    )


def test_health_counts_the_answers_and_their_age(stage: Stage) -> None:
    stage.room.silent.add(FAR)
    seen = stage.pass_time(4)
    assert (seen.health.answered, seen.health.polled, seen.health.data_at) == (3, 4, NOON + 2 * SECOND)


def test_health_says_how_long_the_engine_thought(stage: Stage) -> None:
    room = stage.room
    room.engine.take(probe(HUB, room.clock.now(), answered=True))
    outlook = room.engine.step(lambda *_: room.clock.advance(250), room.wake)
    assert outlook is not None
    room.show(outlook)
    assert stage.publisher.snapshot().health.decided_in == 250


def test_health_says_that_nothing_can_be_written(stage: Stage) -> None:
    assert stage.step().health.is_written
    stage.is_stuck = True
    assert not stage.pass_time(2).health.is_written


def test_a_change_of_state_is_a_new_version_and_the_same_again_is_none(stage: Stage) -> None:
    first = stage.step()
    answered = stage.pass_time(2)
    assert answered.version == first.version + 1
    same = stage.pass_time(2)
    assert same.version == answered.version
    assert same.at > answered.at


def test_figures_alone_are_news_only_after_a_while(stage: Stage) -> None:
    told = stage.pass_time(2)
    for _ in range(12):
        seen = stage.pass_time(2)
        assert seen.version == told.version + (seen.at - told.at) // REFRESH


def test_an_acknowledgement_is_news_at_once(stage: Stage) -> None:
    stage.pass_time(10)
    stage.room.cut_spur()
    opened_at = stage.pass_time(20)
    (record,) = opened_at.incidents
    stage.room.engine.execute(Acknowledge(IncidentId(record.incident.id), ""), Actor("novakova", "cli"))
    taken = stage.step()
    assert taken.version == opened_at.version + 1
    assert taken.incidents[0].acknowledged_by == "novakova"


def test_an_incident_is_shown_with_its_deliveries_and_gone_when_it_is_over(stage: Stage) -> None:
    stage.pass_time(10)
    stage.room.cut_spur()
    cut = stage.pass_time(20)
    (record,) = cut.incidents
    assert [delivery.message.address for delivery in record.deliveries] == ["secret://noc"]
    assert cut.incident_of(TOWNS["c"]) == record.incident
    assert cut.paths[TOWNS["c"]] == (FAR, MID, HUB)
    stage.room.heal_spur()
    healed = stage.pass_time(10)
    assert healed.incidents == ()


def test_the_worst_incident_comes_first(stage: Stage) -> None:
    stage.pass_time(10)
    stage.room.silent.add(NEAR)
    stage.pass_time(20)
    stage.room.silent.update({MID, FAR})
    shown = stage.pass_time(20)
    worst, other = (record.incident for record in shown.incidents)
    severities = list(Severity)
    assert other.started < worst.started
    assert severities.index(worst.severity) <= severities.index(other.severity)
    assert len(worst.impact.isolated) == 2
    assert len(other.impact.isolated) == 1


def test_the_load_of_a_link_is_what_its_ends_measured(stage: Stage) -> None:
    stage.room.report_port(MID, "to-far", UP)
    shown = stage.pass_time(2)
    assert shown.loads[SPUR] == Load(backward=1_000)
    assert shown.loads[TRUNK] == Load()


def test_pages_are_told_of_new_figures_after_the_clock_was_set_back(stage: Stage) -> None:
    told = stage.pass_time(20)
    stage.room.clock.wall = Millis(stage.room.clock.wall - 2 * HOUR)
    seen = stage.pass_time(20)
    assert seen.version > told.version
    assert seen.at < told.at


def test_months_go_on_while_nothing_changes(stage: Stage) -> None:
    early = stage.pass_time(2).months[TOWNS["a"]]
    late = stage.pass_time(2 * MINUTE // SECOND).months[TOWNS["a"]]
    assert late.unknown + late.up > early.unknown + early.up or late.up > early.up


def test_what_was_shown_stays_as_it_was(stage: Stage) -> None:
    before = stage.step()
    kept = replace(before)
    stage.pass_time(10)
    assert before == kept


def test_a_snapshot_keeps_the_time_netmon_started(stage: Stage) -> None:
    assert stage.pass_time(20).started == Millis(NOON)


def test_what_the_month_says_so_far_is_handed_on_each_minute(stage: Stage) -> None:
    stage.pass_time(5 * 60)
    minutes = {report.window.end // MINUTE for report in stage.reports}
    assert len(minutes) >= 5
    assert {line.code for report in stage.reports for line in report.lines} == set(TOWNS.values())
