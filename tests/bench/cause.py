"""How long it takes to find the cause when 500 devices fall silent at once, and how many causes are told."""

import time
from collections.abc import Collection, Mapping
from itertools import pairwise

from netmon.clock import MINUTE, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.judge import judge
from netmon.judgement.network import Vertex
from netmon.judgement.situation import Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import DeviceName
from netmon.settings import Detection
from tests.netmon.judgement.networks import devices_of, region, sharing, vertex

NOW = Millis(1_795_000_000_000)
PATIENT = Detection(settle=Millis(0))
LEAVES = 500
DISTRICTS, DISTRICT = 40, 50
"""A region of 2,000: each district is a ring of five that hangs on a backbone ring, with nine spurs on each of them."""
RING = 5
LOST_TOGETHER = 10
"""So many districts are fed through one duct: 500 devices."""


def star() -> Mapping[str, float]:
    """Judge a star whose hub fell silent with all that hangs on it: 501 devices at once."""
    links = ("anchor-hub", *(f"hub-leaf{number}" for number in range(LEAVES)))
    return _judged("star_501", region(links, ("anchor",), towns=_one_town(links)), [vertex("hub")])


def chain_of_rings() -> Mapping[str, float]:
    """Judge 500 devices behind a trunk that was cut, in rings that hang on each other."""
    return _judged("trunk_500", _behind_a_trunk(), [vertex("anchor-n0")])


def duct() -> Mapping[str, float]:
    """Judge a region of 2,000 in which a duct took ten districts along, among a hundred ducts that it did not."""
    return _judged("duct_500_of_2000", _region_of_2000(), [vertex("duct0")])


def leaves() -> Mapping[str, float]:
    """Judge a region of 2,000 in which 500 devices died each for itself: nothing is one cause here."""
    inventory = _region_of_2000()
    dead = [vertex(f"s{number}") for number in range(0, 4 * LEAVES, 4) if f"s{number}" in inventory.devices]
    return _judged("single_deaths_of_2000", inventory, dead)


def _judged(name: str, inventory: Inventory, dead: Collection[Vertex]) -> Mapping[str, float]:
    topology = Topology.of(inventory)
    heard = topology.network.reach_without(dead)
    silent = {device.name for device in devices_of(topology.network) if device not in heard}
    tracks = {
        DeviceName(device): _track(Verdict.DOWN if device in silent else Verdict.UP) for device in inventory.devices
    }
    begun = time.perf_counter()
    judgement = judge(topology, Situation(tracks=tracks), PATIENT, NOW)
    elapsed = 1000 * (time.perf_counter() - begun)
    return {f"{name}_ms": elapsed, f"{name}_silent": len(silent), f"{name}_incidents": len(judgement.opened)}


def _track(verdict: Verdict) -> Track:
    began = Millis(NOW - MINUTE)
    if verdict is Verdict.DOWN:
        return Track(verdict, began, misses=3, first_miss=began, valid_until=Millis(NOW + MINUTE), confirmed_at=began)
    return Track(verdict, began, answers=3, first_answer=began, valid_until=Millis(NOW + MINUTE), answered_at=NOW)


def _behind_a_trunk() -> Inventory:
    """Return rings of five, each of which begins in the middle of the one before."""
    links = ["anchor-n0"]
    for first in range(0, LEAVES - 1, RING):
        gate = max(0, first - RING // 2)
        ring = [f"n{gate}", *(f"n{number}" for number in range(first + 1, min(first + 1 + RING, LEAVES))), f"n{gate}"]
        links += [f"{here}-{there}" for here, there in pairwise(ring)]
    return region(links, ("anchor",), towns=_one_town(links))


def _region_of_2000() -> Inventory:
    gates = [f"g{number}" for number in range(DISTRICTS)]
    backbone = [f"{here}-{there}" for here, there in zip(["anchor", *gates], [*gates, "anchor"], strict=True)]
    feeds: list[str] = []
    links = list(backbone)
    for number, gate in enumerate(gates):
        first = number * DISTRICT
        ring = [f"s{first + place}" for place in range(RING)]
        feeds += [f"{gate}-{ring[0]}", f"{gate}-{ring[-1]}"]
        links += [f"{here}-{there}" for here, there in pairwise(ring)]
        spurs = range(first + RING, first + DISTRICT - 1)
        links += [f"{ring[spur % RING]}-s{spur}" for spur in spurs]
    links += feeds
    ducts = {"duct0": feeds[: 2 * LOST_TOGETHER]}
    ducts |= {f"duct{number}": links[7 * number : 7 * number + 3] for number in range(1, 101)}
    return sharing(region(links, ("anchor",), towns=_one_town(links)), ducts)


def _one_town(links: Collection[str]) -> Mapping[str, str]:
    return {device: "town" for link in links for device in link.split("-")}


MEASURES = (star, chain_of_rings, duct, leaves)
