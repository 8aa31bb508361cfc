"""What a part of an expression means: typed, with units, and three-valued.

A missing fact is None and stays None (Kleene): `and` is false if either side is, `or` true if
either side is, everything else needs both. Division by zero has no value either.
"""

import math
import operator
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netmon.inventory.likeness import did_you_mean, one_of
from netmon.model import FieldValue
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite
from netmon.rules.lookback import Field, Nature
from netmon.rules.tokens import Token

Facts = Mapping[str, FieldValue]


class Unit(StrEnum):
    """What a number counts."""

    BARE = "a bare number"
    """A number as written: it fits whatever it meets."""
    COUNT = "a count"
    PER_SECOND = "a count per second"
    OCTETS = "octets"
    OCTET_RATE = "octet/s"
    """Eight times as many bit/s: `8 * rate(in_octets, 5m)`."""
    PERCENT = "per cent"
    BIT_RATE = "bit/s"
    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"


SCALARS = frozenset({Unit.BARE, Unit.COUNT})
TIMES = frozenset({Unit.MILLISECONDS, Unit.SECONDS})
BITS_OF_OCTET = 8
LARGEST = sys.float_info.max


@dataclass(frozen=True, slots=True)
class Number:
    """A term that counts something; `measured` is the field it reads, `literal` what is written there."""

    unit: Unit
    of: Callable[[Facts], float | None]
    measured: Field | None = None
    literal: float | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that only grows: no threshold on it would ever clear, so it is asked for by its growth."""

    unit: Unit
    of: Callable[[Facts], float | None]
    measured: Field


@dataclass(frozen=True, slots=True)
class Text:
    """A term that is a word; `words` are all it can be, if that is known; `literal` is a quotation."""

    of: Callable[[Facts], str | None]
    words: frozenset[str] = field(default=frozenset())
    literal: str | None = None
    measured: Field | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A term that holds, does not hold, or cannot be told."""

    of: Callable[[Facts], bool | None]


Term = Number | Counter | Text | Truth

ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
SUMS: Mapping[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub}


def number_reader(name: str) -> Callable[[Facts], float | None]:
    """Return a reader of a fact that is a number: a word, a flag, or what is not finite, is none."""

    def read(facts: Facts) -> float | None:
        value = facts.get(name)
        if value is None or isinstance(value, bool | str) or not abs(value) <= LARGEST:
            return None
        return value

    return read


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
    first, second = _truth(left, sign).of, _truth(right, sign).of

    def holds(facts: Facts) -> bool | None:
        one = first(facts)
        if one:
            return True
        other = second(facts)
        return other if other or one is False else None

    return Truth(holds)


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
        first, second, _ = aligned(left, right, sign)
        return Truth(_ordered(ORDERS[sign.text], first, second))
    if isinstance(left, Text) and isinstance(right, Text):
        return _equality(left, right, sign)
    for term in (left, right):
        _refuse_counter(term, sign)
    what = Phrase("{left} is compared with {right}", left=kind_of(left), right=kind_of(right))
    raise ExpressionError(sign.column, what, Phrase("compare numbers with numbers, words with words"))


def arithmetic(left: Term, right: Term, sign: Token) -> Number:
    """Return `left sign right` with the unit that follows."""
    first, second = number(left, sign), number(right, sign)
    match sign.text:
        case "*":
            return Number(_product_unit(first, second, sign), computed(operator.mul, first.of, second.of))
        case "/" if second.unit in SCALARS:
            return Number(first.unit, computed(operator.truediv, first.of, second.of))
        case "/":
            dividend, divisor, _ = aligned(first, second, sign)
            return Number(Unit.COUNT, computed(operator.truediv, dividend, divisor))
        case _:
            augend, addend, unit = aligned(first, second, sign)
            return Number(unit, computed(SUMS[sign.text], augend, addend))


def negative(term: Term, sign: Token) -> Number:
    """Return `-term`."""
    operand = number(term, sign)
    return Number(operand.unit, computed(operator.sub, lambda _: 0, operand.of))


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

    is_wanted = sign.text == "=="
    for word, said in ((left, right.literal), (right, left.literal)):
        if said is not None:
            return Truth(_says(word.of, said, is_wanted=is_wanted))

    def holds(facts: Facts) -> bool | None:
        one, other = left.of(facts), right.of(facts)
        return None if one is None or other is None else (one == other) is is_wanted

    return Truth(holds)


def _says(word: Callable[[Facts], str | None], said: str, *, is_wanted: bool) -> Callable[[Facts], bool | None]:
    """Return whether a word is what a rule says, or is not: most conditions are of this kind."""

    def holds(facts: Facts) -> bool | None:
        one = word(facts)
        return None if one is None else (one == said) is is_wanted

    return holds


def computed(
    compute: Callable[[float, float], float],
    first: Callable[[Facts], float | None],
    second: Callable[[Facts], float | None],
) -> Callable[[Facts], float | None]:
    """Return what is computed of two numbers, None if that is no finite number."""

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


def aligned(left: Number, right: Number, sign: Token) -> Aligned:
    """Return both numbers in one unit; a bare number has whatever unit the other has."""
    if left.unit is right.unit or right.unit is Unit.BARE:
        return left.of, right.of, left.unit
    if left.unit is Unit.BARE:
        return left.of, right.of, right.unit
    if {left.unit, right.unit} == TIMES:
        return _in_milliseconds(left), _in_milliseconds(right), Unit.MILLISECONDS
    what = Phrase("{left} and {right} do not mix", left=kind_of(left), right=kind_of(right))
    raise ExpressionError(sign.column, what, Phrase("use one unit on both sides, or a bare number"))


def _in_milliseconds(time: Number) -> Callable[[Facts], float | None]:
    if time.unit is Unit.MILLISECONDS:
        return time.of
    return computed(operator.mul, time.of, lambda _: 1_000)


def _product_unit(left: Number, right: Number, sign: Token) -> Unit:
    for rate, factor in ((left, right), (right, left)):
        if rate.unit is Unit.OCTET_RATE and factor.literal == BITS_OF_OCTET and factor.unit is Unit.BARE:
            return Unit.BIT_RATE
    if left.unit is Unit.BARE or right.unit in SCALARS:
        return right.unit if left.unit is Unit.BARE else left.unit
    if left.unit is Unit.COUNT:
        return right.unit
    what = Phrase("{left} times {right} is no quantity", left=kind_of(left), right=kind_of(right))
    raise ExpressionError(sign.column, what, Phrase("multiply by a bare number, such as 0.8"))


def _truth(term: Term, sign: Token) -> Truth:
    if isinstance(term, Truth):
        return term
    what = Phrase("{sign} joins conditions, and this is {kind}", sign=cite(sign.text), kind=kind_of(term))
    raise ExpressionError(sign.column, what, Phrase("compare it with something"))


def number(term: Term, sign: Token) -> Number:
    """Return the term as the number it must be here."""
    if isinstance(term, Number):
        return term
    _refuse_counter(term, sign)
    what = Phrase("{sign} computes with numbers, and this is {kind}", sign=cite(sign.text), kind=kind_of(term))
    raise ExpressionError(sign.column, what, Phrase("put a number on either side"))


def _refuse_counter(term: Term, sign: Token) -> None:
    if isinstance(term, Counter):
        what = Phrase("{name} is a counter, which only grows", name=cite(term.measured.name))
        cure = Phrase("ask how fast: {example}", example=f"rate({term.measured.name}, 5m)")
        raise ExpressionError(sign.column, what, cure)


def kind_of(term: Term) -> Phrase:
    """Return what a term is, in words."""
    match term:
        case Counter():
            return Phrase(Nature.COUNTER.value)
        case Number(unit=unit):
            return Phrase(unit.value)
        case Text():
            return Phrase("a word")
        case Truth():
            return Phrase("a condition")
