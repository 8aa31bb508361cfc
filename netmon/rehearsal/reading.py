"""The files of tests: `rules-tests/` in the inventory's directory, one place for every complaint."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from netmon.errors import CommandRefused, InventoryError
from netmon.inventory.complaint import Complaint, Place, quote
from netmon.inventory.directory import RULE_TESTS, Source, read
from netmon.inventory.document import LARGEST_FILE, Refused, compose, scan
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models.values import Model
from netmon.inventory.tree import KEY, Node, place_of, plain
from netmon.inventory.tree import Path as Way
from netmon.inventory.wording import words
from netmon.phrase import Phrase
from netmon.rehearsal.script import Event, Expected, Measured, Notified, RuleTest, Script, script_of

MOST_COMPLAINTS = 100
"""Complaints about one file."""
PARTS: Mapping[str | int, type[Model]] = MappingProxyType(
    {"tests": RuleTest, "series": Measured, "events": Event, "expect": Expected, "notifications": Notified}
)
"""What stands in which list or block of a test."""


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """A test, and where all of it stands."""

    test: RuleTest
    root: Node
    way: Way

    def place(self, *below: str | int) -> Place:
        """Return where a part of it stands."""
        return place_of(self.root, (*self.way, *below))


def read_beside(inventory: Path) -> tuple[WrittenTest, ...]:
    """Return the tests that an inventory brings along; raise InventoryError with every complaint."""
    folder = inventory / RULE_TESTS
    if not folder.is_dir():
        raise CommandRefused(
            Phrase("{folder}: there are no tests of rules; write some, or name a file with them", folder=folder)
        )
    return _tests(read(folder))


def read_files(files: Sequence[Path]) -> tuple[WrittenTest, ...]:
    """Return the tests of these files; raise InventoryError with every complaint, OSError for a file that is not."""
    return _tests(_source(path) for path in files)


def _source(path: Path) -> Source:
    with path.open("rb") as file:
        return Source(str(path), file.read(LARGEST_FILE + 1))


def _tests(sources: Iterable[Source | Complaint]) -> tuple[WrittenTest, ...]:
    tests: list[WrittenTest] = []
    complaints: list[Complaint] = []
    for source in sources:
        for found in [source] if isinstance(source, Complaint) else _read(source):
            (complaints if isinstance(found, Complaint) else tests).append(found)  # type: ignore[arg-type]
    if complaints:
        raise InventoryError(tuple(complaints))
    return tuple(tests)


def _read(source: Source) -> Iterator[WrittenTest | Complaint]:
    scanned = scan(source.file, source.content)
    if isinstance(scanned, Refused):
        yield from scanned.complaints
        return
    document = compose(scanned)
    yield from document.complaints
    try:
        script = script_of(plain(document.root))
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_COMPLAINTS]
        yield from (_complaint(detail, document.root) for detail in details if not _is_consequence(detail, details))
        return
    for number, test in enumerate(script.tests):
        yield WrittenTest(test, document.root, ("tests", number))


def _is_consequence(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Say whether a list is too short only because an element is wrong."""
    depth = len(detail["loc"])
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > depth and other["loc"][:depth] == detail["loc"] for other in details
    )


def _complaint(detail: ErrorDetails, root: Node) -> Complaint:
    way = detail["loc"]
    what, cure = _unknown(way) if detail["type"] == "extra_forbidden" else words(detail, way)
    blamed = (*way, KEY) if detail["type"] in ("missing", "extra_forbidden") else way
    return Complaint.at(place_of(root, blamed), what, cure)


def _unknown(way: Way) -> tuple[Phrase, Phrase]:
    """Return that a key means nothing here, and which it could be."""
    part = next((PARTS[step] for step in reversed(way[:-1]) if step in PARTS), Script)
    word, keys = str(way[-1]), tuple(part.model_fields)
    return Phrase("unknown key {word}", word=quote(word)), did_you_mean(word, keys, otherwise=one_of(keys))
