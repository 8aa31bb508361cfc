"""`netmon report`: figures of a period are printed, and the past is corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from netmon.clock import SECOND, Clock, Interval, Millis
from netmon.commander import commands_of
from netmon.commands import CorrectAvailability
from netmon.console.caller import caller
from netmon.console.figures import report_of
from netmon.console.publishing import Comparison, compared, comparison_as_json
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.judgement.availability import SlaVerdict, floor_percent
from netmon.language import Language
from netmon.model import Correction, CountsAs
from netmon.phrase import Phrase, in_language
from netmon.report.period import Period, length, local, moment
from netmon.report.rendering import to_csv, to_json
from netmon.report.sla import Group, Line, SlaReport
from netmon.report.whom import municipality_called

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


def show_sla(state: Path, directory: Path, name: str, form: str, clock: Clock) -> None:
    """Print the figures of a period as a table, CSV or JSON, and how they differ from those that were published."""
    terminal, period = Terminal.of_process(), Period.named(name)
    report = report_of(state, load(directory), period, clock)
    match form:
        case "json":
            terminal.show(to_json(report, {"published": comparison_as_json(Comparison.of(state, report))}))
        case "csv":
            terminal.show(to_csv(report).rstrip())
        case _:
            terminal.show("\n".join(lines(report, Comparison.of(state, report), terminal.language)))


def correct_availability(state: Path, directory: Path, wanted: Wanted, clock: Clock) -> None:
    """Keep what somebody knows better about a municipality's past."""
    inventory = load(directory)
    code = municipality_called(wanted.municipality, inventory)
    window = Interval(moment(wanted.start), moment(wanted.end))
    with commands_of(state, clock) as commands:
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


def lines(report: SlaReport, comparison: Comparison | None, language: Language) -> Iterator[str]:
    """Yield a report in a language: its period, the tables, what was corrected, and what was published."""
    yield in_language(_title(report), language)
    yield ""
    yield from _table([HEADS, *map(_of_line, report.lines)], language)
    yield ""
    yield from _table([GROUP_HEADS, *map(_of_group, (*report.orps, report.region))], language)
    yield ""
    if report.resolution:
        yield in_language(_precision(report.resolution), language)
    names = {line.code: line.name for line in report.lines}
    for correction in report.corrections:
        yield in_language(_of_correction(correction, names[correction.municipality]), language)
    if comparison is not None:
        yield from compared(comparison, language)


def _table(rows: Sequence[Cells], language: Language) -> Iterator[str]:
    """Yield rows whose first column has names and whose others have figures."""
    return aligned(rows, language, range(1, len(rows[0])))


def _title(report: SlaReport) -> Phrase:
    start, end = local(report.window.start), local(report.window.end)
    if report.is_final:
        return Phrase("{period}: {start} – {end}", period=report.period.name, start=start, end=end)
    return Phrase("{period} so far: {start} – {end}", period=report.period.name, start=start, end=end)


def _precision(resolution: Millis) -> Phrase:
    return Phrase(
        "devices are asked every {seconds:,g} s: an outage may have begun, and ended, up to that much earlier",
        seconds=resolution / SECOND,
    )


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
