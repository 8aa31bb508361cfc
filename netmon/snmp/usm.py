"""How SNMPv3 messages are signed, encrypted and believed: the user-based security model (RFC 3414)."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from netmon.clock import SECOND, Clock, Millis
from netmon.errors import AccessDenied, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.phrase import Phrase
from netmon.snmp import ber
from netmon.snmp.credential import User
from netmon.snmp.declaration import Oid
from netmon.snmp.keys import DIGEST_LENGTHS, decrypt, encrypt, localise, privacy_key, sign
from netmon.snmp.message import (
    AUTH,
    AUTH_PRIV,
    NO_AUTH,
    REPORTABLE,
    V3Message,
    read_message,
    read_scoped_pdu,
    write_scoped_pdu,
)
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import Answer, Resend
from netmon.snmp.template import Template, get

TIME_WINDOW = 150
"""Seconds (RFC 3414 §2.2.3)."""
SALTS = 1 << 64
ENGINE_ID_LENGTHS = range(5, 33)
"""RFC 3411 §5, SnmpEngineID."""
USM_STATS: Oid = (1, 3, 6, 1, 6, 3, 15, 1, 1)
NOT_IN_TIME_WINDOWS: Oid = (*USM_STATS, 2, 0)
UNKNOWN_ENGINE_IDS: Oid = (*USM_STATS, 4, 0)
REFUSALS: Mapping[Oid, Phrase] = {
    (*USM_STATS, 1, 0): Phrase("the agent does not offer authPriv to the user"),
    (*USM_STATS, 3, 0): Phrase("the agent does not know the user"),
    (*USM_STATS, 5, 0): Phrase("the authentication key or protocol is not the one the agent has"),
    (*USM_STATS, 6, 0): Phrase("the privacy key or protocol is not the one the agent has"),
}
"""The usmStats counter in a report, and what it says about our credential (RFC 3414 §5)."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What we know of the agent's engine, and the user's keys there; `seen` is on our own clock."""

    id: bytes
    boots: int
    time: int
    seen: Millis
    auth_key: bytes = field(repr=False)
    priv_key: bytes = field(repr=False)

    def time_at(self, now: Millis) -> int:
        """Return what snmpEngineTime must be by now."""
        return self.time + (now - self.seen) // SECOND


class UserSecurity:
    """One user at one agent, always with authentication and privacy."""

    version = SnmpVersion.V3

    def __init__(self, user: User, clock: Clock) -> None:
        self._user = user
        self._clock = clock
        self._engine: Engine | None = None
        self._salt = secrets.randbits(64)

    def wrap(self, template: Template, number: int) -> bytes:
        """Return the signed and encrypted message; while the engine is unknown, a discovery (RFC 3414 §4)."""
        if self._engine is None:
            scoped_pdu = write_scoped_pdu(b"", get(()).numbered(number))
            return V3Message(number, NO_AUTH | REPORTABLE, scoped_pdu).write()
        message = self._encrypt(self._engine, template.numbered(number), number)
        octets = message.write()
        at = message.digest_at(octets)
        digest = sign(self._user.auth, self._engine.auth_key, octets)
        return octets[:at] + digest + octets[at + len(digest) :]

    def unwrap(self, datagram: bytes) -> Answer:
        """Return what the message says: a response counts only when signed, encrypted and in time."""
        message = read_message(datagram)
        if message.level == NO_AUTH:
            return Answer(message.number, self._believe_unsigned(message, read_scoped_pdu(message.scoped_pdu)))
        engine = self._verify(message, datagram)
        if message.level == AUTH:
            return Answer(message.number, self._believe_signed(engine, message, read_scoped_pdu(message.scoped_pdu)))
        pdu = self._decrypt(engine, message)
        if pdu.kind == ber.REPORT:
            return Answer(message.number, self._believe_signed(engine, message, pdu))
        self._check_time(engine, message)
        if pdu.request_id != message.number:
            complaint = "a response that bears two numbers"
            raise ProtocolViolation(complaint)
        return Answer(message.number, pdu)

    def forget(self) -> None:
        """Forget the engine, so that the next request begins with a discovery."""
        self._engine = None

    def _encrypt(self, engine: Engine, pdu: bytes, number: int) -> V3Message:
        self._salt = (self._salt + 1) % SALTS
        salt, time = self._salt.to_bytes(8, "big"), engine.time_at(self._clock.monotonic())
        encrypted = encrypt(engine.priv_key, engine.boots, time, salt, write_scoped_pdu(engine.id, pdu))
        return V3Message(
            number,
            AUTH_PRIV | REPORTABLE,
            ber.write_octets(encrypted),
            engine_id=engine.id,
            boots=engine.boots,
            time=time,
            user=self._user.name.encode(),
            digest=bytes(DIGEST_LENGTHS[self._user.auth]),
            salt=salt,
        )

    def _decrypt(self, engine: Engine, message: V3Message) -> Pdu:
        encrypted, _ = ber.read_octets(message.scoped_pdu, 0, len(message.scoped_pdu))
        if len(message.salt) != 8:  # noqa: PLR2004 -- RFC 3826 §3.1.2.1
            complaint = f"a salt of {len(message.salt)} octets"
            raise ProtocolViolation(complaint)
        return read_scoped_pdu(decrypt(engine.priv_key, message.boots, message.time, message.salt, encrypted))

    def _verify(self, message: V3Message, datagram: bytes) -> Engine:
        engine = self._engine
        if engine is None or (message.engine_id, message.user) != (engine.id, self._user.name.encode()):
            complaint = "signed by another engine or for another user"
            raise ProtocolViolation(complaint)
        at = message.digest_at(datagram)
        unsigned = datagram[:at] + bytes(len(message.digest)) + datagram[at + len(message.digest) :]
        if not hmac.compare_digest(message.digest, sign(self._user.auth, engine.auth_key, unsigned)):
            complaint = "a signature that is not the agent's"
            raise ProtocolViolation(complaint)
        return engine

    def _check_time(self, engine: Engine, message: V3Message) -> None:
        """Refuse what is older than the window and follow the agent's clock (RFC 3414 §3.2 7b)."""
        late = message.time < engine.time_at(self._clock.monotonic()) - TIME_WINDOW
        if message.boots < engine.boots or (message.boots == engine.boots and late):
            complaint = "a response from outside the time window"
            raise ProtocolViolation(complaint)
        self._engine = self._at_time_of(engine, message)

    def _believe_unsigned(self, message: V3Message, pdu: Pdu) -> Resend | AccessDenied:
        """Take an engine's name and a refusal unsigned, as there is no other way to learn them; nothing else."""
        counter = _counter(pdu)
        if counter == UNKNOWN_ENGINE_IDS:
            self._engine = self._meet(message)
            return Resend()
        if counter in REFUSALS:
            return AccessDenied(Phrase("user {user!r}: {refusal}", user=self._user.name, refusal=REFUSALS[counter]))
        complaint = "unsigned, and neither a discovery nor a refusal"
        raise ProtocolViolation(complaint)

    def _believe_signed(self, engine: Engine, message: V3Message, pdu: Pdu) -> Resend:
        """Follow the agent's boots and time, also backwards: a device may lose its count of boots.

        RFC 3414 §3.2 would have us ignore smaller boots for ever. The report answers a number that
        only we and the agent know, so it cannot be an old one.
        """
        if _counter(pdu) != NOT_IN_TIME_WINDOWS:
            complaint = "signed, and not about time"
            raise ProtocolViolation(complaint)
        self._engine = self._at_time_of(engine, message)
        return Resend()

    def _at_time_of(self, engine: Engine, message: V3Message) -> Engine:
        return replace(engine, boots=message.boots, time=message.time, seen=self._clock.monotonic())

    def _meet(self, message: V3Message) -> Engine:
        if len(message.engine_id) not in ENGINE_ID_LENGTHS:
            complaint = f"an engine ID of {len(message.engine_id)} octets"
            raise ProtocolViolation(complaint)
        user, engine_id = self._user, message.engine_id
        return Engine(
            id=engine_id,
            boots=message.boots,
            time=message.time,
            seen=self._clock.monotonic(),
            auth_key=localise(user.auth, user.auth_key, engine_id),
            priv_key=privacy_key(user.auth, user.priv, user.priv_key, engine_id),
        )


def _counter(pdu: Pdu) -> Oid:
    if pdu.kind != ber.REPORT or len(pdu.varbinds) != 1:
        complaint = "a response where only a report may be"
        raise ProtocolViolation(complaint)
    return pdu.varbinds[0].oid
