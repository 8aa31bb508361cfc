"""How what others wrote is made fit for a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.notify.quoting import cut, facts_of, unlinked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("evil.example", "evil. example"),
        ("see https://evil.example/x", "see https:// evil. example/x"),
        ("javascript://x", "javascript:// x"),
        ("mail a@b.cz", "mail a@b. cz"),
        ("10.0.0.1 mlčí od 10:03, 99.5 %", "10.0.0.1 mlčí od 10:03, 99.5 %"),
        ("konec. Začátek", "konec. Začátek"),
        ("a\r\nb\u202e\x1b[1m", "a b[1m"),
    ],
)
def test_a_phone_finds_no_link_and_no_order(said: str, shown: str) -> None:
    assert unlinked(said) == shown


@given(st.text(), st.integers(min_value=1, max_value=100))
def test_what_is_cut_is_as_long_as_it_may_be(text: str, longest: int) -> None:
    assert len(cut(text, longest)) == min(len(text), longest)


def test_who_is_hit_comes_before_what_speaks_for_it() -> None:
    payload = {"municipalities": [{"name": "Aš"}, {"name": "Cheb"}], "evidence": ["x" * 100]}
    assert list(facts_of(payload)) == ["Aš, Cheb", "x" * 79 + "…"]
    assert list(facts_of({})) == []
