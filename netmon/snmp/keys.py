"""Which keys a passphrase becomes: SNMPv3's user-based security (RFC 3414 §2.6, RFC 7860, RFC 3826)."""

import hashlib
import hmac

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from netmon.inventory.models import AuthProtocol, PrivProtocol

SHORTEST_PASSPHRASE = 8
"""RFC 3414 §11.2."""
EXPANDED = 1 << 20
"""Octets of repeated passphrase that are hashed (RFC 3414 §A.2)."""

HASHES = {
    AuthProtocol.SHA_1: "sha1",
    AuthProtocol.SHA_224: "sha224",
    AuthProtocol.SHA_256: "sha256",
    AuthProtocol.SHA_384: "sha384",
    AuthProtocol.SHA_512: "sha512",
}
DIGEST_LENGTHS = {
    AuthProtocol.SHA_1: 12,
    AuthProtocol.SHA_224: 16,
    AuthProtocol.SHA_256: 24,
    AuthProtocol.SHA_384: 32,
    AuthProtocol.SHA_512: 48,
}
"""Octets of the truncated HMAC (RFC 3414 §6.3, RFC 7860 §4)."""
KEY_LENGTHS = {PrivProtocol.AES_128: 16, PrivProtocol.AES_256: 32, PrivProtocol.AES_256_C: 32}


def master_key(auth: AuthProtocol, passphrase: bytes) -> bytes:
    """Return Ku, the digest of the passphrase repeated to a mebioctet (RFC 3414 §A.2)."""
    repeated = passphrase * (EXPANDED // len(passphrase) + 1)
    return hashlib.new(HASHES[auth], repeated[:EXPANDED], usedforsecurity=True).digest()


def localise(auth: AuthProtocol, master: bytes, engine_id: bytes) -> bytes:
    """Return Kul, the key for one engine (RFC 3414 §2.6)."""
    return hashlib.new(HASHES[auth], master + engine_id + master).digest()


def privacy_key(auth: AuthProtocol, priv: PrivProtocol, master: bytes, engine_id: bytes) -> bytes:
    """Return the AES key for one engine.

    Where the digest is shorter than the key, AES-256 extends it by its own digest
    (draft-blumenthal-aes-usm-04 §3.1.2.1) and AES-256-C by localising it again as a passphrase
    (draft-reeder-snmpv3-usm-3desede-00 §2.1), as Cisco does.
    """
    key = localise(auth, master, engine_id)
    while len(key) < KEY_LENGTHS[priv]:
        if priv is PrivProtocol.AES_256_C:
            key += localise(auth, master_key(auth, key), engine_id)
        else:
            key += hashlib.new(HASHES[auth], key).digest()
    return key[: KEY_LENGTHS[priv]]


def sign(auth: AuthProtocol, key: bytes, message: bytes) -> bytes:
    """Return msgAuthenticationParameters for a message in which they are zero."""
    return hmac.digest(key, message, HASHES[auth])[: DIGEST_LENGTHS[auth]]


def encrypt(key: bytes, boots: int, time: int, salt: bytes, scoped_pdu: bytes) -> bytes:
    """Return the encrypted scoped PDU (RFC 3826 §3.1.4: AES in CFB mode)."""
    encryptor = _cipher(key, boots, time, salt).encryptor()
    return encryptor.update(scoped_pdu) + encryptor.finalize()


def decrypt(key: bytes, boots: int, time: int, salt: bytes, scoped_pdu: bytes) -> bytes:
    """Return the scoped PDU in the clear; with a wrong key, noise."""
    decryptor = _cipher(key, boots, time, salt).decryptor()
    return decryptor.update(scoped_pdu) + decryptor.finalize()


def _cipher(key: bytes, boots: int, time: int, salt: bytes) -> Cipher[CFB]:
    return Cipher(AES(key), CFB(boots.to_bytes(4, "big") + time.to_bytes(4, "big") + salt))
