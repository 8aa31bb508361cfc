"""What there is to tell: an incident or an alert, that it began or that it is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netmon.alerting.toll import toll_lines
from netmon.alerting.unsteady import flapping_line, steady_line
from netmon.alerting.whereabouts import elements_of, home_of, title_of
from netmon.alerting.wording import alert_line, evidence_line, incident_line
from netmon.clock import Millis, to_datetime
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import (
    Alert,
    AlertPhase,
    Entity,
    EntityKind,
    Incident,
    MunicipalityCode,
    NotificationKind,
    Severity,
)
from netmon.rules.identity import owner_and_name
from netmon.rules.machine import is_active

INCIDENT_RULE = "incident"
"""What a route's `rule` calls incidents: they need none."""
FLAPPING_RULE = "flapping"
"""What a route's `rule` calls flapping that was never told as an outage."""
LONGEST_LIST = 200
"""Names in a payload at most; the page that `url` leads to has them all."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a notice is about, as routes, incidents and maintenance windows see it.

    `elements` are the causes, or the alert's entity and what it stands on. `municipalities` are
    those that are hit or, if none is, those it stands in; `orps` are theirs.
    """

    rule: str
    elements: frozenset[Entity]
    municipalities: frozenset[MunicipalityCode]
    orps: frozenset[str]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell. `since` is when it became worth telling; `payload` is plain JSON values.

    `about` is what it is about and nothing else: the alert's entity, or everything the cause may be.
    """

    subject_id: str
    kind: NotificationKind
    severity: Severity
    labels: Labels
    since: Millis
    payload: Mapping[str, object]
    about: frozenset[Entity] = frozenset()


def notice_of_incident(
    incident: Incident, inventory: Inventory, base_url: str, language: Language = Language.CS
) -> Notice:
    """Return the notice of an incident: FIRING while it is open, RESOLVED once it has ended."""
    kind = NotificationKind.FIRING if incident.is_open else NotificationKind.RESOLVED
    return Notice(
        subject_id=incident.id,
        kind=kind,
        severity=incident.severity,
        labels=_incident_labels(incident, inventory),
        since=incident.detected,
        payload=_incident_payload(incident, kind, inventory, base_url, language),
        about=frozenset({incident.cause, *incident.candidates}),
    )


def notice_of_alert(alert: Alert, inventory: Inventory, base_url: str) -> Notice | None:
    """Return the notice of an alert: FIRING while active, RESOLVED once OK; None if it never fired."""
    if alert.fired_at is None or not (is_active(alert) or alert.phase is AlertPhase.OK):
        return None
    kind = NotificationKind.FIRING if is_active(alert) else NotificationKind.RESOLVED
    return Notice(
        subject_id=_episode(alert, alert.fired_at),
        kind=kind,
        severity=alert.severity,
        labels=_alert_labels(alert, inventory),
        since=alert.fired_at,
        payload=_alert_payload(alert, alert.fired_at, kind, inventory, base_url),
        about=frozenset({alert.entity}),
    )


def notice_of_flapping(
    entity: Entity, since: Millis, inventory: Inventory, base_url: str, language: Language = Language.CS
) -> Notice:
    """Return the notice of something that flaps although nobody was told of an outage."""
    home, subject = home_of(entity, inventory), f"{FLAPPING_RULE}/{entity.kind}/{entity.name}/{since}"
    title = title_of(entity, inventory)
    return Notice(
        subject_id=subject,
        kind=NotificationKind.FIRING,
        severity=Severity.WARNING,
        labels=Labels(FLAPPING_RULE, elements_of(entity, inventory), home, _orps(home, inventory)),
        since=since,
        payload={
            "kind": NotificationKind.FIRING.value,
            "subject": "alert",
            "id": subject,
            "severity": Severity.WARNING.value,
            "cause": _named(entity, title),
            "candidates": [],
            "municipalities": [],
            "degraded": 0,
            "inhabitants": 0,
            "started": _iso(since),
            "ended": None,
            "summary": flapping_line(title, language),
            "evidence": [],
            "url": f"{base_url.rstrip('/')}{_page(entity)}",
        },
        about=frozenset({entity}),
    )


def as_flapping(told: Notice, language: Language) -> Notice:
    """Return what is said of something that was told, ended, and began again."""
    line = flapping_line(_title(told), language)
    kind = NotificationKind.FLAPPING
    return replace(told, kind=kind, payload={**told.payload, "kind": kind.value, "summary": line})


def as_recovered(told: Notice, ended: object, language: Language) -> Notice:
    """Return what is said of something that was told and did not stay as it was: it is steady again."""
    line = steady_line(_title(told), language)
    kind = NotificationKind.RESOLVED
    return replace(told, kind=kind, payload={**told.payload, "kind": kind.value, "ended": ended, "summary": line})


def _title(notice: Notice) -> str:
    match notice.payload.get("cause"):
        case {"title": str(title)}:
            return title
    return ""


def _incident_labels(incident: Incident, inventory: Inventory) -> Labels:
    home, impact = home_of(incident.cause, inventory), incident.impact
    return Labels(
        rule=INCIDENT_RULE,
        elements=frozenset({incident.cause, *incident.candidates}),
        municipalities=frozenset(impact.isolated) or home,
        orps=_orps({*impact.isolated, *impact.degraded, *home}, inventory),
    )


def _alert_labels(alert: Alert, inventory: Inventory) -> Labels:
    home = home_of(alert.entity, inventory)
    return Labels(alert.rule, elements_of(alert.entity, inventory), home, _orps(home, inventory))


def _orps(codes: Iterable[MunicipalityCode], inventory: Inventory) -> frozenset[str]:
    return frozenset(inventory.municipalities[code].orp for code in codes if code in inventory.municipalities)


def _incident_payload(
    incident: Incident, kind: NotificationKind, inventory: Inventory, base_url: str, language: Language
) -> dict[str, object]:
    title = title_of(incident.cause, inventory)
    candidates = incident.candidates[:LONGEST_LIST]
    others = [(each, title_of(each, inventory)) for each in candidates if each != incident.cause]
    return {
        "kind": kind.value,
        "subject": "incident",
        "id": incident.id,
        "severity": incident.severity.value,
        "cause": _named(incident.cause, title),
        "candidates": [candidate.name for candidate in candidates],
        "municipalities": _municipalities(incident.impact.isolated, inventory),
        "degraded": len(incident.impact.degraded),
        "inhabitants": incident.impact.inhabitants,
        "started": _iso(incident.started),
        "ended": None if incident.ended is None else _iso(incident.ended),
        "merged_into": incident.merged_into,
        "summary": incident_line(incident, title, language, others),
        "evidence": [
            *toll_lines(incident.impact, language),
            *(evidence_line(fact, language) for fact in incident.evidence[:LONGEST_LIST]),
        ],
        "url": f"{base_url.rstrip('/')}/v/{incident.id}",
    }


def _alert_payload(
    alert: Alert, fired_at: Millis, kind: NotificationKind, inventory: Inventory, base_url: str
) -> dict[str, object]:
    title, is_resolved = title_of(alert.entity, inventory), kind is NotificationKind.RESOLVED
    hit = home_of(alert.entity, inventory) if alert.entity.kind is EntityKind.MUNICIPALITY else ()
    return {
        "kind": kind.value,
        "subject": "alert",
        "id": _episode(alert, fired_at),
        "severity": alert.severity.value,
        "cause": _named(alert.entity, title),
        "candidates": [],
        "municipalities": _municipalities(hit, inventory),
        "degraded": 0,
        "inhabitants": 0,
        "started": _iso(fired_at),
        "ended": _iso(alert.since) if is_resolved else None,
        "summary": alert_line(alert.summary, title, is_resolved=is_resolved),
        "evidence": [],
        "url": f"{base_url.rstrip('/')}{_page(alert.entity)}",
    }


def _episode(alert: Alert, fired_at: Millis) -> str:
    """Return what one firing of an alert is called: the next one is a new subject."""
    return f"{alert.rule}/{alert.entity.kind}/{alert.entity.name}/{fired_at}"


def _named(entity: Entity, title: str) -> dict[str, str]:
    return {"kind": entity.kind.value, "name": entity.name, "title": title}


def _municipalities(codes: Iterable[MunicipalityCode], inventory: Inventory) -> list[dict[str, str]]:
    return [
        {"code": code, "name": inventory.municipalities[code].name}
        for code in list(codes)[:LONGEST_LIST]
        if code in inventory.municipalities
    ]


def _page(entity: Entity) -> str:
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


def _iso(moment: Millis) -> str:
    return to_datetime(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
