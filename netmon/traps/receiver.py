"""The receiver of traps and informs: one UDP socket in the loop, whose work a flood cannot raise beyond a limit."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Self

from netmon.clock import Clock
from netmon.errors import SecretError, SettingsError
from netmon.inventory.models import Inventory
from netmon.model import DeviceName
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.settings import Traps
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.traps.hint import Hint, kind_of
from netmon.traps.reference import Reader, Word
from netmon.traps.sources import LARGEST_DATAGRAM, Fate, Sources, by_address

log = logging.getLogger(__name__)

RECEIVE_BUFFER = 1 << 20
"""Octets that wait in the kernel; what comes beyond them it drops without asking us."""
DATAGRAMS_PER_WAKE_UP = 256
READ_PER_WAKE_UP = 4
"""Datagrams that pysnmp is given before the loop goes on: some milliseconds each at worst."""
REST = 0.02
"""Seconds between two looks at the socket: with the limits above, 12,800 datagrams a second and 200 read."""
OUR_ENTERPRISE = bytes.fromhex("80004fb804")
"""An SnmpEngineID of RFC 3411 §5 in text, under pysnmp's own enterprise number: netmon has none."""
LONGEST_TEXT = 27
IPV6 = 6
WAS_READ = frozenset({Fate.READ, Fate.REFUSED})

Hear = Callable[[Hint], object]
SocketAddress = tuple[str, int] | tuple[str, int, int, int]
"""Address, port and, over IPv6, what belongs to it."""


class Receiver:
    """Hears notifications and hands on what they hint at, from now until it is closed."""

    def __init__(
        self,
        opened: socket.socket,
        secrets: SecretStore,
        clock: Clock,
        engine_id: bytes,
        hear: Callable[[Hint], object],
    ) -> None:
        self._socket = opened
        self._secrets = secrets
        self._clock = clock
        self._engine_id = engine_id
        self._hear = hear
        self._sources = Sources({}, {}, clock.monotonic())
        self._readers: Mapping[str, Reader] = {}
        self._complained: set[tuple[DeviceName, Fate]] = set()
        self._resting: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(opened, self._wake)

    @classmethod
    def open(cls, settings: Traps, secrets: SecretStore, clock: Clock, hear: Hear) -> Self:
        """Return a receiver inside the running event loop, which knows nobody yet; raise SettingsError."""
        return cls(_bound(settings), secrets, clock, _engine_id(socket.gethostname()), hear)

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._socket.getsockname()[1]
        return port

    @property
    def counts(self) -> Mapping[Fate, int]:
        """What became of the datagrams, since the inventory was adopted."""
        return self._sources.counts

    def adopt(self, inventory: Inventory) -> None:
        """Hear the devices of this inventory from now on."""
        credentials = dict(self._resolved(inventory))
        self._sources = Sources(by_address(inventory), credentials, self._clock.monotonic())
        self._readers = {
            name: Reader(credential, self._engine_id, self._clock) for name, credential in credentials.items()
        }
        self._complained.clear()

    def close(self) -> None:
        """Give the socket back."""
        self._loop.remove_reader(self._socket)
        if self._resting is not None:
            self._resting.cancel()
        self._socket.close()

    def _resolved(self, inventory: Inventory) -> Iterator[tuple[str, ResolvedCredential]]:
        """Yield the credentials that can be resolved: of the others, each poll will complain."""
        used = {device.snmp.credential for device in inventory.active_devices().values() if device.snmp}
        for name in sorted(used):
            try:
                yield name, resolve(inventory.credentials.snmp[name], self._secrets)
            except SecretError:
                log.warning("notifications cannot be read credential=%s", name)

    def _wake(self) -> None:
        """Take what has arrived, a bounded part of it, and let the loop go on for a while."""
        read = 0
        for datagram, address in self._arrivals():
            read += self._take(datagram, address)
            if read >= READ_PER_WAKE_UP:
                break
        self._loop.remove_reader(self._socket)
        self._resting = self._loop.call_later(REST, self._loop.add_reader, self._socket, self._wake)

    def _arrivals(self) -> Iterator[tuple[bytes, SocketAddress]]:
        for _ in range(DATAGRAMS_PER_WAKE_UP):
            try:
                yield self._socket.recvfrom(LARGEST_DATAGRAM + 1)
            except OSError:
                return

    def _take(self, datagram: bytes, address: SocketAddress) -> bool:
        """Take a datagram; say whether it was read."""
        source, fate = self._sources.admit(address[0].partition("%")[0], datagram, self._clock.monotonic())
        if source is None:
            return False
        if fate is Fate.READ:
            word = self._readers[source.credential].read(datagram)
            fate = self._heed(source.device, word, address)
        self._complain(source.device, fate)
        return fate in WAS_READ

    def _heed(self, device: DeviceName, word: Word, address: SocketAddress) -> Fate:
        """Tell the sender what it waits for, and netmon what it hints at."""
        if word.reply:
            with suppress(OSError):  # who does not hear us asks again
                self._socket.sendto(word.reply, address)
        if word.notification is None:
            return Fate.READ if word.reply else self._sources.refuse()
        self._hear(Hint(device, kind_of(word.notification), self._clock.now(), word.index))
        return Fate.READ

    def _complain(self, device: DeviceName, fate: Fate) -> None:
        """Log what an operator can mend, once for each device until the inventory is loaded anew."""
        if fate is not Fate.READ and (device, fate) not in self._complained:
            self._complained.add((device, fate))
            log.warning("notification dropped device=%s reason=%s", device, fate)


def _bound(settings: Traps) -> socket.socket:
    """Return a socket that listens; raise SettingsError with the cure if it may not."""
    family = socket.AF_INET6 if settings.listen.version == IPV6 else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        opened.bind((str(settings.listen), settings.port))
    except OSError as error:
        opened.close()
        raise SettingsError(
            Phrase(
                "NETMON_TRAPS__LISTEN: no notifications can be received at {address} port {port}: {reason};"
                " choose a free port above 1023, such as 1162, or allow it with CAP_NET_BIND_SERVICE",
                address=settings.listen,
                port=settings.port,
                reason=error.strerror,
            )
        ) from error
    return opened


def _engine_id(host: str) -> bytes:
    """Return our SnmpEngineID, the same at every start: whom devices send informs to may be written down there."""
    return OUR_ENTERPRISE + f"netmon {host}".encode()[:LONGEST_TEXT]
