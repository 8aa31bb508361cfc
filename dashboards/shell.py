"""What stands around every page: words, figures, the status strip, who is logged in."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import request

from dashboards.desk import Visit, desk, visit
from dashboards.door.access import POLICIES, Access, may
from dashboards.door.encryption import is_exposed
from dashboards.freshness import age, is_stale, stale_after
from dashboards.places import PLACES
from dashboards.wire.masking import masked
from netmon.language import Language
from netmon.model import IncidentId, Severity
from netmon.reader import Snapshot


@dataclass(frozen=True, slots=True)
class Strip:
    """The status strip: how old the data is and how the monitor itself fares."""

    age: int
    limit: int
    is_stale: bool


def shell() -> dict[str, object]:
    """Return what the base template needs."""
    seen = visit()
    snapshot = seen.snapshot
    return {
        "visit": seen,
        "csrf_token": masked(seen.visitor.csrf_token) if seen.visitor else None,
        "snapshot": snapshot,
        "inventory": snapshot.inventory,
        "now": seen.now,
        "t": seen.words,
        "f": seen.formats,
        "build": desk().build,
        "critical": _critical(snapshot),
        "strip": Strip(age(snapshot, seen.now), stale_after(snapshot.settings), is_stale(snapshot, seen.now)),
        "may_read": seen.is_wall or may(Access.PUBLIC, seen.visitor, snapshot.settings),
        "may_act": may(Access.ACT, seen.visitor, snapshot.settings),
        "may_open": _may_open,
        "menu": PLACES,
        "languages": _languages(seen),
        "is_exposed": is_exposed(request, snapshot.settings),
    }


def _critical(snapshot: Snapshot) -> list[IncidentId]:
    """Return the critical incidents that are open: what is new among them an open page tells aloud."""
    found = (record.incident for record in snapshot.incidents)
    return [incident.id for incident in found if incident.severity is Severity.CRITICAL]


def _may_open(endpoint: str) -> bool:
    """Return whether a link to a page leads the visitor there: others are not shown."""
    return may(POLICIES[endpoint], visit().visitor, visit().snapshot.settings)


def _languages(seen: Visit) -> list[tuple[Language, str, bool]]:
    """Return every language with the address of this page in it, and whether it is the present one.

    The address is of this host whatever was asked for, and holds nothing that an address must not hold.
    """
    asked, path = request.args.to_dict(), f"/{quote(request.path.lstrip('/'))}"
    return [
        (language, f"{path}?{urlencode({**asked, 'lang': language.value})}", language is seen.words.language)
        for language in Language
    ]
