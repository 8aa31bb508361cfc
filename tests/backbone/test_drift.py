"""Whom real routers hear, against a plan that is true and one that is not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from netmon.clock import Millis
from netmon.engine.surroundings import Surroundings
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.drift import Accord
from netmon.model import DeviceName, LinkName, Measurement, PollResult
from netmon.plan import Plan, find_collectors
from netmon.settings import Settings
from tests.backbone.lab import Laboratory
from tests.backbone.monitor import Monitor

pytestmark = pytest.mark.long

NOW = Millis(1_795_000_000_000)


def identity(monitor: Monitor, router: DeviceName) -> PollResult:
    """Return what a router tells of itself and of its neighbours, as `netmon poll` reads it."""
    words = [sys.executable, "-m", "netmon", "poll", router, "--once", "--json"]
    said = subprocess.run(words, env=monitor.environment, capture_output=True, text=True, check=False, timeout=60)
    results = {result["collector"]: result for result in json.loads(said.stdout)["results"]}
    told = results["identity"]["measurements"]
    points = tuple(Measurement(point["name"], point["tags"], point["fields"], NOW) for point in told)
    return PollResult(router, "identity", NOW, NOW, NOW, points, answered=True)


def around(inventory: Inventory) -> Surroundings:
    return Surroundings(Plan.of(inventory, find_collectors(), Settings()))


def crossed(inventory: Inventory, first: LinkName, second: LinkName) -> Inventory:
    """Return the inventory with the far ends of two links swapped."""
    one, other = inventory.links[first], inventory.links[second]
    swapped = {
        first: one.model_copy(update={"ends": (one.ends[0], other.ends[1])}),
        second: other.model_copy(update={"ends": (other.ends[0], one.ends[1])}),
    }
    return inventory.model_copy(update={"links": {**inventory.links, **swapped}})


def test_what_the_routers_hear_confirms_the_plan_and_contradicts_one_with_two_cables_crossed(
    backbone: Laboratory, tmp_path: Path
) -> None:
    monitor = Monitor.prepare(backbone, tmp_path / "netmon", {}, "http://127.0.0.1:9/")
    inventory = load(monitor.directory / "inventory")
    heard = [identity(monitor, router) for router in inventory.active_devices()]
    true = around(inventory)
    true.absorb(heard)
    true.compare(NOW)
    assert {link: finding.accord for link, finding in true.drift.findings.items()} == dict.fromkeys(
        inventory.links, Accord.CONFIRMED
    )
    first, *others = inventory.links.values()
    devices = {end.device for end in first.ends}
    second = next(link for link in others if devices.isdisjoint(end.device for end in link.ends))
    wrong = around(crossed(inventory, first.name, second.name))
    wrong.absorb(heard)
    wrong.compare(NOW)
    mismatched = {link for link, finding in wrong.drift.findings.items() if finding.accord is Accord.MISMATCH}
    assert mismatched == {first.name, second.name}
    assert {wrong.drift.findings[link].found for link in mismatched} <= set(inventory.devices)
