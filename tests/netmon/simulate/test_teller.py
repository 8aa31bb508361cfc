"""What the demo says, and that it says everything once."""

from dataclasses import replace

from netmon.clock import SECOND, ManualClock, Millis
from netmon.language import Language
from netmon.model import Entity, EntityKind, Impact, Incident, IncidentId, MunicipalityCode, NotificationKind, Severity
from netmon.simulate.receiver import Arrival
from netmon.simulate.teller import Teller
from tests.netmon.simulate.small import SPUR, TOWNS, small_region

NOW = Millis(1_795_000_000_000)
CAUSE = Entity(EntityKind.LINK, SPUR)
INCIDENT = Incident(
    id=IncidentId("i-1"),
    cause=CAUSE,
    candidates=(CAUSE,),
    severity=Severity.CRITICAL,
    impact=Impact(isolated=(MunicipalityCode(TOWNS["d"]),)),
    started=NOW,
    detected=Millis(NOW + 6 * SECOND),
)


def teller(said: list[str], clock: ManualClock, language: Language = Language.EN) -> Teller:
    return Teller(said.append, language, small_region(), clock)


def test_an_incident_is_told_once_when_detected_and_once_when_over() -> None:
    said: list[str] = []
    speaking = teller(said, ManualClock(NOW))
    for incident in (INCIDENT, INCIDENT, replace(INCIDENT, ended=Millis(NOW + 30 * SECOND))):
        speaking.tell_incidents([(incident, NOW)])
    assert len(said) == 2
    assert said[0].startswith("detected 6 s after the cut: ✖ 1 municipality cut off")
    assert "restored after 30 s" in said[1]


def test_each_arrival_is_told_once() -> None:
    said: list[str] = []
    speaking = teller(said, ManualClock(NOW))
    arrivals = tuple(Arrival(kind, "incident", "i-1", "/demo", f"about {kind}") for kind in NotificationKind)
    for count in (1, 1, 2):
        speaking.tell_arrivals(arrivals[:count])
    assert said == ["message delivered: about firing", "message of the end delivered: about resolved"]


def test_moments_count_from_the_beginning_of_the_story_as_the_language_writes_them() -> None:
    said: list[str] = []
    clock = ManualClock(NOW)
    speaking = teller(said, clock, Language.CS)
    speaking.tell("end")
    speaking.begin()
    clock.advance(20_400)
    speaking.tell("end")
    assert said == ["Ctrl-C ukončí.", "  20,4 s  Ctrl-C ukončí."]
