"""Which number of an answer is which column of which row: made once for a layout, shared by all answers that fit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from netmon.snmp.declaration import Index, Row, Value
from netmon.snmp.layout import Layout
from netmon.snmp.pdu import Pdu
from netmon.snmp.plan import UPTIME, Ask

MOST_LAYOUTS = 2
"""Layouts kept of one request: values that wander between two lengths find theirs again. Each takes 8 KB."""
TRIAL = 50
"""Answers after which it is asked whether learning is worth it."""
WORTH_IT = 0.2
"""The share of misses above which it is not: the strict reader alone is cheaper."""

Place = tuple[int, type[int]]
"""The position of a number, and the type it has as a value."""
Pick = tuple[tuple[str, ...], Callable[[tuple[int, ...]], tuple[int, ...]]]
"""Names, and what takes their numbers out of an answer's."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where the numbers of rows stand that are alike; rows of whichever device share it."""

    of: Mapping[str, Place]
    _picks: dict[tuple[str, ...], Pick] = field(default_factory=dict)
    """By the names that collectors ask for, which are constants of theirs."""

    def pick(self, names: tuple[str, ...]) -> Pick:
        """Return which of these are numbers here, and what takes them out of an answer's."""
        pick = self._picks.get(names)
        if pick is None:
            present = tuple(name for name in names if name in self.of)
            pick = self._picks[names] = (present, _taker(tuple(self.of[name][0] for name in present)))
        return pick


def _taker(positions: tuple[int, ...]) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """Return what takes the numbers at these positions; `itemgetter` gives a tuple for two or more only."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda numbers: tuple(numbers[position] for position in positions)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row consists of: where its numbers are, and what is known to stand there."""

    places: Places
    known: Mapping[str, Value]
    size: int = field(init=False)
    """How many values there are."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", len(self.places.of) + len(self.known))


class LaidRow(Mapping[str, Value]):
    """A row of an answer that was read by its layout; values get their types when somebody looks."""

    __slots__ = ("_numbers", "shape")

    def __init__(self, numbers: tuple[int, ...], shape: Shape) -> None:
        self._numbers = numbers
        self.shape = shape

    def __getitem__(self, name: str) -> Value:
        place = self.shape.places.of.get(name)
        if place is None:
            return self.shape.known[name]
        position, kind = place
        return kind(self._numbers[position])

    def numbers_of(self, names: tuple[str, ...]) -> dict[str, int]:
        """Return those of these that are numbers, as plain integers."""
        present, take = self.shape.places.pick(names)
        return dict(zip(present, take(self._numbers), strict=True))

    def __iter__(self) -> Iterator[str]:
        yield from self.shape.places.of
        yield from self.shape.known

    def __len__(self) -> int:
        return self.shape.size


def numbers_of(row: Row, names: tuple[str, ...]) -> dict[str, int]:
    """Return those of these that are numbers in a row, as plain integers."""
    if isinstance(row, LaidRow):
        return row.numbers_of(names)
    return {name: int(value) for name in names if isinstance(value := row.get(name), int)}


def differ_in_numbers_alone(row: Row, other: Row) -> bool:
    """Return whether it is known, without a look at them, that all else in two rows is equal."""
    return isinstance(row, LaidRow) and isinstance(other, LaidRow) and row.shape is other.shape


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout, the rows its numbers belong to, and the instances that the agent does not have."""

    layout: Layout
    tables: tuple[tuple[str, tuple[Index, ...], tuple[Shape, ...]], ...]
    """Of each table the rows it has here, and their shapes."""
    absent: tuple[Ask, ...]

    @classmethod
    def learn(cls, asks: Sequence[Ask], octets: bytes, pdu: Pdu, values: Sequence[Value | None]) -> "Sheet | None":
        """Return the sheet of an answer to these; `values` are those of sysUpTime and of what was asked."""
        layout = Layout.learn(octets, pdu, values)
        if layout is None:
            return None
        shapes: dict[tuple[str, Index], tuple[list[tuple[str, Place]], dict[str, Value]]] = {}
        position = 1
        for ask, value in zip(asks, values[1:], strict=True):
            if value is None:
                continue
            numbers, known = shapes.setdefault((ask.table, ask.index), ([(UPTIME, (0, int))], {}))
            if isinstance(value, int):
                numbers.append((ask.name, (position, type(value))))
                position += 1
            else:
                known[ask.name] = value
        tables: dict[str, dict[Index, Shape]] = {}
        for (table, index), (numbers, known) in shapes.items():
            tables.setdefault(table, {})[index] = Shape(_places(tuple(numbers)), known)
        absent = tuple(ask for ask, value in zip(asks, values[1:], strict=True) if value is None)
        laid = ((table, _indices(tuple(rows)), tuple(rows.values())) for table, rows in tables.items())
        return cls(layout, tuple(laid), absent)


@lru_cache(maxsize=4_096)
def _places(numbers: tuple[tuple[str, Place], ...]) -> Places:
    """Return the places by name; rows that are alike, of whichever device, share them."""
    return Places(dict(numbers))


@lru_cache(maxsize=4_096)
def _indices(indices: tuple[Index, ...]) -> tuple[Index, ...]:
    """Return the same indices for all answers that have them: thousands of devices number their rows alike."""
    return indices


@dataclass(slots=True)
class Memory:
    """The sheets of one request, the last one used first, and how often they served."""

    sheets: list[Sheet] = field(default_factory=list)
    hits: int = 0
    misses: int = 0

    @property
    def learns(self) -> bool:
        """Whether learning is worth its price for this request."""
        return self.misses < TRIAL or self.misses < WORTH_IT * (self.hits + self.misses)

    def read(self, octets: bytes, number: int) -> tuple[Sheet, tuple[int, ...]] | None:
        """Return the sheet that an answer fits and its numbers, or None."""
        for position, sheet in enumerate(self.sheets):
            numbers = sheet.layout.read(octets, number)
            if numbers is not None:
                self.hits += 1
                if position:
                    self.sheets.insert(0, self.sheets.pop(position))
                return sheet, numbers
        return None

    def keep(self, sheet: Sheet | None) -> None:
        """Note an answer that fitted nothing, and the sheet that was learnt of it, if one was."""
        self.misses += 1
        if sheet is not None:
            self.sheets.insert(0, sheet)
            del self.sheets[MOST_LAYOUTS:]
