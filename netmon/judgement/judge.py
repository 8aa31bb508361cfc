"""What it all means at `now`: from probes and port reports to states, incidents and transitions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from netmon.clock import Millis
from netmon.judgement.cause import MONITOR
from netmon.judgement.connections import municipality_standings
from netmon.judgement.contradiction import strandings
from netmon.judgement.explanation import explain
from netmon.judgement.impact import impact_of
from netmon.judgement.incidents import Outcome, Settled, closed, continued, joined, opened, settle
from netmon.judgement.matching import Match, claims_of, match, told_of
from netmon.judgement.municipalities import Elements
from netmon.judgement.quiet import quiet_times
from netmon.judgement.scene import Scene, look
from netmon.judgement.situation import Judgement, Situation, Verdict
from netmon.judgement.standings import accepted_links, device_standings, transitions_between
from netmon.judgement.topology import Topology
from netmon.model import Incident, MunicipalityCode, Standing
from netmon.settings import Detection


def judge(topology: Topology, situation: Situation, detection: Detection, now: Millis) -> Judgement:
    """Return the new situation and what changed on the way; judging twice at `now` changes nothing."""
    scene = look(topology, situation, detection, now)
    stranded = tuple(strandings(topology.network, scene))
    network = topology.network.doubting(device for each in stranded for device in each.silent)
    claims, told = claims_of(situation.incidents, scene), told_of(situation.incidents, scene)
    causes = explain(network, scene.sight, claims, told)
    matched = match(causes, situation.incidents, scene)
    quiet_at = quiet_times(matched.new, topology, scene, detection.settle)
    settled = settle(matched, [cause for cause in matched.new if now >= quiet_at[cause]], scene)
    outcome = Outcome(settled, tuple(_ended(situation.incidents, matched, settled, scene)), now)
    judged = _with_states(topology, situation, scene, outcome)
    new, kept = _incidents(topology, judged, settled, scene, has_news=_differ(situation, judged))
    still_open = _still_open(situation.incidents, outcome.ended, kept)
    after = replace(judged, incidents=(*still_open, *new))
    return Judgement(
        situation=after,
        transitions=transitions_between(situation, after, now),
        opened=new,
        updated=tuple(incident for incident in still_open if incident not in situation.incidents),
        closed=outcome.ended,
        next_at=_next_at(after, quiet_at.values(), now),
        strandings=stranded,
    )


def _ended(
    incidents: Sequence[Incident], matched: Match, settled: Sequence[Settled], scene: Scene
) -> Iterator[Incident]:
    """Yield the open incidents that are over, as ended: no cause continues them, and all is up again or elsewhere."""
    continuing = [each.incident for each in settled]
    elsewhere = frozenset(device for each in settled if each.vertex != MONITOR for device in each.cause.explained)
    lost = scene.network.lost_with(each.vertex for each in settled).union(*(each.cause.explained for each in settled))
    for incident in incidents:
        if incident not in continuing:
            whole = matched.merged.get(incident.id)
            part = joined(incident, whole, scene, lost) if whole else None
            if over := part or closed(incident, scene, elsewhere):
                yield over


def _with_states(topology: Topology, situation: Situation, scene: Scene, outcome: Outcome) -> Situation:
    causes = scene.network.lost_with(each.vertex for each in outcome.settled)
    elements = Elements(
        devices=device_standings(scene, situation, outcome.explained),
        links=accepted_links(scene, situation, causes, outcome.explained),
    )
    return replace(
        situation,
        tracks=scene.tracks,
        ports={port: report for port, report in situation.ports.items() if scene.now < report.valid_until},
        devices=elements.devices,
        links=elements.links,
        municipalities=_municipalities(topology, situation, elements, outcome),
    )


def _municipalities(
    topology: Topology, situation: Situation, elements: Elements, outcome: Outcome
) -> Mapping[MunicipalityCode, Standing]:
    """Return the municipalities' states: searched anew only when an element changed its own."""
    is_same = elements.devices == situation.devices and elements.links == situation.links
    known = {code for code, points in topology.network.service_points.items() if points}
    if is_same and known == situation.municipalities.keys():
        return situation.municipalities
    return municipality_standings(topology, situation, elements, outcome)


def _differ(before: Situation, after: Situation) -> bool:
    """Say whether any state changed: no incident's impact does otherwise."""
    return (before.devices, before.links, before.municipalities) != (after.devices, after.links, after.municipalities)


def _incidents(
    topology: Topology, situation: Situation, settled: Sequence[Settled], scene: Scene, *, has_news: bool
) -> tuple[tuple[Incident, ...], dict[str, Incident]]:
    """Return the new incidents, and those that continue, by their id."""
    new: list[Incident] = []
    kept: dict[str, Incident] = {}
    for each in settled:
        if each.incident is None:
            new.append(opened(each.cause, impact_of(topology, situation, each), scene))
        else:
            impact = impact_of(topology, situation, each) if has_news else each.incident.impact
            kept[each.incident.id] = continued(each.incident, each.cause, impact, scene)
    return tuple(new), kept


def _still_open(
    incidents: Sequence[Incident], ended: Sequence[Incident], kept: Mapping[str, Incident]
) -> tuple[Incident, ...]:
    over = {incident.id for incident in ended}
    return tuple(kept.get(incident.id, incident) for incident in incidents if incident.id not in over)


def _next_at(situation: Situation, quiet_at: Iterable[Millis], now: Millis) -> Millis | None:
    """Return when time alone may change something: a settle window, or the end of a validity."""
    ends = [track.valid_until for track in situation.tracks.values() if track.verdict is not Verdict.UNKNOWN]
    ends += [report.valid_until for report in situation.ports.values()]
    return min((moment for moment in [*ends, *quiet_at] if moment > now), default=None)
