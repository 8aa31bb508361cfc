"""A region of three towns on one chain: hub – mid – far, and near beside the hub."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path

from netmon.inventory.models import Inventory
from netmon.model import DeviceName, Entity, EntityKind, LinkName, MunicipalityCode

HUB, NEAR, MID, FAR = map(DeviceName, ("hub", "near", "mid", "far"))
SPUR = LinkName("mid-far")
"""Behind it lies far, and with it the third town."""
TRUNK = LinkName("hub-mid")
TOWNS = {name: MunicipalityCode(code) for name, code in {"a": "500001", "b": "500002", "c": "500003"}.items()}
TOWN_OF = {HUB: "a", NEAR: "a", MID: "b", FAR: "c"}
ROLE_OF = {HUB: "core", NEAR: "access", MID: "aggregation", FAR: "access"}
COMMUNITY = "region-community"
WEBHOOK = "secret://noc"
ADDRESS = "127.19.40.{}"


def region(port: int = 1161, **sections: object) -> Inventory:
    """Return the region, its agents on this port, with sections replaced or added."""
    return Inventory.build({**_sections(port), **sections})


def write_region(directory: Path, port: int = 1161, **sections: object) -> Path:
    """Write the region as an inventory: JSON is YAML, too."""
    directory.mkdir(exist_ok=True)
    text = json.dumps({**_sections(port), **sections}, indent=1)
    (directory / "region.yaml").write_text(text, encoding="utf-8")
    return directory


def write_secrets(directory: Path, secrets: Mapping[str, str]) -> Path:
    """Write secrets as files that nobody else can read."""
    directory.mkdir(mode=0o700, exist_ok=True)
    for name, value in secrets.items():
        path = directory / name
        path.touch(mode=0o600)
        path.write_text(value, encoding="utf-8")
    return directory


def free_udp_port() -> int:
    """Return a UDP port that nobody has on the hub's address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((ADDRESS.format(1), 0))
        port: int = probe.getsockname()[1]
        return port


def device(name: str) -> Entity:
    """Return a device as an entity."""
    return Entity(EntityKind.DEVICE, name)


def link(name: str) -> Entity:
    """Return a link as an entity."""
    return Entity(EntityKind.LINK, name)


def municipality(code: str) -> Entity:
    """Return a municipality as an entity."""
    return Entity(EntityKind.MUNICIPALITY, code)


def _sections(port: int) -> dict[str, object]:
    return {
        "region": {"name": "Testland", "code": "CZ000", "synthetic": "true"},
        "orps": {"1": {"name": "Alpha"}},
        "municipalities": {code: _municipality(name) for name, code in TOWNS.items()},
        "sites": {name: {"name": name.upper(), "municipality": code} for name, code in TOWNS.items()},
        "devices": {name: _device(name, number, port) for number, name in enumerate(TOWN_OF, start=1)},
        "links": {f"{a}-{b}": _link(a, b) for a, b in ((HUB, NEAR), (HUB, MID), (MID, FAR))},
        "anchors": {"centre": {"title": "Centre", "device": HUB}},
        "credentials": {
            "snmp": {"test": {"version": "v2c", "allow_insecure": "true", "community": "secret://community"}}
        },
        "receivers": {"noc": {"webhook": [WEBHOOK]}},
        "routes": [{"match": {}, "receivers": ["noc"]}],
    }


def _municipality(name: str) -> dict[str, str]:
    return {
        "name": name.upper(),
        "kind": "I",
        "orp": "1",
        "district": "Test",
        "population": "100",
        "latitude": "50",
        "longitude": "12",
    }


def _device(name: DeviceName, number: int, port: int) -> dict[str, object]:
    return {
        "site": TOWN_OF[name],
        "role": ROLE_OF[name],
        "platform": "frr",
        "addresses": [ADDRESS.format(number)],
        "reachability": "snmp",
        "snmp": {"credential": "test", "port": str(port)},
    }


def _link(first: str, second: str) -> dict[str, object]:
    return {"ends": [f"{first}:to-{second}", f"{second}:to-{first}"], "capacity": "10G"}
