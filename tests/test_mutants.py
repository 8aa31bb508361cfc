"""Everything that judges is in exactly one ward of `make mutants`, and the tests that watch over it are there."""

from tests.mutants import ROOT, WARDS

ROOMS = ("judgement", "maintenance", "report")
WITHOUT_DECISIONS = {"judgement/situation"}


def test_every_module_that_judges_is_in_one_ward() -> None:
    rooms = ((room, path.stem) for room in ROOMS for path in (ROOT / "netmon" / room).glob("[a-z]*.py"))
    modules = {f"{room}/{name}" for room, name in rooms} - WITHOUT_DECISIONS
    watched = [module for ward in WARDS for module in ward.modules]
    assert len(watched) == len(set(watched))
    assert modules - set(watched) == set()


def test_every_ward_has_a_name_of_its_own_modules_and_tests_that_exist() -> None:
    assert len({ward.name for ward in WARDS}) == len(WARDS)
    named = [str(path) for ward in WARDS for path in (*ward.paths, *ward.selection)]
    assert [path for path in named if not (ROOT / path).exists()] == []
