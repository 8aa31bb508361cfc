"""Does a condition hold: a small typed language, compiled to closures once.

    condition  = condition "or" condition | condition "and" condition | "not" condition | comparison
    comparison = sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)+
    sum        = sum ("+" | "-") sum | sum ("*" | "/") sum | "-" sum | "(" condition ")" | operand
    operand    = name | name.attribute | "word" | 12 | 80% | 250ms | 10m | 1Gbps

The grammar is a subset of CEL plus units. Nothing in it can loop, call, or reach anything but the
facts it is given; length, nodes and depth are limited before anything is compiled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from netmon.inventory.quantities import BITS_PER, MILLIS_PER
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite, unexpected, unknown_name
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
class Condition:
    """A compiled condition; `names` are the facts it asks for."""

    text: str
    names: frozenset[str]
    holds: Callable[[Facts], bool | None] = field(repr=False, compare=False)
    """Whether it holds; None when the facts it needs are missing."""


def compile_condition(text: str, vocabulary: Mapping[str, Term]) -> Condition:
    """Return the condition over the names of `vocabulary`; raise ExpressionError."""
    tokens = tokenize(text)
    _check_nodes(tokens)
    term = _Parser(tokens, vocabulary).parse()
    if not isinstance(term, Truth):
        what = Phrase("this is a value and not a condition")
        raise ExpressionError(1, what, Phrase("compare it with something, such as > 80%"))
    names = frozenset(token.text for token in tokens if token.kind is TokenKind.NAME)
    return Condition(text, names, term.of)


def _check_nodes(tokens: tuple[Token, ...]) -> None:
    nodes = [token for token in tokens if token.text not in {"(", ")"}]
    if len(nodes) > MOST_NODES + 1:
        what = Phrase("more than {limit} nodes", limit=MOST_NODES)
        raise ExpressionError(nodes[MOST_NODES].column, what, Phrase("split the rule in two"))


class _Parser:
    """A Pratt parser: an operand, then operators as long as they bind tighter than what called."""

    def __init__(self, tokens: tuple[Token, ...], vocabulary: Mapping[str, Term]) -> None:
        self._tokens = tokens
        self._position = 0
        self._vocabulary = vocabulary

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
                return self._name(self._take())
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
        if self._ahead.text != ")" or self._ahead.kind is not TokenKind.SIGN:
            self._refuse(Phrase("a closing parenthesis"))
        self._take()
        return term

    def _name(self, token: Token) -> Term:
        if token.text not in self._vocabulary:
            raise unknown_name(token.text, token.column, self._vocabulary)
        return self._vocabulary[token.text]

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
    return Number(unit, lambda _: value)
