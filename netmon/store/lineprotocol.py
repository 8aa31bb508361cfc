r"""How a measurement looks in InfluxDB's line protocol, and what of it InfluxDB would refuse.

One bad point makes a server refuse the whole batch, so poison is found here, before it is queued:
a poisoned field is left out, a measurement with a poisoned name or tag is dropped.
Escapes (line protocol reference): `,` `=` and space in tags and keys, `"` and `\` in string values.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from netmon.clock import SECOND, Millis
from netmon.model import FieldValue

LARGEST_INTEGER = 2**63 - 1
LONGEST_LINE = 64 * 1024
"""Bytes; also the longest string value that InfluxDB takes."""
BROKEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters, which end a line or hide in it, and lone surrogates, which UTF-8 cannot hold."""
KEY_ESCAPES = str.maketrans({",": r"\,", "=": r"\=", " ": r"\ "})
NAME_ESCAPES = str.maketrans({",": r"\,", " ": r"\ "})
TEXT_ESCAPES = str.maketrans({'"': r"\"", "\\": r"\\"})


@dataclass(frozen=True, slots=True)
class Poison:
    """A part of a measurement that InfluxDB would refuse, and why."""

    measurement: str
    part: str
    reason: str


class SoundFields(NamedTuple):
    """The fields that InfluxDB will take, in line protocol and as JSON, and those that it would refuse."""

    text: str
    json: str
    poison: tuple[Poison, ...]


def encode_series(name: str, tags: Mapping[str, str]) -> str | Poison:
    """Return `name,tag=value,…` with the tags sorted by key; a tag without a value is left out."""
    parts = [name.translate(NAME_ESCAPES)]
    if reason := _trouble_of_key(name):
        return Poison(name, "name", reason)
    for key, value in sorted(tags.items()):
        if not value:
            continue
        if reason := _trouble_of_key(key) or _trouble_of_key(value):
            return Poison(name, f"tag {key!r}", reason)
        parts.append(f"{key.translate(KEY_ESCAPES)}={value.translate(KEY_ESCAPES)}")
    return ",".join(parts)


def encode_fields(name: str, fields: Mapping[str, FieldValue]) -> SoundFields:
    """Return the fields of a measurement as `key=value,…` and as JSON, the poisoned ones apart."""
    values = tuple(fields.values())
    form = _form(tuple(fields), tuple(map(type, values)))
    if form is None or not _are_sound(cast("tuple[float, ...]", values)):
        return _encode_one_by_one(name, fields)
    return SoundFields(form.line % values, form.json % values, ())


def join_line(series: str, fields: str, time: Millis) -> str | None:
    """Return a whole line with its time in seconds, or None if it is empty or longer than 64 kB."""
    line = f"{series} {fields} {time // SECOND}"
    if not fields or len(line.encode()) > LONGEST_LINE:
        return None
    return line


@dataclass(frozen=True, slots=True)
class Form:
    """What fields of the same names and types have in common: their text with a place for each number."""

    line: str
    json: str


NUMBER_FORMS: Mapping[type, Form] = {int: Form("%di", "%d"), float: Form("%r", "%r")}


@lru_cache(maxsize=1_024)
def _form(keys: tuple[str, ...], kinds: tuple[type, ...]) -> Form | None:
    """Return the form of numbers; None if a name is poison, or there is anything else among them."""
    if any(map(_trouble_of_key, keys)) or not set(kinds) <= NUMBER_FORMS.keys():
        return None
    places = [NUMBER_FORMS[kind] for kind in kinds]
    line = ",".join(
        f"{_literal(key.translate(KEY_ESCAPES))}={place.line}" for key, place in zip(keys, places, strict=True)
    )
    body = ",".join(f"{_literal(json.dumps(key))}:{place.json}" for key, place in zip(keys, places, strict=True))
    return Form(line, f"{{{body}}}")


def _literal(text: str) -> str:
    return text.replace("%", "%%")


def _are_sound(numbers: Sequence[float]) -> bool:
    """Say whether none of these numbers is poison, at the price of a few comparisons for all of them."""
    smallest, largest = min(numbers, default=0), max(numbers, default=0)
    return smallest >= -LARGEST_INTEGER and largest <= LARGEST_INTEGER and math.isfinite(sum(numbers))


def _encode_one_by_one(name: str, fields: Mapping[str, FieldValue]) -> SoundFields:
    values: dict[str, FieldValue] = {}
    texts: list[str] = []
    poison: list[Poison] = []
    for key, value in fields.items():
        if reason := _trouble_of_key(key) or _trouble_of_value(value):
            poison.append(Poison(name, f"field {key!r}", reason))
        else:
            values[key] = value
            texts.append(f"{key.translate(KEY_ESCAPES)}={_encode_value(value)}")
    return SoundFields(",".join(texts), json.dumps(values, separators=(",", ":")), tuple(poison))


def _encode_value(value: FieldValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value}i"
        case float():
            return repr(value)
        case str():
            return f'"{value.translate(TEXT_ESCAPES)}"'


def _trouble_of_key(key: str) -> str:
    if not key:
        return "is empty"
    if key.endswith("\\"):
        return "ends with a backslash, which would escape what follows"
    return _trouble_of_text(key)


def _trouble_of_value(value: FieldValue) -> str:
    match value:
        case bool():
            return ""
        case int():
            return "" if -LARGEST_INTEGER <= value <= LARGEST_INTEGER else "is outside 64 bits"
        case float():
            return "" if math.isfinite(value) else "is not a number"
        case str():
            return _trouble_of_text(value)


def _trouble_of_text(text: str) -> str:
    if text.isprintable():
        return ""
    return "holds a control character or a lone surrogate" if BROKEN.search(text) else ""
