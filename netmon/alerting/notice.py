"""What there is to tell: an incident or an alert, that it began or that it is over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from netmon.alerting.payload import alert_payload, incident_payload, iso, named, page_of
from netmon.alerting.unsteady import flapping_line, steady_line
from netmon.alerting.whereabouts import elements_of, home_of, title_of
from netmon.clock import Millis
from netmon.inventory.models import FLAPPING_RULE, INCIDENT_RULE, Inventory
from netmon.language import Language
from netmon.model import (
    Alert,
    AlertPhase,
    Entity,
    Incident,
    MunicipalityCode,
    NotificationKind,
    Severity,
    episode_of,
)
from netmon.rules.machine import is_active


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
    `translated` is what the payload says otherwise in languages that somebody reads beside netmon's own.
    """

    subject_id: str
    kind: NotificationKind
    severity: Severity
    labels: Labels
    since: Millis
    payload: Mapping[str, object]
    about: frozenset[Entity] = frozenset()
    translated: Mapping[Language, Mapping[str, object]] = field(default_factory=dict)

    def payload_in(self, language: Language, own: Language) -> Mapping[str, object]:
        """Return the payload in a language; one that is not netmon's own is named in it."""
        if language is own:
            return self.payload
        return {**self.payload, **self.translated.get(language, {}), "language": language.value}

    def saying(self, kind: NotificationKind, line: Callable[[str, Language], str], language: Language) -> Self:
        """Return the notice of a kind with one line of its own about what its cause is called, in every language."""
        title = title_in(self)
        translated = {other: {**texts, "summary": line(title, other)} for other, texts in self.translated.items()}
        payload = {**self.payload, "kind": kind.value, "summary": line(title, language)}
        return replace(self, kind=kind, payload=payload, translated=translated)


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
        payload=incident_payload(incident, kind, inventory, base_url, language),
        about=frozenset({incident.cause, *incident.candidates}),
        translated={
            other: {text: said[text] for text in ("summary", "evidence")}
            for other in other_languages(inventory, language)
            for said in [incident_payload(incident, kind, inventory, base_url, other)]
        },
    )


def notice_of_alert(alert: Alert, inventory: Inventory, base_url: str) -> Notice | None:
    """Return the notice of an alert: FIRING while active, RESOLVED once OK; None if it never fired."""
    if alert.fired_at is None or not (is_active(alert) or alert.phase is AlertPhase.OK):
        return None
    kind = NotificationKind.FIRING if is_active(alert) else NotificationKind.RESOLVED
    return Notice(
        subject_id=episode_of(alert, alert.fired_at),
        kind=kind,
        severity=alert.severity,
        labels=_alert_labels(alert, inventory),
        since=alert.fired_at,
        payload=alert_payload(alert, alert.fired_at, kind, inventory, base_url),
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
            "cause": named(entity, title),
            "candidates": [],
            "municipalities": [],
            "degraded": 0,
            "inhabitants": 0,
            "started": iso(since),
            "ended": None,
            "summary": flapping_line(title, language),
            "evidence": [],
            "url": f"{base_url.rstrip('/')}{page_of(entity)}",
        },
        about=frozenset({entity}),
        translated={other: {"summary": flapping_line(title, other)} for other in other_languages(inventory, language)},
    )


def other_languages(inventory: Inventory, own: Language) -> frozenset[Language]:
    """Return what somebody reads beside netmon's own language."""
    return frozenset(person.language for person in inventory.people.values()) - {own}


def as_flapping(told: Notice, language: Language) -> Notice:
    """Return what is said of something that was told, ended, and began again."""
    return told.saying(NotificationKind.FLAPPING, flapping_line, language)


def as_recovered(told: Notice, ended: object, language: Language) -> Notice:
    """Return what is said of something that was told and did not stay as it was: it is steady again."""
    said = told.saying(NotificationKind.RESOLVED, steady_line, language)
    return replace(said, payload={**said.payload, "ended": ended})


def title_in(notice: Notice) -> str:
    """Return what a notice calls its cause."""
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
