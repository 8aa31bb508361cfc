"""Whose a datagram is, and whether it is worth reading: what a flood costs is decided here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Millis
from netmon.inventory.models import Device, Inventory
from netmon.model import DeviceName
from netmon.snmp.credential import ResolvedCredential
from netmon.traps.bucket import Allowance, Bucket
from netmon.traps.credential import claims

LARGEST_DATAGRAM = 2_048
"""Octets; what pysnmp needs for one grows with them."""
EACH = Allowance.per_second(5, burst=20)
"""What is read of one device, whichever of its addresses it uses."""
ALL = Allowance.per_second(50, burst=150)
"""What is read of all of them: a datagram costs pysnmp some milliseconds, and a source is easily forged."""
MAPPED = "::ffff:"
"""How an IPv4 source looks to a socket of IPv6 (RFC 4291 §2.5.5.2)."""


class Fate(StrEnum):
    """What became of a datagram."""

    STRANGER = "stranger"
    """No address of the inventory."""
    TOO_LARGE = "too_large"
    NO_CREDENTIAL = "no_credential"
    """The device's own credential is another, or it has none."""
    THROTTLED = "throttled"
    """Its source has said enough for now."""
    BUSY = "busy"
    """All sources together have."""
    READ = "read"
    """It was worth reading."""
    REFUSED = "refused"
    """It was read, and not believed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A device that may notify, and the name of its credential."""

    device: DeviceName
    credential: str


class Sources:
    """The devices by every address they are known by, and what each may still say.

    There is a bucket for each device of the inventory and for nobody else, so forged sources take no memory.
    `counts` says what became of the datagrams.
    """

    def __init__(
        self, sources: Mapping[str, Source], credentials: Mapping[str, ResolvedCredential], now: Millis
    ) -> None:
        self._sources = sources
        self._credentials = credentials
        self._buckets: dict[DeviceName, Bucket] = {}
        self._all = Bucket.full(ALL, now)
        self.counts: Counter[Fate] = Counter()

    def admit(self, address: str, datagram: bytes, now: Millis) -> tuple[Source | None, Fate]:
        """Return whose a datagram is and what becomes of it: all but READ is dropped; `now` is monotonic."""
        source = self._sources.get(address)
        fate = Fate.STRANGER if source is None else self._fate(source, datagram, now)
        self.counts[fate] += 1
        return source, fate

    def refuse(self) -> Fate:
        """Count one that was read as not believed."""
        self.counts[Fate.REFUSED] += 1
        return Fate.REFUSED

    def _fate(self, source: Source, datagram: bytes, now: Millis) -> Fate:
        """Say what becomes of a datagram.

        Who forges an address and does not know the credential takes nothing of what its owner may say, but for the
        question that comes before an inform of SNMPv3.
        """
        if len(datagram) > LARGEST_DATAGRAM:
            return Fate.TOO_LARGE
        credential = self._credentials.get(source.credential)
        if credential is None or not claims(datagram, credential):
            return Fate.NO_CREDENTIAL
        own = self._buckets.get(source.device, Bucket.full(EACH, now)).taken(EACH, now)
        if own is None:
            return Fate.THROTTLED
        everybody = self._all.taken(ALL, now)
        if everybody is None:
            return Fate.BUSY
        self._buckets[source.device], self._all = own, everybody
        return Fate.READ


def by_address(inventory: Inventory) -> dict[str, Source]:
    """Return who may notify by each address, as a socket writes it; an address that two devices have is nobody's."""
    owners: dict[str, set[Source]] = {}
    for device in inventory.active_devices().values():
        for address in _written(device):
            credential = "" if device.snmp is None else device.snmp.credential
            owners.setdefault(address, set()).add(Source(device.name, credential))
    return {address: next(iter(sources)) for address, sources in owners.items() if len(sources) == 1}


def _written(device: Device) -> set[str]:
    addresses = {str(address) for address in device.addresses}
    return addresses | {MAPPED + address for address in addresses if ":" not in address}
