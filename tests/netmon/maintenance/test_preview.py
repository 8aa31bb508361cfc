"""What a work covers, whom it cuts off, and what it collides with."""

from dataclasses import replace

import pytest

from netmon.clock import HOUR, Interval
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.maintenance.preview import Collision, CollisionKind, preview
from netmon.maintenance.scope import expanded
from netmon.model import DeviceName, Entity, LinkName
from tests.netmon.maintenance.given import DUCT, FRAME, T0, after, down, plan, ring, topology, work
from tests.netmon.region import FAR, MID, NEAR, SPUR, TOWNS, device, link, municipality, region

CHAIN = Topology.of(region())
A, B, C = TOWNS["a"], TOWNS["b"], TOWNS["c"]


def covered(where: Topology, *scope: Entity) -> set[Entity]:
    return set(expanded(scope, where.network))


def test_a_link_covers_what_lies_behind_it_and_not_the_router_before_it() -> None:
    assert covered(CHAIN, link(SPUR)) == {link(SPUR), device(FAR), municipality(C)}


def test_a_device_covers_its_links_and_everything_that_only_it_connects() -> None:
    assert covered(CHAIN, device(MID)) == {
        device(MID), link("hub-mid"), link(SPUR), device(FAR), municipality(B), municipality(C),
    }  # fmt: skip


def test_on_a_ring_work_on_one_link_covers_nothing_more() -> None:
    assert covered(topology(), link("mid-far")) == {link("mid-far")}


def test_a_duct_covers_its_links_and_all_that_they_cut_off_together() -> None:
    everything = {DUCT, link("hub-mid"), link("hub-far"), link("mid-far"), device(MID), device(FAR)}
    assert covered(topology(), DUCT) == {*everything, municipality(B), municipality(C)}
    assert covered(topology(), link("hub-mid"), link("hub-far")) == covered(topology(), DUCT)


def test_what_is_named_comes_first_and_once_and_what_the_network_lacks_stays() -> None:
    scope = expanded((municipality(A), link(SPUR), municipality(A)), CHAIN.network)
    assert scope[:2] == (municipality(A), link(SPUR))
    assert len(scope) == len(set(scope))


def test_it_tells_who_is_cut_off_and_who_loses_the_backup() -> None:
    seen = preview(CHAIN, Situation(), plan(device(MID)), ())
    assert (seen.isolated, seen.degraded, seen.inhabitants) == ((B, C), (), 200)
    seen = preview(topology(), Situation(), plan(link("mid-far")), ())
    assert (seen.isolated, seen.degraded, seen.inhabitants) == ((), (B, C), 0)
    assert seen.collisions == ()


def test_a_ring_that_is_open_collides_and_what_opens_it_is_named() -> None:
    open_ring = down(links={LinkName("hub-mid"): T0}, devices={NEAR: T0})
    (found,) = preview(topology(), open_ring, plan(link("hub-far")), ()).collisions
    assert found == Collision(CollisionKind.OUTAGE, (link("hub-mid"),), (B, C), 200)


@pytest.mark.parametrize("lost", [Situation(), down(devices={NEAR: T0}), down(devices={DeviceName("gone"): T0})])
def test_an_outage_elsewhere_does_not_collide(lost: Situation) -> None:
    assert preview(topology(), lost, plan(link("hub-far")), ()).collisions == ()


def test_what_work_or_outage_cuts_off_alone_is_no_collision() -> None:
    assert preview(CHAIN, down(devices={NEAR: T0}), plan(link(SPUR)), ()).collisions == ()
    assert preview(CHAIN, Situation(), plan(link(SPUR)), [work(device(NEAR))]).collisions == ()


def test_what_only_several_outages_do_with_the_work_names_them_all() -> None:
    both = down(links={LinkName("hub-mid"): T0, LinkName("backup"): T0})
    (found,) = preview(Topology.of(ring("backup")), both, plan(link("hub-far")), ()).collisions
    assert (found.elements, found.isolated) == ((link("backup"), link("hub-mid")), (B, C))


def test_another_work_in_the_same_time_collides_if_both_together_cut_somebody_off() -> None:
    other = work(link("hub-mid"), frame=Interval(after(5 * HOUR), after(9 * HOUR)))
    (found,) = preview(topology(), Situation(), plan(link("hub-far")), [other]).collisions
    assert (found.kind, found.isolated, found.work) == (CollisionKind.WORK, (B, C), other)
    assert found.overlap == Interval(after(5 * HOUR), FRAME.end)


def test_works_one_after_the_other_or_called_off_do_not_collide() -> None:
    following = work(link("hub-mid"), frame=Interval(FRAME.end, after(9 * HOUR)))
    cancelled = replace(work(link("hub-mid")), cancelled=after(-1))
    assert preview(topology(), Situation(), plan(link("hub-far")), [following, cancelled]).collisions == ()


def test_two_works_on_the_same_thing_collide() -> None:
    (found,) = preview(topology(), Situation(), plan(link("hub-near")), [work(link("hub-near"))]).collisions
    assert (found.elements, found.isolated) == ((link("hub-near"),), ())
