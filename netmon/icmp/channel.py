"""How packets leave and arrive: one ICMP socket per address family, raw or unprivileged."""

import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from netmon.errors import SettingsError
from netmon.icmp.packet import ICMP, Protocol, strip_header
from netmon.phrase import Phrase

SO_RCVBUFFORCE = 33
SO_TIMESTAMPNS = 35
"""asm-generic/socket.h; the control message has the same number."""
SOL_RAW, ICMP_FILTER, ICMP6_FILTER = 255, 1, 1
"""linux/icmp.h, linux/icmpv6.h."""
TIMESPEC = struct.Struct("@qq")
RECEIVE_BUFFER = 4 << 20
"""Room for the replies of a thousand devices that answer at once."""
LARGEST_PACKET = 2_048
PACKETS_PER_WAKE_UP = 256
SECOND_NS = 1_000_000_000
CURE = Phrase(
    "allow it with CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW), or unprivileged with"
    " sysctl net.ipv4.ping_group_range='0 2147483647', or set `reachability: snmp` for the devices"
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A packet, whom it came from and when the kernel received it: wall time in nanoseconds, if it says so."""

    octets: bytes
    source: str
    received_ns: int | None


class Channel:
    """One non-blocking ICMP socket."""

    def __init__(self, protocol: Protocol, opened: socket.socket) -> None:
        self.protocol = protocol
        self.socket = opened
        self._has_header = protocol is ICMP and opened.type == socket.SOCK_RAW

    @classmethod
    def open(cls, protocol: Protocol) -> "Channel":
        """Return a raw channel, else an unprivileged one; raise SettingsError with the cure if neither is allowed."""
        for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM):
            with suppress(OSError):
                opened = socket.socket(protocol.family, kind | socket.SOCK_NONBLOCK, protocol.number)
                _prepare(opened, protocol, kind)
                return cls(protocol, opened)
        raise SettingsError(
            Phrase(
                "no ICMP socket for {name}: neither a raw nor an unprivileged one is allowed; {cure}",
                name=protocol.name,
                cure=CURE,
            )
        )

    def receive(self) -> Iterator[Arrival]:
        """Yield what has arrived, a bounded number of packets."""
        for _ in range(PACKETS_PER_WAKE_UP):
            try:
                octets, control, _, source = self.socket.recvmsg(LARGEST_PACKET, socket.CMSG_SPACE(TIMESPEC.size))
            except OSError:
                return
            packet = strip_header(octets) if self._has_header else octets
            yield Arrival(packet, str(source[0]).partition("%")[0], _read_stamp(control))


def _prepare(opened: socket.socket, protocol: Protocol, kind: socket.SocketKind) -> None:
    opened.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
    try:
        opened.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
    except PermissionError:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
    if kind is not socket.SOCK_RAW:
        return
    if protocol is ICMP:
        blocked = 0xFFFFFFFF & ~(1 << protocol.reply)
        opened.setsockopt(SOL_RAW, ICMP_FILTER, struct.pack("@I", blocked))
    else:
        word, bit = divmod(protocol.reply, 32)
        masks = [0xFFFFFFFF & ~(1 << bit) if index == word else 0xFFFFFFFF for index in range(8)]
        opened.setsockopt(protocol.number, ICMP6_FILTER, struct.pack("@8I", *masks))


def _read_stamp(control: list[tuple[int, int, bytes]]) -> int | None:
    for level, kind, stamp in control:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS) and len(stamp) == TIMESPEC.size:
            seconds, nanoseconds = TIMESPEC.unpack(stamp)
            return int(seconds) * SECOND_NS + int(nanoseconds)
    return None
