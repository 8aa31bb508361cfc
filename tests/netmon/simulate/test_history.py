"""The synthetic past: consistent with the topology, labelled, and taken by the store like any other."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import DAY, Interval, ManualClock, Millis
from netmon.judgement.topology import Topology
from netmon.model import (
    DeviceState,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    LinkState,
    MunicipalityCode,
    MunicipalityState,
    State,
)
from netmon.simulate import history
from netmon.simulate.consequence import consequence_of, whole
from netmon.simulate.history import LABEL, Episode
from netmon.simulate.outages import LENGTH, Kind
from netmon.simulate.samples import read_devices
from netmon.simulate.world import World
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.simulate.small import SPUR, TOWNS, small_region

NOW = Millis(1_795_000_000_000)
PAST = Interval(Millis(NOW - LENGTH), NOW)
REGION = small_region()
TOPOLOGY = Topology.of(REGION)
WORLD = World.of(REGION, 1, NOW)


def episodes_of(seed: int) -> tuple[Episode, ...]:
    return history.draw_episodes(REGION, TOPOLOGY, seed, NOW)


def town(name: str) -> Entity:
    return Entity(EntityKind.MUNICIPALITY, TOWNS[name])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("history")
    with StateStore(directory) as state, SampleStore(directory) as samples:
        history.record(WORLD, state, samples, NOW)
    return directory


def test_whoever_watches_is_told_of_each_device_that_has_been_read(tmp_path: Path) -> None:
    steps: list[int] = []
    with StateStore(tmp_path) as state, SampleStore(tmp_path) as samples:
        history.record(WORLD, state, samples, NOW, steps.append)
    assert steps == [1] * len(read_devices(WORLD)) != []


@pytest.fixture(scope="module")
def reader(recorded: Path) -> StoreReader:
    return StoreReader(recorded, ManualClock(NOW))


@settings(max_examples=20)
@given(seed=st.integers())
def test_outages_follow_one_another_inside_the_past(seed: int) -> None:
    spans = [episode.outage.span for episode in episodes_of(seed)]
    assert all(PAST.start < span.start < span.end < PAST.end for span in spans)
    assert all(earlier.end < later.start for earlier, later in pairwise(spans))


@settings(max_examples=20)
@given(seed=st.integers())
def test_every_change_begins_where_the_last_one_ended_and_all_end_up(seed: int) -> None:
    states: dict[Entity, State] = {}
    at = PAST.start
    for change in history.compose(TOPOLOGY, episodes_of(seed), PAST.start):
        assert change.old == states.get(change.entity)
        assert change.new != change.old
        assert at <= change.at <= change.known_at
        states[change.entity], at = change.new, change.at
    assert states == whole(TOPOLOGY.network)


@settings(max_examples=20)
@given(seed=st.integers())
def test_the_past_has_two_works_one_blindness_and_an_incident_for_everything_else(seed: int) -> None:
    episodes = episodes_of(seed)
    kinds = [episode.outage.kind for episode in episodes]
    assert (kinds.count(Kind.WORK), kinds.count(Kind.BLINDNESS)) == (2, 1)
    incidents = history.incidents_of(episodes)
    assert len({incident.id for incident in incidents}) == len(incidents) == len(episodes) - 1
    assert {incident.evidence for incident in incidents} == {(Evidence(EvidenceKind.SYNTHETIC),)}
    assert not any(incident.is_open for incident in incidents)


def test_a_lost_spur_isolates_what_lies_behind_it_and_nothing_else() -> None:
    what = consequence_of(TOPOLOGY, Entity(EntityKind.LINK, SPUR))
    assert what.states == {
        Entity(EntityKind.LINK, SPUR): LinkState.DOWN,
        Entity(EntityKind.DEVICE, "d-core"): DeviceState.UNREACHABLE,
        Entity(EntityKind.DEVICE, "d-acc"): DeviceState.UNREACHABLE,
        Entity(EntityKind.LINK, "d-d"): LinkState.UNKNOWN,
        town("d"): MunicipalityState.ISOLATED,
    }
    assert what.impact.isolated == (TOWNS["d"],)
    assert what.impact.inhabitants == 100


def test_a_lost_router_disconnects_its_own_municipality() -> None:
    what = consequence_of(TOPOLOGY, Entity(EntityKind.DEVICE, "c-acc"))
    assert what.states[town("c")] is MunicipalityState.DISCONNECTED
    assert what.states[Entity(EntityKind.LINK, "c-c")] is LinkState.DOWN


def test_a_lost_ring_link_degrades_those_who_had_two_ways() -> None:
    what = consequence_of(TOPOLOGY, Entity(EntityKind.LINK, "a-b"))
    assert not what.impact.isolated
    assert set(what.impact.degraded) == {TOWNS["b"], TOWNS["c"], TOWNS["d"]}


def test_the_store_gives_the_past_back_as_a_gapless_partition(reader: StoreReader) -> None:
    for name in TOWNS:
        spans = reader.history(town(name), PAST)
        assert spans[0].interval.start == PAST.start
        assert spans[-1].interval.end == PAST.end
        assert all(earlier.interval.end == later.interval.start for earlier, later in pairwise(spans))
        assert all(span.reason.startswith(LABEL) for span in spans)


def test_the_store_knows_the_works_as_approved_before_they_began(reader: StoreReader) -> None:
    works = reader.maintenance(PAST)
    assert len(works) == 2
    assert all(work.approved < work.window.start and work.reason.startswith(LABEL) for work in works)


def test_charts_of_the_last_day_have_a_line_without_holes_but_for_outages(reader: StoreReader) -> None:
    chart = reader.chart(next(iter(WORLD.ports)), "to-b-core", Interval(Millis(NOW - DAY), NOW))
    drawn = [value for value in chart.series["in_bps"] if value is not None]
    assert len(drawn) >= len(chart.times) - 4
    assert min(drawn) > 0


def test_the_same_seed_gives_the_same_past() -> None:
    assert episodes_of(3) == episodes_of(3) != episodes_of(4)


def test_municipality_codes_of_an_impact_are_those_of_the_inventory() -> None:
    codes = {code for episode in episodes_of(1) for code in episode.what.impact.isolated}
    assert codes <= {MunicipalityCode(code) for code in REGION.municipalities}
