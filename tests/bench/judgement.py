"""How long an evaluation takes: the shipped region in peace, a star of 500 that falls silent, and a ring that opens."""

import time
from collections.abc import Mapping
from pathlib import Path

from netmon.clock import MINUTE, Millis
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.judge import judge
from netmon.judgement.network import link_vertex, risk_vertex
from netmon.judgement.situation import Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.judgement.whatif import weakest_points, what_if
from netmon.model import DeviceName
from netmon.settings import Detection

SHIPPED = Path(__file__).parents[2] / "inventory"
NOW = Millis(1_795_000_000_000)
LEAVES = 499
RINGS, RING = 20, 25
PATIENT = Detection(settle=Millis(0))


def in_peace() -> Mapping[str, float]:
    """Judge the shipped region a second time: nothing has changed."""
    inventory = load(SHIPPED)
    topology = Topology.of(inventory)
    tracks = {name: _track(Verdict.UP) for name in inventory.active_devices()}
    settled = judge(topology, Situation(tracks=tracks), PATIENT, NOW).situation
    begun = time.perf_counter()
    judge(topology, settled, PATIENT, NOW)
    return {"quiet_ms": 1000 * (time.perf_counter() - begun)}


def storm() -> Mapping[str, float]:
    """Judge a star whose hub and leaves fell silent at once, but for the anchor."""
    topology = Topology.of(_star())
    tracks = {DeviceName(name): _track(Verdict.DOWN) for name in ("hub", *_leaves())}
    situation = Situation(tracks={**tracks, DeviceName("anchor"): _track(Verdict.UP)})
    begun = time.perf_counter()
    judgement = judge(topology, situation, PATIENT, NOW)
    elapsed = time.perf_counter() - begun
    return {"storm_500_ms": 1000 * elapsed, "storm_500_incidents": len(judgement.opened)}


def rings() -> Mapping[str, float]:
    """Ask what if a ring opened, and what everybody hangs on, where 500 devices stand in rings through one duct."""
    topology = Topology.of(_rings())
    begun = time.perf_counter()
    impact = what_if(topology, [link_vertex("0-0-1")])
    asked = time.perf_counter()
    points = weakest_points(topology)
    done = time.perf_counter()
    if impact.next_cut is None or risk_vertex("duct") not in {point.element for point in points}:
        raise AssertionError(impact)
    return {"what_if_500_ms": 1000 * (asked - begun), "single_points_500_ms": 1000 * (done - asked)}


def _track(verdict: Verdict) -> Track:
    began = Millis(NOW - MINUTE)
    is_up = verdict is Verdict.UP
    return Track(
        verdict=verdict,
        since=began,
        misses=0 if is_up else 3,
        first_miss=None if is_up else began,
        answers=3 if is_up else 0,
        first_answer=began if is_up else None,
        valid_until=Millis(NOW + MINUTE),
    )


def _leaves() -> list[str]:
    return [f"leaf-{number}" for number in range(LEAVES)]


def _star() -> Inventory:
    pairs = [("anchor", "hub"), *(("hub", leaf) for leaf in _leaves())]
    return _region({f"{a}-{b}": (a, b) for a, b in pairs}, towns=1)


def _rings() -> Inventory:
    """Return rings between an anchor's two ports; the first and the last link of each share a duct."""
    links: dict[str, tuple[str, str]] = {}
    for ring in range(RINGS):
        stops = ["anchor", *(f"r{ring}-{stop}" for stop in range(RING)), "anchor"]
        links |= {f"{ring}-{place}-{place + 1}": (stops[place], stops[place + 1]) for place in range(RING + 1)}
    ducted = frozenset(f"{ring}-{end}" for ring in range(RINGS) for end in ("0-1", f"{RING}-{RING + 1}"))
    return _region(links, towns=RINGS * RING + 1, ducted=ducted)


def _region(pairs: Mapping[str, tuple[str, str]], *, towns: int, ducted: frozenset[str] = frozenset()) -> Inventory:
    """Return a region of these links, its devices spread over so many municipalities."""
    names = sorted({name for pair in pairs.values() for name in pair})
    return Inventory.build(
        {
            "region": {"name": "Star", "code": "X"},
            "orps": {"1": {"name": "Star"}},
            "municipalities": {f"{100_000 + number}": _municipality() for number in range(towns)},
            "sites": {name: {"name": name, "municipality": f"{100_000 + n % towns}"} for n, name in enumerate(names)},
            "devices": {name: _device(name, number) for number, name in enumerate(names)},
            "links": {
                name: {
                    "ends": [f"{first}:{name}-a", f"{second}:{name}-b"],
                    "capacity": "1G",
                    "shared_risks": ["duct"] if name in ducted else [],
                }
                for name, (first, second) in pairs.items()
            },
            "shared_risks": {"duct": {"title": "Duct"}},
            "anchors": {"dc": {"title": "Data centre", "device": "anchor"}},
        }
    )


def _municipality() -> Mapping[str, object]:
    place = {"latitude": "50", "longitude": "12", "district": "Star", "orp": "1"}
    return {"name": "Star", "kind": "III", "population": "1", **place}


def _device(name: str, number: int) -> Mapping[str, object]:
    address = f"127.20.{number // 250}.{number % 250 + 1}"
    return {"site": name, "role": "access", "platform": "frr", "addresses": [address]}


MEASURES = (in_peace, storm, rings)
