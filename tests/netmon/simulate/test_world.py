"""Laws of the simulated region: who is silent, what ports say, what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, SECOND, Millis
from netmon.errors import CommandRefused
from netmon.model import DeviceName, LinkName
from netmon.simulate.world import Port, World
from tests.netmon.simulate.small import RING, SPUR, TOWNS, small_region

NOW = Millis(1_795_000_000_000)
LATER = Millis(NOW + HOUR)
WHOLE = World.of(small_region(), 1, NOW)


def port_of(world: World, device: str, link: str) -> Port:
    return next(port for port in world.ports[DeviceName(device)] if port.link == link)


def test_nobody_is_silent_while_every_link_is_whole() -> None:
    assert not WHOLE.silent(NOW)
    assert not WHOLE.isolated(NOW)


def test_a_cut_spur_silences_exactly_the_devices_behind_it() -> None:
    world = WHOLE.cut(SPUR, NOW)
    assert world.silent(NOW) == {"d-core", "d-acc"}
    assert world.isolated(NOW) == {TOWNS["d"]}


def test_a_cut_ring_silences_nobody() -> None:
    assert not WHOLE.cut(RING, NOW).silent(NOW)


def test_a_ring_cut_twice_silences_what_lies_between() -> None:
    world = WHOLE.cut(RING, NOW).cut(LinkName("b-c"), NOW)
    assert world.silent(NOW) == {"b-core", "b-acc", "d-core", "d-acc"}


def test_a_healed_link_carries_again_and_the_past_stays() -> None:
    world = WHOLE.cut(SPUR, NOW).heal(SPUR, LATER)
    assert not world.silent(LATER)
    assert world.silent(Millis(LATER - 1)) == {"d-core", "d-acc"}


def test_both_ends_of_a_cut_link_report_down_since_the_cut() -> None:
    world = WHOLE.cut(SPUR, NOW)
    for device in ("b-core", "d-core"):
        port = port_of(world, device, SPUR)
        assert not world.is_up(port, LATER)
        assert world.last_change(port, LATER) == NOW


def test_a_healed_link_reports_up_since_the_heal() -> None:
    world = WHOLE.cut(SPUR, NOW).heal(SPUR, LATER)
    port = port_of(world, "b-core", SPUR)
    assert world.is_up(port, LATER)
    assert world.last_change(port, Millis(LATER + HOUR)) == LATER


def test_other_ports_do_not_change_with_a_cut() -> None:
    port = port_of(WHOLE, "a-core", RING)
    assert WHOLE.cut(SPUR, NOW).last_change(port, LATER) == WHOLE.booted[DeviceName("a-core")]


def test_cutting_a_cut_link_and_healing_a_whole_one_change_nothing() -> None:
    world = WHOLE.cut(SPUR, NOW)
    assert world.cut(SPUR, LATER) == world
    assert WHOLE.heal(SPUR, LATER) == WHOLE


def test_an_unknown_link_is_refused_by_name() -> None:
    with pytest.raises(CommandRefused, match="no link 'a-z'"):
        WHOLE.cut(LinkName("a-z"), NOW)


def test_what_leaves_one_end_arrives_at_the_other() -> None:
    near, far = port_of(WHOLE, "b-core", SPUR), port_of(WHOLE, "d-core", SPUR)
    assert near.outbound == far.inbound
    assert near.inbound == far.outbound


def test_a_cut_link_counts_nothing() -> None:
    world = WHOLE.cut(SPUR, NOW)
    port = port_of(world, "b-core", SPUR)
    assert world.octets(port, port.inbound, NOW) == world.octets(port, port.inbound, LATER)


@given(
    boundaries=st.lists(st.integers(min_value=0, max_value=DAY), max_size=8, unique=True).map(sorted),
    looks=st.lists(st.integers(min_value=0, max_value=DAY), min_size=2, max_size=10).map(sorted),
)
def test_counters_never_shrink_over_any_cuts_and_heals(boundaries: list[int], looks: list[int]) -> None:
    world = WHOLE
    for number, boundary in enumerate(boundaries):
        change = world.heal if number % 2 else world.cut
        world = change(SPUR, Millis(NOW + boundary))
    port = port_of(world, "b-core", SPUR)
    counted = [world.octets(port, port.outbound, Millis(NOW + look)) for look in looks]
    assert counted == sorted(counted)


def test_every_link_end_has_a_port_with_an_index_of_its_own() -> None:
    for ports in WHOLE.ports.values():
        assert len({port.index for port in ports}) == len({port.name for port in ports}) == len(ports)
    ends = {(end.device, end.interface) for link in WHOLE.inventory.links.values() for end in link.ends}
    assert ends == {(port.device, port.name) for ports in WHOLE.ports.values() for port in ports if port.link}


def test_the_same_seed_gives_the_same_region_and_another_does_not() -> None:
    assert World.of(small_region(), 1, NOW) == WHOLE != World.of(small_region(), 2, NOW)


def test_no_uptime_wraps_for_months() -> None:
    assert all(NOW - booted < 400 * DAY for booted in WHOLE.booted.values())
    assert all(NOW - booted > 90 * DAY + SECOND for booted in WHOLE.booted.values())
