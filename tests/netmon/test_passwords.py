"""Which passwords are taken, and that only their hashes are kept."""

import pytest
from argon2 import PasswordHasher

from netmon.errors import CommandRefused
from netmon.model import Role
from netmon.passwords import LONGEST, SHORTEST, hash_password


@pytest.mark.parametrize("role", Role)
def test_a_password_of_the_shortest_length_is_kept_as_argon2id(role: Role) -> None:
    password = "ž" * SHORTEST[role]
    kept = hash_password(password, role)
    assert kept.startswith("$argon2id$")
    assert password not in kept
    assert PasswordHasher().verify(kept, password)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_long", [False, True])
def test_a_password_that_is_too_short_or_too_long_is_refused_and_not_repeated(role: Role, *, is_long: bool) -> None:
    password = "x" * (LONGEST + 1 if is_long else SHORTEST[role] - 1)
    with pytest.raises(CommandRefused, match=f"{SHORTEST[role]} to {LONGEST} characters") as caught:
        hash_password(password, role)
    assert password not in str(caught.value)


def test_the_same_password_never_looks_the_same() -> None:
    assert hash_password("correct horse", Role.OPERATOR) != hash_password("correct horse", Role.OPERATOR)


def test_an_administrator_needs_more_than_an_operator() -> None:
    assert SHORTEST[Role.ADMINISTRATOR] > SHORTEST[Role.OPERATOR]
