"""The nouns of the engine: names, measurements, states, incidents, alerts, people."""

from netmon.model.alert import (
    Alert,
    AlertLevel,
    AlertPhase,
    Delivery,
    DeliveryState,
    Message,
    NotificationKind,
    Severity,
)
from netmon.model.incident import Evidence, EvidenceKind, Impact, Incident, IncidentRecord, Note, NoteKind
from netmon.model.measurement import FieldValue, Measurement, PollErrorKind, PollFailure, PollResult
from netmon.model.names import DeviceName, Entity, EntityKind, IncidentId, InterfaceName, LinkName, MunicipalityCode
from netmon.model.people import Account, AccountState, Maintenance, Role, Session
from netmon.model.state import DeviceState, LinkState, MunicipalityState, Standing, State, Transition

__all__ = [
    "Account",
    "AccountState",
    "Alert",
    "AlertLevel",
    "AlertPhase",
    "Delivery",
    "DeliveryState",
    "DeviceName",
    "DeviceState",
    "Entity",
    "EntityKind",
    "Evidence",
    "EvidenceKind",
    "FieldValue",
    "Impact",
    "Incident",
    "IncidentId",
    "IncidentRecord",
    "InterfaceName",
    "LinkName",
    "LinkState",
    "Maintenance",
    "Measurement",
    "Message",
    "MunicipalityCode",
    "MunicipalityState",
    "Note",
    "NoteKind",
    "NotificationKind",
    "PollErrorKind",
    "PollFailure",
    "PollResult",
    "Role",
    "Session",
    "Severity",
    "Standing",
    "State",
    "Transition",
]
