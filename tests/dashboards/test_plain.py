"""Nothing that a device or a person wrote can act on the reader's screen or run out of the page."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dashboards.plain import INVISIBLE, plain


@given(st.text(max_size=600), st.integers(1, 80))
def test_text_is_one_visible_line_of_limited_length(text: str, longest: int) -> None:
    shown = plain(text, longest)
    assert len(shown) <= longest
    assert not any(unicodedata.category(character) in INVISIBLE for character in shown)


def test_what_is_invisible_shows_as_its_escape() -> None:
    assert plain("a\u202eb\x1b[2J") == "a\\u202eb\\x1b[2J"


def test_czech_stays_czech() -> None:
    assert plain("Žluťoučký  kůň\n– úřad") == "Žluťoučký kůň – úřad"


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert plain("x" * 300) == "x" * 254 + "…"
