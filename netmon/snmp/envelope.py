"""What lies around the encrypted part of an SNMPv3 message: ours written in one go, the agent's known by its octets.

Both ways it is the same bytes again and again, but for number, time, digest and salt.
"""

from dataclasses import dataclass, field
from typing import Self

from netmon.clock import SECOND, Millis
from netmon.snmp import ber
from netmon.snmp.keys import Signer
from netmon.snmp.message import AUTH_PRIV, LARGEST_MESSAGE, REPORTABLE, SNMP_V3, USER_BASED_SECURITY, V3Message
from netmon.snmp.privacy import SALT_LENGTH, Privacy
from netmon.snmp.template import NUMBER_LENGTH

VERSION = ber.write_integer(SNMP_V3)
HEAD = VERSION + b"\x30\x11\x02\x04"
"""Up to the msgID: the version, and a header of 17 octets (RFC 3412 §6)."""
FLAGS = bytes([AUTH_PRIV | REPORTABLE])
HEAD_END = b"".join(
    (ber.write_integer(LARGEST_MESSAGE), ber.write_octets(FLAGS), ber.write_integer(USER_BASED_SECURITY))
)
SALT_HEAD = bytes((ber.OCTET_STRING, SALT_LENGTH))


@dataclass(frozen=True, slots=True)
class Engine:
    """What we know of the agent's engine, and what signs and encrypts there; `seen` is on our own clock."""

    id: bytes
    boots: int
    time: int
    seen: Millis
    sign: Signer = field(repr=False)
    privacy: Privacy = field(repr=False)

    def time_at(self, now: Millis) -> int:
        """Return what snmpEngineTime must be by now."""
        return self.time + (now - self.seen) // SECOND


class Writer:
    """Writes messages of one user to one engine; what a second's messages share is written once."""

    def __init__(self, user: bytes, digest_length: int) -> None:
        self._user = user
        self._zeros = bytes(digest_length)
        self._written: tuple[bytes, int, int] | None = None
        self._security = b""

    def write(self, engine: Engine, number: int, time: int, salt: bytes, encrypted: bytes) -> bytes:
        """Return the signed message around an encrypted scoped PDU."""
        if self._written != (engine.id, engine.boots, time):
            self._security = self._write_security(engine, time)
            self._written = (engine.id, engine.boots, time)
        after = b"".join((SALT_HEAD, salt, ber.head(ber.OCTET_STRING, len(encrypted)), encrypted))
        size = len(HEAD) + NUMBER_LENGTH + len(self._security) + len(self._zeros) + len(after)
        before = b"".join((ber.head(ber.SEQUENCE, size), HEAD, number.to_bytes(NUMBER_LENGTH, "big"), self._security))
        return b"".join((before, engine.sign(b"".join((before, self._zeros, after))), after))

    def _write_security(self, engine: Engine, time: int) -> bytes:
        """Return what stands between the msgID and the digest's content."""
        inner = (
            ber.write_octets(engine.id),
            ber.write_integer(engine.boots),
            ber.write_integer(time),
            ber.write_octets(self._user),
            ber.write_octets(self._zeros),
            ber.write_octets(bytes(SALT_LENGTH)),
        )
        whole = ber.write_octets(ber.write(ber.SEQUENCE, *inner))
        return HEAD_END + whole[: len(whole) - SALT_LENGTH - len(SALT_HEAD) - len(self._zeros)]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The agent's octets around an encrypted part, as they were before: `mask` leaves out what changes."""

    mask: int
    expected: int
    time: slice
    digest: slice
    salt: slice
    start: int

    @classmethod
    def learn(cls, datagram: bytes, message: V3Message) -> Self | None:
        """Return the envelope of a message that was believed; None unless its encrypted part ends the datagram."""
        content = ber.expect(message.scoped_pdu, 0, len(message.scoped_pdu), ber.OCTET_STRING)
        start = len(datagram) - (content.end - content.start)
        salt_end = len(datagram) - len(message.scoped_pdu)
        salt = slice(salt_end - len(message.salt), salt_end)
        digest_end = salt.start - len(SALT_HEAD)
        digest = slice(digest_end - len(message.digest), digest_end)
        user_start = digest.start - 2 - len(ber.write_octets(message.user))
        time = slice(user_start - len(ber.write_integer(message.time)) + 2, user_start)
        number = ber.content_at(datagram, ber.content_at(datagram, 0) + len(VERSION)) + 2
        mask = bytearray(b"\xff" * start)
        for part in (slice(number, number + NUMBER_LENGTH), time, digest, salt):
            mask[part] = bytes(part.stop - part.start)
        mask[time.start] = 0x80
        whole = int.from_bytes(mask, "big")
        envelope = cls(whole, int.from_bytes(datagram[:start], "big") & whole, time, digest, salt, start)
        return envelope if envelope._holds(datagram, message) else None

    def fits(self, datagram: bytes) -> bool:
        """Say whether a datagram has this envelope."""
        return int.from_bytes(datagram[: self.start], "big") & self.mask == self.expected

    def time_in(self, datagram: bytes) -> int:
        """Return snmpEngineTime as it stands there."""
        return int.from_bytes(datagram[self.time], "big")

    def _holds(self, datagram: bytes, message: V3Message) -> bool:
        """Say whether everything lies where it was reckoned: an agent may write lengths longer than needed."""
        return (datagram[self.digest], datagram[self.salt], self.time_in(datagram)) == (
            message.digest,
            message.salt,
            message.time,
        )
