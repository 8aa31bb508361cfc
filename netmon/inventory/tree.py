"""What was written and where: YAML nodes that remember their places."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from netmon.inventory.complaint import Place

Path = tuple[str | int, ...]
"""The way from the root to a value: keys and list positions."""

KEY = "[key]"
"""The last part of a path that means the key itself, as pydantic writes it."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text, or None where nothing (`~`, `null`) is written."""

    place: Place
    text: str | None
    lead: int | None = field(default=None, compare=False)
    """Columns from its place to its first character; None if it is not written as it reads: folded, or with escapes."""


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    place: Place
    nodes: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A value and the place of its key."""

    key: Place
    node: "Node"


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values, in the order of the file."""

    place: Place
    entries: dict[str, Entry] = field(default_factory=dict)


Node = ScalarNode | SequenceNode | MappingNode


def plain(node: Node) -> object:
    """Return the node as strings, None, lists and dicts."""
    match node:
        case ScalarNode(text=text):
            return text
        case SequenceNode(nodes=nodes):
            return [plain(child) for child in nodes]
        case MappingNode(entries=entries):
            return {key: plain(entry.node) for key, entry in entries.items()}


def place_of(root: Node, path: Path) -> Place:
    """Return where the value at a path stands, or the key of what lacks it."""
    node, place, key = root, root.place, root.place
    for part in path:
        if part == KEY:
            return key
        child = _child(node, part)
        if child is None:
            return key
        key, node = child.key, child.node
        place = node.place
    return place


def place_within(root: Node, path: Path, character: int) -> Place:
    """Return where a character of a text stands, counted from 1; if that cannot be told, where the text does."""
    place, node = place_of(root, path), _node_at(root, path)
    if not isinstance(node, ScalarNode) or node.lead is None:
        return place
    return replace(place, column=place.column + node.lead + character - 1)


def has(root: Node, path: Path) -> bool:
    """Return whether something is written at a path."""
    return _node_at(root, path) is not None


def without(root: Node, paths: Collection[Path]) -> Node:
    """Return the tree without the values at the paths, if they are there; the rest of a list moves up."""
    if not paths:
        return root
    below: defaultdict[str | int, set[Path]] = defaultdict(set)
    for first, *rest in paths:
        below[first].add(tuple(rest))
    match root:
        case MappingNode(entries=entries):
            kept = {key: entry for key, entry in entries.items() if () not in below[key]}
            return replace(
                root,
                entries={key: replace(entry, node=without(entry.node, below[key])) for key, entry in kept.items()},
            )
        case SequenceNode(nodes=nodes):
            kept_nodes = (without(node, below[i]) for i, node in enumerate(nodes) if () not in below[i])
            return replace(root, nodes=tuple(kept_nodes))
        case ScalarNode():
            return root


def _node_at(root: Node, path: Path) -> Node | None:
    node: Node = root
    for part in path:
        child = _child(node, part)
        if child is None:
            return None
        node = child.node
    return node


def _child(node: Node, part: str | int) -> Entry | None:
    match node:
        case MappingNode(entries=entries) if isinstance(part, str):
            return entries.get(part)
        case SequenceNode(nodes=nodes) if isinstance(part, int) and part < len(nodes):
            return Entry(nodes[part].place, nodes[part])
        case _:
            return None
