"""What the network consists of: devices, the links between them, and the anchors it begins at."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from netmon.inventory.complaint import quote
from netmon.inventory.models.values import (
    Address,
    BitRate,
    Contact,
    DeviceKey,
    Interface,
    Model,
    Port,
    Slug,
    Text,
)
from netmon.model import DeviceName, LinkName


def parse_watch(value: object) -> object:
    """Return `links`, `all` or a list; raise ValueError for any other text."""
    if isinstance(value, str) and value not in ("links", "all"):
        message = f"{quote(value)} cannot be watched; write links, all, or a list of interface names"
        raise ValueError(message)
    return value


def parse_end(text: object) -> object:
    """Split `device:interface` at the first colon."""
    if not isinstance(text, str):
        return text
    device, colon, interface = text.partition(":")
    if not colon:
        message = f"{quote(text)} is not an end of a link; write device:interface, such as cheb-core-1:xe-0/0/0"
        raise ValueError(message)
    return {"device": device, "interface": interface}


class DeviceRole(StrEnum):
    """What a device is in the network."""

    CORE = "core"
    AGGREGATION = "aggregation"
    ACCESS = "access"
    CUSTOMER = "customer"
    """Behind an access device: a hospital, a rescue service, a school."""


class DeviceStatus(StrEnum):
    """Only active devices are polled."""

    PLANNED = "planned"
    ACTIVE = "active"
    RETIRED = "retired"


class Criticality(StrEnum):
    """How soon somebody is called."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Reachability(StrEnum):
    """Which protocol says that a device is reachable."""

    ICMP = "icmp"
    SNMP = "snmp"


class Snmp(Model):
    """A device's SNMP agent."""

    credential: Slug
    port: Port = 161


class Ssh(Model):
    """A device's SSH server; `host_key` is a known_hosts entry's `type base64`."""

    credential: Slug
    port: Port = 22
    host_key: Text


class Device(Model):
    """A router, switch or radio; `watch` tells which interfaces are kept."""

    name: DeviceName = DeviceName("")
    site: Slug
    role: DeviceRole
    platform: Slug
    addresses: Annotated[tuple[Address, ...], Field(min_length=1)]
    """The first is polled; the others are known to be the device's too."""
    status: DeviceStatus = DeviceStatus.ACTIVE
    criticality: Criticality = Criticality.NORMAL
    reachability: Reachability = Reachability.ICMP
    watch: Annotated[str | tuple[Interface, ...], BeforeValidator(parse_watch)] = "links"
    """`links` (those that a link ends at), `all`, or a list of interface names."""
    snmp: Snmp | None = None
    ssh: Ssh | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def address(self) -> str:
        """The address that is polled."""
        return str(self.addresses[0])

    @property
    def is_active(self) -> bool:
        """Whether the device is polled."""
        return self.status is DeviceStatus.ACTIVE


class LinkEnd(Model):
    """One end of a link, written `device:interface` in YAML."""

    device: DeviceKey
    interface: Interface

    def __str__(self) -> str:
        return f"{self.device}:{self.interface}"


class Medium(StrEnum):
    """What a link runs over."""

    FIBRE = "fibre"
    RADIO = "radio"
    COPPER = "copper"


End = Annotated[LinkEnd, BeforeValidator(parse_end)]


class Link(Model):
    """A connection of two interfaces."""

    name: LinkName = LinkName("")
    title: Text | None = None
    """What people call it: `Cheb – Aš`; by default the names of the two ends' municipalities."""
    ends: tuple[End, End]
    capacity: BitRate
    medium: Medium = Medium.FIBRE
    shared_risks: tuple[Slug, ...] = ()
    supplier: Text | None = None
    circuit: Text | None = None
    sla: Slug | None = None
    status: DeviceStatus = DeviceStatus.ACTIVE
    contacts: tuple[Contact, ...] = ()


class SharedRisk(Model):
    """What several links or devices would lose together: a duct, a mast, a power feed."""

    title: Text


class Anchor(Model):
    """Where the region begins: data centre, CMS/KIVS connector, internet edge."""

    title: Text
    device: Slug
