"""What a part of an expression means: typed, with units, and three-valued.

A missing fact is None and stays None (Kleene): `and` is false if either side is, `or` true if
either side is, everything else needs both. Division by zero has no value either.
"""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netmon.inventory.likeness import did_you_mean, one_of
from netmon.model import FieldValue
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite
from netmon.rules.tokens import Token

Facts = Mapping[str, FieldValue]


class Unit(StrEnum):
    """What a number counts."""

    BARE = "a bare number"
    """A number as written: it fits whatever it meets."""
    COUNT = "a count"
    PERCENT = "per cent"
    BIT_RATE = "bit/s"
    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"


SCALARS = frozenset({Unit.BARE, Unit.COUNT})
TIMES = frozenset({Unit.MILLISECONDS, Unit.SECONDS})


@dataclass(frozen=True, slots=True)
class Number:
    """A term that counts something."""

    unit: Unit
    of: Callable[[Facts], float | None]


@dataclass(frozen=True, slots=True)
class Text:
    """A term that is a word; `words` are all it can be, if that is known; `literal` is a quotation."""

    of: Callable[[Facts], str | None]
    words: frozenset[str] = field(default=frozenset())
    literal: str | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A term that holds, does not hold, or cannot be told."""

    of: Callable[[Facts], bool | None]


Term = Number | Text | Truth

ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
SUMS: Mapping[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub}


def conjunction(left: Term, right: Term, sign: Token) -> Truth:
    """Return `left and right`."""
    first, second = _truth(left, sign).of, _truth(right, sign).of

    def holds(facts: Facts) -> bool | None:
        one = first(facts)
        if one is False:
            return False
        other = second(facts)
        return other if other is False or one else None

    return Truth(holds)


def disjunction(left: Term, right: Term, sign: Token) -> Truth:
    """Return `left or right`."""
    return negation(conjunction(negation(left, sign), negation(right, sign), sign), sign)


def negation(term: Term, sign: Token) -> Truth:
    """Return `not term`."""
    inner = _truth(term, sign).of

    def holds(facts: Facts) -> bool | None:
        value = inner(facts)
        return None if value is None else not value

    return Truth(holds)


def comparison(left: Term, right: Term, sign: Token) -> Truth:
    """Return `left sign right`, for two numbers of one unit or two words."""
    if isinstance(left, Number) and isinstance(right, Number):
        first, second, _ = _aligned(left, right, sign)
        return Truth(_ordered(ORDERS[sign.text], first, second))
    if isinstance(left, Text) and isinstance(right, Text):
        return _equality(left, right, sign)
    what = Phrase("{left} is compared with {right}", left=_kind(left), right=_kind(right))
    raise ExpressionError(sign.column, what, Phrase("compare numbers with numbers, words with words"))


def arithmetic(left: Term, right: Term, sign: Token) -> Number:
    """Return `left sign right` with the unit that follows."""
    first, second = _number(left, sign), _number(right, sign)
    match sign.text:
        case "*":
            return Number(_product_unit(first, second, sign), _computed(operator.mul, first.of, second.of))
        case "/" if second.unit in SCALARS:
            return Number(first.unit, _computed(operator.truediv, first.of, second.of))
        case "/":
            dividend, divisor, _ = _aligned(first, second, sign)
            return Number(Unit.COUNT, _computed(operator.truediv, dividend, divisor))
        case _:
            augend, addend, unit = _aligned(first, second, sign)
            return Number(unit, _computed(SUMS[sign.text], augend, addend))


def negative(term: Term, sign: Token) -> Number:
    """Return `-term`."""
    number = _number(term, sign)
    return Number(number.unit, _computed(operator.sub, lambda _: 0, number.of))


def _ordered(
    compare: Callable[[float, float], bool],
    first: Callable[[Facts], float | None],
    second: Callable[[Facts], float | None],
) -> Callable[[Facts], bool | None]:
    def holds(facts: Facts) -> bool | None:
        left, right = first(facts), second(facts)
        return None if left is None or right is None else compare(left, right)

    return holds


def _equality(left: Text, right: Text, sign: Token) -> Truth:
    if sign.text not in {"==", "!="}:
        what = Phrase("words have no order, so {sign} means nothing", sign=sign.text)
        raise ExpressionError(sign.column, what, Phrase("write == or !="))
    for known, said in ((left.words, right.literal), (right.words, left.literal)):
        if known and said is not None and said not in known:
            cure = did_you_mean(said, known, otherwise=one_of(sorted(known)))
            raise ExpressionError(sign.column, Phrase("it is never {word}", word=cite(said)), cure)

    def holds(facts: Facts) -> bool | None:
        one, other = left.of(facts), right.of(facts)
        return None if one is None or other is None else (one == other) is (sign.text == "==")

    return Truth(holds)


def _computed(
    compute: Callable[[float, float], float],
    first: Callable[[Facts], float | None],
    second: Callable[[Facts], float | None],
) -> Callable[[Facts], float | None]:
    def value(facts: Facts) -> float | None:
        left, right = first(facts), second(facts)
        if left is None or right is None:
            return None
        try:
            result = compute(left, right)
            return result if math.isfinite(result) else None
        except (ZeroDivisionError, OverflowError):
            return None

    return value


Aligned = tuple[Callable[[Facts], float | None], Callable[[Facts], float | None], Unit]


def _aligned(left: Number, right: Number, sign: Token) -> Aligned:
    """Return both numbers in one unit; a bare number has whatever unit the other has."""
    if left.unit is right.unit or right.unit is Unit.BARE:
        return left.of, right.of, left.unit
    if left.unit is Unit.BARE:
        return left.of, right.of, right.unit
    if {left.unit, right.unit} == TIMES:
        return _in_milliseconds(left), _in_milliseconds(right), Unit.MILLISECONDS
    what = Phrase("{left} and {right} do not mix", left=_kind(left), right=_kind(right))
    raise ExpressionError(sign.column, what, Phrase("use one unit on both sides, or a bare number"))


def _in_milliseconds(time: Number) -> Callable[[Facts], float | None]:
    if time.unit is Unit.MILLISECONDS:
        return time.of
    return _computed(operator.mul, time.of, lambda _: 1_000)


def _product_unit(left: Number, right: Number, sign: Token) -> Unit:
    if left.unit is Unit.BARE or right.unit in SCALARS:
        return right.unit if left.unit is Unit.BARE else left.unit
    if left.unit is Unit.COUNT:
        return right.unit
    what = Phrase("{left} times {right} is no quantity", left=_kind(left), right=_kind(right))
    raise ExpressionError(sign.column, what, Phrase("multiply by a bare number, such as 0.8"))


def _truth(term: Term, sign: Token) -> Truth:
    if isinstance(term, Truth):
        return term
    what = Phrase("{sign} joins conditions, and this is {kind}", sign=cite(sign.text), kind=_kind(term))
    raise ExpressionError(sign.column, what, Phrase("compare it with something"))


def _number(term: Term, sign: Token) -> Number:
    if isinstance(term, Number):
        return term
    what = Phrase("{sign} computes with numbers, and this is {kind}", sign=cite(sign.text), kind=_kind(term))
    raise ExpressionError(sign.column, what, Phrase("put a number on either side"))


def _kind(term: Term) -> Phrase:
    match term:
        case Number(unit=unit):
            return Phrase(unit.value)
        case Text():
            return Phrase("a word")
        case Truth():
            return Phrase("a condition")
