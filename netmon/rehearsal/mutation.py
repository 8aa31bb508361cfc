"""Rules that are a little wrong, so that tests can show that they would notice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from netmon.clock import EPOCH
from netmon.inventory.models import Level, Rule
from netmon.model import Severity
from netmon.phrase import Phrase
from netmon.rehearsal.checking import try_out
from netmon.rehearsal.reading import WrittenTest
from netmon.rehearsal.virtual import Premises
from netmon.rules.book import RuleBook, read_rules
from netmon.rules.tokens import Token, TokenKind, tokenize

FLIPPED = {"<": ">", "<=": ">", ">": "<", ">=": "<", "==": "!=", "!=": "=="}
FACTORS = (0.9, 1.1)
MOST_MUTANTS = 1_000
"""Of all rules together."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one change, and what that is."""

    rule: str
    what: Phrase
    wrong: Rule


def survivors(premises: Premises, tests: Sequence[WrittenTest]) -> Iterator[tuple[Mutant, bool]]:
    """Yield every mutant of the rules that have tests, and whether it went unnoticed."""
    for number, mutant in enumerate(mutants(premises.book)):
        if number >= MOST_MUTANTS:
            return
        own = [test for test in tests if test.test.rule == mutant.rule]
        if own:
            yield mutant, _is_unnoticed(mutant, premises, own)


def mutants(book: RuleBook) -> Iterator[Mutant]:
    """Yield each rule with a comparison turned, a threshold moved, or its waiting left out."""
    for name, compiled in book.rules.items():
        for severity, level in compiled.rule.levels.items():
            for what, wrong in _wrong(level):
                levels = {**compiled.rule.levels, severity: wrong}
                yield Mutant(name, _of(severity, what), compiled.rule.model_copy(update={"levels": levels}))


def _of(severity: Severity, what: Phrase) -> Phrase:
    return Phrase("{level}: {what}", level=severity.value, what=what)


def _wrong(level: Level) -> Iterator[tuple[Phrase, Level]]:
    for key, text in (("fire", level.fire), ("clear", level.clear)):
        for wrong in _variants(text) if text is not None else ():
            what = Phrase("{key}: {wrong}", key=key, wrong=wrong)
            yield what, level.model_copy(update={key: wrong})
    if level.hold:
        yield Phrase("without its {word}", word="for"), level.model_copy(update={"hold": EPOCH})
    if level.keep:
        yield Phrase("without its {word}", word="keep"), level.model_copy(update={"keep": EPOCH})


def _variants(text: str) -> Iterator[str]:
    """Yield an expression with one sign turned or one number moved; windows stay as they are."""
    before: Token | None = None
    for token in tokenize(text):
        if token.kind is TokenKind.SIGN and token.text in FLIPPED:
            yield _put(text, token, FLIPPED[token.text])
        is_window = before is not None and before.text == ","
        if token.kind is TokenKind.NUMBER and float(token.text) and not is_window:
            yield from (_put(text, token, _moved(token, factor)) for factor in FACTORS)
        before = token


def _moved(token: Token, factor: float) -> str:
    """Return a number moved by a tenth; a whole one that has no unit may count something, and moves by one or more."""
    value = float(token.text)
    if value.is_integer() and not token.unit:
        return str(int(value) + (1 if factor > 1 else -1) * max(1, round(value * abs(factor - 1))))
    return f"{round(value * factor, 6):f}".rstrip("0").rstrip(".")


def _put(text: str, token: Token, instead: str) -> str:
    start = token.column - 1
    return text[:start] + instead + text[start + len(token.text) :]


def _is_unnoticed(mutant: Mutant, premises: Premises, tests: Iterable[WrittenTest]) -> bool:
    inventory = premises.inventory.model_copy(update={"rules": {mutant.rule: mutant.wrong}})
    compiled, complaints = read_rules(inventory)
    if complaints:
        return False
    book = RuleBook({**premises.book.rules, **compiled}, premises.book.known)
    wrong = replace(premises, book=book)
    return all(try_out(test, wrong).is_ok for test in tests)
