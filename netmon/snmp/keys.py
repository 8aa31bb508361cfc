"""Which keys a passphrase becomes, and how they sign: SNMPv3's user-based security (RFC 3414, RFC 7860)."""

from collections.abc import Callable

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import MD5, SHA1, SHA224, SHA256, SHA384, SHA512, Hash
from cryptography.hazmat.primitives.hmac import HMAC

from netmon.errors import SecretError
from netmon.inventory.models import AuthProtocol, PrivProtocol
from netmon.phrase import Phrase

SHORTEST_PASSPHRASE = 8
"""RFC 3414 §11.2."""
EXPANDED = 1 << 20
"""Octets of repeated passphrase that are hashed (RFC 3414 §A.2)."""

HASHES = {
    AuthProtocol.MD5: MD5(),  # noqa: S303 -- RFC 3414's own; the inventory asks for allow_insecure
    AuthProtocol.SHA_1: SHA1(),  # noqa: S303 -- as HMAC not broken, and all that older devices know
    AuthProtocol.SHA_224: SHA224(),
    AuthProtocol.SHA_256: SHA256(),
    AuthProtocol.SHA_384: SHA384(),
    AuthProtocol.SHA_512: SHA512(),
}
DIGEST_LENGTHS = {
    AuthProtocol.MD5: 12,
    AuthProtocol.SHA_1: 12,
    AuthProtocol.SHA_224: 16,
    AuthProtocol.SHA_256: 24,
    AuthProtocol.SHA_384: 32,
    AuthProtocol.SHA_512: 48,
}
"""Octets of the truncated HMAC (RFC 3414 §6.3 and §7.3, RFC 7860 §4)."""
KEY_LENGTHS = {
    PrivProtocol.DES: 16,
    PrivProtocol.AES_128: 16,
    PrivProtocol.AES_192: 24,
    PrivProtocol.AES_192_C: 24,
    PrivProtocol.AES_256: 32,
    PrivProtocol.AES_256_C: 32,
}
"""Octets of the localised key; half of DES's is its pre-IV (RFC 3414 §8.1.1.1)."""
EXTENDED_BY_LOCALISING = {PrivProtocol.AES_192_C, PrivProtocol.AES_256_C}

UNOFFERED = (UnsupportedAlgorithm, InternalError)
"""What cryptography raises where OpenSSL withholds an algorithm, as it does in FIPS mode."""

Signer = Callable[[bytes], bytes]
"""Returns msgAuthenticationParameters for a message in which they are zero."""


def master_key(auth: AuthProtocol, passphrase: bytes) -> bytes:
    """Return Ku, the digest of the passphrase repeated to a mebioctet (RFC 3414 §A.2).

    Raise SecretError if this machine does not offer the hash.
    """
    repeated = passphrase * (EXPANDED // len(passphrase) + 1)
    return _digest(auth, repeated[:EXPANDED])


def localise(auth: AuthProtocol, master: bytes, engine_id: bytes) -> bytes:
    """Return Kul, the key for one engine (RFC 3414 §2.6)."""
    return _digest(auth, master + engine_id + master)


def privacy_key(auth: AuthProtocol, priv: PrivProtocol, master: bytes, engine_id: bytes) -> bytes:
    """Return the key of encryption for one engine.

    Where the digest is shorter than the key, AES-192 and AES-256 extend it by its own digest
    (draft-blumenthal-aes-usm-04 §3.1.2.1), and those with -C by localising it again as a passphrase
    (draft-reeder-snmpv3-usm-3desede-00 §2.1), as Cisco does.
    """
    key = localise(auth, master, engine_id)
    while len(key) < KEY_LENGTHS[priv]:
        if priv in EXTENDED_BY_LOCALISING:
            key += localise(auth, master_key(auth, key), engine_id)
        else:
            key += _digest(auth, key)
    return key[: KEY_LENGTHS[priv]]


def signer(auth: AuthProtocol, key: bytes) -> Signer:
    """Return what signs with a localised key; made once per engine, it has hashed the key once and for all."""
    keyed, length = HMAC(key, HASHES[auth]), DIGEST_LENGTHS[auth]

    def sign(message: bytes) -> bytes:
        state = keyed.copy()
        state.update(message)
        return state.finalize()[:length]

    return sign


def unoffered(protocol: AuthProtocol | PrivProtocol) -> SecretError:
    """Return what to say where this machine does not offer a protocol."""
    return SecretError(
        Phrase(
            "OpenSSL on this machine does not offer {protocol}, perhaps as it is in FIPS mode;"
            " write another protocol into the SNMP credential and set the device up for it",
            protocol=protocol,
        )
    )


def _digest(auth: AuthProtocol, octets: bytes) -> bytes:
    try:
        state = Hash(HASHES[auth])
    except UNOFFERED as error:
        raise unoffered(auth) from error
    state.update(octets)
    return state.finalize()
