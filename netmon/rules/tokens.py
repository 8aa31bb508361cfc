"""Which words and signs an expression consists of."""

import re
from dataclasses import dataclass
from enum import StrEnum

from netmon.phrase import Phrase
from netmon.rules.errors import ExpressionError, unexpected

LONGEST = 500
"""Characters of an expression."""

PATTERN = re.compile(
    r"""
    (?P<number> \d{1,15} (?:\.\d{1,6})? ) (?P<unit> % | [A-Za-z]+ )?
    | (?P<text> "[^"]*" | '[^']*' )
    | (?P<name> [A-Za-z_]\w* (?:\.[A-Za-z_]\w*)? )
    | (?P<sign> <= | >= | == | != | [-+*/()<>,] )
    """,
    re.VERBOSE | re.ASCII,
)
SPACE = re.compile(r"\s*")
WORDS = frozenset({"and", "or", "not"})
CURES = {
    "=": Phrase("write == to compare"),
    "&": Phrase("write and"),
    "|": Phrase("write or"),
    "!": Phrase("write not, or != to compare"),
    "%": Phrase("write the per cent sign right behind the number: 80%"),
    **dict.fromkeys("\"'", Phrase("close the quotation with the same mark")),
}


class TokenKind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    SIGN = "sign"
    """An operator or a parenthesis; `and`, `or` and `not` are signs too."""
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign, where it stands (columns count from 1), and a number's unit."""

    kind: TokenKind
    text: str
    column: int
    unit: str = ""


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of an expression, END last; raise ExpressionError at what is none."""
    if len(text) > LONGEST:
        what = Phrase("longer than {limit} characters", limit=LONGEST)
        raise ExpressionError(LONGEST, what, Phrase("split the rule in two"))
    tokens = []
    position = _skip_space(text, 0)
    while position < len(text):
        match = PATTERN.match(text, position)
        if match is None:
            raise unexpected(text[position], position + 1, _cure(text[position]))
        tokens.append(_token(match))
        position = _skip_space(text, match.end())
    return (*tokens, Token(TokenKind.END, Phrase("the end"), len(text) + 1))


def _token(match: re.Match[str]) -> Token:
    column = match.start() + 1
    if match["number"]:
        return Token(TokenKind.NUMBER, match["number"], column, match["unit"] or "")
    if match["text"]:
        return Token(TokenKind.TEXT, match["text"][1:-1], column)
    word = match[0]
    is_name = match["name"] and word not in WORDS
    return Token(TokenKind.NAME if is_name else TokenKind.SIGN, word, column)


def _skip_space(text: str, position: int) -> int:
    match = SPACE.match(text, position)
    return match.end() if match else position


def _cure(character: str) -> Phrase:
    otherwise = Phrase("use names, numbers, quoted words, and/or/not, comparisons, + - * / and parentheses")
    return CURES.get(character, otherwise)
