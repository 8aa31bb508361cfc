"""What the network consists of: devices, the links between them, and the anchors it begins at."""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from netmon.inventory.complaint import Misfit, quote
from netmon.inventory.models.values import (
    Address,
    BitRate,
    Contact,
    DeviceKey,
    EmailAddress,
    Interface,
    Model,
    Port,
    Slug,
    Text,
    Title,
)
from netmon.model import DeviceName, LinkName
from netmon.phrase import Phrase


def parse_watch(value: object) -> object:
    """Return `links`, `all` or a list; raise Misfit for any other text."""
    if isinstance(value, str) and value not in ("links", "all"):
        what = Phrase("{value} cannot be watched", value=quote(value))
        raise Misfit(what, Phrase("write links, all, or a list of interface names"))
    return value


def parse_end(text: object) -> object:
    """Split `device:interface` at the first colon; raise Misfit where there is none."""
    if not isinstance(text, str):
        return text
    device, colon, interface = text.partition(":")
    if not colon:
        what = Phrase("{value} is not an end of a link", value=quote(text))
        raise Misfit(what, Phrase("write device:interface, such as cheb-core-1:xe-0/0/0"))
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


class SnmpEngine(StrEnum):
    """What speaks SNMP with a device."""

    COMPILED = "compiled"
    REFERENCE = "reference"
    """pysnmp: slow, for the odd device that netmon's own engine does not understand."""


class Snmp(Model):
    """A device's SNMP agent."""

    credential: Slug
    """The SNMP credential it is asked with."""
    port: Port = 161
    """The port its agent listens at."""
    engine: SnmpEngine = SnmpEngine.COMPILED
    """What asks it: netmon's own engine, or for a single odd device pysnmp (`reference`), which is slow."""


class Ssh(Model):
    """A device's SSH server; `host_key` is a known_hosts entry's `type base64`."""

    credential: Slug
    """The SSH credential it is logged in with."""
    port: Port = 22
    """The port its server listens at."""
    host_key: Text
    """Its pinned key, as known_hosts has it: `type base64`."""


class Sessions(Model):
    """The routing sessions a device should have: what each neighbour is called, and its address or router ID."""

    ospf: dict[Slug, Address] = Field(default_factory=dict)
    """OSPF adjacencies that should be full: the neighbour's name, and its router ID or the address it is heard at."""
    bgp: dict[Slug, Address] = Field(default_factory=dict)
    """BGP sessions that should be established, internal ones too: the peer's name, and its address or router ID."""


class Device(Model):
    """A router, switch or radio; `watch` tells which interfaces are kept."""

    name: DeviceName = DeviceName("")
    site: Slug
    """Where it stands."""
    role: DeviceRole
    """What it is in the network."""
    platform: Slug
    """Its operating system: which commands it understands."""
    names: tuple[Text, ...] = ()
    """What else it calls itself where its neighbours hear it (LLDP), beside the name here and its sysName."""
    addresses: Annotated[tuple[Address, ...], Field(min_length=1)]
    """The first is polled; the others are known to be the device's too."""
    status: DeviceStatus = DeviceStatus.ACTIVE
    """Whether it is polled."""
    criticality: Criticality = Criticality.NORMAL
    """How soon somebody is called."""
    reachability: Reachability = Reachability.ICMP
    """Which protocol says that it is there."""
    watch: Annotated[str | tuple[Interface, ...], BeforeValidator(parse_watch)] = "links"
    """`links` (those that a link ends at), `all`, or a list of interface names."""
    snmp: Snmp | None = None
    """Its SNMP agent."""
    ssh: Ssh | None = None
    """Its SSH server."""
    sessions: Sessions = Sessions()
    """The routing sessions it should have; one that is not there is an alert."""
    contacts: tuple[Contact, ...] = ()
    """Whom operators call about it."""

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


End = Annotated[LinkEnd, BeforeValidator(parse_end), WithJsonSchema({"type": "string", "format": "link-end"})]


class Link(Model):
    """A connection of two interfaces."""

    name: LinkName = LinkName("")
    title: Text | None = None
    """What people call it: `Cheb – Aš`; by default the names of the two ends' municipalities."""
    ends: tuple[End, End]
    """The two interfaces it joins."""
    capacity: BitRate
    """What it can carry."""
    medium: Medium = Medium.FIBRE
    """What it runs over."""
    shared_risks: tuple[Slug, ...] = ()
    """What it would be lost together with."""
    supplier: Title | None = None
    """Who is called when it fails: a name that stands under `suppliers`, or is all that is known."""
    circuit: Text | None = None
    """The supplier's number for it."""
    sla: Slug | None = None
    """The availability that was promised."""
    status: DeviceStatus = DeviceStatus.ACTIVE
    """Whether it is in service."""
    contacts: tuple[Contact, ...] = ()
    """Whom operators call about it."""


class Supplier(Model):
    """Whose circuits the region uses; its name is the key, as links write it."""

    phone: Text | None = None
    """The number that is answered at any hour (24×7)."""
    email: EmailAddress | None = None
    """The address of that desk."""
    customer: Text | None = None
    """What they know the region as: the number of the customer or the contract."""


class SharedRisk(Model):
    """What several links or devices would lose together: a duct, a mast, a power feed."""

    title: Text
    """What people call it."""


class Anchor(Model):
    """Where the region begins: data centre, CMS/KIVS connector, internet edge."""

    title: Text
    """What people call it."""
    device: Slug
    """The device that stands for it."""
