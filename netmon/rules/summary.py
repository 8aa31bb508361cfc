"""How an alert reads: a template, filled with facts in their own units.

`{name}`, or `{name:.1f}` with so many decimals, is all a template can say. There is no other format
and no attribute access, so neither an operator's typing error nor a device's text can reach anything else.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netmon.foreign import one_line
from netmon.inventory.quantities import BITS_PER
from netmon.model import FieldValue
from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, cite, unknown_name
from netmon.rules.terms import Counter, Facts, Number, Term, Text, Truth, Unit, kind_of

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)(?::\.([0-6])f)?\}", re.ASCII)
LONGEST_WORD = 80
"""Characters of one filled-in word: a device's alias may not drown the message."""
MISSING = "?"
SUFFIXES = {
    Unit.PERCENT: " %",
    Unit.MILLISECONDS: " ms",
    Unit.SECONDS: " s",
    Unit.PER_SECOND: "/s",
    Unit.OCTETS: " B",
    Unit.OCTET_RATE: " B/s",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill in: what with, and with how many decimals; None for as many as tell something."""

    term: Term
    decimals: int | None = None

    def word(self, facts: Facts) -> str:
        """Return what the facts put here."""
        value: FieldValue | None = self.term.of(facts)
        match self.term:
            case _ if value is None:
                return MISSING
            case Number(unit=Unit.BIT_RATE):
                return bit_rate(float(value), self._figure)
            case Number(unit=unit) | Counter(unit=unit):
                return f"{self._figure(float(value), 4)}{SUFFIXES.get(unit, '')}"
            case Text() | Truth():
                return one_line(str(value))[:LONGEST_WORD]

    def _figure(self, value: float, digits: int) -> str:
        return f"{value:.{digits}g}" if self.decimals is None else f"{value:.{self.decimals}f}"


@dataclass(frozen=True, slots=True)
class Summary:
    """A compiled template: literal text and, in between, the slots to fill in."""

    texts: tuple[str, ...]
    slots: tuple[Slot, ...]

    def fill(self, facts: Facts) -> str:
        """Return the text about these facts; what is missing reads `?`."""
        words = (*(slot.word(facts) for slot in self.slots), "")
        return "".join(text + word for text, word in zip(self.texts, words, strict=True))


def compile_summary(template: str, vocabulary: Mapping[str, Term]) -> Summary:
    """Return the template over the names of `vocabulary`; raise ExpressionError."""
    texts, slots, position = [], [], 0
    for match in PLACEHOLDER.finditer(template):
        texts.append(_literal(template, position, match.start()))
        slots.append(_slot(match, vocabulary))
        position = match.end()
    texts.append(_literal(template, position, len(template)))
    return Summary(tuple(texts), tuple(slots))


def _literal(template: str, start: int, end: int) -> str:
    text = template[start:end]
    stray = re.search(r"[{}]", text)
    if stray:
        what = Phrase("{text} stands alone", text=cite(stray[0]))
        cure = Phrase("write {{name}}, or {{name:.1f}} for one decimal")
        raise ExpressionError(start + stray.start() + 1, what, cure)
    return text


def _slot(match: re.Match[str], vocabulary: Mapping[str, Term]) -> Slot:
    """Return the slot that a placeholder stands for."""
    name, decimals = match[1], match[2]
    if name not in vocabulary:
        raise unknown_name(name, match.start(1) + 1, vocabulary)
    term = vocabulary[name]
    if decimals is None:
        return Slot(term)
    if isinstance(term, Number | Counter):
        return Slot(term, int(decimals))
    what = Phrase("only numbers have decimals, and {name} is {kind}", name=cite(name), kind=kind_of(term))
    raise ExpressionError(match.start(2), what, Phrase("write {example}", example=f"{{{name}}}"))


def bit_rate(value: float, figure: Callable[[float, int], str]) -> str:
    """Return 9,400,000,000 as `9.4 Gbit/s`."""
    for prefix, factor in reversed(BITS_PER.items()):
        if abs(value) >= factor:
            return f"{figure(value / factor, 3)} {prefix}bit/s"
    return f"{figure(value, 3)} bit/s"
