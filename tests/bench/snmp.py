"""What a varbind costs over SNMP: netmon beside its peers, one after the other, on the same agents.

A round runs each stack once, in a process of its own on the first core (`job.py`, `ours.py`,
`peers.py`), while the agents (`agent.c`) have the last one. The agents' counters move all the time.
pysnmp visits fewer devices, as it would take minutes for all; figures are per varbind.
"""

import importlib.metadata
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from tests.bench.agent import Fleet, serving
from tests.bench.job import AGENT_CORE, ROUND, Price
from tests.bench.peers import EXPORTER

CHECKOUT = Path(__file__).parents[2]
PACE = 300
"""Passes come a few times a second, and polls each minute: the counters move as between polls, or further."""
FLEET = Fleet(pace=PACE)
FEW = 8
VERSIONS = ("v2c", "v3")
PRICES = ("cpu_us_per_varbind", "cold_us_per_varbind", "varbinds_per_s", "peak_rss_mb")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program that reads the job, by the module that runs it, and what it does besides."""

    name: str
    module: str
    devices: int
    does_besides: str
    package: str

    @property
    def version(self) -> str | None:
        """The version that is installed, if any."""
        if self.name == "snmp_exporter":
            return _exporter_version()
        found = importlib.util.find_spec(self.name.split("-")[0])
        return importlib.metadata.version(self.name) if found else None

    def run(self, version: str, port: int) -> Price:
        """Return the price of one round over a version of SNMP, of the agents at a port."""
        command = [sys.executable, "-m", self.module, f"{self.name} {version}", str(self.devices), str(port)]
        said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=2 * ROUND, check=False)
        if said.returncode:
            complaint = f"{self.name} {version}:\n{said.stderr}"
            raise click.ClickException(complaint)
        return Price(**json.loads(said.stdout))


OURS, PEERS = "tests.bench.ours", "tests.bench.peers"
CONTESTANTS = (
    Contestant("netmon", OURS, FLEET.devices, "hourly discovery at its share, types, rows, sysUpTime", "this checkout"),
    Contestant("pysnmp", PEERS, FEW, f"on {FEW} devices; walks anew each time, types", "PyPI's pysnmp"),
    Contestant("gufo-snmp", PEERS, FLEET.devices, "nothing: is told the instances", "PyPI's gufo-snmp"),
    Contestant("snmp_exporter", PEERS, FLEET.devices, "walks anew each time, text, HTTP", f"Debian's {EXPORTER}"),
)


def stacks() -> Mapping[str, float]:
    """Run every stack that is installed once."""
    with serving(FLEET, AGENT_CORE):
        prices = {
            f"{contestant.name} {version}": contestant.run(version, FLEET.port)
            for contestant in installed()
            for version in VERSIONS
        }
    figures = {f"{stack} {name}": getattr(price, name) for stack, price in prices.items() for name in PRICES}
    return figures | _ratios({stack: price.cpu_us_per_varbind for stack, price in prices.items()})


def rows(medians: Mapping[str, float]) -> list[dict[str, str | float]]:
    """Return the table: a row for each stack that ran."""
    return [
        {"stack": stack, "version": contestant.version or "", "does_besides": contestant.does_besides}
        | {name: medians[f"{stack} {name}"] for name in PRICES}
        | {"times_netmon": medians[f"{stack} times_netmon"]}
        for contestant in installed()
        for stack in (f"{contestant.name} {version}" for version in VERSIONS)
    ]


@cache
def installed() -> tuple[Contestant, ...]:
    """Return the contestants that are here, and say of the others what brings them."""
    for contestant in CONTESTANTS:
        if contestant.version is None:
            click.echo(f"{contestant.name} is left out; {contestant.package} brings it", err=True)
    return tuple(contestant for contestant in CONTESTANTS if contestant.version)


def _ratios(costs: Mapping[str, float]) -> dict[str, float]:
    """Return how many times netmon's CPU each stack took in this round, over the same version of SNMP."""
    return {f"{stack} times_netmon": cost / costs[f"netmon {stack.split()[1]}"] for stack, cost in costs.items()}


def _exporter_version() -> str | None:
    if shutil.which(EXPORTER) is None:
        return None
    said = subprocess.run([EXPORTER, "--version"], capture_output=True, text=True, check=True, timeout=10)
    return (said.stdout + said.stderr).split("version ")[1].split()[0]


MEASURES = (stacks,)
