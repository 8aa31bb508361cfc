"""What a demo's JSON says of an incident."""

import json

from netmon.clock import Millis
from netmon.model import Entity, EntityKind, Impact, Incident, IncidentId, LinkName, MunicipalityCode, Severity
from netmon.simulate.orders import Action
from netmon.simulate.outcome import Happened, Outcome, incident_outcome
from netmon.simulate.receiver import Told
from netmon.simulate.story import Step

CUT = Millis(1_795_000_020_000)
CHEB_AS = LinkName("cheb-as")


def happened(link: str, at: int, action: Action = Action.CUT) -> Happened:
    return Happened(Step(Millis(0), action, LinkName(link)), Millis(at))


def incident(cause: str = CHEB_AS, ended: Millis | None = None) -> Incident:
    entity = Entity(EntityKind.LINK, cause)
    hit = (MunicipalityCode("554545"), MunicipalityCode("554499"))
    return Incident(
        id=IncidentId("i-1"),
        cause=entity,
        candidates=(entity,),
        severity=Severity.CRITICAL,
        impact=Impact(isolated=hit),
        started=Millis(CUT + 500),
        detected=Millis(CUT + 6_250),
        ended=ended,
    )


def test_detection_counts_from_the_cut_of_the_link_that_is_the_cause() -> None:
    script = [happened(CHEB_AS, CUT), happened("ring", CUT + 2_000), happened(CHEB_AS, CUT + 9_000, Action.HEAL)]
    assert incident_outcome(incident(), script).detected_after_s == 6.25


def test_detection_of_another_cause_counts_from_the_last_cut_before_it() -> None:
    script = [happened("ring", CUT), happened("other", CUT + 250), happened("late", CUT + 60_000)]
    assert incident_outcome(incident(), script).detected_after_s == 6


def test_an_incident_that_no_cut_explains_says_so() -> None:
    assert incident_outcome(incident(), []).detected_after_s is None


def test_an_outcome_is_json_with_codes_and_moments() -> None:
    ended = incident_outcome(incident(ended=Millis(CUT + 30_000)), [happened(CHEB_AS, CUT)])
    outcome = Outcome(216, 216, 134, (ended,), Told(firing=1, resolved=1), points_written=7_000)
    assert json.loads(outcome.encode()) == {
        "devices": 216,
        "answered": 216,
        "municipalities": 134,
        "incidents": [
            {
                "cause": "cheb-as",
                "municipalities": ["554499", "554545"],
                "started": "2026-11-18T11:07:00.500Z",
                "detected_after_s": 6.25,
                "ended": "2026-11-18T11:07:30.000Z",
            }
        ],
        "notifications": {"firing": 1, "resolved": 1},
        "points_written": 7000,
    }
