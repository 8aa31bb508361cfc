"""Is the password right, and may it be the next one: a few at a time, and as slow for a stranger as for an account."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher

from netmon.clock import Millis
from netmon.errors import NetmonError
from netmon.model import Account, AccountState, Role
from netmon.people.passwords import LONGEST, account_state, hash_next_password, hash_password, matches

AT_ONCE = 2
"""One check takes 64 MiB and a core for a tenth of a second."""
WAITING = 20
PATIENCE = 5.0
"""Seconds to wait for a turn."""
USELESS = frozenset({AccountState.DISABLED, AccountState.EXPIRED})


class Busy(NetmonError):
    """Too many people log in at once."""


class PasswordDoor:
    """Lets `AT_ONCE` checks run and `WAITING` wait; more are turned away with Busy."""

    def __init__(self) -> None:
        self._nobody = _nobodys_hash()
        self._running = BoundedSemaphore(AT_ONCE)
        self._inside = BoundedSemaphore(AT_ONCE + WAITING)

    def is_right(self, account: Account | None, password: str, now: Millis) -> bool:
        """Return whether the password is the account's and good for anything at `now`; raise Busy for want of room."""
        with self._turn():
            right = matches(account.password_hash if account else self._nobody, password[:LONGEST])
        return right and account is not None and account_state(account, now) not in USELESS

    def hash_next(self, account: Account, password: str) -> str:
        """Return the hash of an account's next password; raise CommandRefused or Busy."""
        with self._turn():
            return hash_next_password(password, account)

    def hash_made(self, password: str, role: Role) -> str:
        """Return the hash of a password that was made for somebody; raise Busy."""
        with self._turn():
            return hash_password(password, role)

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
        message = "too many people log in at once"
        raise Busy(message)
    try:
        yield
    finally:
        semaphore.release()
