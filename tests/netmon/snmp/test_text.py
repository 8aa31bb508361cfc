"""What a device calls itself reaches people as text and as nothing else."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.snmp.text import clean


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("Aš – Cheb".encode(), "Aš – Cheb"),
        ("Žďár, směrovač".encode("cp1250"), "Žďár, směrovač"),
        (b"two\r\nlines\tand  more ", "two lines and more"),
        (b"\x1b[31mred\x07\x00", "[31mred"),
        ("user\u202egnp.exe\u2066".encode(), "usergnp.exe"),
        ("e\u0301".encode(), "é"),
        (b"", ""),
    ],
)
def test_text_is_decoded_and_cleaned(octets: bytes, text: str) -> None:
    assert clean(octets) == text


@settings(deadline=None)
@given(st.binary(max_size=5_000))
def test_no_octets_give_controls_overrides_or_length(octets: bytes) -> None:
    text = clean(octets)
    assert len(text) <= 255
    assert not {unicodedata.category(character) for character in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    text.encode("utf-8")
