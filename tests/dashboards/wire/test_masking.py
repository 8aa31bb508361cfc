"""A secret under a mask is the same secret, and never looks the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.wire.masking import is_proof, masked

SECRETS = st.text(min_size=1, max_size=64)


@given(SECRETS)
def test_a_masked_secret_is_as_good_as_the_bare_one(secret: str) -> None:
    assert is_proof(masked(secret), secret)
    assert is_proof(secret, secret)


@given(st.text(st.characters(min_codepoint=48, max_codepoint=122), min_size=8, max_size=64))
def test_a_mask_is_never_worn_twice_and_shows_nothing(secret: str) -> None:
    first, second = masked(secret), masked(secret)
    assert first != second
    assert secret not in first


@given(SECRETS, st.text(max_size=200))
def test_whatever_else_is_sent_proves_nothing(secret: str, sent: str) -> None:
    assert is_proof(sent, f"{secret}{sent}") is False
    assert is_proof(masked(f"{secret}x"), secret) is False


@pytest.mark.parametrize("sent", ["", "=", "AAAA", "ř", "A" * 10_000, "\x00"])
def test_nonsense_proves_nothing(sent: str) -> None:
    assert is_proof(sent, "the-token-of-a-session") is False
