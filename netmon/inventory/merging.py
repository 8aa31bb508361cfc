"""How several files become one inventory: section by section, each name once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netmon.inventory.complaint import Complaint, Place, quote
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import Inventory
from netmon.inventory.tree import Entry, MappingNode, Node, ScalarNode, SequenceNode
from netmon.phrase import Phrase

SECTIONS = tuple(Inventory.model_fields)
LEVELS = {"credentials": 2}
"""Below how many keys the names stand that may come from several files; elsewhere below one."""


@dataclass(frozen=True, slots=True)
class Merged:
    """All sections of all files, and what cannot be merged."""

    root: MappingNode
    complaints: tuple[Complaint, ...]


def merge(roots: Iterable[Node], directory: str) -> Merged:
    """Return the sections of the files' roots together; the first of two equal names counts."""
    sections: dict[str, Entry] = {}
    complaints: list[Complaint] = []
    for root in roots:
        if not isinstance(root, MappingNode):
            complaints.append(Complaint.at(root.place, Phrase("the file holds no sections"), one_of(SECTIONS)))
            continue
        for name, entry in root.entries.items():
            if name not in SECTIONS:
                complaints.append(_unknown_section(name, entry))
            elif not _is_empty(entry.node):
                present = sections.get(name)
                sections[name] = (
                    entry if present is None else _together(present, entry, LEVELS.get(name, 1), complaints)
                )
    return Merged(MappingNode(Place(directory, 1, 1), sections), tuple(complaints))


def _unknown_section(name: str, entry: Entry) -> Complaint:
    cure = did_you_mean(name, SECTIONS, otherwise=one_of(SECTIONS))
    return Complaint.at(entry.key, Phrase("there is no section {name}", name=quote(name)), cure)


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.text is None


def _together(first: Entry, second: Entry, levels: int, complaints: list[Complaint]) -> Entry:
    match first.node, second.node:
        case SequenceNode() as one, SequenceNode() as other:
            return replace(first, node=replace(one, nodes=one.nodes + other.nodes))
        case MappingNode() as one, MappingNode() as other:
            return replace(first, node=_joined(one, other, levels, complaints))
        case _:
            what = Phrase("this section is written in another way than at {place}", place=first.key)
            cure = Phrase("write both as a list, or both as keys and values")
            complaints.append(Complaint.at(second.key, what, cure))
            return first


def _joined(one: MappingNode, other: MappingNode, levels: int, complaints: list[Complaint]) -> MappingNode:
    entries = dict(one.entries)
    for name, entry in other.entries.items():
        present = entries.get(name)
        if present is None:
            entries[name] = entry
        elif levels > 1:
            entries[name] = _together(present, entry, levels - 1, complaints)
        else:
            what = Phrase("{name} stands here a second time, first at {place}", name=quote(name), place=present.key)
            complaints.append(Complaint.at(entry.key, what, Phrase("rename or delete one of them")))
    return replace(one, entries=entries)
