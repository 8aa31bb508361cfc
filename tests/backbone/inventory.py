"""The laboratory as netmon's inventory: real towns, the laboratory's routers, and how to ask them."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

import yaml

from tests.backbone.configs import V2C, Access, SnmpUser, credential_of
from tests.backbone.plan import NOC, Plan, Router, Wire


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with extended powers; facts of RÚIAN and ČSÚ (1 January 2021)."""

    code: str
    name: str
    orp: str
    district: str
    population: int
    latitude: float
    longitude: float


TOWNS = {
    "kv": Town("554961", "Karlovy Vary", "4103", "Karlovy Vary", 48319, 50.221314, 12.886061),
    "sokolov": Town("560286", "Sokolov", "4107", "Sokolov", 22924, 50.181294, 12.64009),
    "cheb": Town("554481", "Cheb", "4102", "Cheb", 31920, 50.07963, 12.373909),
    "ml": Town("554642", "Mariánské Lázně", "4105", "Cheb", 12752, 49.964582, 12.701172),
    "as": Town("554499", "Aš", "4101", "Cheb", 13105, 50.223863, 12.194978),
}
"""Towns by the first word of their routers' names."""

ANCHORS = {"kv-core-1": "Datové centrum kraje", "kv-core-2": "Připojení k internetu"}
"""What the region begins at, by the routers that stand for it."""

WITHOUT_LOGIN = frozenset({"ml-core-1"})
"""Whose sessions are read from OSPF-MIB and BGP4-MIB, for netmon may not log in."""

PROTOCOLS = {"SHA": "SHA-1", "AES": "AES-128"}
"""What net-snmp calls otherwise than the inventory."""

SHIPPED_RULES = Path(__file__).parents[2] / "inventory" / "rules.yaml"
TIMERS = {"for": "3s", "keep": "3s"}

EMAIL = "dohled@example.org"


def town_of(router: str) -> Town:
    """Return the town a router stands in."""
    return TOWNS[_site_of(router)]


def towns_of(plan: Plan) -> dict[str, Town]:
    """Return the towns of a plan, by the first word of their routers' names."""
    return {site: TOWNS[site] for site in dict.fromkeys(_site_of(each.name) for each in plan.routers if each.managed)}


def _site_of(router: str) -> str:
    return router.partition("-")[0]


def write(directory: Path, plan: Plan, access: Access, host_keys: Mapping[str, str]) -> None:
    """Write the inventory as YAML."""
    directory.mkdir()
    sections = _region(plan) | _network(plan, host_keys) | _credentials(access) | _routing()
    text = yaml.safe_dump(sections, allow_unicode=True, sort_keys=False)
    (directory / "backbone.yaml").write_text(text, encoding="utf-8")


def quick_rule(name: str) -> dict[str, object]:
    """Return a rule that netmon ships, with timers for a story that takes seconds."""
    rule: dict[str, object] = yaml.safe_load(SHIPPED_RULES.read_text(encoding="utf-8"))["rules"][name]
    levels = rule["levels"]
    assert isinstance(levels, dict)
    return {**rule, "levels": {severity: {**level, **TIMERS} for severity, level in levels.items()}}


def add_rules(directory: Path, rules: Mapping[str, object]) -> None:
    """Add rules to the inventory of a directory."""
    text = yaml.safe_dump({"rules": rules}, allow_unicode=True, sort_keys=False)
    (directory / "rules.yaml").write_text(text, encoding="utf-8")


def write_secrets(directory: Path, access: Access, private_key: str, webhook: str) -> None:
    """Write what the inventory's references stand for, each in a file only its owner reads."""
    directory.mkdir(mode=0o700)
    keys = {f"{user.name}-{kind}": key for user in access.users for kind, key in _keys(user).items()}
    for name, value in {V2C: access.community, "ssh-key": private_key, "webhook": webhook, **keys}.items():
        path = directory / name
        path.touch(mode=0o400)
        path.write_text(value, encoding="utf-8")


def _keys(user: SnmpUser) -> dict[str, str]:
    return {"auth": user.auth_key, "priv": user.priv_key}


def _region(plan: Plan) -> dict[str, object]:
    towns = towns_of(plan)
    return {
        "region": {"name": "Karlovarský kraj", "code": "CZ041", "synthetic": True},
        "orps": {town.orp: {"name": town.name} for town in towns.values()},
        "municipalities": {
            town.code: {
                "name": town.name,
                "kind": "III",
                "orp": town.orp,
                "district": town.district,
                "population": town.population,
                "latitude": town.latitude,
                "longitude": town.longitude,
            }
            for town in towns.values()
        },
        "sites": {
            name: {"name": f"{town.name}, hlavní uzel", "municipality": town.code, "kind": "pop"}
            for name, town in towns.items()
        },
        "anchors": {port.remote: {"title": ANCHORS[port.remote], "device": port.remote} for port in plan.ports(NOC)},
    }


def _network(plan: Plan, host_keys: Mapping[str, str]) -> dict[str, object]:
    managed = {router.name: router for router in plan.routers if router.managed}
    return {
        "devices": {name: _device(router, plan, host_keys[name]) for name, router in managed.items()},
        "links": {wire.name: _link(wire) for wire in plan.wires if not wire.is_monitors_own},
    }


def _device(router: Router, plan: Plan, host_key: str) -> dict[str, object]:
    """Return a device with all its addresses: its traps come from whichever is nearest."""
    name = router.name
    login = {"ssh": {"credential": "vtysh", "host_key": host_key}}
    return {
        "site": _site_of(name),
        "role": "core",
        "platform": "frr",
        "addresses": [str(router.address), *(str(port.address) for port in plan.ports(name))],
        "snmp": {"credential": credential_of(name)},
        "sessions": {"ospf": _texts(plan.adjacencies(name)), "bgp": _texts(plan.peers(name))},
        **(login if name not in WITHOUT_LOGIN else {}),
    }


def _texts(addresses: Mapping[str, IPv4Address]) -> dict[str, str]:
    return {name: str(address) for name, address in addresses.items()}


def _link(wire: Wire) -> dict[str, object]:
    return {
        "title": " – ".join(town_of(end.router).name for end in wire.ends),
        "ends": [f"{end.router}:{end.interface}" for end in wire.ends],
        "capacity": "10G",
    }


def _credentials(access: Access) -> dict[str, object]:
    community = {"version": "v2c", "allow_insecure": True, "community": f"secret://{V2C}"}
    users = {user.name: _v3(user) for user in access.users}
    ssh = {"vtysh": {"user": "netmon", "private_key": "secret://ssh-key"}}
    return {"credentials": {"snmp": {V2C: community, **users}, "ssh": ssh}}


def _v3(user: SnmpUser) -> dict[str, object]:
    return {
        "user": user.name,
        "auth": PROTOCOLS.get(user.auth, user.auth),
        "auth_key": f"secret://{user.name}-auth",
        "priv": PROTOCOLS.get(user.priv, user.priv),
        "priv_key": f"secret://{user.name}-priv",
    }


def _routing() -> dict[str, object]:
    return {
        "receivers": {"oncall": {"email": [EMAIL], "webhook": ["secret://webhook"]}},
        "routes": [{"receivers": ["oncall"]}],
    }
