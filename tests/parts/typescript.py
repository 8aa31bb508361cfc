"""Grafana's types and the compiler that reads them, as npm has them: fetched once, into the checkout's cache."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parts.roll import Enrol

ROOT = Path(__file__).parents[2]
WANTED = ROOT / "tests" / "dashboards" / "typed"
CACHE = ROOT / ".cache" / "typescript"
LOCK = "package-lock.json"
FETCHED_WITHIN, CHECKED_WITHIN = 180, 120
FLAGS = ("--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler")


@dataclass(frozen=True, slots=True)
class TypeScript:
    """A compiler that finds `@grafana/schema`."""

    directory: Path

    def complaints(self, files: Mapping[str, str]) -> dict[str, list[str]]:
        """Return what is wrong with each of some texts, by their names."""
        for name, text in files.items():
            (self.directory / f"{name}.ts").write_text(text, encoding="utf-8")
        names = [f"{name}.ts" for name in files]
        tsc = ["node", "node_modules/typescript/bin/tsc", *FLAGS, "--target", "es2022", *names]
        done = _run(tsc, self.directory, CHECKED_WITHIN)
        found: dict[str, list[str]] = {name: [] for name in files}
        for line in done.stdout.splitlines():
            name, dot, _ = line.partition(".ts(")
            if dot:
                found.setdefault(name, []).append(line)
        assert found.keys() == files.keys(), done.stdout
        assert (done.returncode == 0) is not any(found.values()), done.stdout
        return found


@pytest.fixture(scope="session")
def typescript(enrol: Enrol) -> TypeScript:
    """Return a compiler; where there is no Node, or nothing can be fetched, the test skips and says so."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    CACHE.mkdir(parents=True, exist_ok=True)
    if not (CACHE / LOCK).exists() or (CACHE / LOCK).read_bytes() != (WANTED / LOCK).read_bytes():
        fetch(npm)
    shutil.copy(WANTED / "board.ts", CACHE)
    enrol("Node.js", _run(["node", "--version"], CACHE, 30).stdout.strip())
    return TypeScript(CACHE)


def fetch(npm: str) -> None:
    """Fetch what the lock names, whole or not at all."""
    (CACHE / LOCK).unlink(missing_ok=True)
    shutil.copy(WANTED / "package.json", CACHE)
    shutil.copy(WANTED / LOCK, CACHE)
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = _run(words, CACHE, FETCHED_WITHIN)
    except subprocess.TimeoutExpired:
        (CACHE / LOCK).unlink()
        pytest.skip(f"npm fetched nothing within {FETCHED_WITHIN} s")
    if done.returncode:
        (CACHE / LOCK).unlink()
        pytest.skip(f"npm fetches nothing: {done.stderr.strip()[-300:]}")


def _run(words: list[str], directory: Path, seconds: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, cwd=directory, capture_output=True, text=True, timeout=seconds)
