"""How a status reads: who runs, how many things are in which state, and what is wrong now."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from netmon.alerting.toll import toll_lines
from netmon.clock import SECOND, Millis, SystemClock, to_datetime
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.judgement.calendar import PRAGUE
from netmon.language import Language
from netmon.model import Entity, EntityKind, Incident, Severity
from netmon.phrase import Phrase, in_language
from netmon.process.status import Lost, Status, read_status

Words = Mapping[str, Phrase]

NO_DATA = Phrase("no data")
DEVICES: Words = {
    "up": Phrase("up"),
    "down": Phrase("not answering"),
    "unreachable": Phrase("behind an outage"),
    "unknown": NO_DATA,
}
LINKS: Words = {"up": Phrase("up"), "down": Phrase("down"), "unknown": NO_DATA}
MUNICIPALITIES: Words = {
    "operational": Phrase("connected"),
    "degraded": Phrase("without a backup"),
    "isolated": Phrase("cut off"),
    "disconnected": Phrase("disconnected"),
    "unknown": NO_DATA,
}
"""The words for states, in the order in which they are listed."""
SEVERITIES: Mapping[Severity, Phrase] = {
    Severity.CRITICAL: Phrase("critical"),
    Severity.WARNING: Phrase("warning"),
    Severity.INFO: Phrase("info"),
}


MOST_NAMED = 5
ENTITIES: Mapping[EntityKind, str] = {
    EntityKind.DEVICE: "device {name}",
    EntityKind.LINK: "link {name}",
    EntityKind.SHARED_RISK: "shared risk {name}",
    EntityKind.MUNICIPALITY: "municipality {name}",
    EntityKind.INTERFACE: "interface {name}",
    EntityKind.SESSION: "session {name}",
    EntityKind.NETMON: "netmon {name}",
}


def show_status(directory: Path, *, as_json: bool) -> bool:
    """Print what the netmon of a state directory knows; return whether it runs."""
    known = read_status(directory, SystemClock().now())
    terminal = Terminal.of_process()
    if as_json:
        terminal.show(TypeAdapter(Status).dump_json(known, indent=2).decode())
        return known.running
    first, *rest = lines(known, terminal.language)
    terminal.show(terminal.paint(first, "green" if known.running else "red"))
    for line in rest:
        terminal.show(line)
    return known.running


def lines(known: Status, language: Language) -> Iterator[str]:
    """Yield the status in a language: whether netmon runs, a table of counts, then each open incident."""
    yield in_language(_pulse(known), language)
    yield ""
    yield from aligned(_rows(known).items(), language)
    yield from (in_language(_of_lost(lost), language) for lost in known.lost)
    for incident in known.incidents:
        yield ""
        yield from (in_language(line, language) for line in _of_incident(incident))
        yield from (f"  {line}" for line in toll_lines(incident.impact, language))


def named(entity: Entity) -> Phrase:
    """Return what an entity is called, with its kind."""
    return Phrase(ENTITIES[entity.kind], name=entity.name)


def _pulse(known: Status) -> Phrase:
    if known.beat is None:
        return Phrase("netmon does not run; it never ran here")
    if known.running:
        return Phrase("netmon runs; last beat {time}", time=_local(known.beat))
    return Phrase("netmon does not run; last beat {time}", time=_local(known.beat))


def _rows(known: Status) -> Mapping[Phrase, Phrase]:
    messages = known.messages
    return {
        Phrase("devices"): _counts(known.devices, DEVICES),
        Phrase("links"): _counts(known.links, LINKS),
        Phrase("municipalities"): _counts(known.municipalities, MUNICIPALITIES),
        Phrase("messages"): Phrase(
            "{waiting:,} waiting, {dead:,} given up", waiting=messages.waiting, dead=messages.dead
        ),
        Phrase("open incidents"): Phrase("{count:,}", count=len(known.incidents)),
    }


def _counts(counts: Mapping[str, int], words: Words) -> Phrase:
    found = [
        Phrase("{count:,} {state}", count=counts[state], state=word) for state, word in words.items() if state in counts
    ]
    return Phrase("{found}", found=found) if found else Phrase("none known yet")


def _of_lost(lost: Lost) -> Phrase:
    return Phrase(
        "  given up {time}, {channel} {address}: {summary} ({reason})",
        time=_local(lost.at),
        channel=lost.channel,
        address=lost.address,
        summary=lost.summary,
        reason=lost.error,
    )


def _of_incident(incident: Incident) -> Iterator[Phrase]:
    yield Phrase(
        "{severity}: {cause}  ({incident})",
        severity=SEVERITIES[incident.severity],
        cause=named(incident.cause),
        incident=incident.id,
    )
    yield Phrase(
        "  since {time}, detected after {seconds:,.1f} s",
        time=_local(incident.started),
        seconds=(incident.detected - incident.started) / SECOND,
    )
    others = [named(entity) for entity in incident.candidates if entity != incident.cause]
    if others:
        yield Phrase("  may just as well be {others}", others=_first_of(others))
    yield Phrase(
        "  {towns:municipality|municipalities} without connection, {people:inhabitant|inhabitants}",
        towns=len(incident.impact.isolated),
        people=incident.impact.inhabitants,
    )


def _first_of(names: Sequence[Phrase]) -> Sequence[object]:
    """Return the names, as far as a line can bear them."""
    return names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "…"]


def _local(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M:%S %Z}"
