"""A small region for tests: a ring of three cores, a spur behind it, and a municipality on each."""

import socket

from netmon.inventory.models import Inventory
from netmon.model import LinkName

SPUR = LinkName("b-d")
RING = LinkName("a-b")
COMMUNITY = "testing"
ADDRESS = "127.18.251.{}"
TOWNS = {"a": "500001", "b": "500002", "c": "500003", "d": "500004"}
LINKS = {"a-b": "a-core b-core", "b-c": "b-core c-core", "c-a": "c-core a-core", "b-d": "b-core d-core"}
ACCESS = {f"{town}-{town}": f"{town}-core {town}-acc" for town in TOWNS}


def small_region(port: int = 1161) -> Inventory:
    """Return the region; each agent has an address of its own and this port."""
    return Inventory.build(
        {
            "region": {"name": "Testland", "code": "CZ000", "synthetic": "true"},
            "orps": {"1": {"name": "Alpha"}},
            "municipalities": {code: _municipality(town) for town, code in TOWNS.items()},
            "sites": {town: {"name": town.upper(), "municipality": code} for town, code in TOWNS.items()},
            "devices": {
                f"{town}-{role}": _device(town, role, 2 * place + offset, port)
                for place, town in enumerate(TOWNS, start=1)
                for offset, role in enumerate(("core", "acc"))
            },
            "links": {name: _link(ends) for name, ends in {**LINKS, **ACCESS}.items()},
            "anchors": {"centre": {"title": "Centre", "device": "a-core"}},
            "credentials": {"snmp": {"test": _credential()}},
        }
    )


def free_udp_port() -> int:
    """Return a UDP port that nobody has on the region's first address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((ADDRESS.format(2), 0))
        port: int = probe.getsockname()[1]
        return port


def _municipality(town: str) -> dict[str, str]:
    return {
        "name": town.upper(),
        "kind": "I",
        "orp": "1",
        "district": "Test",
        "population": "100",
        "latitude": "50",
        "longitude": "12",
    }


def _device(town: str, role: str, number: int, port: int) -> dict[str, object]:
    return {
        "site": town,
        "role": "core" if role == "core" else "access",
        "platform": "frr",
        "addresses": [ADDRESS.format(number)],
        "reachability": "snmp",
        "snmp": {"credential": "test", "port": str(port)},
    }


def _link(ends: str) -> dict[str, object]:
    first, second = ends.split()
    return {"ends": [f"{first}:to-{second}", f"{second}:to-{first}"], "capacity": "10G"}


def _credential() -> dict[str, str]:
    return {"version": "v2c", "allow_insecure": "true", "community": "secret://test"}
