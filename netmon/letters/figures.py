"""The figures of a month as one reader may see them: of the region, of an ORP, or of one municipality."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from netmon.inventory.models import Recipient
from netmon.judgement.availability import SlaVerdict
from netmon.report.rendering import Cell, table
from netmon.views import Attachment

Figures = Mapping[str, Any]
"""The figures of a report, as they are published: what `netmon.report.rendering.figures` returns."""
REGION = "region"
MARK = "\ufeff"
"""By this a spreadsheet that opens a table from a mail knows that it is UTF-8."""


class Row(BaseModel):
    """What letters say of a municipality; what else is known of it stands in the attachments."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    name: str
    target_percent: float | None
    verdict: SlaVerdict | None
    worst_percent: float | None
    measured_percent: float | None
    best_percent: float | None
    coverage_percent: float | None
    down_ms: int
    unreachable_ms: int
    maintenance_ms: int
    outages: tuple[Mapping[str, object], ...]


class Total(BaseModel):
    """What letters say of an ORP or of the region."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    name: str
    measured_percent: float | None
    weighted_percent: float | None
    known: int
    municipalities: int
    verdicts: Mapping[SlaVerdict, int]


@dataclass(frozen=True, slots=True)
class Share:
    """What one reader gets; `total` is None for a single municipality."""

    month: str
    rows: tuple[Row, ...]
    total: Total | None
    figures: Figures
    """The same for programs: nothing of anybody else is in it."""

    @classmethod
    def of(cls, figures: Figures, recipient: Recipient) -> Self | None:
        """Return a recipient's share; None if nobody has watched what it is about."""
        lines = [line for line in figures["municipalities"] if _is_for(line, recipient)]
        rows = tuple(Row.model_validate(line) for line in lines)
        if not any(row.coverage_percent for row in rows):
            return None
        total = _total(figures, recipient)
        parsed = None if total is None else Total.model_validate(total)
        return cls(figures["period"], rows, parsed, _share(figures, recipient, lines))

    def attached(self, scope: str, beside: Mapping[str, object]) -> Iterator[Attachment]:
        """Yield the figures as files: a table for people, JSON for programs with what is known beside them."""
        name = f"netmon-{self.month}-{scope}"
        yield Attachment(f"{name}.csv", "text/csv", f"{MARK}{self._table()}")
        body = json.dumps({**self.figures, **beside}, ensure_ascii=False, indent=1)
        yield Attachment(f"{name}.json", "application/json", body)

    def _table(self) -> str:
        groups = [("orp", group) for group in self.figures["orps"]]
        whole = [("region", self.figures["region"])] if self.figures["region"] else []
        rows: list[Mapping[str, Cell]] = [
            *({"scope": scope, **_flat(group)} for scope, group in (*whole, *groups)),
            *({"scope": "municipality", **_flat(line)} for line in self.figures["municipalities"]),
        ]
        return table(rows, {"period": self.month})


def scope_of(recipient: Recipient) -> str:
    """Return what a recipient reads about: the code of a municipality or an ORP, or the region."""
    return recipient.municipality or recipient.orp or REGION


def _is_for(line: Figures, recipient: Recipient) -> bool:
    if recipient.municipality is not None:
        return bool(line["code"] == recipient.municipality)
    return recipient.orp is None or bool(line["orp"] == recipient.orp)


def _total(figures: Figures, recipient: Recipient) -> Figures | None:
    if recipient.municipality is not None:
        return None
    if recipient.orp is None:
        total: Figures = figures["region"]
        return total
    return next((group for group in figures["orps"] if group["code"] == recipient.orp), None)


def _share(figures: Figures, recipient: Recipient, lines: list[Figures]) -> Figures:
    """Return the figures without anybody else's; why an outage was is told to whoever reads the whole region."""
    if scope_of(recipient) == REGION:
        return figures
    codes = {line["code"] for line in lines}
    return {
        **figures,
        "region": None,
        "orps": [
            group for group in figures["orps"] if recipient.municipality is None and group["code"] == recipient.orp
        ],
        "municipalities": [{**line, "outages": [_bare(outage) for outage in line["outages"]]} for line in lines],
        "corrections": [each for each in figures["corrections"] if each["municipality"] in codes],
    }


def _bare(outage: Figures) -> Figures:
    return {key: value for key, value in outage.items() if key != "reason"}


def _flat(values: Figures) -> dict[str, Cell]:
    """Return what fits into a row: verdicts as columns, outages counted."""
    cells: dict[str, Cell] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            cells |= {str(name): int(count) for name, count in value.items()}
        elif isinstance(value, list):
            cells[key] = len(value)
        else:
            cells[key] = value
    return cells
