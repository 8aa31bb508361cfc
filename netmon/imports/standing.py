"""What the inventory says already, thing by thing: in the file of an import, and elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netmon.errors import InventoryError
from netmon.inventory.complaint import Complaint
from netmon.inventory.directory import Source, read
from netmon.inventory.document import Refused, compose, scan
from netmon.inventory.loading import examine
from netmon.inventory.merging import merge
from netmon.inventory.models import Inventory
from netmon.inventory.shape import shape
from netmon.inventory.tree import MappingNode, plain

Body = Mapping[str, object]
"""What is written about one thing, all scalars as text."""
Things = Mapping[str, Body]
Sections = Mapping[str, Things]

SECTIONS = ("sites", "devices", "links")
"""What an import may write, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The inventory as it is; `others` are sections of the import's own file that no import writes."""

    inventory: Inventory
    own: Sections
    elsewhere: Sections
    others: Mapping[str, object]


def stand(directory: Path, file: Path) -> Standing:
    """Return what a directory says, `file` of it apart; raise InventoryError if it cannot be read.

    Names that belong to nothing are no obstacle: the import may be what they wait for.
    """
    roots = [_root(source) for source in read(directory)]
    if not all(isinstance(root, MappingNode) for root in roots):
        raise InventoryError(examine(directory).complaints)
    merged = merge((root for root in roots if root is not None), str(directory))
    shaped = shape(merged.root, complete=True)
    if merged.complaints or shaped.faults or shaped.inventory is None:
        raise InventoryError(examine(directory).complaints)
    own = {section: _things(merged.root, section, str(file), own=True) for section in SECTIONS}
    elsewhere = {section: _things(merged.root, section, str(file), own=False) for section in SECTIONS}
    return Standing(shaped.inventory, own, elsewhere, _others(roots, str(file)))


def _root(source: Source | Complaint) -> MappingNode | None:
    """Return what a file says, None if it cannot be read."""
    scanned = source if isinstance(source, Complaint) else scan(source.file, source.content)
    if isinstance(scanned, Complaint | Refused):
        return None
    document = compose(scanned)
    return document.root if isinstance(document.root, MappingNode) and not document.complaints else None


def _things(root: MappingNode, section: str, file: str, *, own: bool) -> Things:
    entry = root.entries.get(section)
    if entry is None or not isinstance(entry.node, MappingNode):
        return {}
    things = {name: plain(one.node) for name, one in entry.node.entries.items() if (one.key.file == file) is own}
    return {name: body for name, body in things.items() if isinstance(body, dict)}


def _others(roots: list[MappingNode | None], file: str) -> dict[str, object]:
    root = next((root for root in roots if root is not None and root.place.file == file), None)
    return {} if root is None else {key: plain(one.node) for key, one in root.entries.items() if key not in SECTIONS}
