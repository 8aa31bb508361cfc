"""Whatever a device or a person wrote, only visible characters are kept, and not too many."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from netmon.foreign import INVISIBLE, is_visible, lines, one_line


@given(st.text())
def test_one_line_is_one_line_of_visible_characters(text: str) -> None:
    line = one_line(text)
    assert all(is_visible(character) for character in line)
    assert line == " ".join(line.split())
    assert not {unicodedata.category(character) for character in line} & INVISIBLE


@given(st.text(), st.integers(0, 50))
def test_lines_keep_their_breaks_and_their_limit(text: str, limit: int) -> None:
    kept = lines(text, limit)
    assert len(kept) <= limit
    assert all(character == "\n" or is_visible(character) for character in kept)


def test_text_that_turns_around_reads_as_it_is_written() -> None:
    assert one_line("gepj\u202egnp.exe\x1b[2J") == "gepjgnp.exe[2J"
    assert one_line("Cheb\u00a0–\tAš\r\n") == "Cheb – Aš"
