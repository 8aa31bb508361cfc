"""May this process open a socket for each device: its hard limit of file descriptors, which `netmon run` takes."""

import resource
from dataclasses import dataclass

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.inventory.models import Inventory
from netmon.phrase import Phrase
from netmon.process.web import CONNECTIONS

OWN = 256
"""Databases, logs, command socket, mail, children; four fifths of it are margin."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The limit, None where there is none, and how many devices have a socket of their own."""

    limit: int | None
    sockets: int

    @property
    def needed(self) -> int:
        """What everything together may open."""
        return self.sockets + CONNECTIONS + OWN


def examine(inventory: Inventory) -> Finding:
    """Return whether there are descriptors for every device."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    sockets = sum(device.snmp is not None for device in inventory.active_devices().values())
    return judge(Reading(None if hard == resource.RLIM_INFINITY else hard, sockets))


def judge(reading: Reading) -> Finding:
    """Return whether the limit suffices for the devices, the readers of pages and netmon itself."""
    if reading.limit is None or reading.limit >= reading.needed:
        what = Phrase("enough for {count:device|devices}", count=reading.sockets)
        return Finding(Check.DESCRIPTORS, Verdict.OK, what)
    return Finding(
        Check.DESCRIPTORS,
        Verdict.ERROR,
        Phrase(
            "{limit:,} file descriptors are allowed, {count:device needs|devices need} {needed:,}",
            limit=reading.limit,
            count=reading.sockets,
            needed=reading.needed,
        ),
        Phrase(
            "in the systemd unit: LimitNOFILE={limit}; in a shell, as root: ulimit -Hn {limit}",
            limit=2 * reading.needed,
        ),
    )
