"""How figures leave netmon: JSON for programs, CSV for spreadsheets; times are milliseconds, shares are floored."""

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction

from netmon.foreign import one_line
from netmon.judgement.availability import Availability, RollUp, floor_percent
from netmon.model import Correction
from netmon.report.sla import Group, Line, Outage, SlaReport

DECIMALS = 5
"""A month has 2.7 billion milliseconds; a second of one is 0.00004 %."""
FORMULA = frozenset("=+-@")
"""What a spreadsheet calculates instead of showing it."""

Cell = str | int | float | None


def to_json(report: SlaReport, beside: Mapping[str, object]) -> str:
    """Return a report as one JSON object, with what is known beside its figures."""
    return json.dumps({**figures(report), **beside}, ensure_ascii=False, indent=2)


def figures(report: SlaReport) -> dict[str, object]:
    """Return the figures of a report: the same whenever they are made of the same past."""
    return {
        "period": report.period.name,
        "start": report.window.start,
        "end": report.window.end,
        "final": report.is_final,
        "resolution_ms": report.resolution,
        "region": _group(report.region),
        "orps": [_group(group) for group in report.orps],
        "municipalities": [
            {**_line(line), "outages": [_outage(outage) for outage in line.outages]} for line in report.lines
        ],
        "corrections": [_correction(correction) for correction in report.corrections],
    }


def to_csv(report: SlaReport) -> str:
    """Return a report as a table: the region first, then the ORPs, then the municipalities."""
    groups = [("region", report.region), *(("orp", group) for group in report.orps)]
    rows = [
        *({"scope": scope, **_flat(_group(group))} for scope, group in groups),
        *({"scope": "municipality", **_line(line), "outages": len(line.outages)} for line in report.lines),
    ]
    return table(rows, {"period": report.period.name, "final": str(report.is_final).lower()})


def table(rows: Sequence[Mapping[str, Cell]], everywhere: Mapping[str, Cell]) -> str:
    """Return rows as CSV (RFC 4180), a column for each key of any; `everywhere` stands in front of each row."""
    columns = list(dict.fromkeys([*everywhere, *(key for row in rows for key in row)]))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in {**everywhere, **row}.items()} for row in rows)
    return text.getvalue()


def cell(value: Cell) -> str:
    """Return a value as a spreadsheet shows it: text that looks like a formula gets an apostrophe in front."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = one_line(value)
    return f"'{text}" if unicodedata.normalize("NFKC", text)[:1] in FORMULA else text


def percent(share: Fraction | None) -> float | None:
    """Return a share in per cent, never rounded up."""
    return None if share is None else float(floor_percent(share, DECIMALS))


def _line(line: Line) -> dict[str, Cell]:
    return {
        "code": line.code,
        "name": line.name,
        "orp": line.orp,
        "population": line.population,
        "sla": line.sla,
        "target_percent": percent(line.target),
        "verdict": line.verdict,
        **_availability(line.availability),
        "degraded_ms": line.degraded,
        "brief_ms": line.brief,
        "shortest_ms": line.shortest,
        "longest_ms": line.longest,
        "corrections": line.corrections,
    }


def _availability(availability: Availability) -> dict[str, Cell]:
    return {
        "worst_percent": percent(availability.worst),
        "measured_percent": percent(availability.measured),
        "best_percent": percent(availability.best),
        "coverage_percent": percent(availability.coverage),
        "up_ms": availability.up,
        "down_ms": availability.down,
        "unreachable_ms": availability.unreachable,
        "unknown_ms": availability.unknown,
        "maintenance_ms": availability.maintenance,
        "outside_ms": availability.outside,
    }


def _group(group: Group) -> dict[str, object]:
    return {
        "code": group.code,
        "name": group.name,
        **_roll_up(group.total),
        "degraded_ms": group.degraded,
        "verdicts": {verdict.value: count for verdict, count in group.verdicts.items()},
    }


def _roll_up(total: RollUp) -> dict[str, Cell]:
    return {
        "measured_percent": percent(total.mean),
        "weighted_percent": percent(total.weighted),
        "lost_ms": total.lost,
        "unknown_ms": total.unknown,
        "known": total.known,
        "municipalities": total.count,
    }


def _flat(group: Mapping[str, object]) -> dict[str, Cell]:
    """Return a group without what does not fit into a cell, the verdicts as columns."""
    verdicts = group["verdicts"]
    counts = verdicts.items() if isinstance(verdicts, Mapping) else ()
    plain = {key: value for key, value in group.items() if isinstance(value, str | int | float)}
    return {**plain, **{str(verdict): int(count) for verdict, count in counts}}


def _outage(outage: Outage) -> dict[str, Cell]:
    return {
        "start": outage.interval.start,
        "end": outage.interval.end,
        "state": outage.state.name.lower(),
        "reason": one_line(outage.reason),
        "shortest_ms": outage.shortest,
        "longest_ms": outage.longest,
    }


def _correction(correction: Correction) -> dict[str, Cell]:
    return {
        "municipality": correction.municipality,
        "start": correction.window.start,
        "end": correction.window.end,
        "counts_as": correction.counts_as,
        "reason": one_line(correction.reason),
        "author": one_line(correction.author),
        "at": correction.at,
    }
