"""How a PDU is wrapped for the wire, and what a datagram from the device turns out to be."""

from dataclasses import dataclass
from typing import Protocol

from netmon.errors import AccessDenied, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.snmp import ber
from netmon.snmp.credential import Community
from netmon.snmp.pdu import Pdu, read_pdu
from netmon.snmp.template import NUMBER_LENGTH, Template


class Resend:
    """The agent told what we lacked to be understood: the same request may be sent anew at once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for the request with this number: data, a hint, or a refusal with its reason.

    `octets` are those that the positions in a response speak of.
    """

    number: int
    outcome: Pdu | Resend | AccessDenied
    octets: bytes = b""


class Security(Protocol):
    """The message format of an SNMP version; `version` says which."""

    version: SnmpVersion

    @property
    def boots(self) -> int | None:
        """How often the agent has started, as it said and signed; None where it does not."""
        ...

    def wrap(self, template: Template, number: int) -> bytes:
        """Return the datagram that asks `template` under this number."""
        ...

    def number_of(self, datagram: bytes) -> int:
        """Return what stands where the request's number belongs, -1 if nothing does; it proves nothing yet."""
        ...

    def open(self, datagram: bytes) -> bytes | None:
        """Return the octets that hold the response, if the envelope is exactly as those before it."""
        ...

    def unwrap(self, datagram: bytes) -> Answer:
        """Return what the datagram answers; raise ProtocolViolation if it is none of ours."""
        ...

    def forget(self) -> None:
        """Begin anew: the agent has fallen silent, and may be another one when it speaks again."""
        ...


class CommunitySecurity:
    """SNMPv1 (RFC 1157 §4) and v2c (RFC 1901 §3): a version, a community, a PDU."""

    boots = None

    def __init__(self, credential: Community) -> None:
        self.version = credential.version
        wire_version = 0 if credential.version is SnmpVersion.V1 else 1
        community = credential.community.reveal().encode()
        self._head = ber.write_integer(wire_version) + ber.write_octets(community)
        self._head_length = len(self._head)

    def wrap(self, template: Template, number: int) -> bytes:
        """Return the message; its number is the request-id."""
        head, tail = template.head, template.tail
        size = self._head_length + len(head) + NUMBER_LENGTH + len(tail)
        return b"".join((ber.head(ber.SEQUENCE, size), self._head, head, number.to_bytes(NUMBER_LENGTH, "big"), tail))

    def number_of(self, datagram: bytes) -> int:
        """Return what stands where the request-id belongs."""
        try:
            at = ber.content_at(datagram, 0) + self._head_length
            at = ber.content_at(datagram, at) + 2
        except IndexError:
            return -1
        return int.from_bytes(datagram[at : at + NUMBER_LENGTH], "big")

    def open(self, datagram: bytes) -> bytes | None:
        """Return the whole datagram: its envelope is part of the layout."""
        return datagram

    def unwrap(self, datagram: bytes) -> Answer:
        """Return the response; version and community must be the request's, octet by octet."""
        message = ber.expect(datagram, 0, len(datagram), ber.SEQUENCE)
        body = message.start + len(self._head)
        if message.end != len(datagram) or datagram[message.start : body] != self._head:
            complaint = "another version, another community or octets after the message"
            raise ProtocolViolation(complaint)
        pdu = read_pdu(datagram, body, message.end)
        if pdu.kind != ber.RESPONSE:
            complaint = "a report outside SNMPv3"
            raise ProtocolViolation(complaint)
        return Answer(pdu.request_id, pdu, datagram)

    def forget(self) -> None:
        """Do nothing: there is nothing to remember."""
