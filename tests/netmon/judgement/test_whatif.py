"""What-if against the plain way: take things away and look who is left."""

from collections.abc import Collection, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import EPOCH
from netmon.inventory.models import Inventory, Site, SiteKind
from netmon.judgement.municipalities import Elements
from netmon.judgement.network import Network, Vertex, device_vertex, link_vertex, risk_vertex
from netmon.judgement.topology import Topology
from netmon.judgement.whatif import absent, next_cut, weakest_points, what_if
from netmon.model import (
    CriticalKind,
    CriticalSite,
    DeviceName,
    DeviceState,
    EntityKind,
    Impact,
    LinkName,
    LinkState,
    MunicipalityCode,
    NextCut,
    Standing,
)
from tests.netmon.judgement.networks import DUAL, RING, SPUR, Drawn, code_of, drawn_networks, region, vertex

Towns = Collection[MunicipalityCode]


def towns(*names: str) -> tuple[MunicipalityCode, ...]:
    return tuple(sorted(map(code_of, names)))


def topology(links: Collection[str], risks: Mapping[str, Collection[str]] | None = None) -> Topology:
    return Topology.of(with_risks(region(links), risks or {}))


def with_risks(inventory: Inventory, risks: Mapping[str, Collection[str]]) -> Inventory:
    """Return an inventory in which links share risks."""
    links = {
        name: link.model_copy(update={"shared_risks": tuple(risk for risk in risks if name in risks[risk])})
        for name, link in inventory.links.items()
    }
    return inventory.model_copy(update={"links": links})


def with_site(inventory: Inventory, device: str, kind: str) -> Inventory:
    """Return an inventory in which a device stands at a critical place."""
    moved = inventory.devices[DeviceName(device)]
    site = Site(name=f"Nemocnice {device}", kind=SiteKind(kind), municipality=inventory.municipality_of(moved))
    devices = {**inventory.devices, moved.name: moved.model_copy(update={"site": "critical"})}
    return inventory.model_copy(update={"devices": devices, "sites": {**inventory.sites, "critical": site}})


def connected(network: Network, gone: Collection[Vertex]) -> set[MunicipalityCode]:
    """Return who has a service point that an anchor reaches, the plain way."""
    reached = network.reach(network.anchors, lambda each: each not in gone)
    return {code for code, points in network.service_points.items() if not reached.isdisjoint(points)}


def needed(network: Network, gone: Collection[Vertex], code: MunicipalityCode) -> set[Vertex]:
    """Return whose loss alone cuts a municipality off, the plain way."""
    return {each for each in network.neighbours if code not in connected(network, {*gone, each})}


@st.composite
def questions(draw: st.DrawFn, largest: int = 9) -> tuple[Topology, frozenset[Vertex], frozenset[Vertex]]:
    """Return a network with shared risks, what is lost already, and what is taken away beside it."""
    drawn: Drawn = draw(drawn_networks(largest))
    some = st.lists(st.sampled_from(drawn.links), min_size=1, max_size=4, unique=True)
    risks = draw(st.dictionaries(st.sampled_from(("duct", "mast")), some, max_size=2))
    found = Topology.of(with_risks(drawn.inventory(), risks))
    few = st.frozensets(st.sampled_from(sorted(found.network.neighbours)), max_size=3)
    taken = draw(few) | draw(
        st.frozensets(st.sampled_from(sorted(found.network.risks) or [vertex("none")]), max_size=1)
    )
    return found, draw(few), frozenset(each for each in taken if each != vertex("none"))


def loss_is_what_brute_force_says(found: Topology, already: frozenset[Vertex], taken: frozenset[Vertex]) -> None:
    network = found.network
    gone, lost = network.lost_with(already), network.lost_with(already | taken)
    before, after = connected(network, gone), connected(network, lost)
    impact = what_if(found, taken, already)
    gained = {code: needed(network, lost, code) - needed(network, gone, code) for code in after}
    assert set(impact.isolated) == before - after
    assert set(impact.degraded) == {code for code, points in gained.items() if points}
    assert impact.inhabitants == sum(network.populations[code] for code in before - after)
    worst = max((sum(each in points for points in gained.values()) for each in network.neighbours), default=0)
    assert (impact.next_cut.municipalities if impact.next_cut else 0) == worst


@given(questions())
@settings(deadline=None)
def test_a_loss_cuts_off_and_weakens_whom_brute_force_finds(
    question: tuple[Topology, frozenset[Vertex], frozenset[Vertex]],
) -> None:
    loss_is_what_brute_force_says(*question)


@pytest.mark.long
@given(questions(largest=16))
@settings(deadline=None, max_examples=300)
def test_a_loss_in_larger_networks_cuts_off_and_weakens_whom_brute_force_finds(
    question: tuple[Topology, frozenset[Vertex], frozenset[Vertex]],
) -> None:
    loss_is_what_brute_force_says(*question)


@given(questions())
@settings(deadline=None)
def test_single_points_are_exactly_what_cuts_somebody_off_alone(
    question: tuple[Topology, frozenset[Vertex], frozenset[Vertex]],
) -> None:
    found, already, _ = question
    network = found.network
    gone = network.lost_with(already)
    alone = {each: connected(network, gone) - connected(network, {*gone, each}) for each in network.neighbours}
    alone |= {
        risk: connected(network, gone) - connected(network, gone | links) for risk, links in network.risks.items()
    }
    points = weakest_points(found, already)
    assert {point.element: set(point.isolated) for point in points} == {e: hit for e, hit in alone.items() if hit}
    assert [len(point.isolated) for point in points] == sorted(
        (len(hit) for hit in alone.values() if hit), reverse=True
    )
    assert all(point.inhabitants == sum(network.populations[code] for code in point.isolated) for point in points)


def test_a_spur_that_is_cut_takes_along_everything_behind_it() -> None:
    impact = what_if(topology(SPUR), [vertex("b-c")])
    assert impact == Impact(towns("c", "d", "e"), (), 303, (DeviceName("c"), DeviceName("d"), DeviceName("e")))


def test_an_open_ring_isolates_nobody_and_says_what_the_next_cut_would_do() -> None:
    impact = what_if(topology(RING), [vertex("d-a")])
    assert impact.isolated == ()
    assert impact.degraded == towns("b", "c", "d", "x")
    assert impact.next_cut == NextCut(4, 404, link_vertex("a-b"))


def test_a_second_cut_in_an_open_ring_is_told_beside_the_first() -> None:
    found = topology(RING)
    assert what_if(found, [vertex("b-c")], already=[vertex("d-a")]).isolated == towns("c", "d", "x")
    assert what_if(found, [vertex("b-c")]).isolated == ()


def test_what_is_lost_already_is_nobodys_news() -> None:
    assert what_if(topology(SPUR), [vertex("c-d"), vertex("d")], already=[vertex("b-c")]) == Impact()


def test_a_trench_with_both_ways_of_a_ring_is_a_single_point_though_no_link_in_it_is() -> None:
    found = topology(RING, {"trench": ("a-b", "d-a")})
    points = {point.element: point.isolated for point in weakest_points(found)}
    assert points[risk_vertex("trench")] == towns("b", "c", "d", "x")
    assert vertex("a-b") not in points
    assert what_if(found, [risk_vertex("trench")]).isolated == towns("b", "c", "d", "x")


def test_a_trench_in_a_ring_that_is_open_takes_along_what_hung_on_the_other_way() -> None:
    found = topology(RING, {"trench": ("b-c", "c-d")})
    points = {point.element: point.isolated for point in weakest_points(found, already=[vertex("d-a")])}
    assert points[risk_vertex("trench")] == towns("c", "d", "x")


def test_what_is_taken_away_is_not_counted_among_the_devices_behind_it() -> None:
    assert what_if(topology(SPUR), [vertex("c")]).devices == ("d", "e")


def test_a_municipality_with_two_service_points_hangs_on_neither() -> None:
    found = Topology.of(region(("a-b", "a-c", "c-d"), towns={"c": "b"}))
    points = {point.element.name: point.isolated for point in weakest_points(found)}
    assert points == {"a": towns("a", "b", "d"), "c": towns("d"), "a-c": towns("d"), "c-d": towns("d"), "d": towns("d")}
    assert what_if(found, [vertex("b")]).degraded == towns("b")


def test_a_critical_site_without_connection_is_named() -> None:
    found = Topology.of(with_site(region(DUAL), "y", "hospital"))
    site = CriticalSite(CriticalKind.HOSPITAL, "critical", "Nemocnice y")
    assert what_if(found, [vertex("x-y")]).sites == (site,)
    assert what_if(found, [vertex("b-x")]).sites == ()
    assert {point.element.name for point in weakest_points(found) if site in point.sites} == {"a", "x", "x-y", "y"}


@pytest.mark.parametrize("kind", ["rescue", "cms", "data-centre"])
def test_what_else_is_critical_is_named_and_a_school_is_not(kind: str) -> None:
    (site,) = what_if(Topology.of(with_site(region(SPUR), "d", kind)), [vertex("c-d")]).sites
    assert site.kind == kind
    assert what_if(Topology.of(with_site(region(SPUR), "d", "school")), [vertex("c-d")]).sites == ()


def test_an_anchor_that_nobody_reaches_any_more_is_a_critical_site_without_connection() -> None:
    found = Topology.of(with_site(region(("a-b", "b-c"), anchors=("a", "c")), "c", "cms"))
    impact = what_if(found, [vertex("b-c")])
    assert [site.kind for site in impact.sites] == [CriticalKind.CMS]
    assert impact.isolated == ()
    assert what_if(found, [vertex("a")]).sites == ()
    assert {point.element.name for point in weakest_points(found) if point.sites} == {"b", "b-c", "c"}


def test_an_anchor_that_stands_alone_is_connected_to_itself() -> None:
    found = Topology.of(with_site(region((), anchors=("a",)), "a", "cms"))
    assert what_if(found, [vertex("a")]).sites != ()
    assert [point.element.name for point in weakest_points(found)] == ["a"]


def test_a_shared_risk_takes_critical_sites_along() -> None:
    inventory = with_site(region(("a-b", "b-c", "a-d"), anchors=("a", "c")), "c", "cms")
    risks = with_risks(inventory, {"duct": ("b-c", "a-d")})
    (point,) = (each for each in weakest_points(Topology.of(risks)) if each.element.kind is EntityKind.SHARED_RISK)
    assert (point.isolated, [site.name for site in point.sites]) == (towns("d"), ["critical"])


def seen(devices: Mapping[str, DeviceState] | None = None, links: Mapping[str, LinkState] | None = None) -> Elements:
    return Elements(
        {DeviceName(name): Standing(state, EPOCH) for name, state in (devices or {}).items()},
        {LinkName(name): Standing(state, EPOCH) for name, state in (links or {}).items()},
    )


def test_the_next_cut_counts_those_who_lost_redundancy_and_not_those_who_never_had_it() -> None:
    found = topology((*RING, "b-y", "b-z"))
    elements = seen(links={"d-a": LinkState.DOWN})
    assert next_cut(found, elements) == NextCut(6, 606, link_vertex("a-b"))
    assert next_cut(found, elements, among=towns("c", "x")) == NextCut(2, 202, link_vertex("a-b"))
    assert next_cut(found, elements, among=()) is None
    opened = seen(links={"a-b": LinkState.DOWN})
    assert next_cut(found, opened) == NextCut(6, 606, link_vertex("d-a"))


def test_a_network_that_is_whole_has_lost_no_redundancy() -> None:
    assert next_cut(topology(SPUR), seen()) is None


def test_what_is_down_or_behind_it_is_absent_and_what_nobody_knows_is_not() -> None:
    found = topology(SPUR)
    states = {"b": DeviceState.DOWN, "c": DeviceState.UNREACHABLE, "d": DeviceState.UNKNOWN, "a": DeviceState.UP}
    elements = seen(states, {"c-e": LinkState.DOWN, "c-d": LinkState.UNKNOWN})
    assert absent(found.network, elements) == {device_vertex("b"), device_vertex("c"), link_vertex("c-e")}


def test_the_worst_comes_first_by_municipalities_then_inhabitants_then_critical_sites_then_name() -> None:
    found = Topology.of(with_site(region(("a-b", "a-c", "a-large", "large-d")), "c", "hospital"))
    assert [point.element.name for point in weakest_points(found)] == [
        "a",
        *("large", "a-large"),
        *("c", "a-c"),
        *("b", "d", "a-b", "large-d"),
    ]
