"""How long an evaluation takes: the shipped region in peace, and a star whose 500 devices all fell silent."""

import time
from collections.abc import Mapping
from pathlib import Path

from netmon.clock import MINUTE, Millis
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.judge import judge
from netmon.judgement.situation import Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import DeviceName
from netmon.settings import Detection

SHIPPED = Path(__file__).parents[2] / "inventory"
NOW = Millis(1_795_000_000_000)
LEAVES = 499
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
    names = ["anchor", "hub", *_leaves()]
    devices = {
        name: {"site": "office", "role": "access", "platform": "frr", "addresses": [f"127.20.{n // 250}.{n % 250 + 1}"]}
        for n, name in enumerate(names)
    }
    pairs = [("anchor", "hub"), *(("hub", leaf) for leaf in _leaves())]
    links = {f"{a}-{b}": {"ends": [f"{a}:to-{b}", f"{b}:to-{a}"], "capacity": "1G", "sla": None} for a, b in pairs}
    return Inventory.build(
        {
            "region": {"name": "Star", "code": "X"},
            "orps": {"1": {"name": "Star"}},
            "municipalities": {
                "100000": {
                    "name": "Star",
                    "kind": "III",
                    "orp": "1",
                    "district": "Star",
                    "population": "1",
                    "latitude": "50",
                    "longitude": "12",
                }
            },
            "sites": {"office": {"name": "Star", "municipality": "100000"}},
            "devices": devices,
            "links": links,
            "anchors": {"dc": {"title": "Data centre", "device": "anchor"}},
        }
    )


MEASURES = (in_peace, storm)
