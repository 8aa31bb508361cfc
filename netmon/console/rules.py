"""`netmon rules test` and `backtest`: what came of written cases and of the past, as people and programs read it."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import Interval, Millis, SystemClock
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.complaint import Misfit
from netmon.inventory.loading import load
from netmon.inventory.quantities import parse_duration
from netmon.phrase import Phrase
from netmon.rehearsal.backtest import Replayed, backtest, chosen
from netmon.rehearsal.checking import Tried, try_out
from netmon.rehearsal.coverage import Uncovered, uncovered
from netmon.rehearsal.kept import Kept
from netmon.rehearsal.mutation import Mutant, survivors
from netmon.rehearsal.reading import read_beside, read_files
from netmon.rehearsal.recording import Recording
from netmon.rehearsal.virtual import Premises
from netmon.settings import Settings

OK_LINE = "ok      {rule}: {name}"
FAILED_LINE = "failed  {rule}: {name}"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of tests beside that they hold."""

    has_coverage: bool
    has_mutants: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What came of all tests; coverage and mutants are None where nobody asked."""

    tried: tuple[Tried, ...]
    gaps: tuple[Uncovered, ...] | None
    unnoticed: tuple[Mutant, ...] | None
    mutants: int

    @property
    def is_ok(self) -> bool:
        """Whether nothing has to be mended."""
        return all(each.is_ok for each in self.tried) and not self.gaps and not self.unnoticed


def show_tests(inventory: Path, files: Sequence[Path], wish: Wish) -> None:
    """Play tests and print what came of them; exit with 1 if anything has to be mended."""
    terminal = Terminal.of_process()
    premises = Premises.of(load(inventory), Settings.from_environment())
    written = read_files(files) if files else read_beside(inventory)
    tried = tuple(try_out(each, premises) for each in written)
    mutants = tuple(survivors(premises, written)) if wish.has_mutants else ()
    report = Report(
        tried=tried,
        gaps=uncovered(premises.book, tried) if wish.has_coverage else None,
        unnoticed=tuple(mutant for mutant, is_alive in mutants if is_alive) if wish.has_mutants else None,
        mutants=len(mutants),
    )
    if wish.as_json:
        terminal.show(json.dumps(report_object(report), indent=2, ensure_ascii=False))
    else:
        for line in report_lines(report):
            terminal.show(line)
    if not report.is_ok:
        raise SystemExit(1)


def report_object(report: Report) -> dict[str, object]:
    """Return what came of tests as JSON has it."""
    gaps, unnoticed = report.gaps, report.unnoticed
    return {
        "ok": report.is_ok,
        "tests": [_test_object(each) for each in report.tried],
        "coverage": gaps and [{"rule": gap.rule, "level": gap.level, "lacks": list(gap.lacks)} for gap in gaps],
        "mutants": None if unnoticed is None else report.mutants,
        "unnoticed": unnoticed and [{"rule": mutant.rule, "change": mutant.what} for mutant in unnoticed],
    }


def report_lines(report: Report) -> Iterator[object]:
    """Yield what came of tests as people read it: a line each, below it what deviated."""
    for each in report.tried:
        name = one_line(each.written.test.name)
        template = OK_LINE if each.is_ok else FAILED_LINE
        yield Phrase(template, rule=each.written.test.rule, name=name)
        yield from (
            Phrase("        {place}: {what}", place=deviation.place, what=deviation.what)
            for deviation in each.deviations
        )
    for gap in report.gaps or ():
        lacks = [Phrase(each.value) for each in gap.lacks]
        yield Phrase("uncovered  {rule}, {level}: {lacks}", rule=gap.rule, level=gap.level.value, lacks=lacks)
    for mutant in report.unnoticed or ():
        yield Phrase("unnoticed  {rule}, {change}", rule=mutant.rule, change=mutant.what)
    yield from _sums(report)


def _sums(report: Report) -> Iterator[Phrase]:
    failed = sum(not each.is_ok for each in report.tried)
    yield Phrase("{tests:test|tests}, {failed} failed", tests=len(report.tried), failed=failed)
    if report.gaps is not None:
        yield Phrase("{gaps:level|levels} not covered", gaps=len(report.gaps))
    if report.unnoticed is not None:
        yield Phrase("{all:mutant|mutants}, {alive} unnoticed", all=report.mutants, alive=len(report.unnoticed))


def _test_object(each: Tried) -> dict[str, object]:
    place = each.written.place()
    return {
        "name": each.written.test.name,
        "rule": each.written.test.rule,
        "file": place.file,
        "line": place.line,
        "ok": each.is_ok,
        "deviations": [
            {"file": found.place.file, "line": found.place.line, "what": found.what} for found in each.deviations
        ],
    }


def show_backtest(inventory: Path, state: Path, span: str, names: Sequence[str], *, as_json: bool) -> None:
    """Replay what is kept and print how often each rule would have told somebody."""
    terminal, now = Terminal.of_process(), SystemClock().now()
    try:
        window = Interval(Millis(now - parse_duration(span)), now)
    except Misfit as error:
        raise CommandRefused(Phrase("--from: {error}", error=error)) from None
    premises = Premises.of(load(inventory), Settings.from_environment())
    rules = chosen(premises, names)
    replayed: list[Replayed] = []
    with closing(Recording(state)) as recording, terminal.progress(Phrase("replaying"), len(rules)) as advance:
        for each in backtest(rules, premises, Kept(recording, premises.inventory), window):
            replayed.append(each)
            advance(1)
    if as_json:
        terminal.show(json.dumps(_backtest_object(replayed, window), indent=2, ensure_ascii=False))
        return
    for line in aligned(_backtest_rows(replayed), terminal.language, figures=(1, 2, 3, 4)):
        terminal.show(line)
    for note in _backtest_notes(replayed):
        terminal.show(note)


def _backtest_object(replayed: Sequence[Replayed], window: Interval) -> dict[str, object]:
    return {
        "from": window.start,
        "to": window.end,
        "rules": [
            {
                "rule": each.rule,
                "things": each.things,
                "samples": each.samples,
                "told": len(each.told),
                "nights": each.nights,
                "at": list(each.told),
                "not_kept": list(each.missing),
                "whole": each.is_whole,
            }
            for each in replayed
        ],
    }


def _backtest_rows(replayed: Sequence[Replayed]) -> Iterator[Sequence[object]]:
    yield tuple(map(Phrase, ("rule", "would have told", "at night", "things", "samples")))
    for each in replayed:
        figures = (len(each.told), each.nights, each.things, each.samples)
        yield each.rule, *(Phrase("{count:,}", count=figure) for figure in figures)


def _backtest_notes(replayed: Sequence[Replayed]) -> Iterator[Phrase]:
    for each in replayed:
        if each.missing:
            fields = list(each.missing)
            yield Phrase("{rule}: not kept, so not replayed: {fields}", rule=each.rule, fields=fields)
        if not each.is_whole:
            yield Phrase("{rule}: there are more samples than were replayed; look less far back", rule=each.rule)
