"""What of a password counts as its own."""

import pytest

from netmon.people.guessing import own_characters

NOBODY = ()
JANA = ("novakova", "Jana Nováková")


@pytest.mark.parametrize(
    ("password", "left"),
    [
        ("aaaaaaaaaaaa", "aaa"),
        ("abcabcabcabc", "abcab"),
        ("123456789012", "i"),
        ("qwertzuiop12", "qi2"),
        ("1q2w3e4r5t6y", "i"),
        ("1qaz2wsx3edc", "i"),
        ("+ěščřžýáíé+ěščřžýáíé", "++"),
        ("zyxwvutsrqpo", "z"),
        ("Netmon!Netmon!", "ii"),
        ("P4ssw0rd", ""),
        ("Správce-Heslo", "-"),
    ],
)
def test_what_anybody_tries_first_leaves_little(password: str, left: str) -> None:
    assert own_characters(password, NOBODY) == left


@pytest.mark.parametrize("password", ["Jana-Novakova", "N0v4k0v4-J4n4", "avokavon-anaj", "JANA_NOVÁKOVÁ"])
def test_the_owners_name_counts_for_nothing_however_it_is_written(password: str) -> None:
    assert len(own_characters(password, JANA)) == 1
    assert len(own_characters(password, NOBODY)) > 8


def test_short_names_and_short_rows_are_left_alone() -> None:
    assert own_characters("bozena poslouchala", ("Bo Li",)) == own_characters("bozena poslouchala", NOBODY)
    assert own_characters("metrem abc", NOBODY) == "metrem abc"


def test_words_without_relation_keep_nearly_all() -> None:
    assert len(own_characters("korektní kůň baterie", NOBODY)) == len("korektní kůň baterie")


def test_the_longest_password_is_judged_with_bounded_work() -> None:
    assert own_characters("abcd" * 256, JANA) == "aaa"
