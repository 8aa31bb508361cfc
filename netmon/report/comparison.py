"""How figures differ from those that were given away."""

from dataclasses import dataclass
from typing import Self

from pydantic import JsonValue, TypeAdapter

from netmon.commands.publication import Publication

DERIVED = frozenset({"shortest_ms", "longest_ms"})
"""What follows from how often netmon asks now, not from what was recorded then."""

Line = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Changed:
    """A field of a municipality, as it was published and as it is now; None where there was or is none."""

    field: str
    published: JsonValue
    present: JsonValue


@dataclass(frozen=True, slots=True)
class Difference:
    """A municipality whose figures are not those that were published."""

    code: str
    name: str
    fields: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was published of a period last, and how its figures differ now."""

    published: Publication
    differences: tuple[Difference, ...]

    @classmethod
    def between(cls, last: Publication | None, present: str) -> Self | None:
        """Return how figures, as canonical JSON, compare with a publication of their period, None without one."""
        return None if last is None else cls(last, differences(last.figures, present))


@dataclass(frozen=True, slots=True)
class _Figures:
    municipalities: tuple[Line, ...]


FIGURES = TypeAdapter(_Figures)


def differences(published: str, present: str) -> tuple[Difference, ...]:
    """Return where two figures of a month, as canonical JSON, differ, in the order of the present ones.

    ORPs and the region are made of municipalities, so these tell all.
    """
    before, now = _lines(published), _lines(present)
    found = (_difference(code, before.get(code, {}), now.get(code, {})) for code in {**now, **before})
    return tuple(difference for difference in found if difference.fields)


def _lines(figures: str) -> dict[str, Line]:
    return {str(line["code"]): line for line in FIGURES.validate_json(figures).municipalities}


def _difference(code: str, before: Line, now: Line) -> Difference:
    fields = (Changed(field, before.get(field), now.get(field)) for field in {**now, **before} if field not in DERIVED)
    changed = tuple(each for each in fields if _recorded(each.published) != _recorded(each.present))
    return Difference(code, str((now or before)["name"]), changed)


def _recorded(value: JsonValue) -> JsonValue:
    """Return a value without what is derived."""
    if isinstance(value, list):
        return [_recorded(each) for each in value]
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key not in DERIVED}
    return value
