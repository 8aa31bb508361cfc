"""How pydantic's errors are told: what is wrong in plain words, and the cure."""

import re
from collections.abc import Mapping, Sequence

from pydantic_core import ErrorDetails

from netmon.inventory.complaint import Misfit, quote
from netmon.inventory.grammar import keys_at
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import CODE, EMAIL, INTERFACE, PHONE, REFERENCE, SLUG, TIME_OF_DAY, VARIABLE
from netmon.inventory.tree import Path
from netmon.phrase import Phrase

Words = tuple[Phrase, Phrase]
"""What is wrong, and its cure."""
Templates = tuple[str, str]
"""The same of any value: `{value}` stands for what was written."""

PATTERNS: Mapping[str, Templates] = {
    SLUG: ("{value} is not a name", "write lower-case letters, digits and hyphens, such as cheb-core-1"),
    CODE: ("{value} is not a municipality's code", "write its six digits in quotes"),
    REFERENCE: ("a secret stands here in clear, or its reference is wrong", "write secret://name"),
    EMAIL: ("{value} is not an e-mail address", "write one such as noc@example.org"),
    PHONE: ("{value} is not a telephone number", "write it with the country's code and no spaces: +420777123456"),
    TIME_OF_DAY: ("{value} is not a time of day", 'write hours and minutes in quotes, such as "02:00"'),
    INTERFACE: ("{value} is not the name of an interface", "write 1 to 64 characters"),
    VARIABLE: ("{value} is no word a rule can use", "write lower-case letters, digits and underscores"),
}
NUMBER = ("{value} is not a number", "write one such as 50.22")
WHOLE_NUMBER = ("{value} is not a whole number", "write digits alone")
LIST = ("{value} is not a list", "write [one, two]")
BLOCK = ("{value} is not a block of keys and values", "write indented lines such as key: value")
KINDS: Mapping[str, Templates] = {
    "string_type": ("{value} is not a text", "write one text"),
    "string_too_short": ("the text is empty", "write something, or delete the key"),
    "string_too_long": ("the text has more than {max_length} characters", "shorten it"),
    "int_type": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "int_parsing_size": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "bool_type": ("{value} is neither true nor false", "write true or false"),
    "bool_parsing": ("{value} is neither true nor false", "write true or false"),
    "greater_than": ("{value} is too small", "write more than {gt:g}"),
    "greater_than_equal": ("{value} is too small", "write {ge:g} or more"),
    "less_than": ("{value} is too large", "write less than {lt:g}"),
    "less_than_equal": ("{value} is too large", "write {le:g} or less"),
    "tuple_type": LIST,
    "too_short": ("there is too little here", "write at least {min_length}"),
    "too_long": ("there is too much here", "write at most {max_length}"),
    "dict_type": BLOCK,
    "model_type": BLOCK,
    "model_attributes_type": BLOCK,
}


def words(detail: ErrorDetails, path: Path) -> Words:
    """Return what is wrong with the value, or the key, that stands at a path."""
    if detail["input"] is None and detail["type"] != "extra_forbidden":
        return Phrase("nothing is written here"), Phrase("write a value, or delete the key")
    match detail["type"]:
        case "missing":
            return _missing(detail["loc"][-1])
        case "extra_forbidden":
            word = str(path[-1])
            return Phrase("unknown key {word}", word=quote(word)), _known(word, keys_at(path[:-1]))
        case "enum":
            word = str(detail["input"])
            allowed = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
            return Phrase("unknown here: {word}", word=quote(word)), _known(word, allowed)
        case _:
            return _misfit(detail.get("ctx", {}).get("error")) or _ordinary(detail)


def _missing(name: str | int) -> Words:
    if isinstance(name, int):
        return Phrase("element {number} is missing", number=name + 1), Phrase("write it")
    return Phrase("{name} is missing", name=quote(name)), Phrase("add {name}: …", name=name)


def _known(word: str, names: Sequence[str]) -> Phrase:
    return did_you_mean(word, names, otherwise=one_of(names))


def _misfit(error: object) -> Words | None:
    return (error.what, error.cure) if isinstance(error, Misfit) else None


def _ordinary(detail: ErrorDetails) -> Words:
    context = detail.get("ctx", {})
    known = PATTERNS.get(str(context.get("pattern"))) or KINDS.get(detail["type"])
    if known is None:
        return Phrase("{reason}", reason=detail["msg"]), Phrase("correct it")
    what, cure = known
    value = quote(detail["input"]) if isinstance(detail["input"], str) else Phrase("this")
    return Phrase(what, value=value, **context), Phrase(cure, **context)
