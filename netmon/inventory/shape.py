"""Whether every value has the shape its model asks for, told in plain words.

pydantic judges; its errors become faults here, each with the cure that fits its type.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from netmon.inventory.fault import CREDENTIALS, Fault, subject
from netmon.inventory.grammar import keys_at
from netmon.inventory.likeness import nearest
from netmon.inventory.models import Inventory
from netmon.inventory.tree import KEY, MappingNode, Node, Path, has, plain, without
from netmon.inventory.wording import words
from netmon.phrase import Phrase

STAND_INS: Mapping[str, object] = {"region": {"name": "?", "code": "?"}, "orps": {}, "municipalities": {}}
"""What the sections that must be there are taken for while the others are judged."""

DEPTHS: Mapping[str, int] = {"region": 1, CREDENTIALS: 3}
"""How many keys lead to a thing that can be left out; elsewhere two: section and name."""
MOST_FAULTS = 500


@dataclass(frozen=True, slots=True)
class Shaped:
    """The inventory of what has its proper shape, the tree of just that, and the faults of the rest."""

    inventory: Inventory | None
    root: Node
    faults: tuple[Fault, ...]


def shape(root: MappingNode, *, complete: bool) -> Shaped:
    """Return what can be built of a tree; `complete` says that no file is missing from it."""
    misnamed = tuple(_own_names(root))
    sections = _sections(root) if complete else {**STAND_INS, **_sections(root)}
    try:
        return Shaped(Inventory.build(sections), root, misnamed)
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults = tuple(_faults(details[:MOST_FAULTS], root))
    sound = without(root, {_thing(detail["loc"]) for detail in details})
    try:
        return Shaped(Inventory.build({**STAND_INS, **_sections(sound)}), sound, misnamed + faults)
    except ValidationError:
        return Shaped(None, sound, misnamed + faults)


def _sections(root: Node) -> dict[str, object]:
    sections = plain(root)
    return sections if isinstance(sections, dict) else {}


def _own_names(root: MappingNode) -> Iterator[Fault]:
    """Yield the devices and links that carry a `name`: the key is the name."""
    for section in ("devices", "links"):
        entry = root.entries.get(section)
        if entry is not None and isinstance(entry.node, MappingNode):
            for name in entry.node.entries:
                path: Path = (section, name, "name")
                if has(root, path):
                    what = Phrase('{subject}: unknown key "name"', subject=subject(path[:2]))
                    yield Fault((*path, KEY), what, Phrase("delete it: the key is the name"))


def _thing(path: Path) -> Path:
    """Return the path of the smallest thing whose absence leaves the rest sound."""
    return path[: DEPTHS.get(str(path[0]), 2)]


def _faults(details: Sequence[ErrorDetails], root: Node) -> Iterator[Fault]:
    consequences = set(_consequences(details))
    for detail in details:
        if (detail["type"], detail["loc"]) in consequences:
            continue
        path = _written(detail["loc"], root)
        what, cure = words(detail, path)
        is_key = detail["type"] in ("missing", "extra_forbidden") or detail["loc"][-1] == KEY
        about = path[:-1] if detail["type"] == "extra_forbidden" else path
        told = Phrase("{subject}: {what}", subject=subject(about), what=what)
        yield Fault((*path, KEY) if is_key else path, told, cure)


def _consequences(details: Iterable[ErrorDetails]) -> Iterator[tuple[str, Path]]:
    """Yield type and location of the errors that vanish with another: nobody wants to hear of them.

    A missing key that stands there misspelt; a list too short only because an element is wrong.
    """
    for detail in details:
        *parents, last = detail["loc"]
        yield "too_short", tuple(parents)
        if detail["type"] == "extra_forbidden" and (meant := nearest(str(last), keys_at(tuple(parents)))):
            yield "missing", (*parents, meant)


def _written(location: Path, root: Node) -> Path:
    """Return the part of pydantic's location that stands in the files."""
    end = len(location)
    while end and not has(root, location[:end]):
        end -= 1
    return location[:end]
