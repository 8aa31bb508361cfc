"""How an inventory is written down: YAML that `document` reads back as it was, and that people can edit."""

from collections.abc import Mapping
from typing import Any

import yaml

WIDEST = 120
TEXT = "tag:yaml.org,2002:str"


def render(sections: Mapping[str, object], heading: str = "") -> str:
    """Return sections as block YAML, small lists in one line; `heading` becomes a comment at the top."""
    comment = "".join(f"# {line}".rstrip() + "\n" for line in heading.splitlines())
    parts = [_dump({name: body}) for name, body in sections.items() if body]
    return "\n".join([comment, *parts] if comment else parts)


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and quotes what is ambiguous."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- PyYAML's
        super().increase_indent(flow, False)  # noqa: FBT003


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write a text; one that other tools would read as a number, a time or a truth value stands in quotes."""
    is_clear = dumper.resolve(yaml.ScalarNode, text, (True, False)) == TEXT  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(TEXT, text, style=None if is_clear else '"')


def _list(dumper: yaml.SafeDumper, values: list[Any]) -> yaml.SequenceNode:
    """Write a list in one line where its elements are short words, else an element a line."""
    is_flat = all(not isinstance(value, dict | list) and ":" not in str(value) for value in values)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=is_flat)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)


def _dump(section: Mapping[str, object]) -> str:
    text: str = yaml.dump(section, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDEST)
    return text
