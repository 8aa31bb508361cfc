"""The next cut follows the states of the network."""

from dataclasses import replace

from netmon.clock import EPOCH
from netmon.engine.brink import Brink
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import DeviceState, LinkName, LinkState, Standing
from tests.netmon.judgement.networks import RING, region

TOPOLOGY = Topology.of(region(RING))


def situation(*down: str) -> Situation:
    """Return a network of which these links are down."""
    links = {name: Standing(LinkState.DOWN if name in down else LinkState.UP, EPOCH) for name in TOPOLOGY.network.ends}
    return Situation(links=links, devices={name: Standing(DeviceState.UP, EPOCH) for name in DEVICES})


DEVICES = region(RING).active_devices()


def test_a_whole_ring_has_no_next_cut() -> None:
    assert Brink(TOPOLOGY).next_cut(situation()) is None


def test_an_open_ring_has_one_until_it_is_closed_again() -> None:
    brink = Brink(TOPOLOGY)
    brink.next_cut(situation())
    opened = brink.next_cut(situation(LinkName(next(iter(TOPOLOGY.network.ends)))))

    assert opened is not None
    assert opened.municipalities > 0
    assert brink.next_cut(situation()) is None


def test_what_has_not_changed_is_not_reckoned_again() -> None:
    brink, opened = Brink(TOPOLOGY), situation(next(iter(TOPOLOGY.network.ends)))
    first = brink.next_cut(opened)
    assert first is not None
    assert brink.next_cut(replace(opened)) is first
