"""The YAML door: what is refused before anything is built, and what strings stay."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netmon.inventory.document import (
    DEEPEST,
    LARGEST_FILE,
    MOST_COMPLAINTS,
    MOST_NODES,
    Document,
    Refused,
    Scanned,
    compose,
    scan,
)
from netmon.inventory.loading import examine
from netmon.inventory.tree import place_of, plain
from tests.netmon.inventory import SMALL

BILLION_LAUGHS = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a: &a {k: v}\n" + "".join(
    f"{name}: &{name} {{<<: [{', '.join([f'*{below}'] * 9)}]}}\n"
    for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BRACKETS = "[" * 100_000

HARMS = {
    "a hundred thousand brackets": (BRACKETS, 1, "nested deeper"),
    "a hundred thousand braces": ("{a: " * 25_000, 1, "nested deeper"),
    "a deep block": ("".join(f"{' ' * depth}a:\n" for depth in range(DEEPEST + 1)), DEEPEST + 1, "nested deeper"),
    "a billion laughs": (BILLION_LAUGHS, 1, "an anchor (&)"),
    "a merge-key bomb": (MERGE_BOMB, 1, "an anchor (&)"),
    "an anchor": ("a: 1\nb: &x 2\n", 2, "an anchor (&)"),
    "an alias": ("a: 1\nb: *x\n", 2, "an alias (*)"),
    "a tag": ("a: !!python/object/apply:os.system [true]\n", 1, "a tag (!)"),
    "a tag on a text": ("a: 1\nb: !secret x\n", 2, "a tag (!)"),
    "a directive": ("%YAML 1.1\n---\na: 1\n", 1, "a YAML directive"),
    "a second document": ("a: 1\n---\nb: 2\n", 2, "a second document"),
    "too many values": (f"a: [{'x,' * MOST_NODES}]", 1, "more than 200,000 values"),
    "a NUL": ("a: 1\nb: x\x00y\n", 2, "a control character"),
    "an escape sequence": ("a: \x1b[2J\n", 1, "a control character"),
    "text turned around": ("a: 1\n\nb: \u202egnp.exe\n", 3, "a control character"),
    "an escaped control character": ('a: "x\\ey"\n', 1, "an escaped control character"),
    "an escaped turn": ('a: "\\u202E"\n', 1, "an escaped control character"),
    "no YAML": ("a: 'unclosed\n", 2, "this is not YAML"),
}


def scan_text(text: str) -> Scanned | Refused:
    return scan("x.yaml", text.encode())


def compose_text(text: str) -> Document:
    scanned = scan_text(text)
    assert isinstance(scanned, Scanned), scanned
    return compose(scanned)


@contextmanager
def counting_nodes() -> Iterator[list[str]]:
    """Note every node that the parser builds: `Node.__init__` is Python code, also under the C parser."""
    built: list[str] = []
    constructors = {yaml.nodes.Node.__init__.__code__, yaml.nodes.CollectionNode.__init__.__code__}
    constructors.add(yaml.nodes.ScalarNode.__init__.__code__)

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in constructors:
            built.append(frame.f_code.co_qualname)

    sys.setprofile(watch)
    try:
        yield built
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize(("text", "line", "phrase"), HARMS.values(), ids=HARMS.keys())
def test_what_could_do_harm_is_refused_at_its_line(text: str, line: int, phrase: str) -> None:
    refused = scan_text(text)
    assert isinstance(refused, Refused)
    first = refused.complaints[0]
    assert (first.line, phrase in first.what) == (line, True), str(first)


@pytest.mark.parametrize("text", [BRACKETS, BILLION_LAUGHS, MERGE_BOMB], ids=["brackets", "laughs", "merge keys"])
def test_a_bomb_is_refused_before_the_parser_has_built_a_node(tmp_path: Path, text: str) -> None:
    (tmp_path / "bomb.yaml").write_text(text, encoding="utf-8")
    with counting_nodes() as built:
        examination = examine(tmp_path)
    assert examination.inventory is None
    assert built == []


def test_the_node_counter_sees_the_nodes_of_a_harmless_file(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(SMALL, encoding="utf-8")
    with counting_nodes() as built:
        examine(tmp_path)
    assert len(built) > 100


def test_a_hundred_thousand_brackets_cost_no_more_events_than_levels_are_allowed() -> None:
    with counting_events() as events:
        scan_text(BRACKETS)
    assert 0 < len(events) <= DEEPEST + 10


@contextmanager
def counting_events() -> Iterator[list[str]]:
    """Note every event that the parser makes."""
    made: list[str] = []
    constructors = {yaml.events.Event.__init__.__code__, yaml.events.CollectionStartEvent.__init__.__code__}

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in constructors:
            made.append(frame.f_code.co_qualname)

    sys.setprofile(watch)
    try:
        yield made
    finally:
        sys.setprofile(None)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    refused = scan("x.yaml", b"#" * (LARGEST_FILE + 1))
    assert isinstance(refused, Refused)
    assert "larger than 2,000,000 bytes" in refused.complaints[0].what


def test_bytes_that_are_not_utf_8_are_refused_at_their_place() -> None:
    refused = scan("x.yaml", b"a: 1\nb: \xe9\n")
    assert isinstance(refused, Refused)
    assert (refused.complaints[0].line, refused.complaints[0].column) == (2, 4)


def test_complaints_about_one_file_are_bounded() -> None:
    refused = scan_text("[" + "*x, " * 5_000 + "*x]")
    assert isinstance(refused, Refused)
    assert len(refused.complaints) == MOST_COMPLAINTS


def test_scalars_stay_the_strings_that_were_written() -> None:
    written = ["NO", "yes", "010", "0x1F", "12:34:56", "1_000", "1e3", "2026-11-23", "12:34:56:12:34:56", ".inf", "<<"]
    document = compose_text(f"a: [{', '.join(written)}, 'null', \"\"]")
    assert plain(document.root) == {"a": [*written, "null", ""]}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none(nothing: str) -> None:
    assert plain(compose_text(f"a: {nothing}\n").root) == {"a": None}


def test_every_value_knows_its_place() -> None:
    root = compose_text('# comment\na:\n  "b c": [x, yy,\n    {k: v}]\n').root
    assert str(place_of(root, ("a",))) == "x.yaml:3:3"
    assert str(place_of(root, ("a", "b c", 1))) == "x.yaml:3:14"
    assert str(place_of(root, ("a", "b c", 2, "k"))) == "x.yaml:4:9"
    assert str(place_of(root, ("a", "b c", 2, "k", "[key]"))) == "x.yaml:4:6"


def test_a_duplicate_key_is_complained_about_at_its_second_place() -> None:
    document = compose_text("a: 1\nb: 2\na: 3\n")
    assert [str(complaint) for complaint in document.complaints] == [
        'x.yaml:3:1: error: "a" stands here a second time, first in line 1; delete one of them'
    ]
    assert plain(document.root) == {"a": "1", "b": "2"}


@given(
    st.recursive(
        st.text("ab: -[]{}#&*!|>'\"%@`\n", max_size=8), lambda inner: st.lists(inner, max_size=4), max_leaves=9
    )
)
def test_what_is_written_comes_back(value: object) -> None:
    """What a YAML writer quotes properly is read as the very same strings."""
    text = yaml.safe_dump({"a": value}, default_style='"')
    assert plain(compose_text(text.replace("!!seq ", "")).root) == {"a": value}
