"""What a message says, as plain JSON values: what the outbox keeps and every channel renders."""

from collections.abc import Iterable

from netmon.alerting.toll import toll_lines
from netmon.alerting.whereabouts import home_of, title_of
from netmon.alerting.wording import alert_line, evidence_line, incident_line
from netmon.clock import Millis, to_datetime
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import (
    Alert,
    CriticalSite,
    Entity,
    EntityKind,
    Incident,
    MunicipalityCode,
    NextCut,
    NotificationKind,
    episode_of,
)
from netmon.record.calls import as_plain, calls
from netmon.rules.identity import owner_and_name

LONGEST_LIST = 200
"""Names in a payload at most; the page that `url` leads to has them all."""


def incident_payload(
    incident: Incident, kind: NotificationKind, inventory: Inventory, base_url: str, language: Language
) -> dict[str, object]:
    """Return what a message about an incident says."""
    title, cut = title_of(incident.cause, inventory), incident.impact.next_cut
    candidates = incident.candidates[:LONGEST_LIST]
    others = [(each, title_of(each, inventory)) for each in candidates if each != incident.cause]
    return {
        "kind": kind.value,
        "subject": "incident",
        "id": incident.id,
        "severity": incident.severity.value,
        "cause": named(incident.cause, title),
        "candidates": [candidate.name for candidate in candidates],
        "others": [named(each, called) for each, called in others],
        "municipalities": _municipalities(incident.impact.isolated, inventory),
        "degraded": len(incident.impact.degraded),
        "inhabitants": incident.impact.inhabitants,
        "sites": [_site(each) for each in incident.impact.sites[:LONGEST_LIST]],
        "next_cut": None if cut is None else _next_cut(cut, inventory),
        "started": iso(incident.started),
        "ended": None if incident.ended is None else iso(incident.ended),
        "merged_into": incident.merged_into,
        "summary": incident_line(incident, title, language, others),
        "evidence": [
            *toll_lines(incident.impact, language),
            *(evidence_line(fact, language) for fact in incident.evidence[:LONGEST_LIST]),
        ],
        "calls": [as_plain(call) for call in calls(incident, inventory)],
        "url": f"{base_url.rstrip('/')}/v/{incident.id}",
    }


def alert_payload(
    alert: Alert, fired_at: Millis, kind: NotificationKind, inventory: Inventory, base_url: str
) -> dict[str, object]:
    """Return what a message about an alert says."""
    title, is_resolved = title_of(alert.entity, inventory), kind is NotificationKind.RESOLVED
    rule = inventory.rules.get(alert.rule)
    hit = home_of(alert.entity, inventory) if alert.entity.kind is EntityKind.MUNICIPALITY else ()
    return {
        "kind": kind.value,
        "subject": "alert",
        "id": episode_of(alert, fired_at),
        "severity": alert.severity.value,
        "cause": named(alert.entity, title),
        "candidates": [],
        "municipalities": _municipalities(hit, inventory),
        "degraded": 0,
        "inhabitants": 0,
        "started": iso(fired_at),
        "ended": iso(alert.since) if is_resolved else None,
        "summary": alert_line(alert.summary, title, is_resolved=is_resolved),
        "evidence": [],
        "runbook": None if rule is None else rule.runbook,
        "url": f"{base_url.rstrip('/')}{page_of(alert.entity)}",
    }


def _site(site: CriticalSite) -> dict[str, str]:
    return {"kind": site.kind.value, "name": site.name, "title": site.title}


def _next_cut(cut: NextCut, inventory: Inventory) -> dict[str, object]:
    element = named(cut.element, title_of(cut.element, inventory))
    return {"element": element, "municipalities": cut.municipalities, "inhabitants": cut.inhabitants}


def named(entity: Entity, title: str) -> dict[str, str]:
    """Return an entity and what people call it."""
    return {"kind": entity.kind.value, "name": entity.name, "title": title}


def _municipalities(codes: Iterable[MunicipalityCode], inventory: Inventory) -> list[dict[str, str]]:
    return [
        {"code": code, "name": inventory.municipalities[code].name}
        for code in list(codes)[:LONGEST_LIST]
        if code in inventory.municipalities
    ]


def page_of(entity: Entity) -> str:
    """Return the page that shows an entity."""
    match entity.kind:
        case EntityKind.DEVICE:
            return f"/zarizeni/{entity.name}"
        case EntityKind.INTERFACE:
            return f"/zarizeni/{owner_and_name(entity)[0]}"
        case EntityKind.MUNICIPALITY:
            return f"/o/{entity.name}"
        case _:
            return "/"


def iso(moment: Millis) -> str:
    """Return a moment as it stands in JSON."""
    return to_datetime(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
