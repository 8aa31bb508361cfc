"""What it all means at `now`: from probes and port reports to states, incidents and transitions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from netmon.clock import Millis
from netmon.judgement.cause import Cause, Sight, answers_behind, explain
from netmon.judgement.connections import municipality_standings
from netmon.judgement.impact import impact_of
from netmon.judgement.incidents import Outcome, Scene, Settled, closed, continued, match, opened, settle
from netmon.judgement.links import link_standings
from netmon.judgement.municipalities import Elements
from netmon.judgement.network import Network, Vertex, device_vertex, link_vertex
from netmon.judgement.situation import Judgement, Situation, Track, Verdict
from netmon.judgement.standings import accepted_links, device_standings, transitions_between
from netmon.judgement.topology import Topology
from netmon.judgement.tracks import expire
from netmon.model import DeviceName, Incident, LinkName, LinkState, MunicipalityCode, Standing
from netmon.settings import Detection


def judge(topology: Topology, situation: Situation, detection: Detection, now: Millis) -> Judgement:
    """Return the new situation and what changed on the way; judging twice at `now` changes nothing."""
    scene = look(topology.network, situation, detection, now)
    matched = match(explain(topology.network, scene.sight), situation.incidents, scene)
    quiet_at = _quiet_at(matched.new, scene, detection)
    settled = settle(matched, scene, is_quiet=quiet_at is not None and now >= quiet_at)
    outcome = Outcome(settled, _ended(situation.incidents, settled, scene), now)
    judged = _with_states(topology, situation, scene, outcome)
    new, kept = _incidents(topology, judged, settled, scene)
    still_open = _still_open(situation.incidents, outcome.ended, kept)
    after = replace(judged, incidents=(*still_open, *new))
    return Judgement(
        situation=after,
        transitions=transitions_between(situation, after, now),
        opened=new,
        updated=tuple(incident for incident in still_open if incident not in situation.incidents),
        closed=outcome.ended,
        next_at=_next_at(after, quiet_at, now),
    )


def look(network: Network, situation: Situation, detection: Detection, now: Millis) -> Scene:
    """Return what is to be seen at `now`: valid probes and reports of what the network still has."""
    tracks = {
        name: expire(track, now)
        for name, track in situation.tracks.items()
        if device_vertex(name) in network.neighbours
    }
    up = _devices(tracks, lambda track: track.verdict is not Verdict.UNKNOWN and track.answers > 0)
    down = _devices(tracks, lambda track: track.verdict is Verdict.DOWN and track.answers == 0)
    seen = replace(situation, tracks=tracks)
    links = {
        name: _contradicted(network, name, reported, seen, up)
        for name, reported in link_standings(network, seen, now).items()
    }
    down_links = frozenset(link_vertex(name) for name, link in links.items() if link.state == LinkState.DOWN)
    return Scene(network, Sight(up, down, down_links), tracks, links, detection.settle_limit, now)


def _devices(tracks: Mapping[DeviceName, Track], wanted: Callable[[Track], bool]) -> frozenset[Vertex]:
    return frozenset(device_vertex(name) for name, track in tracks.items() if wanted(track))


def _contradicted(
    network: Network, name: LinkName, reported: Standing, seen: Situation, up: frozenset[Vertex]
) -> Standing:
    """Return a link that is reported down as up where what lies behind it answers: the report is old."""
    if reported.state != LinkState.DOWN:
        return reported
    behind = answers_behind(network, link_vertex(name), (), up)
    if not behind:
        return reported
    since, first = min(
        (seen.tracks[DeviceName(device.name)].first_answer or reported.since, device.name) for device in behind
    )
    return Standing(LinkState.UP, since, f"{first} answers behind it")


def _quiet_at(new: Sequence[Cause], scene: Scene, detection: Detection) -> Millis | None:
    """Return when the settle window of the new causes closes; None where there are none.

    It closes `settle` after the last sign of trouble, devices that only began to miss included, and
    at most `settle_limit` after the first.
    """
    if not new:
        return None
    first = min(scene.began(cause) for cause in new)
    suspects = [
        track.first_miss
        for track in scene.tracks.values()
        if track.first_miss is not None and track.verdict is not Verdict.DOWN
    ]
    last = max([*(scene.grew(cause) for cause in new), *suspects])
    return Millis(min(last + detection.settle, first + detection.settle_limit))


def _ended(incidents: Sequence[Incident], settled: Sequence[Settled], scene: Scene) -> tuple[Incident, ...]:
    """Return the open incidents that are over, as ended: no cause continues them, and all is up again."""
    continuing = [each.incident for each in settled]
    elsewhere = frozenset(device for each in settled for device in each.cause.explained)
    over = (closed(incident, scene, elsewhere) for incident in incidents if incident not in continuing)
    return tuple(incident for incident in over if incident is not None)


def _with_states(topology: Topology, situation: Situation, scene: Scene, outcome: Outcome) -> Situation:
    causes = {each.vertex for each in outcome.settled}
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


def _incidents(
    topology: Topology, situation: Situation, settled: Sequence[Settled], scene: Scene
) -> tuple[tuple[Incident, ...], dict[str, Incident]]:
    """Return the new incidents, and those that continue, by their id."""
    new: list[Incident] = []
    kept: dict[str, Incident] = {}
    for each in settled:
        impact = impact_of(topology, situation, each)
        if each.incident is None:
            new.append(opened(each.cause, impact, scene))
        else:
            kept[each.incident.id] = continued(each.incident, each.cause, impact, scene)
    return tuple(new), kept


def _still_open(
    incidents: Sequence[Incident], ended: Sequence[Incident], kept: Mapping[str, Incident]
) -> tuple[Incident, ...]:
    over = {incident.id for incident in ended}
    return tuple(kept.get(incident.id, incident) for incident in incidents if incident.id not in over)


def _next_at(situation: Situation, quiet_at: Millis | None, now: Millis) -> Millis | None:
    """Return when time alone may change something: the settle window, or the end of a validity."""
    ends = [track.valid_until for track in situation.tracks.values() if track.verdict is not Verdict.UNKNOWN]
    ends += [report.valid_until for report in situation.ports.values()]
    if quiet_at is not None:
        ends.append(quiet_at)
    return min((moment for moment in ends if moment > now), default=None)
