"""Codes are those of RFC 6238, are taken once and within a step, and recovery codes are what people copy."""

import pytest

from netmon.clock import SECOND, Millis
from netmon.people.secondfactor import (
    RECOVERY_CODES,
    accepted_step,
    address_of,
    code_at,
    hash_of,
    new_recovery_codes,
    step_at,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 -- of the standard
"""`12345678901234567890` of RFC 6238, appendix B, in base 32."""
VECTORS = ((59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130"))
"""The last six digits of the RFC's eight, at seconds."""
NOW = Millis(1_111_111_109 * SECOND)


@pytest.mark.parametrize(("at", "code"), VECTORS)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    assert code_at(SECRET, step_at(Millis(at * SECOND))) == code


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_one_step(steps: int, *, is_taken: bool) -> None:
    step = step_at(NOW) + steps
    assert accepted_step(SECRET, code_at(SECRET, step), NOW, 0) == (step if is_taken else None)


def test_no_code_is_taken_that_is_not_later_than_the_last() -> None:
    last = step_at(NOW)
    assert accepted_step(SECRET, code_at(SECRET, last - 1), NOW, last) is None
    assert accepted_step(SECRET, code_at(SECRET, last), NOW, last) is None
    assert accepted_step(SECRET, code_at(SECRET, last + 1), NOW, last) == last + 1


@pytest.mark.parametrize("typed", ["081 804", "081-804", " 081804 "])
def test_a_code_may_be_typed_in_groups(typed: str) -> None:
    assert accepted_step(SECRET, typed, NOW, 0) == step_at(NOW)


@pytest.mark.parametrize("typed", ["", "81804", "0818040", "08180é", "٠٨١٨٠٤"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert accepted_step(SECRET, typed, NOW, 0) is None


def test_recovery_codes_differ_and_belong_to_one_account() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert hash_of(codes[0].upper().replace("-", " "), "novak") == hash_of(codes[0], "novak")
    assert hash_of(codes[0], "novak") != hash_of(codes[0], "malá")


def test_the_address_names_account_and_house() -> None:
    assert address_of(SECRET, "novak", "Karlovarský kraj").startswith(
        "otpauth://totp/netmon%20Karlovarsk%C3%BD%20kraj:novak?"
    )
