"""How a text fits into one SMS."""

from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.notify.gsm7 import ALPHABET, LONGEST_SMS, fits, fold


def test_czech_loses_its_diacritics_and_nothing_else() -> None:
    assert fold("Příliš žluťoučký kůň úpěl ďábelské ódy") == "Prilis zlutoucky kun upel dabelske ody"
    assert fold("ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ") == "ACDEEINORSTUUYZ"


def test_signs_become_what_they_look_like() -> None:
    assert fold("trasa Kraslice – Ostrov „D7“ [a|b] 10 €…") == 'trasa Kraslice - Ostrov "D7" (a/b) 10 EUR...'


def test_what_steers_a_phone_or_has_no_likeness_is_left_out() -> None:
    assert fold("✖ Aš\u202e\x1b[31m\x00\nznovu 漢") == "As(31mznovu"
    assert fold("a\u00a0b") == "a b"


@given(st.text())
def test_whatever_comes_it_is_of_the_alphabet_and_fits(text: str) -> None:
    folded = fits(fold(text))
    assert set(folded) <= ALPHABET
    assert len(folded) <= LONGEST_SMS
    assert fold(folded) == folded


def test_what_is_cut_says_so() -> None:
    assert fits("a" * 161) == "a" * 158 + ".."
    assert fits("a" * 160) == "a" * 160
