"""An agent that says again what a recorded device said: over v2c, and over v3 behind an engine."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from netmon.simulate.message import (
    END_OF_MIB_VIEW,
    NO_SUCH_INSTANCE,
    Operation,
    Request,
    read_request,
    write_response,
    write_varbind,
)
from netmon.snmp import ber
from netmon.snmp.message import read_message
from tests.netmon.snmp.agent import Source
from tests.netmon.snmp.engine import ENGINE_ID, UNKNOWN_ENGINE_IDS, Message, cipher
from tests.netmon.snmp.recording import Recorded, write

LARGEST_RESPONSE = 1_400
ENVELOPE = 160
"""Octets that a response may need besides its varbinds, signature and all."""
BOOTS, TIME = 3, 86_400
V2C_HEAD = ber.write_integer(1) + ber.write_octets(b"")
INTRODUCTION = ber.write(
    ber.REPORT,
    ber.write_integer(0) * 3,
    ber.write(ber.SEQUENCE, write(Recorded(UNKNOWN_ENGINE_IDS, ber.COUNTER32, 1))),
)
"""The report by which an engine makes itself known (RFC 3414 §4)."""


class Replay:
    """A v2c agent with these objects, which stand in the order of their OIDs."""

    def __init__(self, objects: Sequence[Recorded], varbinds: Iterable[bytes] | None = None) -> None:
        self._oids = [recorded.oid for recorded in objects]
        self._varbinds = list(map(write, objects) if varbinds is None else varbinds)

    def __call__(self, datagram: bytes, _source: Source) -> Iterator[bytes]:
        """Answer a request."""
        yield self.answer(datagram)

    def answer(self, datagram: bytes) -> bytes:
        """Return the response to a request."""
        request = read_request(datagram)
        match request.operation:
            case Operation.GET:
                return write_response(request, list(map(self._get, request.names)))
            case Operation.GET_NEXT:
                return write_response(request, [next(self._following(name)) for name in request.names])
            case Operation.GET_BULK:
                return write_response(request, self._bulk(request))

    def _get(self, name: bytes) -> bytes:
        oid = ber.object_identifier(name)
        place = bisect_left(self._oids, oid)
        is_there = self._oids[place : place + 1] == [oid]
        return self._varbinds[place] if is_there else write_varbind(name, NO_SUCH_INSTANCE)

    def _bulk(self, request: Request) -> list[bytes]:
        """Return as many varbinds after the one name that netmon and pysnmp ask for as fit, one at least."""
        (name,) = request.names
        found: list[bytes] = []
        room = LARGEST_RESPONSE - ENVELOPE
        for varbind, _ in zip(self._following(name), range(request.max_repetitions), strict=False):
            room -= len(varbind)
            if found and room < 0:
                break
            found.append(varbind)
        return found

    def _following(self, name: bytes) -> Iterator[bytes]:
        """Yield the varbinds after a name; the last says that there are no more."""
        place = bisect_right(self._oids, ber.object_identifier(name))
        for index in range(place, len(self._varbinds)):
            yield self._varbinds[index]
        yield write_varbind(name, END_OF_MIB_VIEW)


class Engine:
    """An SNMPv3 engine in front of an agent, as quick as thousands of requests need it."""

    def __init__(self, agent: Replay) -> None:
        self._agent = agent

    def __call__(self, datagram: bytes, _source: Source) -> Iterator[bytes]:
        """Answer a message, or give the engine's name if it is for another one."""
        message = read_message(datagram)
        if message.engine_id != ENGINE_ID:
            yield Message(message.number, INTRODUCTION, flags=0, user=b"", boots=BOOTS, time=TIME).write()
            return
        encrypted, _ = ber.read_octets(message.scoped_pdu, 0, len(message.scoped_pdu))
        decryptor = cipher(ENGINE_ID, message.boots, message.time, message.salt).decryptor()
        request = ber.write(ber.SEQUENCE, V2C_HEAD, _third(decryptor.update(encrypted)))
        yield Message(message.number, _third(self._agent.answer(request)), boots=BOOTS, time=TIME).write()


def _third(wrapped: bytes) -> bytes:
    """Return the third element inside: the PDU, of a v2c message and of a scoped PDU alike."""
    whole = ber.expect(wrapped, 0, len(wrapped), ber.SEQUENCE)
    first = ber.read(wrapped, whole.start, whole.end)
    second = ber.read(wrapped, first.end, whole.end)
    return wrapped[second.end : whole.end]
