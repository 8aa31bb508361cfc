"""What a demo came to: counted from what happened live, the synthetic history left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from netmon.clock import SECOND, Millis, to_datetime
from netmon.model import Entity, EntityKind, Incident
from netmon.simulate.orders import Action
from netmon.simulate.receiver import Told
from netmon.simulate.story import Step


@dataclass(frozen=True, slots=True)
class Happened:
    """A step of the story and when it was carried out."""

    step: Step
    at: Millis


@dataclass(frozen=True, slots=True)
class IncidentOutcome:
    """One incident: the name of its cause, the codes of the municipalities, moments as ISO 8601.

    `detected_after_s` counts from the script's cut to the commit; None if no cut explains it.
    """

    cause: str
    municipalities: tuple[str, ...]
    started: str
    detected_after_s: float | None
    ended: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `netmon demo --json` writes.

    `devices` are in the inventory and active, `answered` of them at least once; `points_written`
    are rows in the embedded store.
    """

    devices: int
    answered: int
    municipalities: int
    incidents: tuple[IncidentOutcome, ...]
    notifications: Told
    points_written: int

    def encode(self) -> bytes:
        """Return the outcome as JSON."""
        return TypeAdapter(Outcome).dump_json(self, indent=2) + b"\n"


def incident_outcome(incident: Incident, happened: Sequence[Happened]) -> IncidentOutcome:
    """Return what is told of an incident, given what the script did."""
    cut = cut_behind(incident, happened)
    return IncidentOutcome(
        cause=incident.cause.name,
        municipalities=tuple(sorted(incident.impact.isolated)),
        started=_iso(incident.started),
        detected_after_s=None if cut is None else (incident.detected - cut.at) / SECOND,
        ended=None if incident.ended is None else _iso(incident.ended),
    )


def cut_behind(incident: Incident, happened: Iterable[Happened]) -> Happened | None:
    """Return the last cut before the detection: of a link among the candidates or, if none was, of any."""
    cuts = [past for past in happened if past.step.action is Action.CUT and past.at <= incident.detected]
    suspects = {incident.cause, *incident.candidates}
    named = [cut for cut in cuts if Entity(EntityKind.LINK, cut.step.link) in suspects]
    return max(named or cuts, key=lambda cut: cut.at, default=None)


def _iso(moment: Millis) -> str:
    return to_datetime(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")
