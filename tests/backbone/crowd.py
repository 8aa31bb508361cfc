"""Five hundred devices that are addresses in one network namespace, any of which nftables can silence."""

import json
import os
import random
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from netmon.inventory.models import Inventory
from netmon.judgement.network import Network, Vertex
from netmon.model import DeviceName, EntityKind
from tests.backbone.system import run

RULES = """
table ip netmon {
    set silent { type ipv4_addr; }
    chain arriving {
        type filter hook input priority 0;
        icmp type echo-request ip daddr @silent drop
    }
}
"""
"""Dropped where it arrives: whoever asks is not told that nothing was sent."""


def obstacle() -> str | None:
    """Return why there can be no namespace with nftables here, None if there can."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    missing = [program for program in ("ip", "nft") if shutil.which(program) is None]
    return f"not installed: {', '.join(missing)}" if missing else None


@dataclass(frozen=True, slots=True)
class Crowd:
    """The devices of an inventory: in 127/8, all of which the namespace's loopback answers for."""

    namespace: str
    inventory: Inventory

    def silence(self, devices: Iterable[Vertex]) -> None:
        """Let devices answer no echo request any more, all from the same moment on."""
        self._nft("add", devices)

    def heal(self, devices: Iterable[Vertex]) -> None:
        """Let devices answer again."""
        self._nft("delete", devices)

    def _nft(self, verb: str, devices: Iterable[Vertex]) -> None:
        addresses = ", ".join(str(self.inventory.devices[DeviceName(each.name)].address) for each in devices)
        self._run(f"{verb} element ip netmon silent {{ {addresses} }}\n")

    def _run(self, rules: str) -> None:
        run("ip", "netns", "exec", self.namespace, "nft", "-f", "-", stdin=rules)

    def begin(self) -> None:
        """Let everybody answer."""
        run("ip", "-netns", self.namespace, "link", "set", "lo", "up")
        self._run(RULES)


@contextmanager
def gathered(inventory: Inventory) -> Iterator[Crowd]:
    """Yield the devices of an inventory in a namespace of their own; remove it in the end."""
    crowd = Crowd(f"nm{secrets.token_hex(2)}-crowd", inventory)
    run("ip", "netns", "add", crowd.namespace)
    try:
        crowd.begin()
        yield crowd
    finally:
        run("ip", "netns", "delete", crowd.namespace)


@dataclass(frozen=True, slots=True)
class Failure:
    """A device or link that fails hard, and everything that is lost with it."""

    vertex: Vertex
    lost: frozenset[Vertex]

    @classmethod
    def of(cls, vertex: Vertex, network: Network) -> Self:
        """Return the failure of one vertex."""
        return cls(vertex, frozenset(network.neighbours.keys() - network.reach_without({vertex})))

    @property
    def silenced(self) -> frozenset[Vertex]:
        """The devices that nobody hears from any more."""
        return frozenset(vertex for vertex in self.lost if vertex.kind is EntityKind.DEVICE)

    def around(self, network: Network) -> frozenset[Vertex]:
        """Return what is lost, and its neighbours."""
        links = {link for device in self.silenced for link in network.neighbours[device]}
        return self.lost.union(links, *(network.neighbours[link] for link in links))


@dataclass(frozen=True, slots=True)
class Failures:
    """Every failure of a network that silences somebody; a cut of a ring that heals shows in no echo."""

    network: Network
    single: Sequence[Failure]

    @classmethod
    def of(cls, network: Network) -> Self:
        """Return the failures of everything but the anchors."""
        mortal = sorted(network.neighbours.keys() - set(network.anchors))
        failures = (Failure.of(vertex, network) for vertex in mortal)
        return cls(network, [failure for failure in failures if failure.silenced])

    def suspects(self, failure: Failure) -> frozenset[Vertex]:
        """Return what would silence exactly the same devices, and so may be named as well."""
        return frozenset(other.vertex for other in self.single if other.silenced == failure.silenced)

    def drawn(self, chance: random.Random, count: int) -> list[Failure]:
        """Return failures in different places: none touches another, together they silence nobody else."""
        drawn: list[Failure] = []
        for failure in chance.sample(self.single, len(self.single)):
            if self._are_apart([*drawn, failure]):
                drawn.append(failure)
            if len(drawn) == count:
                break
        return drawn

    def _are_apart(self, failures: Sequence[Failure]) -> bool:
        *others, last = failures
        around = last.around(self.network)
        if any(not around.isdisjoint(other.around(self.network)) for other in others):
            return False
        left = self.network.reach_without({failure.vertex for failure in failures})
        return self.network.neighbours.keys() - left == frozenset[Vertex]().union(*(each.lost for each in failures))


def write(inventory: Inventory, directory: Path) -> Path:
    """Write an inventory as people do, each name as a key alone, each capacity with its unit: JSON is YAML, too."""
    sections = inventory.model_dump(mode="json", exclude_defaults=True)
    for thing in (*sections["devices"].values(), *sections["links"].values()):
        del thing["name"]
    for link in sections["links"].values():
        link["capacity"] = f"{link['capacity'] // 10**6}M"
    directory.mkdir(parents=True)
    (directory / "crowd.yaml").write_text(json.dumps(sections), encoding="utf-8")
    return directory
