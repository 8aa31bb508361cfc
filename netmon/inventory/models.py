"""The nouns of the inventory: one frozen model per thing an operator writes down.

Every model forbids unknown keys, so a typing error is a complaint and never silence. The YAML door
hands scalars over as strings; numbers and booleans are converted here, by the field's type.
Names of things are the keys they stand under in YAML; `Inventory` puts them into the models.
"""

from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from netmon.clock import EPOCH, Millis
from netmon.inventory.quantities import parse_bits_per_second, parse_duration
from netmon.model import DeviceName, InterfaceName, LinkName, MunicipalityCode, Severity
from netmon.secret import SecretRef

SLUG = r"[a-z0-9][a-z0-9-]{0,63}"
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$")]
Code = Annotated[MunicipalityCode, StringConstraints(pattern=r"^[0-9]{6}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Reference = Annotated[SecretRef, StringConstraints(pattern=r"^secret://[a-z0-9][a-z0-9._-]{0,63}$")]
Address = IPv4Address | IPv6Address
Duration = Annotated[Millis, BeforeValidator(parse_duration)]
BitRate = Annotated[int, BeforeValidator(parse_bits_per_second)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Model(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


class Contact(Model):
    """Whom to call: shown to operators on the page of what it belongs to."""

    name: Text
    phone: Text | None = None
    email: Text | None = None


class MunicipalityKind(StrEnum):
    """The scope of state administration a municipality exercises."""

    TYPE_I = "I"
    TYPE_II = "II"
    TYPE_III = "III"
    MILITARY = "military"


class Connection(StrEnum):
    """How a municipality reaches the central services (CMS)."""

    REGIONAL = "krajská síť"
    KIVS = "KIVS"
    VPN = "VPN"
    INTERNET = "internet"


class Region(Model):
    """The region that is watched."""

    name: Text
    code: Text
    synthetic: bool = False
    """True when the backbone is invented; every page says so."""


class Orp(Model):
    """An administrative district of a municipality with extended powers; keyed by its ČSÚ code."""

    name: Text


class Municipality(Model):
    """A municipality or military area; keyed by its six-digit code."""

    name: Text
    kind: MunicipalityKind
    orp: Slug
    district: Text
    population: Annotated[int, Field(ge=0)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    connection: Connection = Connection.REGIONAL
    monitored: bool = True
    sla: Slug | None = None
    service_points: tuple[Slug, ...] = ()
    """Devices whose reachability is the municipality's; empty: the active `access` devices at its
    sites, or all active devices there if none is `access`."""
    contacts: tuple[Contact, ...] = ()


class SiteKind(StrEnum):
    """What stands at a site."""

    OFFICE = "office"
    POP = "pop"
    DATA_CENTRE = "data-centre"
    HOSPITAL = "hospital"
    RESCUE = "rescue"
    SCHOOL = "school"


class Site(Model):
    """A place where devices stand."""

    name: Text
    municipality: Code
    kind: SiteKind = SiteKind.OFFICE
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    contacts: tuple[Contact, ...] = ()


class SnmpVersion(StrEnum):
    """The SNMP version a credential is for."""

    V1 = "v1"
    V2C = "v2c"
    V3 = "v3"


class AuthProtocol(StrEnum):
    """USM authentication (RFC 3414, RFC 7860)."""

    SHA_1 = "SHA-1"
    SHA_224 = "SHA-224"
    SHA_256 = "SHA-256"
    SHA_384 = "SHA-384"
    SHA_512 = "SHA-512"


class PrivProtocol(StrEnum):
    """USM privacy (RFC 3826; AES-256 as net-snmp and Cisco extend it)."""

    AES_128 = "AES-128"
    AES_256 = "AES-256"
    AES_256_C = "AES-256-C"


class SnmpCredential(Model):
    """How to speak SNMP: v3 authPriv by default, v1 and v2c only where `allow_insecure` says so."""

    version: SnmpVersion = SnmpVersion.V3
    allow_insecure: bool = False
    community: Reference | None = None
    user: Text | None = None
    auth: AuthProtocol = AuthProtocol.SHA_256
    auth_key: Reference | None = None
    priv: PrivProtocol = PrivProtocol.AES_128
    priv_key: Reference | None = None


class SshCredential(Model):
    """How to log in over SSH: a password or a private key, and the pinned host key."""

    user: Text
    password: Reference | None = None
    private_key: Reference | None = None


class Credentials(Model):
    """Named credentials; devices refer to them."""

    snmp: dict[Slug, SnmpCredential] = Field(default_factory=dict)
    ssh: dict[Slug, SshCredential] = Field(default_factory=dict)


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
    watch: str | tuple[InterfaceName, ...] = "links"
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

    device: DeviceName
    interface: InterfaceName

    def __str__(self) -> str:
        return f"{self.device}:{self.interface}"


def parse_end(text: object) -> object:
    """Split `device:interface` at the first colon; hand anything else on for pydantic to refuse."""
    if isinstance(text, str) and ":" in text:
        device, _, interface = text.partition(":")
        return {"device": device, "interface": interface}
    return text


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


class SlaClass(Model):
    """A contracted availability per calendar month, in per cent."""

    title: Text
    target: Annotated[float, Field(gt=0, le=100)]


class Anchor(Model):
    """Where the region begins: data centre, CMS/KIVS connector, internet edge."""

    title: Text
    device: Slug


class Receiver(Model):
    """Where messages go: e-mail addresses, and webhooks whose URL is a secret."""

    email: tuple[Text, ...] = ()
    webhook: tuple[Reference, ...] = ()


class Match(Model):
    """Which incidents and alerts a route takes; an empty field matches everything."""

    severity: tuple[Severity, ...] = ()
    orp: tuple[Slug, ...] = ()
    rule: tuple[Slug, ...] = ()


class Route(Model):
    """Sends what matches to receivers; the first matching route wins unless it continues."""

    match: Match = Match()
    receivers: Annotated[tuple[Slug, ...], Field(min_length=1)]
    proceed: bool = False


class ForEach(StrEnum):
    """What a rule is evaluated for."""

    DEVICE = "device"
    INTERFACE = "interface"
    LINK = "link"
    MUNICIPALITY = "municipality"
    NETMON = "netmon"


class Level(Model):
    """When a rule fires and when it clears; `for` is how long `fire` must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    fire: Text
    clear: Text | None = None
    hold: Duration = Field(default=EPOCH, alias="for")
    keep: Duration = EPOCH


class Missing(StrEnum):
    """What missing data does to an alert; it never resolves one."""

    HOLD = "hold"
    UNKNOWN = "unknown"
    FIRE = "fire"


class Rule(Model):
    """A threshold or a state that somebody wants to hear about."""

    for_each: ForEach
    where: Text | None = None
    levels: Annotated[dict[Severity, Level], Field(min_length=1)]
    missing: Missing = Missing.UNKNOWN
    summary: Text


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Window(Model):
    """A recurring maintenance window on the Europe/Prague calendar; may end after midnight."""

    title: Text
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    start: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    length: Duration
    devices: tuple[Slug, ...] = ()
    links: tuple[Slug, ...] = ()
    municipalities: tuple[Code, ...] = ()


class Inventory(Model):
    """Everything there is; keys are names, and the order is that of the files."""

    region: Region
    orps: dict[Slug, Orp]
    municipalities: dict[Code, Municipality]
    sites: dict[Slug, Site] = Field(default_factory=dict)
    devices: dict[DeviceName, Device] = Field(default_factory=dict)
    links: dict[LinkName, Link] = Field(default_factory=dict)
    shared_risks: dict[Slug, SharedRisk] = Field(default_factory=dict)
    sla_classes: dict[Slug, SlaClass] = Field(default_factory=dict)
    anchors: dict[Slug, Anchor] = Field(default_factory=dict)
    credentials: Credentials = Credentials()
    receivers: dict[Slug, Receiver] = Field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    rules: dict[Slug, Rule] = Field(default_factory=dict)
    windows: dict[Slug, Window] = Field(default_factory=dict)

    @classmethod
    def build(cls, sections: dict[str, object]) -> Self:
        """Return the inventory of the merged sections; raise pydantic's ValidationError."""
        return cls.model_validate(_with_names(sections))

    def municipality_of(self, device: Device) -> MunicipalityCode:
        """Return the code of the municipality a device stands in."""
        return self.sites[device.site].municipality

    def active_devices(self) -> dict[DeviceName, Device]:
        """Return the devices that are polled."""
        return {name: device for name, device in self.devices.items() if device.is_active}

    def active_links(self) -> dict[LinkName, Link]:
        """Return the active links between active devices."""
        return {
            name: link
            for name, link in self.links.items()
            if link.status is DeviceStatus.ACTIVE and all(self.devices[end.device].is_active for end in link.ends)
        }

    def watched_interfaces(self, device: Device) -> frozenset[InterfaceName] | None:
        """Return the interfaces to keep of a device, or None for all."""
        if device.watch == "all":
            return None
        if isinstance(device.watch, tuple):
            return frozenset(device.watch)
        return frozenset(
            end.interface for link in self.links.values() for end in link.ends if end.device == device.name
        )

    def service_points(self, code: MunicipalityCode) -> tuple[DeviceName, ...]:
        """Return the active devices whose reachability is the municipality's."""
        stated = self.municipalities[code].service_points
        if stated:
            return tuple(DeviceName(name) for name in stated if self.devices[DeviceName(name)].is_active)
        local = [d for d in self.active_devices().values() if self.municipality_of(d) == code]
        access = [device.name for device in local if device.role is DeviceRole.ACCESS]
        return tuple(access or [device.name for device in local])


def _with_names(sections: dict[str, object]) -> dict[str, object]:
    named = dict(sections)
    for section in ("devices", "links"):
        bodies = named.get(section)
        if isinstance(bodies, dict):
            named[section] = {
                key: {**body, "name": key} if isinstance(body, dict) else body for key, body in bodies.items()
            }
    return named
