"""Is the password right: argon2id, a few at a time, and as slow for a stranger as for an account."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from netmon.errors import NetmonError
from netmon.model import Account

AT_ONCE = 2
"""One check takes 64 MiB and a core for a tenth of a second."""
WAITING = 20
PATIENCE = 5.0
"""Seconds to wait for a turn."""
LONGEST = 1024


class Busy(NetmonError):
    """Too many people log in at once."""


class PasswordDoor:
    """Lets `AT_ONCE` checks run and `WAITING` wait; more are turned away with Busy."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobody = _nobodys_hash()
        self._running = BoundedSemaphore(AT_ONCE)
        self._inside = BoundedSemaphore(AT_ONCE + WAITING)

    def is_right(self, account: Account | None, password: str) -> bool:
        """Return whether the password opens the account; raise Busy when there is no room to check."""
        with self._turn():
            stored = account.password_hash if account else self._nobody
            matches = self._matches(stored, password[:LONGEST])
        return matches and account is not None and not account.disabled

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    @contextmanager
    def _turn(self) -> Generator[None]:
        with _held(self._inside, 0), _held(self._running, PATIENCE):
            yield


@cache
def _nobodys_hash() -> str:
    """Return the hash that a stranger's password is compared with: of a password that nobody knows."""
    return PasswordHasher().hash(secrets.token_urlsafe())


@contextmanager
def _held(semaphore: BoundedSemaphore, patience: float) -> Generator[None]:
    if not semaphore.acquire(timeout=patience):
        message = "too many people log in at once; try again in a moment"
        raise Busy(message)
    try:
        yield
    finally:
        semaphore.release()
