"""The built wheel holds the three packages, everything they need at run time, and nothing else."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "dashboards" / "pictures"
"""What the README shows; nothing of it is needed at run time."""
OURS = ("collectors", "dashboards", "netmon")
"""Names that others use too, which is why the wheel is private: see CONTRIBUTING.md."""

QUESTION = f"""
import json
from importlib.metadata import distribution, packages_distributions
owners = packages_distributions()
print(json.dumps({{
    "owners": {{name: owners[name] for name in {OURS!r}}},
    "entry points": {{point.name: point.value for point in distribution("netmon").entry_points}},
}}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built by the environment's own hatchling."""
    directory = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    subprocess.run([*build, "--outdir", directory, ROOT], check=True, capture_output=True, timeout=120)
    return next(directory.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_three_packages_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    inside = {name for name in names if ".dist-info/" not in name}

    assert inside == {str(path.relative_to(ROOT)) for package in OURS for path in files(ROOT / package)}


def files(package: Path) -> list[Path]:
    """Return a package's files, what Python itself writes and the README's pictures left out."""
    found = (path for path in package.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path for path in found if path.parent != PICTURES]


def test_the_three_names_are_ours_alone(wheel: Path, tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", tmp_path, wheel], check=True, capture_output=True, timeout=120)

    asked = [sys.executable, "-P", "-c", QUESTION]
    said = subprocess.run(asked, env={"PYTHONPATH": str(tmp_path)}, check=True, capture_output=True, timeout=60).stdout

    assert json.loads(said) == {
        "owners": {name: ["netmon"] for name in OURS},
        "entry points": {
            "netmon": "netmon.cli:main",
            "netmon-watch": "netmon.watcher:main",
            "regional": "collectors:COLLECTORS",
            "survey": "collectors.survey:SURVEY",
            "dashboards": "dashboards:VIEWS",
        },
    }


def test_the_wheel_is_private(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))

    assert "Classifier: Private :: Do Not Upload" in archive.read(metadata).decode()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_each_dependency_once_with_hashes_and_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    hashed = re.findall(r"^(\S+)==.*\n    --hash=sha256:", text, re.MULTILINE)

    assert "index" not in text
    assert sorted(pinned(ROOT / lock)) == hashed


def test_the_locks_agree_with_each_other_and_with_the_bounds() -> None:
    runs, develops = (pinned(ROOT / lock) for lock in ("requirements.lock", "requirements-dev.lock"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    for requirement in map(Requirement, project["dependencies"]):
        name = canonicalize_name(requirement.name)
        assert requirement.specifier.contains(runs[name]), requirement
        assert runs[name] == develops[name]
    for requirement in map(Requirement, project["optional-dependencies"]["dev"]):
        assert requirement.specifier.contains(develops[canonicalize_name(requirement.name)]), requirement


def pinned(lock: Path) -> dict[str, str]:
    """Return name to version of a lock file."""
    return dict(re.findall(r"^(\S+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE))
