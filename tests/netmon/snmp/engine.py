"""An agent's SNMPv3 engine, honest or lying in any field: SHA-256 and AES-128, read through pysnmp's codec."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from pyasn1.codec.ber import decoder, encoder
from pyasn1.type import univ
from pysnmp.proto.api import v2c
from pysnmp.proto.mpmod.rfc3412 import ScopedPDU, SNMPv3Message
from pysnmp.proto.secmod.rfc3414.localkey import hash_passphrase, localize_key
from pysnmp.proto.secmod.rfc3414.service import UsmSecurityParameters

from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.snmp import ber
from netmon.snmp.credential import ResolvedCredential
from netmon.snmp.declaration import Oid
from tests.netmon.snmp.agent import Asked, Mouth, Source, asked_in, look_up, response
from tests.netmon.snmp.haste import running_loop
from tests.parts import snmpd

ENGINE_ID, ANOTHER_ID = b"\x80\x00\x1f\x88\x04hostile", b"\x80\x00\x1f\x88\x04another"
USER = b"sha-256-aes-128"
AUTH, PRIV, AUTH_PRIV = 1, 2, 3
DIGEST = 24
"""Octets of the truncated HMAC (RFC 7860 §4)."""
WINDOW = 150
"""Seconds (RFC 3414 §2.2.3)."""
USM_STATS: Oid = (1, 3, 6, 1, 6, 3, 15, 1, 1)
NOT_IN_TIME_WINDOWS, UNKNOWN_ENGINE_IDS = (*USM_STATS, 2, 0), (*USM_STATS, 4, 0)
REFUSALS: Mapping[str, Oid] = {
    "usmStatsUnsupportedSecLevels": (*USM_STATS, 1, 0),
    "usmStatsUnknownUserNames": (*USM_STATS, 3, 0),
    "usmStatsWrongDigests": (*USM_STATS, 5, 0),
    "usmStatsDecryptionErrors": (*USM_STATS, 6, 0),
}


def credential() -> ResolvedCredential:
    """Return what a session needs to speak with this engine."""
    return snmpd.user(AuthProtocol.SHA_256, PrivProtocol.AES_128)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as an engine says it: `write` signs and encrypts whatever its fields say."""

    number: int
    pdu: bytes
    flags: int = AUTH_PRIV
    engine_id: bytes = ENGINE_ID
    boots: int = 0
    time: int = 0
    user: bytes = USER
    salt: bytes = b"saltsalt"
    context_engine_id: bytes = ENGINE_ID
    context: bytes = b""
    version: int = 3
    model: int = 3
    keys_of: bytes = ENGINE_ID
    """The engine whose keys sign and encrypt."""
    encrypts_with: bytes = ENGINE_ID
    digest: bytes | None = None
    ciphertext: bytes | None = None

    def write(self) -> bytes:
        """Return the datagram."""
        header = ber.write(
            ber.SEQUENCE,
            ber.write_integer(self.number),
            ber.write_integer(65_507),
            ber.write_octets(bytes([self.flags])),
            ber.write_integer(self.model),
        )
        blank = self._written(header, bytes(DIGEST) if self.flags & AUTH else b"")
        if not self.flags & AUTH:
            return blank
        key = localised(b"authentication key", self.keys_of)
        return self._written(
            header, self.digest if self.digest is not None else hmac.digest(key, blank, "sha256")[:DIGEST]
        )

    def _written(self, header: bytes, digest: bytes) -> bytes:
        security = ber.write(
            ber.SEQUENCE,
            ber.write_octets(self.engine_id),
            ber.write_integer(self.boots),
            ber.write_integer(self.time),
            ber.write_octets(self.user),
            ber.write_octets(digest),
            ber.write_octets(self.salt if self.flags & PRIV else b""),
        )
        return ber.write(
            ber.SEQUENCE, ber.write_integer(self.version), header, ber.write_octets(security), self._data()
        )

    def _data(self) -> bytes:
        contexts = ber.write_octets(self.context_engine_id), ber.write_octets(self.context)
        scoped = ber.write(ber.SEQUENCE, *contexts, self.pdu)
        if not self.flags & PRIV:
            return scoped
        if self.ciphertext is not None:
            return ber.write_octets(self.ciphertext)
        encryptor = cipher(self.encrypts_with, self.boots, self.time, self.salt).encryptor()
        return ber.write_octets(encryptor.update(scoped) + encryptor.finalize())


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it came, decrypted."""

    number: int
    engine_id: bytes
    boots: int
    time: int
    asked: Asked


Lie = Callable[[Heard, Message], Iterable[Message | bytes]]
"""What is sent instead of the honest message."""


def honestly(_heard: Heard, truth: Message) -> Iterable[Message | bytes]:
    """Send the honest message."""
    return [truth]


@dataclass
class Engine:
    """An engine with its clock; while `lie` says so, its agent does not speak the truth."""

    mib: Mapping[Oid, object]
    id: bytes = ENGINE_ID
    boots: int = 7
    started: int = -100_000
    """Seconds on the loop's clock."""
    lie: Lie = honestly
    heard: list[Heard] = field(default_factory=list)
    mouth: Mouth = field(init=False)

    def __post_init__(self) -> None:
        self.mouth = Mouth(self.answer)

    @property
    def time(self) -> int:
        """The seconds since it restarted."""
        return running_loop().monotonic() // 1_000 - self.started

    def restart(self, boots: int) -> None:
        """Begin anew with this count of boots."""
        self.boots, self.started = boots, running_loop().monotonic() // 1_000

    def answer(self, datagram: bytes, source: Source) -> Iterable[bytes]:
        """Answer as the lie has it."""
        heard = hear(datagram, source)
        self.heard.append(heard)
        said = self.lie(heard, self.truth(heard))
        return [message if isinstance(message, bytes) else message.write() for message in said]

    def truth(self, heard: Heard) -> Message:
        """Return what RFC 3414 §3.2 has an authoritative engine say."""
        if heard.engine_id != self.id:
            return self.report(heard, UNKNOWN_ENGINE_IDS)
        if heard.boots != self.boots or abs(heard.time - self.time) > WINDOW:
            return replace(self.report(heard, NOT_IN_TIME_WINDOWS), flags=AUTH)
        return self.say(heard.number, encoder.encode(response(heard.asked, look_up(heard.asked, self.mib))))

    def report(self, heard: Heard, counter: Oid) -> Message:
        """Return an unsigned report."""
        pdu = response(heard.asked, [(counter, v2c.Counter32(1))], kind=v2c.ReportPDU)
        return replace(self.say(heard.number, encoder.encode(pdu)), flags=0)

    def say(self, number: int, pdu: bytes) -> Message:
        """Return a message of this engine, signed and encrypted."""
        message = Message(number, pdu, boots=self.boots, time=self.time)
        return replace(message, engine_id=self.id, context_engine_id=self.id, keys_of=self.id, encrypts_with=self.id)


def hear(datagram: bytes, source: Source) -> Heard:
    """Return what an SNMPv3 datagram asks."""
    message, _ = decoder.decode(datagram, asn1Spec=SNMPv3Message())
    security, _ = decoder.decode(bytes(message["msgSecurityParameters"]), asn1Spec=UsmSecurityParameters())
    engine_id, boots, time = bytes(security[0]), int(security[1]), int(security[2])
    scoped = message["msgData"].getComponent()
    if message["msgData"].getName() == "encryptedPDU":
        decryptor = cipher(engine_id, boots, time, bytes(security[5])).decryptor()
        scoped, _ = decoder.decode(decryptor.update(bytes(scoped)) + decryptor.finalize(), asn1Spec=ScopedPDU())
    asked = asked_in(scoped["data"].getComponent(), 3, b"", source)
    return Heard(int(message["msgGlobalData"]["msgID"]), engine_id, boots, time, asked)


def cipher(engine_id: bytes, boots: int, time: int, salt: bytes) -> Cipher[CFB]:
    """Return RFC 3826's cipher; a salt of another size is made to fit."""
    vector = boots.to_bytes(4, "big") + time.to_bytes(4, "big") + (salt + bytes(8))[:8]
    return Cipher(AES(localised(b"privacy key, another", engine_id)[:16]), CFB(vector))


@cache
def localised(passphrase: bytes, engine_id: bytes) -> bytes:
    """Return Kul of the agent's user (RFC 3414 §2.6), as pysnmp has it."""
    return bytes(localize_key(_master(passphrase), v2c.OctetString(engine_id), hashlib.sha256))


@cache
def _master(passphrase: bytes) -> univ.OctetString:
    return hash_passphrase(v2c.OctetString(passphrase), hashlib.sha256)
