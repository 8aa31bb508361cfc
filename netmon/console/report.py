"""`netmon report`: figures of a period are printed, and the past is corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from netmon.clock import SECOND, Clock, Interval, Millis
from netmon.commands import CorrectAvailability
from netmon.console.caller import caller
from netmon.console.figures import findings_of
from netmon.console.publishing import compared
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.judgement.availability import SlaVerdict, floor_percent
from netmon.language import Language
from netmon.model import Correction, CountsAs
from netmon.phrase import Phrase, in_language
from netmon.process.commander import commands_of
from netmon.report.comparison import Comparison
from netmon.report.period import Period, length, local, moment
from netmon.report.sla import Group, Line, SlaReport
from netmon.report.whom import municipality_called
from netmon.views import Form, Views, find_views

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

BINARY = frozenset({Form.PDF, Form.XLSX})
"""What is no text."""

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
    """Print the report of a period: a table that says how it differs from what was published, or a document."""
    terminal, period = Terminal.of_process(), Period.named(name)
    views = _views(Form(form), terminal) if form in set(Form) else None
    findings = findings_of(state, load(directory), period, clock)
    if views is None:
        terminal.show("\n".join(lines(findings.report, findings.comparison, terminal.language)))
    else:
        terminal.give(views.render_report(findings, Form(form), terminal.language.value).content)


def _views(form: Form, terminal: Terminal) -> Views:
    """Return who makes documents; raise CommandRefused where nobody does, or nothing could read one."""
    if form in BINARY and terminal.is_shown:
        raise CommandRefused(
            Phrase("a terminal cannot show {form}; write it into a file: add > report.{form}", form=form.value)
        )
    views = find_views()
    if views is None:
        raise CommandRefused(Phrase("the pages are not installed, and they make the documents; install netmon whole"))
    return views


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
