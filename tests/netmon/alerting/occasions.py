"""Things to tell about: an incident and alerts in the small region, ready for notices."""

from dataclasses import replace

from netmon.alerting.notice import Notice, notice_of_alert, notice_of_incident
from netmon.clock import MINUTE, SECOND, Interval, Millis
from netmon.inventory.models import Inventory
from netmon.model import (
    Alert,
    AlertPhase,
    DeviceName,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    Maintenance,
    Message,
    MunicipalityCode,
    NotificationKind,
    Severity,
)
from tests.netmon.rules.small_region import small_region

T0 = Millis(1_763_888_580_000)
"""2025-11-23 09:03:00 UTC, 10:03 in Prague."""
BASE_URL = "http://127.0.0.1:8080"
TRUNK = Entity(EntityKind.LINK, "cheb-as")
CHEB_CORE = Entity(EntityKind.DEVICE, "cheb-core-1")
AS_AGG = Entity(EntityKind.DEVICE, "as-agg-1")
AS_SCHOOL = Entity(EntityKind.DEVICE, "as-school-1")
AS, CHEB = MunicipalityCode("554499"), MunicipalityCode("554481")
AS_TOWN = Entity(EntityKind.MUNICIPALITY, AS)
ONCALL, NOC = ("webhook", "secret://oncall"), ("email", "noc@kraj.example")
RECEIVERS = {"oncall": {"webhook": ["secret://oncall"]}, "noc": {"email": ["noc@kraj.example"]}}
ROUTES = (
    {"match": {"severity": ["critical"]}, "receivers": ["oncall"], "proceed": "true"},
    {"match": {"severity": ["critical", "warning"]}, "receivers": ["noc"]},
)
INCIDENT = Incident(
    id=IncidentId("i-1"),
    cause=TRUNK,
    candidates=(TRUNK, AS_AGG),
    severity=Severity.CRITICAL,
    impact=Impact((AS,), (), 13_000, (DeviceName("as-agg-1"), DeviceName("as-school-1"))),
    started=T0,
    detected=Millis(T0 + 8 * SECOND),
    evidence=(Evidence(EvidenceKind.PORT_DOWN, Entity(EntityKind.INTERFACE, "cheb-core-1:xe1"), T0),),
)
ENDED = replace(INCIDENT, ended=Millis(T0 + 12 * MINUTE))


def region(*routes: object) -> Inventory:
    """Return the small region with receivers and routes."""
    return small_region(receivers=RECEIVERS, routes=list(routes or ROUTES))


def alert(
    entity: Entity = CHEB_CORE,
    severity: Severity = Severity.WARNING,
    phase: AlertPhase = AlertPhase.FIRING,
    since: Millis = T0,
) -> Alert:
    """Return an alert that fired at T0."""
    return Alert("loss", entity, phase, since, severity, "ztrácí pakety", fired_at=T0)


def firing(entity: Entity = CHEB_CORE, severity: Severity = Severity.WARNING) -> Notice:
    """Return the notice of a firing alert."""
    return _present(notice_of_alert(alert(entity, severity), region(), BASE_URL))


def resolved(entity: Entity = CHEB_CORE, severity: Severity = Severity.WARNING) -> Notice:
    """Return the notice of the same alert, over."""
    over = alert(entity, severity, AlertPhase.OK, Millis(T0 + MINUTE))
    return _present(notice_of_alert(over, region(), BASE_URL))


def of_incident(incident: Incident = INCIDENT) -> Notice:
    """Return the notice of an incident."""
    return notice_of_incident(incident, region(), BASE_URL)


def maintenance(*scope: Entity, start: int = -5, end: int = 60) -> Maintenance:
    """Return a window around T0, in minutes."""
    window = Interval(Millis(T0 + start * MINUTE), Millis(T0 + end * MINUTE))
    return Maintenance(1, scope, window, "novak", Millis(T0 - 60 * MINUTE), "výměna")


def message(
    kind: NotificationKind = NotificationKind.FIRING, channel: str = "webhook", address: str = "secret://oncall"
) -> Message:
    """Return a message about the incident."""
    incident = INCIDENT if kind is NotificationKind.FIRING else ENDED
    return Message(incident.id, kind, channel, address, f"key-{kind}", of_incident(incident).payload)


def _present(notice: Notice | None) -> Notice:
    assert notice is not None
    return notice
