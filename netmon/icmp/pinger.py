"""How long a device takes to answer an echo request: one socket per address family for all devices."""

import asyncio
import errno
import secrets
import time
from dataclasses import dataclass, field
from ipaddress import ip_address

from netmon.clock import Clock, Millis
from netmon.errors import NoResponse, SettingsError
from netmon.icmp.channel import Arrival, Channel
from netmon.icmp.echo import Echoes
from netmon.icmp.packet import ICMP, ICMPV6, NONCE, read_nonce, write_request
from netmon.phrase import Phrase

SEQUENCES = 1 << 16
NANOSECONDS_PER_MILLISECOND = 1_000_000
BUSY = frozenset({errno.EAGAIN, errno.ENOBUFS})
PAUSE_WHEN_BUSY = 0.01
BUSY_ATTEMPTS = 20


@dataclass(slots=True)
class Flight:
    """A request on its way: to whom, since when on both clocks in nanoseconds, and who waits for it."""

    nonce: bytes
    address: str
    waiting: asyncio.Future[float | None]
    wall_ns: int = field(default_factory=time.time_ns)
    steady_ns: int = field(default_factory=time.monotonic_ns)

    def round_trip(self, received_ns: int | None) -> float:
        """Return the milliseconds until the kernel received the reply.

        Kernel stamps are wall time: where the wall clock was set in between, our own monotonic
        clock, which also counts the time until the loop came to it, bounds the result.
        """
        bound = time.monotonic_ns() - self.steady_ns
        passed = bound if received_ns is None else received_ns - self.wall_ns
        return (passed if 0 <= passed <= bound else bound) / NANOSECONDS_PER_MILLISECOND


class Pinger:
    """Echo requests to any number of devices at once; `ignored` counts packets that answer none of them."""

    def __init__(self, channels: dict[int, Channel], clock: Clock) -> None:
        self._channels = channels
        self._clock = clock
        self._identifier = secrets.randbits(16)
        self._sequence = 0
        self._flights: dict[bytes, Flight] = {}
        self._loop = asyncio.get_running_loop()
        self.ignored = 0
        for channel in channels.values():
            self._loop.add_reader(channel.socket, self._drain, channel)

    @classmethod
    def open(cls, clock: Clock) -> "Pinger":
        """Return a pinger inside the running event loop; raise SettingsError where IPv4 is not allowed."""
        channels = {4: Channel.open(ICMP)}
        try:
            channels[6] = Channel.open(ICMPV6)
        except SettingsError:
            # A machine without IPv6 has no IPv6 devices either; `ping` says so if it has.
            return cls(channels, clock)
        return cls(channels, clock)

    def close(self) -> None:
        """Give the sockets back; requests on their way count as lost."""
        for channel in self._channels.values():
            self._loop.remove_reader(channel.socket)
            channel.socket.close()
        self._channels.clear()
        for flight in self._flights.values():
            _land(flight, None)

    async def ping(self, address: str, count: int, spacing: Millis, timeout: Millis) -> Echoes:  # noqa: ASYNC109 -- each request's own, not the call's
        """Return the round-trip times of `count` requests; raise NoResponse if they cannot even be sent."""
        address = str(ip_address(address))
        channel = self._channel(address)
        sent_at = self._clock.now()
        flights: list[Flight] = []
        try:
            for position in range(count):
                if position:
                    await asyncio.sleep(spacing / 1000)
                flights.append(await self._launch(channel, address, timeout))
            rtts = [await flight.waiting for flight in flights]
        finally:
            for flight in flights:
                self._flights.pop(flight.nonce, None)
        return Echoes(address, sent_at, tuple(rtts))

    def _channel(self, address: str) -> Channel:
        version = ip_address(address).version
        if version not in self._channels:
            raise NoResponse(
                Phrase("{address}: this machine has no ICMP socket for IPv{version}", address=address, version=version)
            )
        return self._channels[version]

    async def _launch(self, channel: Channel, address: str, timeout: Millis) -> Flight:  # noqa: ASYNC109 -- as above
        """Send one request and let it be given up after `timeout`."""
        nonce = secrets.token_bytes(NONCE)
        self._sequence = (self._sequence + 1) % SEQUENCES
        packet = write_request(channel.protocol, self._identifier, self._sequence, nonce)
        for _ in range(BUSY_ATTEMPTS):
            flight = self._flights[nonce] = Flight(nonce, address, self._loop.create_future())
            try:
                channel.socket.sendto(packet, (address, 0))
            except OSError as error:
                del self._flights[nonce]
                if error.errno not in BUSY:
                    raise NoResponse(Phrase("{address}: {reason}", address=address, reason=error.strerror)) from error
                await asyncio.sleep(PAUSE_WHEN_BUSY)
            else:
                self._loop.call_later(timeout / 1000, _land, flight, None)
                return flight
        raise NoResponse(Phrase("{address}: this machine's own send queue stays full", address=address))

    def _drain(self, channel: Channel) -> None:
        for arrival in channel.receive():
            self._take(channel, arrival)

    def _take(self, channel: Channel, arrival: Arrival) -> None:
        nonce = read_nonce(channel.protocol, arrival.octets)
        flight = self._flights.get(nonce) if nonce else None
        if flight is None or flight.address != arrival.source or flight.waiting.done():
            self.ignored += 1
        else:
            _land(flight, flight.round_trip(arrival.received_ns))


def _land(flight: Flight, rtt: float | None) -> None:
    if not flight.waiting.done():
        flight.waiting.set_result(rtt)
