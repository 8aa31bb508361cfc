"""How available the region, every ORP and every municipality were, in every period, as their contracts count."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboards.towns.periods import Period, reported
from dashboards.towns.slugs import municipality_slug
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.reader import Reader
from netmon.report.ongoing import report_so_far
from netmon.report.sla import Group, Line, watched

BESIDE = (Period.LAST_30_DAYS, Period.LAST_7_DAYS, Period.TODAY)
SHOWN = (Period.MONTH, *BESIDE)
"""The periods that stand beside the month, of which alone contracts speak."""


@dataclass(frozen=True, slots=True)
class Total:
    """The region or an ORP: its month, and its group in each of the periods of `BESIDE`."""

    month: Group
    beside: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality: its month, and what was measured in each of `BESIDE`; `slug` leads to its page."""

    slug: str
    month: Line
    beside: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class District:
    """An ORP: its own line and those of its municipalities."""

    total: Total
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The region's line and every ORP with something to watch."""

    region: Total
    districts: tuple[District, ...]


def table(reader: Reader, inventory: Inventory, now: Millis) -> Table:
    """Return the figures of everything that is watched."""
    codes = watched(inventory)
    reports = {period: report_so_far(reader.pasts, inventory, codes, reported(period, now), now) for period in SHOWN}
    month, beside = reports[Period.MONTH], [reports[period] for period in BESIDE]
    rows = [_row(line, [report.lines[place] for report in beside]) for place, line in enumerate(month.lines)]
    return Table(
        Total(month.region, tuple(report.region for report in beside)),
        tuple(
            District(
                Total(group, tuple(report.orps[place] for report in beside)),
                tuple(row for row in rows if row.month.orp == group.code),
            )
            for place, group in enumerate(month.orps)
        ),
    )


def _row(month: Line, beside: Sequence[Line]) -> Row:
    slug = municipality_slug(month.code, month.name)
    return Row(slug, month, tuple(line.availability.measured for line in beside))
