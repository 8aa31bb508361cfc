"""How an incident went: what netmon noted in figures, and what people wrote, in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboards.cards import person
from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import Words
from dashboards.titles import entity_title
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import Entity, EntityKind, IncidentRecord, Note, NoteKind
from netmon.reader import Reader

LONGEST = 2000
IMPACTS = ("isolated", "inhabitants", "degraded", "devices")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline; `author` is None when netmon itself wrote it."""

    at: Millis
    kind: NoteKind
    text: tuple[str, ...]
    author: str | None


def timeline(
    record: IncidentRecord, inventory: Inventory, reader: Reader, words: Words, formats: Formats
) -> tuple[Line, ...]:
    """Return everything that happened to an incident, oldest first."""

    def text(note: Note) -> tuple[str, ...]:
        match note.kind:
            case NoteKind.DETECTED:
                return _cause(note.text, inventory, words)
            case NoteKind.IMPACT:
                return tuple(_impact(note.text, words, formats)) or _lines(note.text)
            case _:
                return _lines(note.text)

    return tuple(
        Line(note.at, note.kind, text(note), person(note.author, reader) if note.author else None)
        for note in record.notes
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(plain(line, LONGEST) for line in text.splitlines() if line.strip())


def _cause(text: str, inventory: Inventory, words: Words) -> tuple[str, ...]:
    """Return `link cheb-as` by its title."""
    kind, _, name = text.partition(" ")
    if kind not in {known.value for known in EntityKind}:
        return _lines(text)
    return (words(f"entity.{kind}", title=entity_title(inventory, Entity(EntityKind(kind), name))),)


def _impact(text: str, words: Words, formats: Formats) -> Iterator[str]:
    """Return `isolated=5 inhabitants=17611` in words; what is nought is left out."""
    figures = dict(part.split("=", 1) for part in text.split() if part.count("=") == 1)
    for name in IMPACTS:
        figure = figures.get(name, "")
        if figure.isdecimal() and int(figure):
            yield words(f"impact.{name}", int(figure), count=formats.number(int(figure)))
