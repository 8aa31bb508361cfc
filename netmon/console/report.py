"""`netmon report`: figures of a period are printed, and the past is corrected."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from netmon.clock import EPOCH, Interval, Millis, SystemClock
from netmon.commander import commands_of
from netmon.commands import CorrectAvailability
from netmon.console.caller import caller
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.availability import SlaVerdict, floor_percent
from netmon.language import Language
from netmon.model import Correction, CountsAs
from netmon.phrase import Phrase, in_language
from netmon.report.period import Period, length, local, moment
from netmon.report.rendering import to_csv, to_json
from netmon.report.sla import Group, Line, SlaReport, compose, reach, watched
from netmon.report.whom import municipality_called
from netmon.status import ALIVE_WITHIN
from netmon.store.reading import StoreReader

SHOWN_DECIMALS = 3
NOTHING = "–"
VERDICTS: Mapping[SlaVerdict, Phrase] = {
    SlaVerdict.MET: Phrase("met"),
    SlaVerdict.BREACHED: Phrase("breached"),
    SlaVerdict.UNDETERMINED: Phrase("undetermined"),
}
KINDS: Mapping[CountsAs, Phrase] = {
    CountsAs.UP: Phrase("no outage"),
    CountsAs.UNKNOWN: Phrase("no data"),
    CountsAs.MAINTENANCE: Phrase("maintenance"),
    CountsAs.RECORDED: Phrase("as recorded"),
}
HEADS = (
    Phrase("municipality"),
    Phrase("worst"),
    Phrase("measured"),
    Phrase("best"),
    Phrase("known"),
    Phrase("outage"),
    Phrase("excused"),
    Phrase("without a backup"),
    Phrase("target"),
    Phrase("contract"),
)
GROUP_HEADS = (
    Phrase("together"),
    Phrase("by municipality"),
    Phrase("by inhabitant"),
    Phrase("outage"),
    *VERDICTS.values(),
)

Cells = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction as somebody typed it."""

    municipality: str
    start: str
    end: str
    counts_as: CountsAs
    reason: str


def show_sla(state: Path, directory: Path, name: str, form: str) -> None:
    """Print the figures of a period as a table, CSV or JSON."""
    terminal, period = Terminal.of_process(), Period.named(name)
    report = _report(state, load(directory), period)
    match form:
        case "json":
            terminal.show(to_json(report))
        case "csv":
            terminal.show(to_csv(report).rstrip())
        case _:
            terminal.show("\n".join(lines(report, terminal.language)))


def correct_availability(state: Path, directory: Path, wanted: Wanted) -> None:
    """Keep what somebody knows better about a municipality's past."""
    inventory = load(directory)
    code = municipality_called(wanted.municipality, inventory)
    window = Interval(moment(wanted.start), moment(wanted.end))
    with commands_of(state, SystemClock()) as commands:
        commands.submit(CorrectAvailability(code, window, wanted.counts_as, wanted.reason), caller())
    Terminal.of_process().say(
        Phrase(
            "{name} ({code}): {start} – {end} counts as {kind} from now on",
            name=inventory.municipalities[code].name,
            code=code,
            start=local(window.start),
            end=local(window.end),
            kind=KINDS[wanted.counts_as],
        )
    )


def known_until(reader: StoreReader, now: Millis) -> Millis:
    """Return until when the records say something: what comes after netmon's last beat, nobody saw."""
    beat = reader.last_beat()
    if beat is None:
        return EPOCH
    return now if now - beat <= ALIVE_WITHIN else beat


def lines(report: SlaReport, language: Language) -> Iterator[str]:
    """Yield a report in a language: its period, the tables, and what was corrected."""
    yield in_language(_title(report), language)
    yield ""
    yield from _table([HEADS, *map(_of_line, report.lines)], language)
    yield ""
    heads = (
        Phrase("together"),
        Phrase("by municipality"),
        Phrase("by inhabitant"),
        Phrase("outage"),
        *VERDICTS.values(),
    )
    yield from _table([heads, *map(_of_group, (*report.orps, report.region))], language)
    if report.corrections:
        yield ""
        names = {line.code: line.name for line in report.lines}
        for correction in report.corrections:
            yield in_language(_of_correction(correction, names[correction.municipality]), language)


def _report(state: Path, inventory: Inventory, period: Period) -> SlaReport:
    clock = SystemClock()
    now = clock.now()
    with closing(StoreReader(state, clock)) as reader:
        whole = reach(inventory, period.so_far(now))
        seen = Interval(whole.start, min(whole.end, known_until(reader, now)))
        return compose(inventory, period, reader.pasts(watched(inventory), seen), now)


def _title(report: SlaReport) -> Phrase:
    start, end = local(report.window.start), local(report.window.end)
    if report.is_final:
        return Phrase("{period}: {start} – {end}", period=report.period.name, start=start, end=end)
    return Phrase("{period} so far: {start} – {end}", period=report.period.name, start=start, end=end)


def _of_line(line: Line) -> Cells:
    part = line.availability
    mark = "*" if line.corrections else ""
    return (
        f"{line.name}{mark}",
        _percent(part.worst),
        _percent(part.measured),
        _percent(part.best),
        _percent(part.coverage),
        length(part.outage),
        length(part.maintenance),
        length(line.degraded),
        _percent(line.target),
        NOTHING if line.verdict is None else VERDICTS[line.verdict],
    )


def _of_group(group: Group) -> Cells:
    total = group.total
    counts = (str(group.verdicts[verdict]) for verdict in VERDICTS)
    return (group.name, _percent(total.mean), _percent(total.weighted), length(total.lost), *counts)


def _of_correction(correction: Correction, name: str) -> Phrase:
    return Phrase(
        "* {name}: {start} – {end} counts as {kind}: {reason} ({author}, {at})",
        name=name,
        start=local(correction.window.start),
        end=local(correction.window.end),
        kind=KINDS[correction.counts_as],
        reason=one_line(correction.reason),
        author=one_line(correction.author),
        at=local(correction.at),
    )


def _percent(share: Fraction | None) -> object:
    return NOTHING if share is None else Phrase("{share:,.3f} %", share=float(floor_percent(share, SHOWN_DECIMALS)))


def _table(rows: Sequence[Cells], language: Language) -> Iterator[str]:
    """Yield rows in columns as wide as what stands in them; all but the first stand to the right."""
    said = [[in_language(cell, language) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*said, strict=True)]
    for first, *others in said:
        figures = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *figures)).rstrip()
