"""The report as a workbook: figures, every interval behind them, corrections and the method, each on a sheet."""

from collections.abc import Iterator
from fractions import Fraction

from dashboards.formats import local
from dashboards.plain import plain
from dashboards.statement.model import Area, Entry, Interruption, Statement
from dashboards.statement.narration import narration, title
from dashboards.statement.press import Book, Column, Sheet
from dashboards.texts import Words
from netmon.clock import Millis
from netmon.judgement.availability import SlaVerdict, floor_percent
from netmon.report.rendering import DECIMALS
from netmon.report.sla import Line

MOST_ROWS = 2_000
"""Intervals of one municipality; of a sheet's million rows, that is a quarter for the region."""
SHARES = ("worst", "measured", "best", "coverage", "weighted")
SPANS = ("up", "outage", "maintenance", "unknown", "outside", "brief", "degraded")

Cell = str | float | None
Row = tuple[Cell, ...]


def workbook(statement: Statement, words: Words) -> Book:
    """Return the report as sheets of typed cells."""
    return Book(
        title=title(statement, words),
        author=plain(statement.report.region.name),
        created=statement.report.window.end,
        sheets=(
            Sheet(words("workbook.figures"), _figure_columns(words), tuple(_figures(statement, words))),
            Sheet(words("workbook.intervals"), _interval_columns(words), tuple(_intervals(statement, words))),
            Sheet(words("monthly.amendments"), _amendment_columns(words), tuple(_amendments(statement, words))),
            Sheet(
                words("workbook.method"), (Column(title(statement, words), "prose", 110),), _method(statement, words)
            ),
        ),
    )


def _figure_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(words("table.area"), width=14),
        Column(words("workbook.code")),
        Column(words("workbook.name"), width=26),
        Column("ORP", width=18),
        Column(words("workbook.inhabitants"), "number"),
        Column(words("table.contract"), width=20),
        Column(words("workbook.target"), "share"),
        Column(words("workbook.verdict"), width=16),
        *(Column(words(f"verdict.{each.value}"), "number") for each in SlaVerdict),
        *(Column(words(f"workbook.{key}"), "share", 13) for key in SHARES),
        *(Column(words(f"table.{key}"), "span", 14) for key in SPANS),
        Column(words("workbook.outages"), "number"),
        Column(words("monthly.amendments"), "number"),
    )


def _figures(statement: Statement, words: Words) -> Iterator[Row]:
    yield _of_area(statement.region, words("workbook.region"))
    for district in statement.districts:
        yield _of_area(district.area, "ORP")
    for district in statement.districts:
        for entry in district.entries:
            yield _of_line(entry.line, plain(district.area.group.name), words)


def _of_area(area: Area, scope: str) -> Row:
    group, pool = area.group, area.pool
    shares = (pool.worst, group.total.mean, pool.best, pool.coverage, group.total.weighted)
    spans = (pool.up, pool.outage, pool.maintenance, pool.unknown, pool.outside, None, group.degraded)
    return (
        scope,
        plain(group.code),
        plain(group.name),
        *(None,) * 5,
        *(group.verdicts[each] for each in SlaVerdict),
        *map(_share, shares),
        *spans,
        None,
        None,
    )


def _of_line(line: Line, orp: str, words: Words) -> Row:
    part = line.availability
    spent = (part.up, part.outage, part.maintenance, part.unknown, part.outside, line.brief, line.degraded)
    return (
        words("table.municipality"),
        line.code,
        plain(line.name),
        orp,
        line.population,
        plain(line.sla or ""),
        _share(line.target),
        words(f"verdict.{line.verdict.value}") if line.verdict else None,
        *(None for _ in SlaVerdict),
        *map(_share, (part.worst, part.measured, part.best, part.coverage, None)),
        *spent,
        len(line.outages),
        line.corrections,
    )


def _interval_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(words("workbook.code")),
        Column(words("table.municipality"), width=26),
        *_moments(words),
        Column(words("monthly.what"), width=18),
        Column(words("monthly.cause"), width=44),
        Column(words("workbook.incident"), width=16),
        Column(words("workbook.recorded"), width=30),
        *(Column(words(f"monthly.{key}"), "span", 13) for key in ("lasted", "counted", "excused", "brief")),
        *(Column(words(f"table.{key}"), "span", 13) for key in ("unknown", "outside")),
        *(Column(words(f"workbook.{key}"), "span", 13) for key in ("shortest", "longest")),
        Column(words("workbook.excused_by"), width=44),
    )


def _moments(words: Words) -> tuple[Column, ...]:
    """Return the columns of an interval: a spreadsheet's times have no zone, so it stands beside them."""
    zone = words("workbook.zone")
    return (
        Column(words("workbook.from"), "moment", 20),
        Column(zone, width=9),
        Column(words("workbook.until"), "moment", 20),
        Column(zone, width=9),
    )


def _intervals(statement: Statement, words: Words) -> Iterator[Row]:
    for entry in statement.interrupted:
        for each in entry.interruptions:
            yield _interval(entry, each, words)
        if entry.more:
            yield (
                entry.line.code,
                plain(entry.line.name),
                *(None,) * 5,
                words("monthly.more", entry.more),
                *(None,) * 11,
            )


def _interval(entry: Entry, each: Interruption, words: Words) -> Row:
    counted, outage, span = each.trouble.counted, each.trouble.outage, each.trouble.interval
    return (
        entry.line.code,
        plain(entry.line.name),
        *_moment(span.start),
        *_moment(span.end),
        words(each.sign.word),
        each.cause,
        each.key,
        each.recorded or None,
        span.length,
        counted.outage,
        counted.maintenance,
        counted.up,
        counted.unknown,
        counted.outside,
        outage.shortest if outage else None,
        outage.longest if outage else None,
        "; ".join(each.excuses) or None,
    )


def _moment(at: Millis) -> tuple[str, str]:
    """Return a moment on the region's wall clock, and its distance from UTC."""
    said = local(at)
    return said.replace(tzinfo=None).isoformat(), said.isoformat()[-6:]


def _amendment_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(words("workbook.code")),
        Column(words("table.municipality"), width=26),
        *_moments(words),
        Column(words("workbook.counts_as"), width=18),
        Column(words("workbook.reason"), width=50),
        Column(words("workbook.author"), width=18),
    )


def _amendments(statement: Statement, words: Words) -> Iterator[Row]:
    for each in statement.amendments:
        correction = each.correction
        yield (
            correction.municipality,
            plain(each.name),
            *_moment(correction.window.start),
            *_moment(correction.window.end),
            words(f"countsas.{correction.counts_as.value}"),
            plain(correction.reason) or None,
            plain(correction.author) or None,
        )


def _method(statement: Statement, words: Words) -> tuple[Row, ...]:
    return tuple((line,) for line in (*narration(statement, words), words("workbook.units")))


def _share(share: Fraction | None) -> float | None:
    """Return a share of one, rounded down to what its column shows."""
    return None if share is None else float(floor_percent(share, DECIMALS) / 100)
