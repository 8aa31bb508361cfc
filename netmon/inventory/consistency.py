"""Whether what is written fits together: addresses, interfaces, credentials."""

from collections.abc import Iterator

from netmon.inventory.complaint import quote
from netmon.inventory.fault import Fault, subject
from netmon.inventory.models import (
    AuthProtocol,
    DeviceStatus,
    Inventory,
    PrivProtocol,
    Reachability,
    SnmpCredential,
    SnmpVersion,
    SshCredential,
)
from netmon.inventory.tree import KEY, Path
from netmon.phrase import Phrase

V3_KEYS = ("user", "auth_key", "priv_key")
WEAK = {"auth": AuthProtocol.MD5, "priv": PrivProtocol.DES}
"""What SNMPv3 once began with and nobody should rely on any more."""


def contradictions(inventory: Inventory) -> Iterator[Fault]:
    """Yield a fault for every two statements that cannot both hold; what is retired is left alone."""
    yield from _shared_addresses(inventory)
    yield from _shared_interfaces(inventory)
    yield from _loops(inventory)
    yield from _unreachable_by_snmp(inventory)
    yield from _unaddressed_routes(inventory)
    yield from _namesakes(inventory)
    for slug, snmp in inventory.credentials.snmp.items():
        yield from _of_snmp(("credentials", "snmp", slug), snmp)
    for slug, ssh in inventory.credentials.ssh.items():
        yield from _of_ssh(("credentials", "ssh", slug), ssh)


def _shared_addresses(inventory: Inventory) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, device in inventory.devices.items():
        if device.status is DeviceStatus.RETIRED:
            continue
        for index, address in enumerate(map(str, device.addresses)):
            owner = owners.setdefault(address, name)
            if owner != name or address in map(str, device.addresses[:index]):
                what = Phrase(
                    "device {name}: {address} is already an address of device {owner}",
                    name=name,
                    address=address,
                    owner=owner,
                )
                cure = Phrase("give each device an address of its own")
                yield Fault(("devices", name, "addresses", index), what, cure)


def _shared_interfaces(inventory: Inventory) -> Iterator[Fault]:
    users: dict[str, str] = {}
    for name, link in inventory.links.items():
        if link.status is DeviceStatus.RETIRED:
            continue
        for index, end in enumerate(map(str, link.ends)):
            user = users.setdefault(end, name)
            if user != name:
                what = Phrase(
                    "link {name}: interface {end} is already an end of link {user}", name=name, end=end, user=user
                )
                cure = Phrase("name the interface that this link ends at")
                yield Fault(("links", name, "ends", index), what, cure)


def _loops(inventory: Inventory) -> Iterator[Fault]:
    for name, link in inventory.links.items():
        first, second = link.ends
        if first.device == second.device:
            what = Phrase("link {name}: both ends are at device {device}", name=name, device=first.device)
            yield Fault(("links", name, "ends"), what, Phrase("name the device at the other end"))


def _unreachable_by_snmp(inventory: Inventory) -> Iterator[Fault]:
    for name, device in inventory.devices.items():
        if device.reachability is Reachability.SNMP and device.snmp is None:
            what = Phrase("device {name}: its reachability is told by SNMP, but it has no snmp", name=name)
            cure = Phrase("add snmp: {{credential: …}}, or write icmp")
            yield Fault(("devices", name, "reachability"), what, cure)


def _unaddressed_routes(inventory: Inventory) -> Iterator[Fault]:
    """Yield the routes that lead nowhere, or two ways at once."""
    for index, route in enumerate(inventory.routes):
        path: Path = ("routes", index)
        if not route.receivers and route.escalation is None:
            what = Phrase("{subject}: it leads to nobody", subject=subject(path))
            yield Fault((*path, KEY), what, Phrase("add receivers or an escalation"))
        if route.receivers and route.escalation is not None:
            what = Phrase("{subject}: receivers and an escalation are both given", subject=subject(path))
            yield Fault((*path, "escalation", KEY), what, Phrase("make the receivers a step of the escalation"))


def _namesakes(inventory: Inventory) -> Iterator[Fault]:
    """Yield the rotas and receivers that an escalation could not tell from something else."""
    for section, others in (
        ("rotas", inventory.people.keys()),
        ("receivers", inventory.people.keys() | inventory.rotas.keys()),
    ):
        for name in getattr(inventory, section).keys() & others:
            path: Path = (section, name)
            what = Phrase("{subject}: a person or a rota is called the same", subject=subject(path))
            yield Fault((*path, KEY), what, Phrase("rename one of them: escalations name all three"))


def _of_snmp(path: Path, credential: SnmpCredential) -> Iterator[Fault]:
    if credential.version is SnmpVersion.V3:
        yield from _of_user(path, credential)
        return
    protocol = f"SNMP{credential.version}"
    if credential.community is None:
        yield _lacking(path, "community", protocol)
    if not credential.allow_insecure:
        what = Phrase("{subject}: {protocol} sends everything in clear", subject=subject(path), protocol=protocol)
        cure = Phrase("use v3, or write allow_insecure: true where there is no other way")
        yield Fault((*path, "version"), what, cure)


def _of_user(path: Path, credential: SnmpCredential) -> Iterator[Fault]:
    for key in V3_KEYS:
        if getattr(credential, key) is None:
            yield _lacking(path, key, "SNMPv3 authPriv")
    if credential.community is not None:
        what = Phrase("{subject}: SNMPv3 knows no community", subject=subject(path))
        yield Fault((*path, "community", KEY), what, Phrase("delete it, or write version: v2c"))
    for key, protocol in WEAK.items():
        if getattr(credential, key) is protocol and not credential.allow_insecure:
            what = Phrase("{subject}: {protocol} is too weak for today", subject=subject(path), protocol=protocol)
            cure = Phrase("use SHA-256 and AES-128, or write allow_insecure: true where there is no other way")
            yield Fault((*path, key), what, cure)


def _of_ssh(path: Path, credential: SshCredential) -> Iterator[Fault]:
    given = [key for key in ("password", "private_key") if getattr(credential, key) is not None]
    if not given:
        yield _lacking(path, "password", "SSH")
    if len(given) > 1:
        what = Phrase("{subject}: password and private_key are both given", subject=subject(path))
        yield Fault((*path, "password", KEY), what, Phrase("delete one of them"))


def _lacking(path: Path, key: str, protocol: str) -> Fault:
    what = Phrase("{subject}: {protocol} needs {key}", subject=subject(path), protocol=protocol, key=quote(key))
    return Fault((*path, KEY), what, Phrase("add {name}: …", name=key))
