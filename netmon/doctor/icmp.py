"""May this process send echo requests: tried as the pinger does it, one socket opened and closed."""

import os
from dataclasses import dataclass
from ipaddress import ip_address

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.errors import SettingsError
from netmon.icmp.channel import Channel
from netmon.icmp.packet import ICMP, ICMPV6, Protocol
from netmon.inventory.models import Inventory, Reachability
from netmon.phrase import Phrase

CHECKS = {4: Check.ICMP, 6: Check.ICMPV6}
PROTOCOLS = {4: ICMP, 6: ICMPV6}


@dataclass(frozen=True, slots=True)
class Reading:
    """How many devices are pinged over a version of IP, whether there is a socket for it, and our group."""

    version: int
    devices: int
    is_allowed: bool
    group: int


def examine(inventory: Inventory, version: int) -> Finding:
    """Return whether devices can be pinged over a version of IP."""
    return judge(Reading(version, pinged(inventory, version), is_allowed(PROTOCOLS[version]), os.getgid()))


def pinged(inventory: Inventory, version: int) -> int:
    """Return how many devices are watched by ICMP over a version of IP."""
    return sum(
        device.reachability is Reachability.ICMP and ip_address(device.address).version == version
        for device in inventory.active_devices().values()
    )


def is_allowed(protocol: Protocol) -> bool:
    """Say whether the kernel gives us a socket, raw or unprivileged."""
    try:
        Channel.open(protocol).socket.close()
    except SettingsError:
        return False
    return True


def judge(reading: Reading) -> Finding:
    """Return what the reading means; who pings nobody needs no socket."""
    check = CHECKS[reading.version]
    if not reading.devices:
        what = Phrase("no device is watched by ping over IPv{version}", version=reading.version)
        return Finding(check, Verdict.NOT_CHECKED, what)
    if reading.is_allowed:
        return Finding(check, Verdict.OK, Phrase("{count:device|devices} can be pinged", count=reading.devices))
    return Finding(
        check,
        Verdict.ERROR,
        Phrase(
            "this process may not ping over IPv{version}, and {count:device is|devices are} watched so",
            version=reading.version,
            count=reading.devices,
        ),
        Phrase(
            "in the systemd unit: AmbientCapabilities=CAP_NET_RAW; without systemd, as root:"
            " sysctl -w net.ipv4.ping_group_range='{group} {group}'",
            group=reading.group,
        ),
    )
