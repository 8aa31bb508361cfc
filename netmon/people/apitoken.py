"""What a program's token looks like, and what is kept of it."""

import secrets
from hashlib import sha256

PREFIX = "netmon_"
"""By which people, and scanners of what was published by mistake, know a token of ours."""
TOKEN_BYTES = 32


def new_token() -> str:
    """Return a token that nobody guesses."""
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256."""
    return sha256(token.encode()).hexdigest()
