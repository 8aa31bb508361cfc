"""What every rehearsal of these tests rests on: the shipped inventory and rules."""

from collections.abc import Callable
from pathlib import Path

import pytest

from netmon.inventory.directory import RULE_TESTS
from netmon.inventory.loading import load
from netmon.rehearsal.reading import WrittenTest, read_files
from netmon.rehearsal.virtual import Premises
from netmon.settings import Settings

SHIPPED = Path(__file__).parents[3] / "inventory"
Write = Callable[[str], WrittenTest]


@pytest.fixture(scope="session")
def premises() -> Premises:
    return Premises.of(load(SHIPPED), Settings())


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return the one test that a text is, with two spaces before each line but the first."""

    def written(text: str) -> WrittenTest:
        path = tmp_path / "case.yaml"
        path.write_text(f"tests:\n  - {text}", encoding="utf-8")
        (test,) = read_files([path])
        return test

    return written


@pytest.fixture(scope="session")
def shipped_tests() -> Path:
    return SHIPPED / RULE_TESTS
