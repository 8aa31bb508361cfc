"""How a scoped PDU is hidden from whoever listens: SNMPv3's privacy protocols (RFC 3414 §8, RFC 3826).

Every message has a vector of its own under a key that stays, and building a cipher costs as much as
using it. So it is built once per engine, over a vector in a buffer that is written anew before each
message: cryptography copies it when the message's context begins. Hence one thread at a time.
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
    """AES in CFB mode, the key's length telling which (RFC 3826 §3)."""

    __slots__ = ("_cipher", "_vector")

    def __init__(self, key: bytes) -> None:
        self._vector = bytearray(AES_VECTOR.size)
        self._cipher = Cipher(AES(key), CFB(self._vector))

    def salt(self, _boots: int, count: int, /) -> bytes:
        """Return the count in 64 bits (RFC 3826 §3.1.2.1)."""
        return (count % SALTS).to_bytes(SALT_LENGTH, "big")

    def encrypt(self, boots: int, time: int, salt: bytes, scoped_pdu: bytes, /) -> bytes:
        """Return as many octets as there were; CFB keeps none back, so there is nothing to finalise."""
        self._begin(boots, time, salt)
        return self._cipher.encryptor().update(scoped_pdu)

    def decrypt(self, boots: int, time: int, salt: bytes, encrypted: bytes, /) -> bytes:
        """Return the scoped PDU."""
        _check(salt)
        self._begin(boots, time, salt)
        return self._cipher.decryptor().update(encrypted)

    def _begin(self, boots: int, time: int, salt: bytes) -> None:
        try:
            AES_VECTOR.pack_into(self._vector, 0, boots, time, salt)
        except struct.error as error:
            complaint = "engine boots or time of more than 32 bits"
            raise ProtocolViolation(complaint) from error


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


def _check(salt: bytes) -> None:
    if len(salt) != SALT_LENGTH:
        complaint = f"a salt of {len(salt)} octets"
        raise ProtocolViolation(complaint)
