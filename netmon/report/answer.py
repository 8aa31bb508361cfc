"""How an explanation leaves netmon: JSON for programs, in English, times in milliseconds."""

import json
from collections.abc import Mapping

from netmon.clock import Interval
from netmon.foreign import one_line
from netmon.judgement.edges import Bracket
from netmon.model import Correction, Evidence, Incident, Standing
from netmon.report.explanation import Explanation, Step


def to_json(explanation: Explanation) -> str:
    """Return an explanation as one JSON object."""
    correction = explanation.correction
    body = {
        "code": explanation.code,
        "name": explanation.name,
        "at": explanation.at,
        **_standing(explanation.standing),
        "outage": None if explanation.outage is None else _outage(explanation.outage),
        "correction": None if correction is None else _correction(correction),
        "incidents": [_incident(incident) for incident in explanation.incidents],
        "path": [_step(step) for step in explanation.path],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _standing(standing: Standing | None) -> Mapping[str, object]:
    if standing is None:
        return {"state": None, "since": None, "reason": ""}
    return {"state": standing.state.name.lower(), "since": standing.since, "reason": one_line(standing.reason)}


def _outage(outage: Bracket) -> Mapping[str, object]:
    return {
        "began": _span(outage.began),
        "ended": _span(outage.ended) if outage.has_ended else None,
        "shortest_ms": outage.surely.length,
        "longest_ms": outage.perhaps.length,
    }


def _span(span: Interval) -> Mapping[str, object]:
    return {"earliest": span.start, "latest": span.end}


def _correction(correction: Correction) -> Mapping[str, object]:
    return {
        "counts_as": correction.counts_as,
        "reason": one_line(correction.reason),
        "author": one_line(correction.author),
        "at": correction.at,
    }


def _incident(incident: Incident) -> Mapping[str, object]:
    return {
        "id": incident.id,
        "cause": str(incident.cause),
        "candidates": [str(entity) for entity in incident.candidates],
        "started": incident.started,
        "detected": incident.detected,
        "ended": incident.ended,
        "evidence": [_evidence(evidence) for evidence in incident.evidence],
    }


def _evidence(evidence: Evidence) -> Mapping[str, object]:
    return {
        "kind": evidence.kind,
        "entity": None if evidence.entity is None else one_line(str(evidence.entity)),
        "since": evidence.since,
        "count": evidence.count,
    }


def _step(step: Step) -> Mapping[str, object]:
    track = step.track
    return {
        "element": str(step.entity),
        **_standing(step.standing),
        "probes": None if track is None else {"misses": track.misses, "answered_at": track.answered_at},
        "ports": [
            {
                "device": port.device,
                "interface": one_line(port.interface),
                "up": port.report.is_up,
                "since": port.report.changed_at or port.report.at,
            }
            for port in step.ports
        ],
    }
