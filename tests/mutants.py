"""`make mutants`: change what judges on purpose, and say which changes its own tests did not notice.

Each ward is watched by its own tests alone: they say how much of each module they cover, branches
included, and of how many of its mutants, drawn by a seed, they take notice.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PLACE = ROOT / "mutants"
PARTS = ("netmon", "collectors", "dashboards", "inventory", "tests")
NOTICED = {"killed", "timeout", "segfault", "caught by type check"}
LONGEST_S = 3600
ROOMIEST = 4 << 30
"""Bytes of memory for one process: a mutant whose loop never ends fills them before its time is up."""
TAIL = 5_000
"""Characters of the output of what failed."""
LEAST_COVERED, LEAST_KILLED = 95, 90
"""Per cent of the branches of a module, and of all the mutants that were drawn."""
MANNERS = {**os.environ, "CI": "true", "PYTHONPATH": ""}
"""Hypothesis draws the same examples for every mutant, so that a verdict can be repeated."""


@dataclass(frozen=True, slots=True)
class Ward:
    """Modules of netmon, without the suffix, and the tests that watch over them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The modules' files."""
        return tuple(Path("netmon", f"{module}.py") for module in self.modules)

    @property
    def selection(self) -> tuple[str, ...]:
        """What pytest is told."""
        return tuple(f"tests/netmon/{test}" for test in self.tests)


def _modules(room: str) -> tuple[str, ...]:
    """Return everything in a room."""
    return tuple(sorted(f"{room}/{path.stem}" for path in (ROOT / "netmon" / room).glob("[a-z]*.py")))


def _ward(room: str, modules: str, tests: str) -> Ward:
    """Return the ward of some modules of a room, watched by some test modules of that room."""
    return Ward(
        modules.partition(" ")[0],
        tuple(f"{room}/{name}" for name in modules.split()),
        tuple(f"{room}/test_{name}.py" for name in tests.split()),
    )


WARDS = (
    _ward("judgement", "dominance critical network topology", "dominance path_laws topology vantage whatif"),
    _ward("judgement", "municipalities connections", "connections municipalities impact judge"),
    _ward("judgement", "whatif", "whatif"),
    _ward("judgement", "scene links tracks", "scene links tracks judge"),
    _ward("judgement", "sessions gap drift flapping", "sessions gap drift flapping"),
    _ward("judgement", "cause contradiction explanation light patch risks", "cause light oneness risks"),
    _ward("judgement", "incidents impact matching quiet recovery", "incidents impact judge matching oneness"),
    _ward("judgement", "judge standings", "judge gap impact oneness vantage"),
    _ward(
        "judgement",
        "availability calendar cover edges parts",
        "availability accounting_laws accounting_over_restarts calendar cover edges",
    ),
    _ward("judgement", "contract correction", "contract contract_laws"),
    Ward("unrest", ("telling/unrest", "alerting/damping"), ("telling/test_unrest.py", "alerting/test_damping.py")),
    Ward(
        "probes",
        ("engine/brink", "traps/bucket", "polling/burst", "judgement/observation"),
        (
            "engine/test_brink.py",
            "traps/test_bucket.py",
            "polling/test_burst.py",
            "judgement/test_observation.py",
        ),
    ),
    Ward("maintenance", _modules("maintenance"), ("maintenance",)),
    Ward("report", _modules("report"), ("report",)),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """How well the tests of a ward watch over one of its modules."""

    module: str
    covered: float
    noticed: tuple[str, ...]
    unnoticed: tuple[str, ...]

    def __str__(self) -> str:
        """Return a line of the report."""
        drawn = len(self.noticed) + len(self.unnoticed)
        return f"{self.module:<28} {self.covered:6.1f} % {len(self.noticed):5} of {drawn}"


def drawn(ward: Ward, percent: int, seed: int) -> list[str]:
    """Return the names of some mutants of each module of a ward."""
    chance = random.Random(f"{seed} {ward.name}")  # noqa: S311 -- a sample, no secret
    found: list[str] = []
    for path in ward.paths:
        names = mutate_file_contents(str(path), (ROOT / path).read_text(encoding="utf-8")).mutant_names
        found += chance.sample([get_mutant_name(path, name) for name in names], -(-len(names) * percent // 100))
    return found


def prepared(ward: Ward) -> Path:
    """Return a place from which mutmut sees the checkout with the settings of this ward."""
    place = PLACE / ward.name
    place.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        if not (place / part).exists():
            (place / part).symlink_to(ROOT / part)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    (place / "setup.cfg").write_text(_in_sections({"mutmut": _mutmut(ward), "tool:pytest": settings}), encoding="utf-8")
    return place


def _mutmut(ward: Ward) -> dict[str, object]:
    return {
        "source_paths": ["netmon"],
        "only_mutate": [str(path) for path in ward.paths],
        "also_copy": ["collectors", "dashboards", "inventory"],
        "pytest_add_cli_args": ["-m", "not long", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": ward.selection,
        "use_git_change_detection": "false",
        "track_dependencies": "false",
    }


def _in_sections(settings: Mapping[str, Mapping[str, object]]) -> str:
    """Return settings in the form of setup.cfg."""
    lines: list[str] = []
    for section, values in settings.items():
        lines.append(f"[{section}]")
        for key, value in values.items():
            words = value if isinstance(value, list | tuple) else [value]
            lines += [f"{key} =", *(f"    {word}" for word in words)] if len(words) > 1 else [f"{key} = {words[0]}"]
    return "\n".join(lines) + "\n"


def covered(ward: Ward) -> dict[str, float]:
    """Return what per cent of the branches of each module the ward's tests take."""
    counted, report = PLACE / f"{ward.name}.coverage", PLACE / f"{ward.name}.json"
    files = ",".join(map(str, ward.paths))
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not long", *ward.selection]
    _run([BIN / "coverage", "run", "--branch", f"--data-file={counted}", f"--include={files}", *tests], ROOT)
    _run([BIN / "coverage", "json", "-q", f"--data-file={counted}", "-o", report], ROOT)
    found = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {path: entry["summary"]["percent_covered"] for path, entry in found.items()}


def verdicts(place: Path, mutants: Sequence[str]) -> dict[str, str]:
    """Let mutmut run the mutants; return what became of each."""
    _run([BIN / "mutmut", "run", *mutants], place)
    listing = _run([BIN / "mutmut", "results", "--all", "true"], place)
    lines = (line.strip().rpartition(": ") for line in listing.splitlines())
    return {name: verdict for name, _, verdict in lines if name in set(mutants)}


def examined(ward: Ward, percent: int, seed: int) -> Iterator[Finding]:
    """Yield what is found of each module of a ward."""
    shares, found = covered(ward), verdicts(prepared(ward), drawn(ward, percent, seed))
    for module, path in zip(ward.modules, ward.paths, strict=True):
        own = {
            name: verdict
            for name, verdict in found.items()
            if name.startswith(f"{'.'.join(path.with_suffix('').parts)}.")
        }
        noticed = tuple(name for name, verdict in own.items() if verdict in NOTICED)
        yield Finding(module, shares[str(path)], noticed, tuple(name for name in own if name not in noticed))


def _run(command: Sequence[str | Path], place: Path) -> str:
    done = subprocess.run(
        command, cwd=place, env=MANNERS, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    if done.returncode:
        raise click.ClickException((done.stdout + done.stderr)[-TAIL:])
    return done.stdout


@click.command()
@click.option("--seed", default=1, show_default=True, help="Which of the mutants are drawn.")
@click.option("--percent", type=click.IntRange(1, 100), default=8, show_default=True, help="How many of each module.")
@click.argument("wards", nargs=-1, type=click.Choice([ward.name for ward in WARDS]))
def main(seed: int, percent: int, wards: tuple[str, ...]) -> None:
    """Examine some wards, or all; fail where the issue's promise is not kept."""
    resource.setrlimit(resource.RLIMIT_AS, (ROOMIEST, ROOMIEST))
    found: list[Finding] = []
    click.echo(f"seed {seed}, {percent} % of the mutants: branches covered, mutants killed")
    for ward in WARDS:
        for finding in examined(ward, percent, seed) if not wards or ward.name in wards else ():
            click.echo(finding)
            click.echo("".join(f"    survived: {name}\n" for name in finding.unnoticed), nl=False)
            found.append(finding)
    killed = sum(len(each.noticed) for each in found)
    share = 100 * killed / max(1, killed + sum(len(each.unnoticed) for each in found))
    least = min(each.covered for each in found)
    click.echo(f"killed: {killed}, {share:.1f} %; least covered: {least:.1f} %")
    raise SystemExit(share < LEAST_KILLED or least < LEAST_COVERED)


if __name__ == "__main__":
    main()
