"""`netmon explain`: why a municipality is as it is, with the evidence."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from netmon.alerting.wording import evidence_line
from netmon.clock import DAY, Interval, Millis, SystemClock
from netmon.console.figures import known_until, resolution_here
from netmon.console.report import KINDS
from netmon.console.status import DEVICES, LINKS, MUNICIPALITIES, NO_DATA, named
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.judgement.edges import Bracket
from netmon.judgement.municipalities import Elements
from netmon.judgement.situation import Situation, Track
from netmon.language import Language
from netmon.model import (
    Correction,
    DeviceName,
    Entity,
    EntityKind,
    Incident,
    LinkName,
    MunicipalityCode,
    Standing,
)
from netmon.phrase import Phrase, in_language
from netmon.report.answer import to_json
from netmon.report.explanation import Explanation, Known, Port, Step, blind, explain
from netmon.report.period import length, local, moment
from netmon.report.whom import municipality_called
from netmon.store.reading import StoreReader

LONGEST_OUTAGE = Millis(366 * DAY)
"""How far around a moment its outage is looked for."""
WORDS = {EntityKind.DEVICE: DEVICES, EntityKind.LINK: LINKS, EntityKind.MUNICIPALITY: MUNICIPALITIES}


def show_explanation(state: Path, directory: Path, name: str, when: str | None, *, as_json: bool) -> None:
    """Print why a municipality was as it was at a moment."""
    inventory, clock, terminal = load(directory), SystemClock(), Terminal.of_process()
    code, now = municipality_called(name, inventory), clock.now()
    at = now if when is None else moment(when)
    if at > now:
        raise CommandRefused(Phrase("{time} is still to come", time=local(at)))
    with closing(StoreReader(state, clock)) as reader:
        known = replace(_known(reader, code, at, now), resolution=resolution_here(inventory))
    explanation = explain(inventory, code, known, at)
    if as_json:
        terminal.show(to_json(explanation))
    else:
        terminal.show("\n".join(lines(explanation, terminal.language)))


def lines(explanation: Explanation, language: Language) -> Iterator[str]:
    """Yield an explanation in a language: the sentence, what is behind it, and the way."""
    yield in_language(_sentence(explanation), language)
    if explanation.outage is not None:
        yield from (in_language(line, language) for line in _of_outage(explanation.outage))
    if explanation.correction is not None:
        yield in_language(_of_correction(explanation.correction), language)
    for incident in explanation.incidents:
        yield ""
        yield in_language(_of_incident(incident), language)
        yield from (f"  {evidence_line(evidence, language)}" for evidence in incident.evidence)
    if explanation.path:
        yield ""
        yield in_language(Phrase("the way to the anchor:"), language)
        for step in explanation.path:
            yield from (in_language(line, language) for line in _of_step(step))


def _known(reader: StoreReader, code: MunicipalityCode, at: Millis, now: Millis) -> Known:
    """Return what is recorded of a moment; of the present, what was heard last is part of it."""
    incidents = [record.incident for record in reader.incidents_at(at)]
    corrections = reader.corrections(Interval(at, Millis(at + 1)))
    until = known_until(reader, now)
    if at > until:
        return blind(code, until, incidents, corrections)
    standings = {kind: reader.standings_at(kind, at) for kind in WORDS}
    return Known(
        municipalities={MunicipalityCode(key): found for key, found in standings[EntityKind.MUNICIPALITY].items()},
        elements=Elements(
            {DeviceName(key): found for key, found in standings[EntityKind.DEVICE].items()},
            {LinkName(key): found for key, found in standings[EntityKind.LINK].items()},
        ),
        incidents=incidents,
        corrections=corrections,
        situation=reader.situation() if at == now else Situation(),
        states=reader.history(Entity(EntityKind.MUNICIPALITY, code), _around(at, until)),
    )


def _around(at: Millis, until: Millis) -> Interval:
    """Return the time in which the outage of a moment is looked for, the moment itself in it."""
    return Interval(Millis(at - LONGEST_OUTAGE), Millis(min(at + LONGEST_OUTAGE, until) + 1))


def _sentence(explanation: Explanation) -> Phrase:
    standing = explanation.standing
    if standing is None:
        return Phrase("{name} ({code}): nothing was recorded yet", name=explanation.name, code=explanation.code)
    return Phrase(
        "{name} ({code}) at {at}: {state}, since {since}",
        name=explanation.name,
        code=explanation.code,
        at=local(explanation.at),
        state=_word(EntityKind.MUNICIPALITY, standing),
        since=local(standing.since),
    )


def _of_outage(outage: Bracket) -> Iterator[Phrase]:
    """Yield between which moments an outage began and ended, as far as probes bracket that, and how long it was."""
    if outage.began.length:
        yield Phrase("it began between {start} and {end}", start=local(outage.began.start), end=local(outage.began.end))
    if outage.has_ended:
        yield Phrase("it ended between {start} and {end}", start=local(outage.ended.start), end=local(outage.ended.end))
        shortest, longest = length(outage.surely.length), length(outage.perhaps.length)
        yield Phrase("it lasted {shortest} at least, {longest} at most", shortest=shortest, longest=longest)


def _of_correction(correction: Correction) -> Phrase:
    return Phrase(
        "corrected: it counts as {kind}: {reason} ({author}, {at})",
        kind=KINDS[correction.counts_as],
        reason=one_line(correction.reason),
        author=one_line(correction.author),
        at=local(correction.at),
    )


def _of_incident(incident: Incident) -> Phrase:
    others = [named(entity) for entity in incident.candidates if entity != incident.cause]
    told = (
        Phrase("{cause}, or {others}", cause=named(incident.cause), others=others) if others else named(incident.cause)
    )
    facts = {"cause": told, "incident": incident.id, "since": local(incident.started)}
    if incident.ended is None:
        return Phrase("cause: {cause}, since {since} (incident {incident})", **facts)
    return Phrase("cause: {cause}, {since} – {until} (incident {incident})", until=local(incident.ended), **facts)


def _of_step(step: Step) -> Iterator[Phrase]:
    if step.standing is None:
        yield Phrase("  {element}: {state}", element=named(step.entity), state=NO_DATA)
    else:
        word, since = _word(step.entity.kind, step.standing), local(step.standing.since)
        yield Phrase("  {element}: {state}, since {since}", element=named(step.entity), state=word, since=since)
    if step.track is not None:
        yield _of_track(step.track)
    yield from map(_of_port, step.ports)


def _of_track(track: Track) -> Phrase:
    if track.misses:
        return Phrase(
            "    probes: {count:,} lost in a row, last answered {time}", count=track.misses, time=_ever(track)
        )
    return Phrase("    probes: last answered {time}", time=_ever(track))


def _ever(track: Track) -> object:
    return local(track.answered_at) if track.answered_at else Phrase("never")


def _of_port(port: Port) -> Phrase:
    report = port.report
    facts = {"port": one_line(f"{port.device}:{port.interface}"), "time": local(report.changed_at or report.at)}
    if report.is_up:
        return Phrase("    {port} reports up since {time}", **facts)
    return Phrase("    {port} reports down since {time}", **facts)


def _word(kind: EntityKind, standing: Standing) -> Phrase:
    return WORDS[kind][standing.state.name.lower()]
