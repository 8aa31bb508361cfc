"""`netmon incident`: its record is shown, and people add to it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from netmon.alerting.toll import toll_lines
from netmon.alerting.wording import evidence_line
from netmon.clock import Millis, SystemClock, to_datetime
from netmon.commands import AddNote, Command, NoteTicket, PromiseReport
from netmon.console.caller import caller
from netmon.console.status import SEVERITIES, named
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.judgement.calendar import PRAGUE
from netmon.language import Language
from netmon.model import IncidentId, IncidentRecord, Note, NoteKind
from netmon.phrase import Phrase, in_language
from netmon.process.commander import commands_of
from netmon.record.calls import Call, as_plain, calls
from netmon.record.moment import next_moment
from netmon.record.record import Promise, Record, Ticket, promised_moment, record_of
from netmon.store.reading import StoreReader

KINDS: Mapping[NoteKind, Phrase] = {
    NoteKind.STARTED: Phrase("it began"),
    NoteKind.DETECTED: Phrase("it was noticed"),
    NoteKind.IMPACT: Phrase("impact"),
    NoteKind.ACKNOWLEDGED: Phrase("taken"),
    NoteKind.PASSED_ON: Phrase("passed on"),
    NoteKind.NOTE: Phrase("note"),
    NoteKind.TICKET: Phrase("ticket"),
    NoteKind.PROMISED: Phrase("next report promised"),
    NoteKind.ENDED: Phrase("it ended"),
}
LONGEST_LINE = 2_000


def show_incident(state: Path, directory: Path, key: str, *, as_json: bool) -> None:
    """Print an incident with its record."""
    terminal, inventory = Terminal.of_process(), load(directory)
    found = find(state, key)
    whom = calls(found.incident, inventory)
    if as_json:
        terminal.show(json.dumps(_object(found, whom), ensure_ascii=False, indent=2))
    else:
        terminal.show("\n".join(_lines(found, whom, terminal.language)))


def note_ticket(state: Path, key: str, number: str) -> None:
    """Write a ticket's number down."""
    _submit(state, NoteTicket(find(state, key).incident.id, number))
    Terminal.of_process().say(Phrase("incident {incident} has ticket {number}", incident=key, number=one_line(number)))


def promise_report(state: Path, key: str, when: str) -> None:
    """Promise a report by a moment."""
    report_by = next_moment(when, SystemClock().now())
    _submit(state, PromiseReport(find(state, key).incident.id, report_by))
    Terminal.of_process().say(Phrase("the next report is promised by {time}", time=_local(report_by)))


def add_note(state: Path, key: str, text: str) -> None:
    """Write a note down."""
    _submit(state, AddNote(find(state, key).incident.id, text))
    Terminal.of_process().say(Phrase("noted"))


def _submit(state: Path, command: Command) -> None:
    with commands_of(state, SystemClock()) as commands:
        commands.submit(command, caller())


def find(state: Path, key: str) -> IncidentRecord:
    """Return an incident with its record; raise CommandRefused if there is none."""
    with closing(StoreReader(state, SystemClock())) as reader:
        found = reader.incident(IncidentId(key))
    if found is None:
        raise CommandRefused(Phrase("there is no incident {incident}", incident=one_line(key)))
    return found


def _lines(found: IncidentRecord, whom: tuple[Call, ...], language: Language) -> Iterator[str]:
    incident = found.incident
    yield from (in_language(line, language) for line in head(found))
    yield from (f"  {line}" for line in toll_lines(incident.impact, language))
    yield from (f"  {evidence_line(fact, language)}" for fact in incident.evidence)
    yield from (in_language(line, language) for line in _of_record(record_of(found.notes)))
    if whom:
        yield in_language(Phrase("whom to call:"), language)
        yield from (f"  {in_language(_of_call(call), language)}" for call in whom)
    yield in_language(Phrase("how it went:"), language)
    yield from (f"  {_local(note.at)}  {in_language(_of_note(note), language)}" for note in found.notes)


def head(found: IncidentRecord) -> Iterator[Phrase]:
    """Yield what an incident is, since when, and who has taken it."""
    incident = found.incident
    facts = {"incident": incident.id, "cause": named(incident.cause), "severity": SEVERITIES[incident.severity]}
    since = _local(incident.started)
    if incident.ended is None:
        yield Phrase("{incident}: {cause}, {severity}, since {since}", since=since, **facts)
    else:
        yield Phrase(
            "{incident}: {cause}, {severity}, {since} – {until}", since=since, until=_local(incident.ended), **facts
        )
    if found.acknowledged_by is not None and found.acknowledged_until is not None:
        until = _local(found.acknowledged_until)
        yield Phrase("taken by {name} until {until}", name=one_line(found.acknowledged_by), until=until)


def _of_record(record: Record) -> Iterator[Phrase]:
    if record.ticket is not None:
        yield Phrase("ticket {number} ({author})", number=one_line(record.ticket.number), author=record.ticket.author)
    if record.promise is not None:
        until = _local(record.promise.report_by)
        yield Phrase("next report by {time} ({author})", time=until, author=record.promise.author)


def _of_call(call: Call) -> Phrase:
    ways = ", ".join(one_line(way) for way in (call.phone, call.email) if way)
    facts = {"name": one_line(call.name), "ways": ways or "–", "element": named(call.about)}
    if call.circuit is None:
        return Phrase("{name}: {ways} ({element})", **facts)
    return Phrase("{name}: {ways}, circuit {circuit} ({element})", circuit=one_line(call.circuit), **facts)


def _of_note(note: Note) -> Phrase:
    moment = promised_moment(note.text) if note.kind is NoteKind.PROMISED else None
    text = one_line(note.text)[:LONGEST_LINE] if moment is None else _local(moment)
    told = [KINDS[note.kind], *filter(None, (text, one_line(note.author)))]
    return Phrase("{facts}", facts=told)


def _local(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M}"


def _object(found: IncidentRecord, whom: tuple[Call, ...]) -> dict[str, object]:
    incident, record = found.incident, record_of(found.notes)
    return {
        "id": incident.id,
        "cause": {"kind": incident.cause.kind.value, "name": incident.cause.name},
        "severity": incident.severity.value,
        "started": _iso(incident.started),
        "ended": _iso(incident.ended),
        "taken_by": found.acknowledged_by,
        "taken_until": _iso(found.acknowledged_until),
        "ticket": _ticket(record.ticket),
        "next_report": _promise(record.promise),
        "calls": [as_plain(call) for call in whom],
        "timeline": [
            {"at": _iso(note.at), "kind": note.kind.value, "text": note.text, "author": note.author}
            for note in found.notes
        ],
    }


def _ticket(ticket: Ticket | None) -> dict[str, object] | None:
    if ticket is None:
        return None
    return {"number": ticket.number, "author": ticket.author, "at": _iso(ticket.at)}


def _promise(promise: Promise | None) -> dict[str, object] | None:
    if promise is None:
        return None
    return {"by": _iso(promise.report_by), "author": promise.author, "is_kept": promise.is_kept}


def _iso(moment: Millis | None) -> str | None:
    return None if moment is None else to_datetime(moment).isoformat()
