"""How pydantic's errors are told: what is wrong in plain words, and the cure."""

import re
from collections.abc import Mapping, Sequence

from pydantic_core import ErrorDetails

from netmon.inventory.complaint import quote
from netmon.inventory.grammar import keys_at
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import CODE, EMAIL, INTERFACE, REFERENCE, SLUG, TIME_OF_DAY
from netmon.inventory.tree import Path

Words = tuple[str, str]
"""What is wrong, and its cure; `{value}` stands for what was written."""

PATTERNS: Mapping[str, Words] = {
    SLUG: ("{value} is not a name", "write lower-case letters, digits and hyphens, such as cheb-core-1"),
    CODE: ("{value} is not a municipality's code", "write its six digits in quotes"),
    REFERENCE: ("a secret stands here in clear, or its reference is wrong", "write secret://name"),
    EMAIL: ("{value} is not an e-mail address", "write one such as noc@example.org"),
    TIME_OF_DAY: ("{value} is not a time of day", 'write hours and minutes in quotes, such as "02:00"'),
    INTERFACE: ("{value} is not the name of an interface", "write 1 to 64 characters"),
}
NUMBER = ("{value} is not a number", "write one such as 50.22")
WHOLE_NUMBER = ("{value} is not a whole number", "write digits alone")
LIST = ("{value} is not a list", "write [one, two]")
BLOCK = ("{value} is not a block of keys and values", "write indented lines such as key: value")
KINDS: Mapping[str, Words] = {
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


NOTHING: Words = ("nothing is written here", "write a value, or delete the key")


def words(detail: ErrorDetails, path: Path) -> Words:
    """Return what is wrong with the value, or the key, that stands at a path."""
    if detail["input"] is None and detail["type"] != "extra_forbidden":
        return NOTHING
    match detail["type"]:
        case "missing":
            return _missing(detail["loc"][-1])
        case "extra_forbidden":
            return _unknown("unknown key ", str(path[-1]), keys_at(path[:-1]))
        case "enum":
            allowed = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
            return _unknown("unknown here: ", str(detail["input"]), allowed)
        case "value_error":
            what, _, cure = str(detail["ctx"]["error"]).partition("; ")
            return what, cure or "correct it"
        case _:
            return _ordinary(detail)


def _missing(name: str | int) -> Words:
    if isinstance(name, int):
        return f"element {name + 1} is missing", "write it"
    return f"{quote(name)} is missing", f"add {name}: …"


def _unknown(what: str, word: str, known: Sequence[str]) -> Words:
    return f"{what}{quote(word)}", did_you_mean(word, known, otherwise=one_of(known))


def _ordinary(detail: ErrorDetails) -> Words:
    context = detail.get("ctx", {})
    known = PATTERNS.get(str(context.get("pattern"))) or KINDS.get(detail["type"])
    if known is None:
        return detail["msg"], "correct it"
    what, cure = known
    value = quote(detail["input"]) if isinstance(detail["input"], str) else "this"
    return what.format(value=value, **context), cure.format(**context)
