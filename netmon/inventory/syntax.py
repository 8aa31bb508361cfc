"""What the YAML parser says is wrong with a text, as far as another language can say it too."""

from netmon.phrase import Phrase

SAYINGS = frozenset(
    {
        # what it was doing
        "while parsing a block collection",
        "while parsing a block mapping",
        "while parsing a block node",
        "while parsing a flow mapping",
        "while parsing a flow node",
        "while parsing a flow sequence",
        "while parsing a node",
        "while parsing a quoted scalar",
        "while parsing a tag",
        "while scanning a block scalar",
        "while scanning a plain scalar",
        "while scanning a quoted scalar",
        "while scanning a simple key",
        "while scanning a tag",
        "while scanning an alias",
        "while scanning an anchor",
        "while scanning for the next token",
        # what it found
        "block sequence entries are not allowed in this context",
        "could not find expected ':'",
        "did not find URI escaped octet",
        "did not find expected '-' indicator",
        "did not find expected '!'",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}}'",
        "did not find expected <document start>",
        "did not find expected alphabetic or numeric character",
        "did not find expected comment or line break",
        "did not find expected hexdecimal number",
        "did not find expected key",
        "did not find expected node content",
        "did not find expected tag URI",
        "did not find expected whitespace or line break",
        "did not find the expected '>'",
        "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected",
        "found an indentation indicator equal to 0",
        "found an incorrect leading UTF-8 octet",
        "found an incorrect trailing UTF-8 octet",
        "found character that cannot start any token",
        "found invalid Unicode character escape code",
        "found undefined tag handle",
        "found unexpected ':'",
        "found unexpected document indicator",
        "found unexpected end of stream",
        "found unknown escape character",
        "mapping keys are not allowed in this context",
        "mapping values are not allowed in this context",
    }
)
"""The sentences of libyaml 0.2 that a text can provoke which holds no directive; braces are doubled."""


def saying(text: str) -> Phrase:
    """Return a sentence of the parser's; one that is not known has no translation."""
    template = text.replace("{", "{{").replace("}", "}}")
    return Phrase(template) if template in SAYINGS else Phrase("{text}", text=text)
