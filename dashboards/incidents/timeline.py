"""How an incident went: what netmon noted in figures, and what people wrote, in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.desk import Visit
from dashboards.formats import Formats
from dashboards.incidents.cards import person
from dashboards.incidents.impact import inhabitants, named_first
from dashboards.plain import plain
from dashboards.texts import Words
from dashboards.titles import entity_name
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import Entity, EntityKind, IncidentRecord, Note, NoteKind
from netmon.reader import Reader
from netmon.record.record import promised_moment

LONGEST = 2000
MOST_DIGITS = 12
WRITTEN = frozenset({NoteKind.NOTE, NoteKind.TICKET})
"""What people wrote: nothing is left of it where its words are withheld."""
IMPACTS = ("isolated", "inhabitants", "degraded", "devices")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline; `word` is the text of what it is, `author` is None when netmon itself wrote it."""

    at: Millis
    kind: NoteKind
    word: str
    text: tuple[str, ...]
    author: str | None


def timeline(record: IncidentRecord, seen: Visit, reader: Reader) -> tuple[Line, ...]:
    """Return everything that happened to an incident, oldest first; written lines without words are left out."""
    inventory, words, formats = seen.snapshot.inventory, seen.words, seen.formats

    def text(note: Note) -> tuple[str, ...]:
        match note.kind:
            case NoteKind.DETECTED:
                return _cause(note.text, inventory, words)
            case NoteKind.IMPACT:
                return tuple(_impact(note.text, inventory, words, formats)) or _lines(note.text)
            case NoteKind.PASSED_ON if note.text:
                to, *said = note.text.splitlines()
                return (words("handing.to", name=person(to, reader)), *_lines("\n".join(said)))
            case NoteKind.PROMISED if moment := promised_moment(note.text):
                return (words("incident.report_by", at=formats.since(moment, seen.now)),)
            case _:
                return _lines(note.text)

    is_part = record.incident.merged_into is not None
    return tuple(
        Line(note.at, note.kind, _word(note.kind, is_part=is_part), text(note), _author(note, reader))
        for note in record.notes
        if note.text or note.kind not in WRITTEN
    )


def _word(kind: NoteKind, *, is_part: bool) -> str:
    """Return the text of what a note records: what was joined to another has not recovered."""
    return "note.merged" if kind is NoteKind.ENDED and is_part else f"note.{kind.value}"


def _author(note: Note, reader: Reader) -> str | None:
    return person(note.author, reader) if note.author else None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(plain(line, LONGEST) for line in text.splitlines() if line.strip())


def _cause(text: str, inventory: Inventory, words: Words) -> tuple[str, ...]:
    """Return `link cheb-as` by its title."""
    kind, _, name = text.partition(" ")
    if kind not in {known.value for known in EntityKind}:
        return _lines(text)
    return (entity_name(inventory, Entity(EntityKind(kind), name), words),)


def _impact(text: str, inventory: Inventory, words: Words, formats: Formats) -> Iterator[str]:
    """Return `isolated=5 inhabitants=17611 sites=as-hospital` in words; what is nought is left out."""
    figures = dict(part.split("=", 1) for part in text.split() if part.count("=") == 1)
    for name in IMPACTS:
        if figure := _number(figures.get(name, "")):
            yield words(f"impact.{name}", figure, count=formats.number(figure))
    if figures.get("sites"):
        yield words("impact.sites", names=named_first(_sites(figures["sites"], inventory)))
    if cut := _number(figures.get("next_cut_municipalities", "")):
        people = _number(figures.get("next_cut_inhabitants", ""))
        yield words("impact.next_cut", towns=words("impact.isolated", cut), people=inhabitants(people, words))


def _sites(names: str, inventory: Inventory) -> list[str]:
    """Return what people call sites, given as `as-hospital,as-rescue`; by their names where they are gone."""
    found = ((name, inventory.sites.get(name)) for name in names.split(","))
    return [site.name if site else name for name, site in found]


def _number(figure: str) -> int:
    return int(figure) if figure.isascii() and figure.isdecimal() and len(figure) <= MOST_DIGITS else 0
