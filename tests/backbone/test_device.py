"""Two live routers come into an inventory that knows towns only: over SNMPv3, with the link that LLDP tells of."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from netmon.inventory.loading import examine
from netmon.model import DeviceName
from tests.backbone.lab import Laboratory
from tests.backbone.monitor import Monitor
from tests.parts.waiting import wait_until

SOKOLOV, CHEB = DeviceName("sokolov-core-1"), DeviceName("cheb-core-1")
NETWORK = ("sites", "devices", "links", "anchors")


@pytest.fixture
def desk(backbone: Laboratory, tmp_path: Path) -> Monitor:
    """Return an operator's directory whose inventory has no network yet."""
    monitor = Monitor.prepare(backbone, tmp_path / "netmon", {}, "http://127.0.0.1:9/")
    file = monitor.directory / "inventory" / "backbone.yaml"
    sections = yaml.safe_load(file.read_text(encoding="utf-8"))
    kept = {name: body for name, body in sections.items() if name not in NETWORK}
    file.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return monitor


def run(desk: Monitor, *words: str) -> dict[str, Any]:
    """Return what `netmon device` prints as JSON."""
    command = [sys.executable, "-m", "netmon", "device", *words, "--json"]
    done = subprocess.run(command, env=desk.environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def add(desk: Monitor, laboratory: Laboratory, router: DeviceName, *words: str) -> dict[str, Any]:
    """Add a router as the operator would."""
    address = str(laboratory.plan.router(router).address)
    return run(desk, "add", address, "--credential", "sha256", "--role", "core", *words)


def test_two_routers_are_added_and_the_second_brings_the_link(backbone: Laboratory, desk: Monitor) -> None:
    first = add(desk, backbone, SOKOLOV, "--yes")
    assert first["device"] == SOKOLOV
    assert first["sections"]["sites"]["sokolov-pop"]["municipality"] == "560286"
    assert first["sections"]["anchors"]["first"]["device"] == SOKOLOV
    assert "it stands in Sokolov: its name begins so" in first["remarks"]

    def hears() -> bool:
        return "links" in add(desk, backbone, CHEB)["sections"]

    wait_until(hears, "cheb-core-1 hears sokolov-core-1")
    second = add(desk, backbone, CHEB, "--yes")
    (link,) = second["sections"]["links"].values()
    wire = backbone.plan.wire("sokolov-cheb")
    assert sorted(link["ends"]) == sorted(f"{port.router}:{port.interface}" for port in wire.ends)
    heard = [remark for remark in second["remarks"] if remark.startswith("hears ")]
    assert {remark.split()[1] for remark in heard} == {"ml-core-1", "as-core-1"}
    assert all("netmon device add 198.18.255." in remark for remark in heard)

    examination = examine(desk.directory / "inventory")
    assert examination.inventory is not None, examination.complaints
    assert set(examination.inventory.devices) == {SOKOLOV, CHEB}
    own = {str(port.address) for port in backbone.plan.ports(CHEB)}
    assert own < {str(address) for address in examination.inventory.devices[CHEB].addresses}
    tested = run(desk, "test", CHEB)
    assert [(way["way"], way["ok"]) for way in tested["ways"]] == [("icmp", True), ("snmp", True)]
