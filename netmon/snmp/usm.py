"""How SNMPv3 messages are signed, encrypted and believed: the user-based security model (RFC 3414)."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace

from netmon.clock import Clock
from netmon.errors import AccessDenied, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.phrase import Phrase
from netmon.snmp import ber
from netmon.snmp.credential import User
from netmon.snmp.declaration import Oid
from netmon.snmp.envelope import VERSION, Engine, Envelope, Writer
from netmon.snmp.keys import DIGEST_LENGTHS, localise, signer
from netmon.snmp.message import (
    AUTH,
    NO_AUTH,
    REPORTABLE,
    V3Message,
    read_message,
    read_scoped_pdu,
    write_scoped_pdu,
)
from netmon.snmp.pdu import Pdu
from netmon.snmp.privacy import privacy
from netmon.snmp.security import Answer, Resend
from netmon.snmp.template import NUMBER_LENGTH, Template, get

TIME_WINDOW = 150
"""Seconds (RFC 3414 §2.2.3)."""
LARGEST_TIME = (1 << 31) - 1
"""Of boots and time (RFC 3414 §2.2)."""
MOST_ENVELOPES = 64
"""Envelopes kept, by the length of their datagrams: a plan has fewer requests."""
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


class UserSecurity:
    """One user at one agent, always with authentication and privacy."""

    version = SnmpVersion.V3

    def __init__(self, user: User, clock: Clock) -> None:
        self._user = user
        self._name = user.name.encode()
        self._clock = clock
        self._engine: Engine | None = None
        self._writer = Writer(self._name, DIGEST_LENGTHS[user.auth])
        self._zeros = bytes(DIGEST_LENGTHS[user.auth])
        self._envelopes: dict[int, Envelope] = {}
        self._count = secrets.randbits(64)

    @property
    def boots(self) -> int | None:
        """How often the agent has started, as it said last."""
        return None if self._engine is None else self._engine.boots

    def wrap(self, template: Template, number: int) -> bytes:
        """Return the signed and encrypted message; while the engine is unknown, a discovery (RFC 3414 §4)."""
        engine = self._engine
        if engine is None:
            scoped_pdu = write_scoped_pdu(b"", get(()).numbered(number))
            return V3Message(number, NO_AUTH | REPORTABLE, scoped_pdu).write()
        self._count += 1
        salt, time = engine.privacy.salt(engine.boots, self._count), engine.time_at(self._clock.monotonic())
        scoped_pdu = write_scoped_pdu(engine.id, template.numbered(number))
        return self._writer.write(
            engine, number, time, salt, engine.privacy.encrypt(engine.boots, time, salt, scoped_pdu)
        )

    def number_of(self, datagram: bytes) -> int:
        """Return what stands where the msgID belongs."""
        try:
            at = ber.content_at(datagram, ber.content_at(datagram, 0) + len(VERSION)) + 2
        except IndexError:
            return -1
        return int.from_bytes(datagram[at : at + NUMBER_LENGTH], "big")

    def open(self, datagram: bytes) -> bytes | None:
        """Return the scoped PDU of a message whose envelope is known, signed and in time; None for all others."""
        engine, envelope = self._engine, self._envelopes.get(len(datagram))
        if engine is None or envelope is None or not envelope.fits(datagram):
            return None
        now, time = self._clock.monotonic(), envelope.time_in(datagram)
        expected = engine.time_at(now)
        if time < expected - TIME_WINDOW or not self._is_signed(engine, datagram, envelope.digest):
            return None
        if time != expected:
            self._engine = replace(engine, time=time, seen=now)
        return engine.privacy.decrypt(engine.boots, time, datagram[envelope.salt], datagram[envelope.start :])

    def unwrap(self, datagram: bytes) -> Answer:
        """Return what the message says: a response counts only when signed, encrypted and in time."""
        message = read_message(datagram)
        if message.level == NO_AUTH:
            return Answer(message.number, self._believe_unsigned(message, read_scoped_pdu(message.scoped_pdu)))
        engine = self._verify(message, datagram)
        if message.level == AUTH:
            return Answer(message.number, self._believe_signed(engine, message, read_scoped_pdu(message.scoped_pdu)))
        scoped_pdu = self._decrypt(engine, message)
        pdu = read_scoped_pdu(scoped_pdu, engine.id)
        if pdu.kind == ber.REPORT:
            return Answer(message.number, self._believe_signed(engine, message, pdu))
        self._check_time(engine, message)
        if pdu.request_id != message.number:
            complaint = "a response that bears two numbers"
            raise ProtocolViolation(complaint)
        self._remember(datagram, message)
        return Answer(message.number, pdu, scoped_pdu)

    def forget(self) -> None:
        """Forget the engine, so that the next request begins with a discovery."""
        self._engine = None
        self._envelopes.clear()

    def _remember(self, datagram: bytes, message: V3Message) -> None:
        envelope = Envelope.learn(datagram, message)
        if envelope is not None:
            if len(self._envelopes) >= MOST_ENVELOPES:
                self._envelopes.clear()
            self._envelopes[len(datagram)] = envelope

    def _decrypt(self, engine: Engine, message: V3Message) -> bytes:
        encrypted, _ = ber.read_octets(message.scoped_pdu, 0, len(message.scoped_pdu))
        return engine.privacy.decrypt(message.boots, message.time, message.salt, encrypted)

    def _verify(self, message: V3Message, datagram: bytes) -> Engine:
        engine = self._engine
        if engine is None or (message.engine_id, message.user) != (engine.id, self._name):
            complaint = "signed by another engine or for another user"
            raise ProtocolViolation(complaint)
        at = message.digest_at(datagram)
        if not self._is_signed(engine, datagram, slice(at, at + len(message.digest))):
            complaint = "a signature that is not the agent's"
            raise ProtocolViolation(complaint)
        return engine

    def _is_signed(self, engine: Engine, datagram: bytes, digest: slice) -> bool:
        unsigned = b"".join((datagram[: digest.start], self._zeros, datagram[digest.stop :]))
        return hmac.compare_digest(datagram[digest], engine.sign(unsigned))

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
            self._envelopes.clear()
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
        if max(message.boots, message.time) > LARGEST_TIME:
            complaint = "engine boots or time beyond RFC 3414 §2.2"
            raise ProtocolViolation(complaint)
        return Engine(
            id=engine_id,
            boots=message.boots,
            time=message.time,
            seen=self._clock.monotonic(),
            sign=signer(user.auth, localise(user.auth, user.auth_key, engine_id)),
            privacy=privacy(user.auth, user.priv, user.priv_key, engine_id),
        )


def _counter(pdu: Pdu) -> Oid:
    if pdu.kind != ber.REPORT or len(pdu.varbinds) != 1:
        complaint = "a response where only a report may be"
        raise ProtocolViolation(complaint)
    return pdu.varbinds[0].oid
