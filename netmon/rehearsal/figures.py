"""A condition with its numbers put in: `in_util 84 > 80% or out_util ? > 80%`."""

from collections.abc import Iterator, Mapping

from netmon.foreign import one_line
from netmon.inventory.models import Rule
from netmon.model import FieldValue
from netmon.rules.expression import Value, compile_value
from netmon.rules.schema import vocabulary
from netmon.rules.terms import Facts, Term
from netmon.rules.tokens import Token, TokenKind, tokenize

UNKNOWN = "?"
LONGEST_WORD = 60


def values_of(rule: Rule, facts: Facts) -> dict[str, FieldValue | None]:
    """Return what the words of a rule come to: of its own names, and of what is measured; None is not known."""
    terms: dict[str, Term] = dict(vocabulary(rule.for_each))
    named: dict[str, FieldValue | None] = {name: _value(term, facts) for name, term in terms.items()}
    lets: dict[str, Value] = {}
    for name, text in rule.let.items():
        lets[name] = compile_value(text, terms, lets)
        named[name] = _value(lets[name].term, facts)
    return named


def put_in(text: str, rule: Rule, facts: Facts) -> str:
    """Return an expression with the value behind each name and each window."""
    named = values_of(rule, facts)
    parts: list[str] = []
    end = 0
    for last, value in _replaced(text, named, facts):
        parts += [text[end:last], f" [{_word(value)}]"]
        end = last
    return "".join((*parts, text[end:]))


def _replaced(
    text: str, named: Mapping[str, FieldValue | None], facts: Facts
) -> Iterator[tuple[int, FieldValue | None]]:
    """Yield where the names and windows of an expression end, and what they come to."""
    tokens = tokenize(text)
    inside = -1
    for index, token in enumerate(tokens):
        if token.kind is not TokenKind.NAME or index <= inside:
            continue
        window = _window(tokens, index)
        if window is not None:
            inside, name = window
            last = tokens[inside]
            yield last.column - 1 + len(last.text), facts.get(name)
        elif token.text in named:
            yield token.column - 1 + len(token.text), named[token.text]


def _window(tokens: tuple[Token, ...], start: int) -> tuple[int, str] | None:
    """Return where a call ends that looks back, and what its value is called; None if this is none."""
    if tokens[start + 1].text != "(":
        return None
    closing = next(index for index in range(start, len(tokens)) if tokens[index].text == ")")
    words = [f"{token.text}{token.unit}" for token in tokens[start + 2 : closing] if token.text != ","]
    is_one = tokens[start].text in {"prev", "age"} or (len(words) > 1 and words[1][:1].isdigit())
    return (closing, f"{tokens[start].text}({', '.join(words)})") if is_one else None


def _value(term: Term, facts: Facts) -> FieldValue | None:
    return term.of(facts)


def _word(value: FieldValue | None) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, str | bool):
        return one_line(str(value))[:LONGEST_WORD]
    return f"{value:.6g}"
