"""What a loss does to a network that was whole: the same that judgement would say."""

from netmon.inventory.models import Inventory, SiteKind
from netmon.judgement.topology import Topology
from netmon.model import CriticalKind, CriticalSite, Entity, EntityKind, NextCut
from netmon.simulate.consequence import consequence_of
from tests.netmon.simulate.small import RING, SPUR, TOWNS, small_region


def with_a_hospital(site: str) -> Inventory:
    region = small_region()
    hospital = region.sites[site].model_copy(update={"kind": SiteKind.HOSPITAL})
    return region.model_copy(update={"sites": {**region.sites, site: hospital}})


def test_a_critical_site_behind_the_loss_is_named() -> None:
    topology = Topology.of(with_a_hospital("d"))
    impact = consequence_of(topology, Entity(EntityKind.LINK, SPUR)).impact
    assert impact.isolated == (TOWNS["d"],)
    assert impact.sites == (CriticalSite(CriticalKind.HOSPITAL, "d", "D"),)
    assert impact.next_cut is None


def test_a_critical_site_elsewhere_is_not() -> None:
    topology = Topology.of(with_a_hospital("c"))
    assert consequence_of(topology, Entity(EntityKind.LINK, SPUR)).impact.sites == ()


def test_an_open_ring_says_what_the_next_cut_would_isolate() -> None:
    impact = consequence_of(Topology.of(small_region()), Entity(EntityKind.LINK, RING)).impact
    assert impact.isolated == ()
    assert impact.next_cut == NextCut(3, 300, Entity(EntityKind.LINK, "c-a"))
