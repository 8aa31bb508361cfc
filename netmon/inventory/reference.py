"""Every key an inventory may have, as a page: made of the models, so that it cannot tell anything else."""

from collections.abc import Iterator, Mapping
from typing import Any

from netmon.clock import SECOND
from netmon.inventory.models import (
    CODE,
    EMAIL,
    INTERFACE,
    PHONE,
    REFERENCE,
    SLUG,
    TIME_OF_DAY,
    TITLE,
    VARIABLE,
    Inventory,
)

Schema = Mapping[str, Any]
"""A piece of a JSON schema (2020-12), as pydantic makes it of the models."""

HEAD = """\
# The inventory, key by key

Made of the models by `netmon print reference`; do not edit it. What the files are and how things are added stands in
`README.md` beside it. Keys marked • must be there. Nothing else may stand in an inventory: an unknown key is an error.
"""
PATTERNS = {
    SLUG: "name",
    CODE: "six digits, in quotes",
    REFERENCE: "`secret://name`",
    EMAIL: "e-mail address",
    PHONE: "telephone number (`+420…`)",
    TIME_OF_DAY: 'time of day, such as `"02:00"`',
    INTERFACE: "interface name",
    TITLE: "text",
    VARIABLE: "word",
}
FORMATS = {
    "duration": "duration, such as `30s`, `5m`, `2h`",
    "bit-rate": "bit rate, such as `200M`, `10G`",
    "link-end": "`device:interface`",
    "date": "date, such as `2026-12-24`",
    "wall-time": "local date and time, such as `2026-12-24T08:00`",
    "ipv4": "IPv4 address",
    "ipv6": "IPv6 address",
}
PLAIN = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
KEY_ONLY = {"Device": ("name",), "Link": ("name",)}
"""What the models have and files have not: a device's name is its key."""


def reference() -> str:
    """Return the page in Markdown: a chapter for each section, a table for each kind of block."""
    schema = Inventory.model_json_schema()
    return "\n".join([HEAD, *_sections(schema), *_blocks(schema)]) + "\n"


def _sections(schema: Schema) -> Iterator[str]:
    yield "## Sections\n"
    yield "| section | what stands there | meaning |\n|---|---|---|"
    for name, part in schema["properties"].items():
        must = " •" if name in schema["required"] else ""
        yield f"| `{name}`{must} | {_kind(part, schema)} | {_meaning(part, schema)} |"


def _blocks(schema: Schema) -> Iterator[str]:
    for name in _reached(schema):
        block = schema["$defs"][name]
        if "properties" not in block:
            continue
        yield f"\n## {name}\n\n{block['description']}\n"
        yield "| key | what stands there | default | meaning |\n|---|---|---|---|"
        for key, part in block["properties"].items():
            if key not in KEY_ONLY.get(name, ()):
                yield _row(key, part, schema, must=key in block.get("required", ()))


def _row(key: str, part: Schema, schema: Schema, *, must: bool) -> str:
    mark = " •" if must else ""
    return f"| `{key}`{mark} | {_kind(part, schema)} | {_default(part)} | {_meaning(part, schema)} |"


def _meaning(part: Schema, schema: Schema) -> str:
    """Return what a key is for; pydantic leaves it out where the block says the same."""
    told = part if "description" in part else schema["$defs"][part["$ref"].rpartition("/")[2]]
    return " ".join(str(told["description"]).split())


def _kind(part: Schema, schema: Schema) -> str:
    """Return what may stand at a place, in words."""
    match part:
        case {"$ref": reference}:
            return _named(reference.rpartition("/")[2], schema)
        case {"anyOf": choices}:
            kinds = [_kind(choice, schema) for choice in choices if choice.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
        case {"type": "array"}:
            return _list(part, schema)
        case {"type": "object"}:
            return _entries(part, schema)
        case _:
            return _scalar(part)


def _list(part: Schema, schema: Schema) -> str:
    if "prefixItems" in part:
        return f"list of {part['minItems']}: {_kind(part['prefixItems'][0], schema)}"
    return f"list: {_kind(part['items'], schema)}"


def _entries(part: Schema, schema: Schema) -> str:
    """Return names and what each leads to; pydantic states a pattern of names in another way than a vocabulary."""
    if "patternProperties" in part:
        ((pattern, value),) = part["patternProperties"].items()
        return f"{PATTERNS[pattern]} → {_kind(value, schema)}"
    return f"{_kind(part['propertyNames'], schema)} → {_kind(part['additionalProperties'], schema)}"


def _scalar(part: Schema) -> str:
    if "pattern" in part:
        return PATTERNS[part["pattern"]]
    if "format" in part:
        return FORMATS[part["format"]]
    words = (("minimum", "from"), ("exclusiveMinimum", "over"), ("maximum", "to"))
    bounds = "".join(f" {word} {part[key]:g}" for key, word in words if key in part)
    return PLAIN[part["type"]] + bounds


def _named(name: str, schema: Schema) -> str:
    """Return the values of a vocabulary, or a link to the chapter of a block."""
    definition = schema["$defs"][name]
    if "enum" in definition:
        return ", ".join(f"`{value}`" for value in definition["enum"])
    return f"[{name}](#{name.lower()})"


def _default(part: Schema) -> str:
    default = part.get("default")
    if not isinstance(default, str | int | float) or default == "":
        return ""
    if part.get("format") == "duration":
        return f"`{int(default) // SECOND}s`"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _reached(schema: Schema) -> list[str]:
    """Return the definitions in the order in which the sections lead to them."""
    found: dict[str, None] = {}
    waiting = list(schema["properties"].values())
    while waiting:
        for name in _mentioned(waiting.pop(0)):
            if name not in found:
                found[name] = None
                waiting.insert(0, schema["$defs"][name])
    return list(found)


def _mentioned(part: object) -> Iterator[str]:
    if isinstance(part, Mapping):
        if "$ref" in part:
            yield str(part["$ref"]).rpartition("/")[2]
        for value in part.values():
            yield from _mentioned(value)
    elif isinstance(part, list):
        for value in part:
            yield from _mentioned(value)
