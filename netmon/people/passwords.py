"""Which passwords are good enough, for how long, and how they are kept: argon2id, never the password itself."""

import secrets
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from netmon.clock import DAY, HOUR, Millis
from netmon.errors import CommandRefused
from netmon.model import Account, AccountState, Role
from netmon.people.guessing import own_characters
from netmon.phrase import Phrase

SHORTEST = {Role.MUNICIPALITY: 12, Role.OPERATOR: 12, Role.ADMINISTRATOR: 17}
"""Characters, by role: decree 410/2025, §8 (4), as are the next two."""
REMEMBERED = 12
"""Passwords that are not taken again, the present one among them."""
LONGEST_AGE = Millis(546 * DAY)
"""The shortest 18 months there are."""
TEMPORARY_LIFE = Millis(24 * HOUR)
"""How long a password that was made for a person can be exchanged: §8 (5)."""
LONGEST = 1024
DIFFERENT = 6
"""Different characters that a password needs beyond what can be guessed."""
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks like something else on paper."""
GROUPS, GROUP = 6, 4


def hash_password(password: str, role: Role, *, names: Sequence[str] = (), former: Sequence[str] = ()) -> str:
    """Return the argon2id hash of a new password.

    Raise CommandRefused if it is too short or too long, can be guessed from `names`, or matches a `former` hash.
    """
    fault = fault_of(password, role, names)
    if fault is not None:
        raise CommandRefused(fault)
    if any(matches(stored, password) for stored in former):
        raise CommandRefused(
            Phrase("this password was used before; the last {count} are not taken again", count=REMEMBERED)
        )
    return PasswordHasher().hash(password)


def hash_next_password(password: str, account: Account) -> str:
    """Return the hash of the password that follows on an account's present one; raise CommandRefused."""
    return hash_password(
        password,
        account.role,
        names=(account.name, account.full_name),
        former=(account.password_hash, *account.former_hashes),
    )


def fault_of(password: str, role: Role, names: Sequence[str]) -> Phrase | None:
    """Return what is wrong with a password, if anything; never the password."""
    if not password.isprintable():
        return Phrase("the password holds characters that do not show; choose it without them")
    if not SHORTEST[role] <= len(password) <= LONGEST:
        return Phrase(
            "the password of this role ({role}) needs {shortest} to {longest} characters; this one has {length}",
            role=Phrase(role.value),
            shortest=SHORTEST[role],
            longest=LONGEST,
            length=len(password),
        )
    own = own_characters(password, names)
    needed = SHORTEST[role] * 2 // 3
    if len(own) >= needed and len(set(own)) >= DIFFERENT:
        return None
    return Phrase(
        "this password can be guessed: without names, common words, rows of keys and repetitions"
        " {left:character is|characters are} left, {needed} are needed, {different} of them different;"
        " several words that have nothing to do with each other are better",
        left=len(own),
        needed=needed,
        different=DIFFERENT,
    )


def matches(stored: str, password: str) -> bool:
    """Return whether a hash is that of a password."""
    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def random_password() -> str:
    """Return a password that is good for every role and easy to copy from paper."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def account_state(account: Account, now: Millis) -> AccountState:
    """Return what an account's password is good for at `now`."""
    age = now - account.password_set
    if account.disabled:
        return AccountState.DISABLED
    if account.is_temporary:
        return AccountState.MUST_CHANGE if age < TEMPORARY_LIFE else AccountState.EXPIRED
    return AccountState.ENABLED if age < LONGEST_AGE else AccountState.MUST_CHANGE


def may_enter(account: Account, now: Millis) -> bool:
    """Return whether the right password opens a session; in an emergency an old one does too."""
    state = account_state(account, now)
    return state is AccountState.ENABLED or (state is AccountState.MUST_CHANGE and account.is_break_glass)
