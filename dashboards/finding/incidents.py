"""Which incidents somebody wants to see: by what was done about them and how bad they are, page after page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from werkzeug.datastructures import MultiDict

from dashboards.api.paging import incidents_page
from dashboards.desk import Visit
from dashboards.handling.mute import silence_of
from netmon.model import IncidentId, IncidentRecord, Severity
from netmon.reader import Reader
from netmon.record.record import is_on_its_way

ON_A_PAGE = 25
MOST_BACK = 20
"""Pages that the way back leads through one by one; before them it leads to the first."""


class Shown(StrEnum):
    """What was done about it."""

    ALL = ""
    OPEN = "open"
    UNTAKEN = "untaken"
    TAKEN = "taken"
    MUTED = "muted"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks for; `trail` are the cursors of the pages that were turned, the present one last."""

    shown: Shown = Shown.ALL
    severity: Severity | None = None
    trail: tuple[str, ...] = ()

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Self:
        """Return the wish of an address; what means nothing is not wished."""
        shown, severity = args.get("show", ""), args.get("severity", "")
        return cls(
            Shown(shown) if shown in set(Shown) else Shown.ALL,
            Severity(severity) if severity in set(Severity) else None,
            tuple(filter(None, args.getlist("after")[-MOST_BACK:])),
        )

    @property
    def args(self) -> dict[str, str]:
        """What an address says of it, but the page."""
        values = {"show": self.shown.value, "severity": self.severity.value if self.severity else ""}
        return {name: value for name, value in values.items() if value}

    @property
    def wants_open(self) -> bool:
        """Whether open ones are wished: on the first page."""
        return self.shown is not Shown.ENDED and not self.trail

    @property
    def wants_ended(self) -> bool:
        """Whether those that are over are wished."""
        return self.shown in (Shown.ALL, Shown.ENDED)

    def takes(self, record: IncidentRecord, *, is_muted: bool) -> bool:
        """Say whether an open incident is wished."""
        is_taken = record.acknowledged_by is not None and not is_on_its_way(record.notes)
        match self.shown:
            case Shown.UNTAKEN if is_taken:
                return False
            case Shown.TAKEN if not is_taken:
                return False
            case Shown.MUTED if not is_muted:
                return False
        return self.severity in (None, record.incident.severity)


@dataclass(frozen=True, slots=True)
class Turned:
    """A page of incidents that are over, and the trails of the pages before and after it, if there are any."""

    records: tuple[IncidentRecord, ...]
    newer: tuple[str, ...] | None
    older: tuple[str, ...] | None


def muted_among(records: Iterable[IncidentRecord], seen: Visit, reader: Reader) -> frozenset[IncidentId]:
    """Return the open incidents that are muted now; outsiders are not told."""
    if not seen.rights.sees_all:
        return frozenset()
    silences, inventory = reader.silences(), seen.snapshot.inventory
    incidents = (record.incident for record in records)
    return frozenset(each.id for each in incidents if silence_of(each, inventory, silences, seen.now))


def ended(wish: Wish, seen: Visit, reader: Reader) -> Turned:
    """Return the page that is asked for; raise ValueError for a wrong cursor."""

    def shown(record: IncidentRecord) -> IncidentRecord | None:
        incident = record.incident
        is_wished = not incident.is_open and wish.severity in (None, incident.severity)
        return seen.sees(record) if is_wished else None

    page = incidents_page(reader, wish.trail[-1] if wish.trail else "", ON_A_PAGE, shown)
    older = None if page.next is None else (*wish.trail, page.next)[-MOST_BACK:]
    return Turned(page.things, wish.trail[:-1] if wish.trail else None, older)
