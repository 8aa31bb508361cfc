"""`make house`: how the house looks beside those we admire. A mirror, never a gate."""

import ast
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click
import grimp

ROOT = Path(__file__).parents[1]
PACKAGES = ("netmon", "collectors", "dashboards")
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)
MOCK = re.compile(r"\b(?:Magic|Async)?Mock\(|\bpatch(?:\.object)?\(|\bmonkeypatch\.")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef | ast.Module


@dataclass(frozen=True)
class Source:
    """One Python file: its text and its syntax tree."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The text."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How long the file is."""
        return self.text.count("\n")

    @property
    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    @property
    def public(self) -> Iterator[Definition]:
        """The module and everything in it that has a public name, nested functions and tests left out."""
        yield self.tree
        for node in self.tree.body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith(("_", "test_")):
                yield node
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield from (part for part in node.body if isinstance(part, Function) and part.name[0] != "_")


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the mirror: what is measured, the best seen in the field, and the bar we set ourselves."""

    name: str
    best: str
    bar: str
    of: Callable[[Sequence[Source]], str]


def body_lines(function: Function) -> int:
    """Return how many lines a function has, without its head and docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def complexity(function: Function) -> int:
    """Return branches + 1."""
    return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def is_annotated(function: Function) -> bool:
    """Say whether every argument and the result have a type; `self` and `cls` need none."""
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    owed = [argument for argument in [*named, *starred] if argument.arg not in ("self", "cls")]
    return function.returns is not None and all(argument.annotation for argument in owed)


def spread(values: Sequence[int]) -> str:
    """Return median / 90th percentile / maximum."""
    if len(values) < 2:
        return " / ".join(map(str, values)) or "-"
    tenth = statistics.quantiles(values, n=10, method="inclusive")[-1]
    return f"{statistics.median(values):.0f} / {tenth:.0f} / {max(values)}"


def share(answers: Sequence[bool]) -> str:
    """Return per cent of true answers, rounded down."""
    return f"{100 * sum(answers) // len(answers)} %" if answers else "-"


def _mocks(sources: Sequence[Source]) -> str:
    tests = sum(function.name.startswith("test_") for source in sources for function in source.functions)
    lines = sum(bool(MOCK.search(line)) for source in sources for line in source.text.splitlines())
    return f"{lines / tests:.2f}" if tests else "-"


def _functions(sources: Sequence[Source]) -> list[Function]:
    return [function for source in sources for function in source.functions]


MEASURES = (
    Measure("files", "", "", lambda sources: str(len(sources))),
    Measure("lines", "", "", lambda sources: str(sum(s.lines for s in sources))),
    Measure(
        "file lines, median / p90 / max",
        "65 / 213 healthchecks, 659 zino",
        "90 / 220 / 300",
        lambda sources: spread([s.lines for s in sources]),
    ),
    Measure(
        "function body, median / p90 / max",
        "4 / 18 / 53 nornir",
        "5 / 16 / 40",
        lambda sources: spread([body_lines(f) for f in _functions(sources)]),
    ),
    Measure(
        "complexity, median / p90 / max",
        "p90 3 structlog",
        "- / 3 / 10",
        lambda sources: spread([complexity(f) for f in _functions(sources)]),
    ),
    Measure(
        "annotated", "100 % nornir", "100 %", lambda sources: share([is_annotated(f) for f in _functions(sources)])
    ),
    Measure(
        "public docstrings",
        "98 % scrapli",
        "100 %",
        lambda sources: share([bool(ast.get_docstring(d)) for s in sources for d in s.public]),
    ),
    Measure("mock lines per test", "0.00 gufo_snmp", "0.05", _mocks),
)


@click.command()
def main() -> None:
    """Print the mirror."""
    ours = [Source(path) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    tests = [Source(path) for path in sorted((ROOT / "tests").rglob("*.py"))]
    _line("", "packages", "tests", "best seen", "our bar")
    for measure in MEASURES:
        _line(measure.name, measure.of(ours), measure.of(tests), measure.best, measure.bar)
    ratio = sum(source.lines for source in tests) / sum(source.lines for source in ours)
    _line("test : source lines", f"{ratio:.2f}", "", "1.0-1.3", "1.0-1.3")
    graph = grimp.build_graph(*PACKAGES)
    circles = sum(len(graph.nominate_cycle_breakers(package)) for package in PACKAGES)
    _line("imports that close a circle", str(circles), "", "0 nornir, gufo_snmp", "0")


def _line(name: str, ours: str, tests: str, best: str, bar: str) -> None:
    click.echo(f"{name:34} {ours:>16} {tests:>16}   {best:32} {bar}".rstrip())


if __name__ == "__main__":
    main()
