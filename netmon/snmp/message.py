"""What an SNMPv3 message consists of (RFC 3412 §6, RFC 3414 §2.4)."""

from dataclasses import dataclass
from functools import lru_cache

from netmon.errors import ProtocolViolation
from netmon.snmp import ber
from netmon.snmp.pdu import Pdu, read_pdu

SNMP_V3 = 3
USER_BASED_SECURITY = 3
LARGEST_MESSAGE = 65_507
"""What fits into a UDP datagram: what we are willing to read."""
NO_AUTH, AUTH, AUTH_PRIV, REPORTABLE = 0, 1, 3, 4
"""msgFlags."""


@dataclass(frozen=True, slots=True)
class V3Message:
    """A message whose scoped PDU, in the clear or encrypted, is still octets: the element as it lies."""

    number: int
    flags: int
    scoped_pdu: bytes
    engine_id: bytes = b""
    boots: int = 0
    time: int = 0
    user: bytes = b""
    digest: bytes = b""
    salt: bytes = b""

    @property
    def level(self) -> int:
        """The security level alone."""
        return self.flags & AUTH_PRIV

    def write(self) -> bytes:
        """Return the message as it goes on the wire."""
        number, largest = ber.write_integer(self.number), ber.write_integer(LARGEST_MESSAGE)
        flags, model = ber.write_octets(bytes([self.flags])), ber.write_integer(USER_BASED_SECURITY)
        header = ber.write(ber.SEQUENCE, number, largest, flags, model)
        return ber.write(
            ber.SEQUENCE, ber.write_integer(SNMP_V3), header, ber.write_octets(self._security()), self.scoped_pdu
        )

    def digest_at(self, written: bytes) -> int:
        """Return where in the written message the digest begins: two elements before its end."""
        return len(written) - len(self.scoped_pdu) - len(ber.write_octets(self.salt)) - len(self.digest)

    def _security(self) -> bytes:
        return ber.write(
            ber.SEQUENCE,
            ber.write_octets(self.engine_id),
            ber.write_integer(self.boots),
            ber.write_integer(self.time),
            ber.write_octets(self.user),
            ber.write_octets(self.digest),
            ber.write_octets(self.salt),
        )


def read_message(octets: bytes) -> V3Message:
    """Return the message; raise ProtocolViolation if it is not SNMPv3 with user-based security."""
    whole = ber.expect(octets, 0, len(octets), ber.SEQUENCE)
    version, at = ber.read_integer(octets, whole.start, whole.end)
    header = ber.expect(octets, at, whole.end, ber.SEQUENCE)
    number, at = ber.read_integer(octets, header.start, header.end)
    _, at = ber.read_integer(octets, at, header.end)
    flags, at = ber.read_octets(octets, at, header.end)
    model, at = ber.read_integer(octets, at, header.end)
    if (version, model, len(flags), whole.end) != (SNMP_V3, USER_BASED_SECURITY, 1, len(octets)):
        complaint = "not an SNMPv3 message with user-based security"
        raise ProtocolViolation(complaint)
    security = ber.expect(octets, header.end, whole.end, ber.OCTET_STRING)
    scoped_pdu = ber.read(octets, security.end, whole.end)
    return _read_security(octets, security, number, flags[0], octets[security.end : scoped_pdu.end])


def _read_security(octets: bytes, security: ber.Element, number: int, flags: int, scoped_pdu: bytes) -> V3Message:
    inner = ber.expect(octets, security.start, security.end, ber.SEQUENCE)
    engine_id, at = ber.read_octets(octets, inner.start, inner.end)
    boots, at = ber.read_integer(octets, at, inner.end)
    time, at = ber.read_integer(octets, at, inner.end)
    user, at = ber.read_octets(octets, at, inner.end)
    digest, at = ber.read_octets(octets, at, inner.end)
    salt, at = ber.read_octets(octets, at, inner.end)
    if at != security.end or min(boots, time) < 0:
        complaint = "security parameters that RFC 3414 §2.4 does not know"
        raise ProtocolViolation(complaint)
    return V3Message(number, flags, scoped_pdu, engine_id, boots, time, user, digest, salt)


def write_scoped_pdu(engine_id: bytes, pdu: bytes) -> bytes:
    """Return the PDU in the default context of an engine."""
    return ber.write(ber.SEQUENCE, _default_context(engine_id), pdu)


@lru_cache(maxsize=4_096)
def _default_context(engine_id: bytes) -> bytes:
    """Return an engine's default context, which all its requests name."""
    return ber.write_octets(engine_id) + ber.write_octets(b"")


def read_scoped_pdu(octets: bytes, engine_id: bytes | None = None) -> Pdu:
    """Return the PDU inside; octets after it may be padding of the encryption.

    With an engine, raise ProtocolViolation unless it is that engine's default context which speaks.
    """
    scoped = ber.expect(octets, 0, len(octets), ber.SEQUENCE)
    context_engine_id, at = ber.read_octets(octets, scoped.start, scoped.end)
    context, at = ber.read_octets(octets, at, scoped.end)
    if engine_id is not None and (context_engine_id, context) != (engine_id, b""):
        complaint = "another context than was asked"
        raise ProtocolViolation(complaint)
    return read_pdu(octets, at, scoped.end)
