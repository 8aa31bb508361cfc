"""What was found elsewhere, in netmon's own words, whoever said it; and what was left out, and why."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address

from netmon.inventory.models import DeviceRole, DeviceStatus, Medium, SiteKind
from netmon.model import MunicipalityCode
from netmon.phrase import Phrase


@dataclass(frozen=True, slots=True)
class FoundSite:
    """A place; `kind` is None where nothing tells it."""

    slug: str
    name: str
    municipality: MunicipalityCode
    kind: SiteKind | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device; what is None, nobody said."""

    name: str
    site: str
    addresses: tuple[IPv4Address | IPv6Address, ...]
    status: DeviceStatus = DeviceStatus.ACTIVE
    role: DeviceRole | None = None
    platform: str | None = None
    credential: str | None = None


@dataclass(frozen=True, slots=True)
class FoundEnd:
    """Where a link ends."""

    device: str
    interface: str

    def __str__(self) -> str:
        return f"{self.device}:{self.interface}"


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link, `capacity` in bit/s; what is None, nobody said."""

    label: str
    ends: tuple[FoundEnd, FoundEnd]
    capacity: int
    status: DeviceStatus = DeviceStatus.ACTIVE
    medium: Medium | None = None
    supplier: str | None = None
    circuit: str | None = None


class Kind(StrEnum):
    """What something is where it was found."""

    SITE = "site"
    DEVICE = "device"
    LINK = "link"
    CABLE = "cable"
    CIRCUIT = "circuit"


class Reason(StrEnum):
    """Why something is left out."""

    NO_NAME = "no-name"
    NO_ADDRESS = "no-address"
    STATUS = "status"
    STACK_MEMBER = "stack-member"
    NO_SITE = "no-site"
    NO_MUNICIPALITY = "no-municipality"
    EMPTY_SITE = "empty-site"
    SAME_NAME = "same-name"
    SAME_ADDRESS = "same-address"
    NOT_TWO_INTERFACES = "not-two-interfaces"
    NOT_CABLED = "not-cabled"
    DEVICE_LEFT_OUT = "device-left-out"
    SAME_DEVICE = "same-device"
    BAD_INTERFACE = "bad-interface"
    SAME_INTERFACE = "same-interface"
    NO_CAPACITY = "no-capacity"


WORDS = {
    Reason.NO_NAME: Phrase("no name that letters or digits can be made of; name it"),
    Reason.NO_ADDRESS: Phrase("no primary address; give it one"),
    Reason.STATUS: Phrase("its status says that it is not in the network"),
    Reason.STACK_MEMBER: Phrase("member of a stack; its master speaks for it"),
    Reason.NO_SITE: Phrase("its site is left out"),
    Reason.NO_MUNICIPALITY: Phrase(
        "municipality unknown; fill in the custom field municipality_code, the tenant or the coordinates"
    ),
    Reason.EMPTY_SITE: Phrase("no device that is taken stands there"),
    Reason.SAME_NAME: Phrase("something else already has this name; rename one of them"),
    Reason.SAME_ADDRESS: Phrase("another device already has this address; correct one of them"),
    Reason.NOT_TWO_INTERFACES: Phrase("does not join two interfaces of devices"),
    Reason.NOT_CABLED: Phrase("not cabled to an interface at both ends; add the cables"),
    Reason.DEVICE_LEFT_OUT: Phrase("a device at one of its ends is left out"),
    Reason.SAME_DEVICE: Phrase("both ends are at the same device"),
    Reason.BAD_INTERFACE: Phrase("an interface has no name of 1 to 64 characters"),
    Reason.SAME_INTERFACE: Phrase("another link already ends at one of its interfaces"),
    Reason.NO_CAPACITY: Phrase("capacity unknown; fill in the speed of an interface, or the commit rate"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not taken over."""

    kind: Kind
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Found:
    """Everything somebody else knows that suits netmon."""

    sites: tuple[FoundSite, ...] = ()
    devices: tuple[FoundDevice, ...] = ()
    links: tuple[FoundLink, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
