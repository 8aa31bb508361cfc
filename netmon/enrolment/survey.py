"""What an unknown device tells about itself, before anybody has written it down.

netmon knows no MIBs: what to ask, and how to read it, is declared by the package that holds the
collectors, and found through the entry point `netmon.survey`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from ipaddress import IPv4Address, IPv6Address

from netmon.errors import SettingsError
from netmon.model import InterfaceName
from netmon.phrase import Phrase
from netmon.snmp.declaration import Declaration, Reading


@dataclass(frozen=True, slots=True)
class Port:
    """An interface as the device names it; `speed` in bit/s, None where it does not say."""

    name: InterfaceName
    speed: int | None
    is_up: bool
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who a device hears at one of its interfaces (LLDP): what the other calls itself and its port."""

    interface: InterfaceName
    name: str
    port: str
    addresses: tuple[IPv4Address | IPv6Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Portrait:
    """A device in its own words; every text is the device's and not to be trusted."""

    name: str
    descr: str
    location: str
    ports: tuple[Port, ...]
    addresses: tuple[IPv4Address | IPv6Address, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What to ask an unknown device, and what its answer amounts to."""

    declaration: Declaration
    parse: Callable[[Reading], Portrait]


def find_survey() -> Survey:
    """Return the installed survey; raise SettingsError if there is none."""
    for entry_point in entry_points(group="netmon.survey"):
        survey: Survey = entry_point.load()
        return survey
    raise SettingsError(Phrase("no survey is installed: the package `collectors` is missing; install netmon whole"))
