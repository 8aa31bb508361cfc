"""How an alert reads: a template, filled with facts in their own units.

`{name}` is all a template can say. There is no format language and no attribute access, so neither
an operator's typing error nor a device's text can reach anything else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from netmon.foreign import one_line
from netmon.inventory.quantities import BITS_PER
from netmon.model import FieldValue
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite, unknown_name
from netmon.rules.terms import Facts, Number, Term, Text, Truth, Unit

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)\}", re.ASCII)
LONGEST_WORD = 80
"""Characters of one filled-in word: a device's alias may not drown the message."""
MISSING = "?"
SUFFIXES = {Unit.PERCENT: " %", Unit.MILLISECONDS: " ms", Unit.SECONDS: " s"}


@dataclass(frozen=True, slots=True)
class Summary:
    """A compiled template: literal text and, in between, the terms to fill in."""

    texts: tuple[str, ...]
    terms: tuple[Term, ...]

    def fill(self, facts: Facts) -> str:
        """Return the text about these facts; what is missing reads `?`."""
        words = (*(_word(term, facts) for term in self.terms), "")
        return "".join(text + word for text, word in zip(self.texts, words, strict=True))


def compile_summary(template: str, vocabulary: Mapping[str, Term]) -> Summary:
    """Return the template over the names of `vocabulary`; raise ExpressionError."""
    texts, terms, position = [], [], 0
    for match in PLACEHOLDER.finditer(template):
        texts.append(_literal(template, position, match.start()))
        terms.append(_term(match[1], match.start(1) + 1, vocabulary))
        position = match.end()
    texts.append(_literal(template, position, len(template)))
    return Summary(tuple(texts), tuple(terms))


def _literal(template: str, start: int, end: int) -> str:
    text = template[start:end]
    stray = re.search(r"[{}]", text)
    if stray:
        what = Phrase("{text} stands alone", text=cite(stray[0]))
        cure = Phrase("write {{name}}, with nothing else in the braces")
        raise ExpressionError(start + stray.start() + 1, what, cure)
    return text


def _term(name: str, column: int, vocabulary: Mapping[str, Term]) -> Term:
    if name not in vocabulary:
        raise unknown_name(name, column, vocabulary)
    return vocabulary[name]


def _word(term: Term, facts: Facts) -> str:
    value: FieldValue | None = term.of(facts)
    match term:
        case _ if value is None:
            return MISSING
        case Number(unit=Unit.BIT_RATE):
            return bit_rate(float(value))
        case Number(unit=unit):
            return f"{float(value):.4g}{SUFFIXES.get(unit, '')}"
        case Text() | Truth():
            return one_line(str(value))[:LONGEST_WORD]


def bit_rate(value: float) -> str:
    """Return 9,400,000,000 as `9.4 Gbit/s`."""
    for prefix, factor in reversed(BITS_PER.items()):
        if abs(value) >= factor:
            return f"{value / factor:.3g} {prefix}bit/s"
    return f"{value:.3g} bit/s"
