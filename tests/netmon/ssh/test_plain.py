"""Nothing that steers a terminal is left in what a device printed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.ssh.plain import plain


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("one\r\ntwo\n\tthree", "one\ntwo\n\tthree"),
        ("\x1b[31;1mred\x1b[0m \x1b[2Jclear", "red clear"),
        ("\x1b]52;c;ZXZpbA==\x07clipboard", "clipboard"),
        ("\x1b]0;title\x1b\\text", "text"),
        ("\x1bP1;2qdevice control\x1b\\text", "text"),
        ("\x9b31mC1\x9d52;c;eA==\x9c text", "C1 text"),
        ("nul\x00 bell\x07 back\x08space", "nul bell backspace"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("Aš – Cheb", "Aš – Cheb"),
        ("\x1b]52;never ended", ""),
    ],
)
def test_sequences_and_controls_are_taken_out(said: str, left: str) -> None:
    assert plain(said) == left


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("\x1b[]P\\;0m\x07\x9b\x9c\x9da\n\r\u202e")))
def test_no_text_keeps_a_control(said: str) -> None:
    assert not {unicodedata.category(character) for character in plain(said).replace("\n", "")} & {"Cc", "Cf", "Cs"}
