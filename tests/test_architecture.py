"""The house as a listing shows it: which folders there are, what they hold, what no module does."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("netmon", "collectors", "dashboards")
FOLDERS = {*PACKAGES, "inventory", "tests"}
FORBIDDEN_NAMES = ("utils", "util", "helpers", "helper", "manager", "managers", "handler", "handlers", "misc", "common")


def tracked() -> list[Path]:
    """Return the files that git knows or would add."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this is not a git checkout: {done.stderr.strip()}")
    return [Path(name) for name in done.stdout.splitlines()]


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Yield each module of the three packages with its syntax tree."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_there_are_five_folders() -> None:
    folders = {path.parts[0] for path in tracked() if len(path.parts) > 1 and not path.parts[0].startswith(".")}

    assert folders == FOLDERS


def test_the_inventory_holds_no_code() -> None:
    suffixes = {path.suffix for path in tracked() if path.parts[0] == "inventory"}

    assert suffixes <= {".yaml", ".md"}


def test_imports_run_in_no_circle() -> None:
    graph = grimp.build_graph(*PACKAGES)

    assert {package: graph.nominate_cycle_breakers(package) for package in PACKAGES} == {
        package: set() for package in PACKAGES
    }


def test_no_module_rebinds_a_global() -> None:
    rebound = [
        f"{path}:{node.lineno}" for path, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Global)
    ]

    assert rebound == []


def test_every_module_says_what_it_answers() -> None:
    silent = [str(path) for path, tree in modules() if not ast.get_docstring(tree)]

    assert silent == []


def test_no_module_is_named_for_nothing() -> None:
    assert [str(path) for path, _ in modules() if path.stem in FORBIDDEN_NAMES] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}

    assert [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
