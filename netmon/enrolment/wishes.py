"""What a device's place in the inventory follows from, beside its own words: what is wished, and how it was met."""

from dataclasses import dataclass

from netmon.errors import NetmonError
from netmon.inventory.models import DeviceRole, Reachability

Point = tuple[float, float]
"""Latitude and longitude in degrees (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody says about a device before it is looked at; None where netmon shall find out."""

    name: str | None = None
    municipality: str | None = None
    """A name or a code."""
    at: Point | None = None
    site: str | None = None
    role: DeviceRole = DeviceRole.ACCESS
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where a device answered, and to which credential; `silence` is why it answers no echo request, if so."""

    address: str
    port: int
    credential: str
    silence: NetmonError | None = None

    @property
    def reachability(self) -> Reachability:
        """Which protocol will say that the device is there."""
        return Reachability.ICMP if self.silence is None else Reachability.SNMP
