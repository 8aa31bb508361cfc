"""The shipped rules do what is written of them, and a rule that is a little wrong would be noticed."""

import pytest

from netmon.clock import Millis
from netmon.inventory.complaint import Place
from netmon.inventory.loading import load
from netmon.rehearsal.checking import Tried, try_out
from netmon.rehearsal.coverage import uncovered
from netmon.rehearsal.mutation import mutants, survivors
from netmon.rehearsal.reading import read_beside
from netmon.rehearsal.virtual import Premises
from tests.netmon.rehearsal.conftest import SHIPPED


@pytest.mark.long
def test_every_shipped_test_holds_and_every_level_is_covered(premises: Premises) -> None:
    tried = [try_out(each, premises) for each in read_beside(SHIPPED)]
    assert [(each.written.test.name, each.deviations) for each in tried if not each.is_ok] == []
    assert uncovered(premises.book, tried) == ()


@pytest.mark.long
def test_no_shipped_rule_could_be_a_little_wrong_unnoticed(premises: Premises) -> None:
    found = survivors(premises, read_beside(SHIPPED))
    assert [(mutant.rule, str(mutant.what)) for mutant, is_alive in found if is_alive] == []


def test_the_tests_of_rules_are_no_part_of_the_inventory() -> None:
    assert "interface-utilisation" in load(SHIPPED).rules


def test_a_mutant_differs_in_one_place_and_windows_stay(premises: Premises) -> None:
    wrong = [str(mutant.what) for mutant in mutants(premises.book) if mutant.rule == "netmon-late"]
    assert "warning: fire: min(late_polls, 5m) < 0" in wrong
    assert not any("4.5m" in text or "5.5m" in text for text in wrong)


def test_a_rule_without_tests_is_not_covered(premises: Premises) -> None:
    gaps = uncovered(premises.book, [])
    assert {gap.rule for gap in gaps} == set(premises.book.rules)
    assert all(len(gap.lacks) == 3 for gap in gaps)


def test_what_could_not_be_played_covers_nothing(premises: Premises) -> None:
    first = read_beside(SHIPPED)[0]
    assert uncovered(premises.book, [Tried(first, ())]) == uncovered(premises.book, [])
    assert first.place("expect", 0) != Place(first.place().file, 1, 1)
    assert first.test.length > Millis(0)
