"""Which passwords are taken, for how long they are good, and that only their hashes are kept."""

from dataclasses import replace
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, Millis
from netmon.errors import CommandRefused
from netmon.language import Language
from netmon.model import Account, AccountState, Role
from netmon.people.passwords import (
    LONGEST,
    LONGEST_AGE,
    SHORTEST,
    account_state,
    fault_of,
    hash_next_password,
    hash_password,
    matches,
    may_enter,
    random_password,
)
from netmon.phrase import Phrase, in_language

LONG = "žlutý kůň úpěl včera na břehu"
SET = Millis(1_780_000_000_000)
JANA = Account("novakova", "Jana Nováková", Role.OPERATOR, "$argon2id$", SET)


@pytest.mark.parametrize("role", Role)
def test_a_password_of_the_shortest_length_is_kept_as_argon2id(role: Role) -> None:
    password = LONG[: SHORTEST[role]]
    kept = hash_password(password, role)
    assert kept.startswith("$argon2id$")
    assert password not in kept
    assert PasswordHasher().verify(kept, password)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_long", [False, True])
def test_a_password_that_is_too_short_or_too_long_is_refused_and_not_repeated(role: Role, *, is_long: bool) -> None:
    password = LONG * 40 if is_long else LONG[: SHORTEST[role] - 1]
    with pytest.raises(CommandRefused, match=f"{SHORTEST[role]} to {LONGEST} characters") as caught:
        hash_password(password, role)
    assert password not in str(caught.value)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Novakova123456", "can be guessed"),
        ("Nováková-Jana-2026", "can be guessed"),
        ("netmon-netmon-netmon", "can be guessed"),
        ("novakova-kůňžlu", "can be guessed"),
        ("qwertzuiopasdfghjkl", "can be guessed"),
        ("aabbccaaccbbacbc", "can be guessed"),
        ("korektní\tkůň baterie", "do not show"),
        ("korektní kůň \udce1baterie", "do not show"),
        ("korektní kůň \u200bbaterie", "do not show"),
    ],
)
def test_what_can_be_guessed_or_not_typed_is_refused_and_not_repeated(password: str, reason: str) -> None:
    fault = fault_of(password, Role.OPERATOR, ("novakova", "Jana Nováková"))
    assert fault is not None
    assert reason in fault
    assert password not in fault


def test_a_fault_is_told_in_czech() -> None:
    fault = fault_of("krátké", Role.ADMINISTRATOR, ())
    assert in_language(fault, Language.CS) == "heslo této role (správce) má mít 17 až 1024 znaků; toto má 6"


def test_the_same_password_never_looks_the_same() -> None:
    assert hash_password(LONG, Role.OPERATOR) != hash_password(LONG, Role.OPERATOR)


def test_an_administrator_needs_more_than_an_operator() -> None:
    assert SHORTEST[Role.ADMINISTRATOR] > SHORTEST[Role.OPERATOR]


def test_the_present_and_former_passwords_are_not_taken_again() -> None:
    present, former = hash_password(LONG, Role.OPERATOR), hash_password("baterie nesla sponku", Role.OPERATOR)
    person = replace(JANA, password_hash=present, former_hashes=(former,))
    for used in (LONG, "baterie nesla sponku"):
        with pytest.raises(CommandRefused, match="used before"):
            hash_next_password(used, person)
    assert matches(hash_next_password("baterie nesla sponky", person), "baterie nesla sponky")


def test_a_hash_that_is_none_matches_nothing() -> None:
    assert not matches("sha1:abc", LONG)


def test_a_random_password_is_good_for_every_role_and_never_the_same() -> None:
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert {fault_of(password, Role.ADMINISTRATOR, ("novakova",)) for password in made} == {None}
    assert min(map(len, made)) >= 24


@given(st.text(max_size=80), st.sampled_from(Role), st.lists(st.text(max_size=12), max_size=3))
def test_every_text_is_taken_or_told_what_is_wrong(password: str, role: Role, names: list[str]) -> None:
    assert fault_of(password, role, names) is None or isinstance(fault_of(password, role, names), Phrase)


STATES = [
    ({}, 0, AccountState.ENABLED, True),
    ({}, LONGEST_AGE - 1, AccountState.ENABLED, True),
    ({}, LONGEST_AGE, AccountState.MUST_CHANGE, False),
    ({}, -DAY, AccountState.ENABLED, True),
    ({"is_temporary": True}, 0, AccountState.MUST_CHANGE, False),
    ({"is_temporary": True}, 24 * HOUR - 1, AccountState.MUST_CHANGE, False),
    ({"is_temporary": True}, 24 * HOUR, AccountState.EXPIRED, False),
    ({"is_break_glass": True}, LONGEST_AGE, AccountState.MUST_CHANGE, True),
    ({"disabled": True, "is_temporary": True}, 25 * HOUR, AccountState.DISABLED, False),
    ({"disabled": True, "is_break_glass": True}, 0, AccountState.DISABLED, False),
]


@pytest.mark.parametrize(("others", "age", "state", "enters"), STATES)
def test_age_and_kind_say_what_a_password_is_good_for(
    others: dict[str, Any], age: int, state: AccountState, *, enters: bool
) -> None:
    person, now = replace(JANA, **others), Millis(SET + age)
    assert account_state(person, now) is state
    assert may_enter(person, now) is enters


def test_no_hash_shows_in_what_an_account_prints() -> None:
    assert "argon2" not in repr(replace(JANA, former_hashes=("$argon2id$old",)))
