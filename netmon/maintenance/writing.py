"""How works are written down: a YAML file with a list `maintenance`, or a CSV table with a row for each.

Both come to the same: the values of each work by key, every one with its place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netmon.errors import InventoryError
from netmon.inventory.complaint import Complaint, Place
from netmon.inventory.document import Refused, compose, scan
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.table import Columns, Row, read_table
from netmon.inventory.tree import MappingNode, Node, ScalarNode, SequenceNode
from netmon.phrase import Phrase

ROOT = "maintenance"
TEXTS = ("reason", "start", "end", "length")
LISTS = ("devices", "links", "shared_risks", "municipalities")
KEYS = (*TEXTS, *LISTS)
MOST_WORKS = 100
"""Works in a file; so many are approved together at most."""
COLUMNS = Columns(
    names=KEYS,
    needed=("reason", "start", "end"),
    aliases={
        "důvod": "reason",
        "duvod": "reason",
        "od": "start",
        "začátek": "start",
        "zacatek": "start",
        "do": "end",
        "konec": "end",
        "délka": "length",
        "delka": "length",
        "zařízení": "devices",
        "zarizeni": "devices",
        "linky": "links",
        "trasy": "shared_risks",
        "obce": "municipalities",
    },
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text and where it stands."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A work as it is written: its texts and lists by key, those that are there."""

    place: Place
    texts: Mapping[str, Said] = field(default_factory=dict)
    lists: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)


def read_works(file: str, content: bytes) -> tuple[tuple[Written, ...], tuple[Complaint, ...]]:
    """Return the works that a file holds, and what is wrong with how it is written; `file` is what people see."""
    if file.casefold().endswith(".csv"):
        return _table(file, content)
    scanned = scan(file, content)
    if isinstance(scanned, Refused):
        return (), scanned.complaints
    document = compose(scanned)
    complaints = list(document.complaints)
    found = [_work(node, complaints) for node in _list(document.root, complaints)]
    return tuple(work for work in found if work is not None), tuple(complaints)


def too_many(works: tuple[Written, ...]) -> Iterator[Complaint]:
    """Yield the complaint about a file that holds more works than are approved together."""
    if len(works) > MOST_WORKS:
        what = Phrase("the file holds more than {most} works", most=MOST_WORKS)
        yield Complaint.at(works[MOST_WORKS].place, what, Phrase("split it"))


def _table(file: str, content: bytes) -> tuple[tuple[Written, ...], tuple[Complaint, ...]]:
    try:
        rows = read_table(file, content, COLUMNS)
    except InventoryError as error:
        return (), tuple(complaint for complaint in error.complaints if isinstance(complaint, Complaint))
    if not rows:
        return (), (_nothing(Place(file, 1, 1)),)
    return tuple(map(_row, rows)), ()


def _row(row: Row) -> Written:
    return Written(
        row.place,
        texts={key: Said(row.place, row.cells[key]) for key in TEXTS if key in row.cells},
        lists={
            key: tuple(Said(row.place, name) for name in row.cells[key].split()) for key in LISTS if key in row.cells
        },
    )


def _list(root: Node, complaints: list[Complaint]) -> tuple[Node, ...]:
    """Return the elements of the list that the file should be."""
    entries = root.entries if isinstance(root, MappingNode) else {}
    for key, entry in entries.items():
        if key != ROOT:
            cure = did_you_mean(key, (ROOT,), otherwise=one_of((ROOT,)))
            complaints.append(Complaint.at(entry.key, Phrase('unknown key "{key}"', key=key), cure))
    found = entries[ROOT].node if ROOT in entries else None
    if isinstance(found, SequenceNode) and found.nodes:
        return found.nodes
    complaints.append(_nothing(found.place if found else root.place))
    return ()


def _nothing(place: Place) -> Complaint:
    what = Phrase("no work stands here")
    return Complaint.at(place, what, Phrase("write maintenance: and below it a list, or a table with a row for each"))


def _work(node: Node, complaints: list[Complaint]) -> Written | None:
    if not isinstance(node, MappingNode):
        complaints.append(Complaint.at(node.place, Phrase("this is no work"), Phrase("write - reason: …, start: …")))
        return None
    texts: dict[str, Said] = {}
    lists: dict[str, tuple[Said, ...]] = {}
    for key, entry in node.entries.items():
        if key in LISTS:
            lists[key] = tuple(_names(entry.node, complaints))
        elif key not in TEXTS:
            cure = did_you_mean(key, KEYS, otherwise=one_of(KEYS))
            complaints.append(Complaint.at(entry.key, Phrase('unknown key "{key}"', key=key), cure))
        elif isinstance(entry.node, ScalarNode) and entry.node.text:
            texts[key] = Said(entry.node.place, entry.node.text)
        else:
            what = Phrase("{key} is not one text", key=key)
            complaints.append(Complaint.at(entry.node.place, what, Phrase("write one text")))
    return Written(node.place, texts, lists)


def _names(node: Node, complaints: list[Complaint]) -> Iterator[Said]:
    for element in node.nodes if isinstance(node, SequenceNode) else (node,):
        if isinstance(element, ScalarNode) and element.text:
            yield Said(element.place, element.text)
        else:
            complaints.append(Complaint.at(element.place, Phrase("this is no name"), Phrase("write [one, two]")))
