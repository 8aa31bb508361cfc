"""Whether a directory holds an inventory that can be used, and everything that speaks against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType

from netmon.errors import InventoryError
from netmon.inventory.complaint import Complaint
from netmon.inventory.consistency import contradictions
from netmon.inventory.directory import Source, read
from netmon.inventory.document import Document, Refused, compose, scan
from netmon.inventory.fault import Check, Fault
from netmon.inventory.lint import doubts
from netmon.inventory.merging import merge
from netmon.inventory.models import Inventory
from netmon.inventory.references import names_in, unknown_names
from netmon.inventory.shape import shape
from netmon.inventory.tree import MappingNode, Node

MOST_COMPLAINTS = 500
"""Complaints of one examination; who mends these, runs it again."""


@dataclass(frozen=True, slots=True)
class Examination:
    """The inventory, unless there are errors, and every complaint: errors first, in the order of the files."""

    inventory: Inventory | None
    complaints: tuple[Complaint, ...]


def load(directory: Path, checks: Sequence[Check] = ()) -> Inventory:
    """Return the inventory of a directory; raise InventoryError with every complaint."""
    examination = examine(directory, checks)
    if examination.inventory is None:
        raise InventoryError(examination.complaints)
    return examination.inventory


def examine(
    directory: Path, checks: Sequence[Check] = (), instead: Mapping[Path, bytes] = MappingProxyType({})
) -> Examination:
    """Return what a directory says and what is wrong with it, doubts included.

    `checks` are asked, beside the room's own doubts, about an inventory without errors. Of the files
    in `instead`, be they there or not, the content given counts.
    """
    documents, refusals = _parse(_with(instead, read(directory)))
    merged = merge((document.root for document in documents), str(directory))
    written = (*refusals, *chain.from_iterable(document.complaints for document in documents), *merged.complaints)
    inventory, judged = _judge(merged.root, checks, complete=not refusals)
    complaints = sorted({*written, *judged}, key=_order)
    has_errors = any(complaint.is_error for complaint in complaints)
    return Examination(None if has_errors else inventory, tuple(complaints[:MOST_COMPLAINTS]))


def _order(complaint: Complaint) -> tuple[bool, str, int, int, str]:
    return not complaint.is_error, complaint.file, complaint.line, complaint.column, complaint.what


def _with(instead: Mapping[Path, bytes], found: Iterable[Source | Complaint]) -> Iterator[Source | Complaint]:
    files = {str(path) for path in instead}
    yield from (source for source in found if source.file not in files)
    yield from (Source(str(path), content) for path, content in instead.items())


def _parse(found: Iterable[Source | Complaint]) -> tuple[tuple[Document, ...], tuple[Complaint, ...]]:
    """Return the documents of the sources, and why others were refused."""
    documents: list[Document] = []
    refusals: list[Complaint] = []
    for source in found:
        scanned = source if isinstance(source, Complaint) else scan(source.file, source.content)
        match scanned:
            case Complaint():
                refusals.append(scanned)
            case Refused(complaints=complaints):
                refusals.extend(complaints)
            case _:
                documents.append(compose(scanned))
    return tuple(documents), tuple(refusals)


def _judge(root: MappingNode, checks: Sequence[Check], *, complete: bool) -> tuple[Inventory | None, list[Complaint]]:
    """Judge the shape, then names and consistency of what has one, then, without errors, the doubts."""
    shaped = shape(root, complete=complete)
    complaints = _located(shaped.faults, root)
    if shaped.inventory is None:
        return None, complaints
    if complete:  # what a file that cannot be read would have named is not known
        complaints += _located(unknown_names(shaped.inventory, names_in(root)), shaped.root)
    complaints += _located(contradictions(shaped.inventory), shaped.root)
    if complete and not complaints:
        found = chain(doubts(shaped.inventory), *(check(shaped.inventory) for check in checks))
        complaints += _located(found, shaped.root)
    return shaped.inventory, complaints


def _located(faults: Iterable[Fault], root: Node) -> list[Complaint]:
    return [fault.located(root) for fault in islice(faults, MOST_COMPLAINTS)]
