"""What one YAML file says: the only door to the YAML parser, and a suspicious one.

`scan` reads the parser's events, which builds nothing, and refuses whatever could grow, hide or
surprise: aliases, anchors, tags, directives, depth, size, second documents, control characters.
Only what it returns can be composed into nodes. Every scalar stays a string: `NO` is no boolean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import yaml

from netmon.inventory.complaint import Complaint, Place, quote
from netmon.inventory.syntax import saying
from netmon.inventory.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode
from netmon.phrase import Phrase

LARGEST_FILE = 2_000_000
"""Bytes."""
DEEPEST = 20
MOST_NODES = 200_000
MOST_COMPLAINTS = 100
"""Complaints about one file; what follows is rarely news."""

CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1, without tab, line feed and carriage return
    "\u200e\u200f\u2028-\u202e\u2066-\u2069"  # line separators, and marks that turn the direction of text
    "\ud800-\udfff\ufeff\ufffe\uffff]"  # surrogates, byte order marks and noncharacters
)
DIRECTIVE = re.compile(r"^%", re.MULTILINE)
NULL = "tag:yaml.org,2002:null"

STARTS = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
ENDS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


@dataclass(frozen=True, slots=True)
class Scanned:
    """Text that cannot harm the parser: made by `scan` alone, asked for by `compose`."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not parsed, and why."""

    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and what is wrong with how it is written."""

    root: Node
    complaints: tuple[Complaint, ...] = ()


def scan(file: str, content: bytes) -> Scanned | Refused:
    """Return the text if it is harmless; `file` is the name people see in messages."""
    if len(content) > LARGEST_FILE:
        what = Phrase("the file is larger than {limit:,} bytes", limit=LARGEST_FILE)
        return _refuse(Place(file, 1, 1), what, Phrase("split it"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_in(file, content[: error.start].decode("utf-8-sig"))
        what = Phrase("byte 0x{byte:02x} is not UTF-8", byte=content[error.start])
        return _refuse(place, what, Phrase("save the file as UTF-8"))
    for pattern, what, cure in (
        (CONTROL, Phrase("a control character stands here"), Phrase("delete it")),
        (DIRECTIVE, Phrase("a YAML directive stands here"), Phrase("delete the line")),
    ):
        if match := pattern.search(text):
            return _refuse(_place_in(file, text[: match.start()]), what, cure)
    complaints = tuple(islice(_harms(file, text), MOST_COMPLAINTS))
    return Refused(complaints) if complaints else Scanned(file, text)


def compose(scanned: Scanned) -> Document:
    """Return the nodes of a scanned text; an empty file is an empty mapping."""
    composer = _Composer(scanned.file)
    node = yaml.compose(scanned.text, Loader=yaml.CSafeLoader)
    root = composer.node(node) if node is not None else MappingNode(Place(scanned.file, 1, 1))
    return Document(root, tuple(composer.complaints))


def _harms(file: str, text: str) -> Iterator[Complaint]:
    """Yield why a text must not be parsed; the parser is asked for no more events than allowed."""
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            place = _place(file, event.start_mark)
            yield from _harms_of_event(event, place)
            depth += isinstance(event, STARTS) - isinstance(event, ENDS)
            nodes += isinstance(event, yaml.NodeEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if excess := _excess(depth, nodes, documents):
                yield Complaint.at(place, *excess)
                return
    except (yaml.YAMLError, UnicodeDecodeError) as error:  # the latter from a tag such as !%C0
        yield _syntax_complaint(file, error)


def _harms_of_event(event: yaml.Event, place: Place) -> Iterator[Complaint]:
    if isinstance(event, yaml.AliasEvent):
        yield Complaint.at(place, Phrase("an alias (*) stands here"), Phrase("write the value out"))
    elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        cure = Phrase("delete it, and write out what refers to it")
        yield Complaint.at(place, Phrase("an anchor (&) stands here"), cure)
    if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None:
        cure = Phrase("delete it; put a text that begins with ! in quotes")
        yield Complaint.at(place, Phrase("a tag (!) stands here"), cure)
    if isinstance(event, yaml.ScalarEvent) and CONTROL.search(event.value):
        yield Complaint.at(place, Phrase("the text holds an escaped control character"), Phrase("delete it"))


def _excess(depth: int, nodes: int, documents: int) -> tuple[Phrase, Phrase] | None:
    if depth > DEEPEST:
        return Phrase("values are nested deeper than {limit} levels", limit=DEEPEST), Phrase("write it flatter")
    if nodes > MOST_NODES:
        return Phrase("the file holds more than {limit:,} values", limit=MOST_NODES), Phrase("split it")
    if documents > 1:
        cure = Phrase("delete the line ---, or put the rest into another file")
        return Phrase("a second document begins here"), cure
    return None


def _syntax_complaint(file: str, error: yaml.YAMLError | UnicodeDecodeError) -> Complaint:
    if isinstance(error, yaml.MarkedYAMLError):
        place = _place(file, error.problem_mark or error.context_mark)
        reasons = [saying(part) for part in (error.context, error.problem) if part]
        what = Phrase("this is not YAML: {reasons}", reasons=reasons)
        return Complaint.at(place, what, Phrase("check indentation, colons, quotes and brackets"))
    return Complaint.at(Place(file, 1, 1), Phrase("this is not YAML"), Phrase("check that the file is text"))


class _Composer:
    """Turns the parser's nodes into ours; recursion is bounded by what `scan` let through."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.complaints: list[Complaint] = []

    def node(self, node: yaml.Node) -> Node:
        place = _place(self.file, node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return MappingNode(place, self._entries(node))
        if isinstance(node, yaml.SequenceNode):
            return SequenceNode(place, tuple(self.node(child) for child in node.value))
        return ScalarNode(place, None if node.tag == NULL else node.value, _lead(node))

    def _entries(self, node: yaml.MappingNode) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for key, value in node.value:
            place = _place(self.file, key.start_mark)
            if not isinstance(key, yaml.ScalarNode) or key.tag == NULL:
                self._complain(place, Phrase("this key is not a text"), Phrase("write a name before the colon"))
            elif key.value in entries:
                first = entries[key.value].key
                name = quote(key.value)
                what = Phrase("{name} stands here a second time, first in line {line}", name=name, line=first.line)
                self._complain(place, what, Phrase("delete one of them"))
            else:
                entries[key.value] = Entry(place, self.node(value))
        return entries

    def _complain(self, place: Place, what: Phrase, cure: Phrase) -> None:
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append(Complaint.at(place, what, cure))


def _refuse(place: Place, what: Phrase, cure: Phrase) -> Refused:
    return Refused((Complaint.at(place, what, cure),))


def _lead(node: yaml.Node) -> int | None:
    """Return how many columns a text stands behind its place, if it is written as it reads."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    marks = 1 if node.style in {'"', "'"} else 0
    is_one_line = node.start_mark.line == node.end_mark.line
    width = node.end_mark.column - node.start_mark.column
    return marks if is_one_line and width == len(node.value) + 2 * marks else None


class _Mark(Protocol):
    """A parser's position, be it the C library's or Python's; lines and columns count from 0."""

    line: int
    column: int


def _place(file: str, mark: _Mark | None) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)


def _place_in(file: str, before: str) -> Place:
    """Return the place right after a text that begins the file."""
    lines = before.splitlines(keepends=True) or [""]
    if lines[-1].endswith(("\n", "\r")):
        lines.append("")
    return Place(file, len(lines), len(lines[-1]) + 1)
