"""What a rule may compute beside sums: functions of numbers, and of what was measured over a window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from types import MappingProxyType

from netmon.clock import Millis
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite, unknown_name
from netmon.rules.lookback import LONGEST_WINDOW, SHORTEST_WINDOW, Aspect, Field, Lookback, Nature
from netmon.rules.terms import (
    Counter,
    Facts,
    Number,
    Term,
    Text,
    Truth,
    Unit,
    aligned,
    computed,
    kind_of,
    number,
    number_reader,
)
from netmon.rules.tokens import Token

COUNTERS = frozenset({Nature.COUNTER})
GAUGES = frozenset({Nature.GAUGE})
READINGS = frozenset({Nature.GAUGE, Nature.WORD})
NATURES: Mapping[Aspect, frozenset[Nature]] = MappingProxyType(
    {
        **dict.fromkeys(Aspect, GAUGES),
        Aspect.RATE: COUNTERS,
        Aspect.INCREASE: COUNTERS,
        Aspect.LAST: READINGS,
        Aspect.CHANGES: READINGS,
        Aspect.PREV: READINGS,
        Aspect.AGE: frozenset(Nature),
    }
)
"""What each aspect can be asked of."""
ASPECTS: Mapping[str, Aspect] = MappingProxyType({aspect.value: aspect for aspect in Aspect})
READ_AGAIN = frozenset({Aspect.LAST, Aspect.PREV})
"""What comes to a word, of a word."""
WITHOUT_WINDOW = frozenset({Aspect.AGE, Aspect.PREV})
PER_SECOND: Mapping[Unit, Unit] = MappingProxyType({Unit.OCTETS: Unit.OCTET_RATE, Unit.COUNT: Unit.PER_SECOND})

USAGES: Mapping[str, str] = MappingProxyType(
    {
        **{aspect.value: f"{aspect}(in_util, 5m)" for aspect in Aspect},
        "rate": "rate(in_octets, 5m)",
        "increase": "increase(in_errors, 5m)",
        "changes": "changes(oper, 1h)",
        "prev": "prev(oper)",
        "age": "age(rtt_ms)",
        "min": "min(in_util, 5m), min(in_util, out_util)",
        "max": "max(in_util, 5m), max(in_util, out_util)",
        "abs": "abs(in_util - out_util)",
        "clamp": "clamp(in_util, 0, 100)",
    }
)
"""How each function is written."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands between the parentheses of a call, and where it begins."""

    term: Term
    at: Token


@dataclass(frozen=True, slots=True)
class Call:
    """What a call means, and what has to be remembered for it."""

    term: Term
    lookback: Lookback | None = None


def call(name: Token, arguments: Sequence[Argument]) -> Call:
    """Return what a function of these arguments means; raise ExpressionError."""
    if name.text not in USAGES:
        raise unknown_name(name.text, name.column, USAGES)
    aspect = ASPECTS.get(name.text)
    if aspect is not None and not _is_of_present(aspect, arguments):
        return _of_past(aspect, name, arguments)
    return Call(_of_present(name, arguments))


def _is_of_present(aspect: Aspect, arguments: Sequence[Argument]) -> bool:
    """Say whether this is the least or the greatest of several numbers, and not of one over a window."""
    has_window = len(arguments) == 2 and _window(arguments[1].term) is not None  # noqa: PLR2004 -- a field, a window
    return aspect in {Aspect.MIN, Aspect.MAX} and not has_window


def _of_present(name: Token, arguments: Sequence[Argument]) -> Number:
    numbers = [number(argument.term, argument.at) for argument in arguments]
    match name.text, numbers:
        case "abs", [only]:
            return Number(only.unit, computed(lambda value, _: abs(value), only.of, only.of))
        case "clamp", [value, low, high]:
            return _extreme(min, [_extreme(max, [value, low], name), high], name)
        case "min" | "max", [_, _, *_]:
            return _extreme(min if name.text == "min" else max, numbers, name)
    raise _misused(name, name)


def _extreme(choose: Callable[[float, float], float], numbers: Sequence[Number], name: Token) -> Number:
    """Return the least or the greatest of several numbers of one unit."""

    def of_two(left: Number, right: Number) -> Number:
        first, second, unit = aligned(left, right, name)
        return Number(unit, computed(choose, first, second))

    return reduce(of_two, numbers)


def _of_past(aspect: Aspect, name: Token, arguments: Sequence[Argument]) -> Call:
    match arguments:
        case [read] if aspect in WITHOUT_WINDOW:
            lookback = Lookback(aspect, _field(aspect, name, read))
        case [read, length] if aspect not in WITHOUT_WINDOW:
            lookback = Lookback(aspect, _field(aspect, name, read), _length(name, length))
        case _:
            raise _misused(name, name)
    return Call(_remembered(read.term, lookback), lookback)


def _field(aspect: Aspect, name: Token, read: Argument) -> Field:
    """Return the field that a call looks back upon."""
    field = None if isinstance(read.term, Truth) else read.term.measured
    if field is not None and field.nature in NATURES[aspect]:
        return field
    wanted = [Phrase(nature.value) for nature in Nature if nature in NATURES[aspect]]
    kind = kind_of(read.term) if field is None else Phrase(field.nature.value)
    what = Phrase("{name} looks back on {wanted}, and this is {kind}", name=cite(name.text), wanted=wanted, kind=kind)
    raise ExpressionError(read.at.column, what, _usage(name))


def _length(name: Token, length: Argument) -> Millis:
    """Return the window that a call names."""
    window = _window(length.term)
    if window is None:
        raise _misused(name, length.at)
    if not SHORTEST_WINDOW <= window <= LONGEST_WINDOW:
        what = Phrase("a window is {shortest} to {longest} long", shortest="10s", longest="1d")
        raise ExpressionError(length.at.column, what, _usage(name))
    return window


def _window(term: Term) -> Millis | None:
    """Return how long a time is that is written out, None if this is none."""
    match term:
        case Number(unit=Unit.MILLISECONDS, literal=float(written)):
            return Millis(round(written))
    return None


def _remembered(term: Term, lookback: Lookback) -> Term:
    """Return the term that reads what a lookback comes to, as the term itself reads its field."""
    name, field = lookback.name, lookback.field.name

    def reread(facts: Facts) -> Facts:
        return {field: facts[name]} if name in facts else {}

    match term:
        case Text(of=read) if lookback.aspect in READ_AGAIN:
            return replace(term, of=lambda facts: read(reread(facts)), measured=None)
    return Number(_unit(term, lookback.aspect), number_reader(name))


def _unit(term: Term, aspect: Aspect) -> Unit:
    """Return the unit of an aspect of a term."""
    match aspect, term:
        case Aspect.AGE, _:
            return Unit.MILLISECONDS
        case Aspect.RATE, Counter(unit=unit):
            return PER_SECOND[unit]
        case Aspect.CHANGES, _:
            return Unit.COUNT
        case _, Number(unit=unit) | Counter(unit=unit):
            return unit
    return Unit.COUNT


def _misused(name: Token, at: Token) -> ExpressionError:
    return ExpressionError(at.column, Phrase("{name} is not used like this", name=cite(name.text)), _usage(name))


def _usage(name: Token) -> Phrase:
    return Phrase("write it like {usage}", usage=USAGES[name.text])
