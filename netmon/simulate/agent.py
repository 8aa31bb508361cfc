"""What one simulated agent answers to one datagram (RFC 3416 §4.2), silence included."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from netmon.clock import Millis
from netmon.errors import ProtocolViolation
from netmon.model import DeviceName
from netmon.simulate.message import (
    END_OF_MIB_VIEW,
    NO_SUCH_INSTANCE,
    NO_SUCH_OBJECT,
    Operation,
    Request,
    read_request,
    write_response,
    write_value,
    write_varbind,
)
from netmon.simulate.objects import Instance
from netmon.simulate.world import World
from netmon.snmp import ber
from netmon.snmp.pdu import ErrorStatus

LARGEST_RESPONSE = 1_472
"""What an Ethernet frame carries: 1,500 octets less the IP and UDP headers."""
MOST_REPETITIONS = 128


class Agent:
    """One device's agent: its objects in order and its community; all that changes is in the world."""

    def __init__(self, device: DeviceName, community: bytes, objects: Sequence[Instance]) -> None:
        self.device = device
        self._community = community
        self._objects = tuple(objects)
        self._oids = [instance.oid for instance in objects]
        self._names = [_name(instance) for instance in objects]
        self._places = {name: place for place, name in enumerate(self._names)}
        self._types = frozenset(instance.object for instance in objects)

    def answer(self, datagram: bytes, world: World, at: Millis) -> bytes | None:
        """Return the response to a datagram, or None where an agent keeps silent."""
        try:
            request = read_request(datagram)
            return self._respond(request, world, at) if request.community == self._community else None
        except ProtocolViolation:
            return None

    def _respond(self, request: Request, world: World, at: Millis) -> bytes:
        match request.operation:
            case Operation.GET:
                return _whole_or_too_big(request, [self._get(name, world, at) for name in request.names])
            case Operation.GET_NEXT:
                return _whole_or_too_big(request, [self._next(name, world, at)[0] for name in request.names])
            case Operation.GET_BULK:
                return _as_much_as_fits(request, self._bulk(request, world, at))

    def _get(self, name: bytes, world: World, at: Millis) -> bytes:
        place = self._places.get(name)
        if place is not None:
            return self._varbind(place, world, at) or write_varbind(name, NO_SUCH_INSTANCE)
        oid = ber.object_identifier(name)
        is_served = any(oid[:length] in self._types for length in range(1, len(oid)))
        return write_varbind(name, NO_SUCH_INSTANCE if is_served else NO_SUCH_OBJECT)

    def _bulk(self, request: Request, world: World, at: Millis) -> Iterator[bytes]:
        """Yield the varbinds of a GetBulkRequest row by row, until a row brings nothing more."""
        fixed = max(0, request.non_repeaters)
        for name in request.names[:fixed]:
            yield self._next(name, world, at)[0]
        names = request.names[fixed:]
        for _ in range(min(max(0, request.max_repetitions), MOST_REPETITIONS)):
            row = [self._next(name, world, at) for name in names]
            yield from (varbind for varbind, _ in row)
            following = tuple(name for _, name in row)
            if following == names:
                return
            names = following

    def _next(self, name: bytes, world: World, at: Millis) -> tuple[bytes, bytes]:
        """Return the varbind that follows a name, and the name it stands under."""
        place = self._places.get(name)
        place = bisect_right(self._oids, ber.object_identifier(name)) if place is None else place + 1
        for following in range(place, len(self._objects)):
            if varbind := self._varbind(following, world, at):
                return varbind, self._names[following]
        return write_varbind(name, END_OF_MIB_VIEW), name

    def _varbind(self, place: int, world: World, at: Millis) -> bytes | None:
        """Return an object with its value, or nothing while it is not there."""
        instance = self._objects[place]
        value = instance.answer(world, at)
        return None if value is None else write_varbind(self._names[place], write_value(instance.syntax, value))


def _name(instance: Instance) -> bytes:
    element = ber.write_object_identifier(instance.oid)
    return element[ber.read(element, 0, len(element)).start :]


def _whole_or_too_big(request: Request, varbinds: Sequence[bytes]) -> bytes:
    response = write_response(request, varbinds)
    return response if len(response) <= LARGEST_RESPONSE else write_response(request, (), ErrorStatus.TOO_BIG)


def _as_much_as_fits(request: Request, varbinds: Iterator[bytes]) -> bytes:
    # Three enclosing lengths grow from one octet to three each.
    room = LARGEST_RESPONSE - len(write_response(request, ())) - 3 * 2
    fitting: list[bytes] = []
    for varbind in varbinds:
        room -= len(varbind)
        if room < 0:
            break
        fitting.append(varbind)
    return write_response(request, fitting)
