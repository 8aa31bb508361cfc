"""How a scoped PDU is hidden from whoever listens: SNMPv3's privacy protocols (RFC 3414 §8, RFC 3826).

Every message has a vector of its own under a key that stays, and building a cipher costs more than
using it. So it is built once per engine, and led to each message's vector. Hence one thread at a time.
"""

import struct
from collections.abc import Callable, Mapping
from typing import Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from netmon.errors import ProtocolViolation
from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.snmp.keys import KEY_LENGTHS, UNOFFERED, privacy_key, unoffered

SALT_LENGTH = 8
"""Octets of msgPrivacyParameters, for DES and AES alike."""
SALTS = 1 << 64
DES_COUNTS = 1 << 32
DES_BLOCK = 8
AES_BLOCK = 16
AES_VECTOR = struct.Struct(">II8s")
"""Boots, time and salt (RFC 3826 §3.1.2.1)."""


class Privacy(Protocol):
    """One user's encryption at one engine."""

    def salt(self, boots: int, count: int, /) -> bytes:
        """Return msgPrivacyParameters, which no two counts share."""
        ...

    def encrypt(self, boots: int, time: int, salt: bytes, scoped_pdu: bytes, /) -> bytes:
        """Return the scoped PDU as it goes on the wire."""
        ...

    def decrypt(self, boots: int, time: int, salt: bytes, encrypted: bytes, /) -> bytes:
        """Return the scoped PDU, padding may follow; with a wrong key, noise.

        Raise ProtocolViolation where the protocol cannot have written this.
        """
        ...


class Aes:
    """AES in CFB mode, the key's length telling which (RFC 3826 §3).

    Both directions run on from message to message, in whole blocks. CFB starts anew from any block of ciphertext: so
    a message is read behind its vector, and written behind what becomes its vector.
    """

    __slots__ = ("_last", "_reader", "_writer")

    def __init__(self, key: bytes) -> None:
        self._last = bytes(AES_BLOCK)
        cipher = Cipher(AES(key), CFB(self._last))
        self._reader, self._writer = cipher.decryptor(), cipher.encryptor()

    def salt(self, _boots: int, count: int, /) -> bytes:
        """Return the count in 64 bits (RFC 3826 §3.1.2.1)."""
        return (count % SALTS).to_bytes(SALT_LENGTH, "big")

    def encrypt(self, boots: int, time: int, salt: bytes, scoped_pdu: bytes, /) -> bytes:
        """Return as many octets as there were."""
        # Read behind the block that the writer stands at, the vector is what the writer turns into the vector.
        becomes_vector = self._reader.update(self._last + _aes_vector(boots, time, salt))[AES_BLOCK:]
        written = self._writer.update(becomes_vector + _in_blocks(scoped_pdu))
        self._last = written[-AES_BLOCK:]
        return written[AES_BLOCK : AES_BLOCK + len(scoped_pdu)]

    def decrypt(self, boots: int, time: int, salt: bytes, encrypted: bytes, /) -> bytes:
        """Return the scoped PDU."""
        _check(salt)
        read = self._reader.update(_aes_vector(boots, time, salt) + _in_blocks(encrypted))
        return read[AES_BLOCK : AES_BLOCK + len(encrypted)]


class Des:
    """DES in CBC mode (RFC 3414 §8): for devices that know nothing better.

    cryptography has DES only as Triple-DES, which with one key thrice is DES at three times the price.
    """

    __slots__ = ("_cipher", "_pre_vector", "_vector")

    def __init__(self, key: bytes) -> None:
        secret, pre_vector = key[:DES_BLOCK], key[DES_BLOCK:]
        self._pre_vector = int.from_bytes(pre_vector, "big")
        self._vector = bytearray(DES_BLOCK)
        self._cipher = Cipher(TripleDES(secret * 3), CBC(self._vector))

    def salt(self, boots: int, count: int, /) -> bytes:
        """Return the boots and the count, 32 bits of each (RFC 3414 §8.1.1.1)."""
        return ((boots * DES_COUNTS + count % DES_COUNTS) % SALTS).to_bytes(SALT_LENGTH, "big")

    def encrypt(self, _boots: int, _time: int, salt: bytes, scoped_pdu: bytes, /) -> bytes:
        """Return whole blocks, padded where the scoped PDU does not fill the last (RFC 3414 §8.1.1.2)."""
        self._begin(salt)
        return self._cipher.encryptor().update(scoped_pdu + bytes(-len(scoped_pdu) % DES_BLOCK))

    def decrypt(self, _boots: int, _time: int, salt: bytes, encrypted: bytes, /) -> bytes:
        """Return the scoped PDU and its padding."""
        if len(encrypted) % DES_BLOCK:
            complaint = f"{len(encrypted)} encrypted octets, which DES cannot have written"
            raise ProtocolViolation(complaint)
        _check(salt)
        self._begin(salt)
        return self._cipher.decryptor().update(encrypted)

    def _begin(self, salt: bytes) -> None:
        self._vector[:] = (self._pre_vector ^ int.from_bytes(salt, "big")).to_bytes(DES_BLOCK, "big")


CIPHERS: Mapping[PrivProtocol, Callable[[bytes], Privacy]] = {
    PrivProtocol.DES: Des,
    PrivProtocol.AES_128: Aes,
    PrivProtocol.AES_192: Aes,
    PrivProtocol.AES_192_C: Aes,
    PrivProtocol.AES_256: Aes,
    PrivProtocol.AES_256_C: Aes,
}


def privacy(auth: AuthProtocol, priv: PrivProtocol, master: bytes, engine_id: bytes) -> Privacy:
    """Return the encryption at one engine, with the key that the passphrase's master key becomes there."""
    return CIPHERS[priv](privacy_key(auth, priv, master, engine_id))


def require(priv: PrivProtocol) -> None:
    """Raise SecretError if this machine does not offer a protocol; then no engine need fail by it."""
    try:
        CIPHERS[priv](bytes(KEY_LENGTHS[priv])).encrypt(0, 0, bytes(SALT_LENGTH), b"")
    except UNOFFERED as error:
        raise unoffered(priv) from error


def _aes_vector(boots: int, time: int, salt: bytes) -> bytes:
    try:
        return AES_VECTOR.pack(boots, time, salt)
    except struct.error as error:
        complaint = "engine boots or time of more than 32 bits"
        raise ProtocolViolation(complaint) from error


def _in_blocks(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % AES_BLOCK)


def _check(salt: bytes) -> None:
    if len(salt) != SALT_LENGTH:
        complaint = f"a salt of {len(salt)} octets"
        raise ProtocolViolation(complaint)
