"""A secret that looks different in each page: what it stands in is compressed, and the length would tell it.

Whoever can make a browser ask for pages, choose a part of them and see how long they are on the wire, guesses
a secret letter by letter (BREACH): each right letter makes the page a little shorter. A mask of random
octets that comes with the secret leaves nothing to guess.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hmac import compare_digest


def masked(secret: str) -> str:
    """Return a secret under a mask of its own length, and the mask."""
    plain = secret.encode()
    mask = secrets.token_bytes(len(plain))
    return urlsafe_b64encode(mask + _over(mask, plain)).decode()


def is_proof(sent: str, secret: str) -> bool:
    """Return whether somebody sent a secret, masked or bare."""
    ours, given = secret.encode(), sent.encode()
    return compare_digest(given, ours) | compare_digest(_unmasked(given), ours)


def _unmasked(sent: bytes) -> bytes:
    try:
        octets = urlsafe_b64decode(sent)
    except Error:
        return b""
    half = len(octets) // 2
    return _over(octets[:half], octets[half:])


def _over(mask: bytes, octets: bytes) -> bytes:
    """Lay a mask over octets, or take it off."""
    return bytes(one ^ other for one, other in zip(mask, octets, strict=False))
