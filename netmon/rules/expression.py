"""Does a condition hold: a small typed language, compiled to closures once.

    condition  = condition "or" condition | condition "and" condition | "not" condition | comparison
    comparison = sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)+
    sum        = sum ("+" | "-") sum | sum ("*" | "/") sum | "-" sum | "(" condition ")" | operand
    operand    = name | name.attribute | call | "word" | 12 | 80% | 250ms | 10m | 1Gbps
    call       = function "(" condition ("," condition)* ")"

The grammar is a subset of CEL plus units. Nothing in it can loop, or reach anything but the facts
it is given; the functions are those of `functions`. What a window comes to is a fact like any
other, called as it is written: `rate(in_octets, 5m)`. Length, nodes and depth are limited; a name
that stands for an expression counts as many nodes as that has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NoReturn

from netmon.inventory.quantities import BITS_PER, MILLIS_PER
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite, unexpected, unknown_name
from netmon.rules.functions import Argument, call
from netmon.rules.lookback import Lookback
from netmon.rules.terms import (
    Facts,
    Number,
    Term,
    Text,
    Truth,
    Unit,
    arithmetic,
    comparison,
    conjunction,
    disjunction,
    negation,
    negative,
)
from netmon.rules.tokens import Token, TokenKind, tokenize

MOST_NODES = 100
DEEPEST = 20
BRACKETS = frozenset("(),")

COMPARISON = 4
BINDING = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), COMPARISON),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
}
"""How strongly an operator holds what stands beside it."""
NOT_BINDING = 3
MINUS_BINDING = 7
JOIN: Mapping[str, Callable[[Term, Term, Token], Term]] = {
    "or": disjunction,
    "and": conjunction,
    **dict.fromkeys("+-*/", arithmetic),
}
UNITS: Mapping[str, tuple[Unit, int]] = {
    "": (Unit.BARE, 1),
    "%": (Unit.PERCENT, 1),
    **{name: (Unit.MILLISECONDS, millis) for name, millis in MILLIS_PER.items()},
    "bps": (Unit.BIT_RATE, 1),
    **{name: (Unit.BIT_RATE, bits) for name, bits in BITS_PER.items()},
    **{f"{name}bps": (Unit.BIT_RATE, bits) for name, bits in BITS_PER.items()},
}


@dataclass(frozen=True, slots=True)
class Value:
    """A compiled expression; `names` are the facts it asks for, `lookbacks` those of them that windows come to."""

    text: str
    names: frozenset[str]
    lookbacks: frozenset[Lookback]
    nodes: int
    term: Term = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; `names` and `lookbacks` are as a value's."""

    text: str
    names: frozenset[str]
    lookbacks: frozenset[Lookback]
    holds: Callable[[Facts], bool | None] = field(repr=False, compare=False)
    """Whether it holds; None when the facts it needs are missing."""


NO_VALUES: Mapping[str, Value] = MappingProxyType({})


def compile_condition(text: str, vocabulary: Mapping[str, Term], lets: Mapping[str, Value] = NO_VALUES) -> Condition:
    """Return the condition over the names of `vocabulary` and `lets`; raise ExpressionError."""
    value = compile_value(text, vocabulary, lets)
    if not isinstance(value.term, Truth):
        what = Phrase("this is a value and not a condition")
        raise ExpressionError(1, what, Phrase("compare it with something, such as > 80%"))
    return Condition(text, value.names, value.lookbacks, value.term.of)


def compile_value(text: str, vocabulary: Mapping[str, Term], lets: Mapping[str, Value] = NO_VALUES) -> Value:
    """Return what an expression over the names of `vocabulary` and `lets` means; raise ExpressionError."""
    tokens = tokenize(text)
    nodes = _count_nodes(tokens, lets)
    parser = _Parser(tokens, vocabulary, lets)
    term = parser.parse()
    return Value(text, frozenset(parser.names), frozenset(parser.lookbacks), nodes, term)


def _count_nodes(tokens: tuple[Token, ...], lets: Mapping[str, Value]) -> int:
    """Return how many nodes an expression has; raise ExpressionError if they are too many."""
    nodes = 0
    for token in tokens:
        if token.kind is TokenKind.END or (token.kind is TokenKind.SIGN and token.text in BRACKETS):
            continue
        nodes += lets[token.text].nodes if token.kind is TokenKind.NAME and token.text in lets else 1
        if nodes > MOST_NODES:
            what = Phrase("more than {limit} nodes", limit=MOST_NODES)
            raise ExpressionError(token.column, what, Phrase("split the rule in two"))
    return nodes


class _Parser:
    """A Pratt parser: an operand, then operators as long as they bind tighter than what called."""

    def __init__(self, tokens: tuple[Token, ...], vocabulary: Mapping[str, Term], lets: Mapping[str, Value]) -> None:
        self._tokens = tokens
        self._position = 0
        self._vocabulary = vocabulary
        self._lets = lets
        self.names: set[str] = set()
        self.lookbacks: set[Lookback] = set()

    def parse(self) -> Term:
        term = self._expression(0, 1)
        if self._ahead.kind is not TokenKind.END:
            self._refuse(Phrase("an operator or the end"))
        return term

    @property
    def _ahead(self) -> Token:
        return self._tokens[self._position]

    def _take(self) -> Token:
        token = self._ahead
        self._position += 1
        return token

    def _expression(self, binding: int, depth: int) -> Term:
        if depth > DEEPEST:
            what = Phrase("nested deeper than {limit}", limit=DEEPEST)
            raise ExpressionError(self._ahead.column, what, Phrase("split the rule in two"))
        term = self._operand(depth)
        while self._binding > binding:
            term = self._joined(term, depth)
        return term

    @property
    def _binding(self) -> int:
        sign = self._ahead
        return BINDING.get(sign.text, 0) if sign.kind is TokenKind.SIGN else 0

    def _joined(self, left: Term, depth: int) -> Term:
        if self._binding == COMPARISON:
            return self._chain(left, depth)
        sign = self._take()
        return JOIN[sign.text](left, self._expression(BINDING[sign.text], depth + 1), sign)

    def _chain(self, left: Term, depth: int) -> Term:
        """Return `a < b <= c` as `a < b and b <= c`."""
        chain: Truth | None = None
        while self._binding == COMPARISON:
            sign = self._take()
            right = self._expression(COMPARISON, depth + 1)
            link = comparison(left, right, sign)
            chain = link if chain is None else conjunction(chain, link, sign)
            left = right
        return chain or left

    def _operand(self, depth: int) -> Term:
        match self._ahead:
            case Token(kind=TokenKind.NUMBER):
                return _literal(self._take())
            case Token(kind=TokenKind.TEXT, text=word):
                self._take()
                return Text(lambda _: word, literal=word)
            case Token(kind=TokenKind.NAME):
                name = self._take()
                return self._call(name, depth) if self._is_ahead("(") else self._name(name)
            case Token(kind=TokenKind.SIGN, text="not" | "-" | "("):
                return self._prefixed(self._take(), depth)
            case _:
                return self._refuse(Phrase("a name, a number or a quoted word"))

    def _prefixed(self, sign: Token, depth: int) -> Term:
        match sign.text:
            case "not":
                return negation(self._expression(NOT_BINDING, depth + 1), sign)
            case "-":
                return negative(self._expression(MINUS_BINDING, depth + 1), sign)
        term = self._expression(0, depth + 1)
        self._close()
        return term

    def _name(self, token: Token) -> Term:
        if token.text in self._lets:
            value = self._lets[token.text]
            self.names |= value.names
            self.lookbacks |= value.lookbacks
            return value.term
        if token.text not in self._vocabulary:
            raise unknown_name(token.text, token.column, [*self._lets, *self._vocabulary])
        self.names.add(token.text)
        return self._vocabulary[token.text]

    def _call(self, name: Token, depth: int) -> Term:
        arguments: list[Argument] = []
        while self._is_ahead("," if arguments else "("):
            self._take()
            at = self._ahead
            arguments.append(Argument(self._expression(0, depth + 1), at))
        self._close()
        called = call(name, arguments)
        if called.lookback is not None:
            self.lookbacks.add(called.lookback)
            self.names.add(called.lookback.name)
        return called.term

    def _is_ahead(self, sign: str) -> bool:
        return self._ahead.kind is TokenKind.SIGN and self._ahead.text == sign

    def _close(self) -> None:
        if not self._is_ahead(")"):
            self._refuse(Phrase("a closing parenthesis"))
        self._take()

    def _refuse(self, wanted: Phrase) -> NoReturn:
        token = self._ahead
        raise unexpected(token.text, token.column, Phrase("write {wanted} here", wanted=wanted))


def _literal(token: Token) -> Number:
    if token.unit not in UNITS:
        what = Phrase("{unit} is not a unit", unit=cite(token.unit))
        cure = Phrase("write %, ms, s, m, h, d, or bps with k, M, G, T")
        raise ExpressionError(token.column + len(token.text), what, cure)
    unit, factor = UNITS[token.unit]
    value = float(token.text) * factor
    return Number(unit, lambda _: value, literal=value)
