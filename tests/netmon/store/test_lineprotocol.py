"""Line protocol: what is written reads back, what is poison is left out."""

import json
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.model import FieldValue
from netmon.store.lineprotocol import LONGEST_LINE, Poison, encode_fields, encode_series, join_line
from tests.netmon.store.nouns import T0


def line(name: str, tags: dict[str, str], fields: dict[str, FieldValue]) -> str | None:
    series = encode_series(name, tags)
    assert isinstance(series, str)
    return join_line(series, encode_fields(name, fields).text, T0)


def test_tags_are_sorted_types_are_marked_and_time_is_in_seconds() -> None:
    fields: dict[str, FieldValue] = {"in_bps": 5, "loss_pct": 0.5, "up": True, "alias": "Cheb"}
    assert (
        line("net_if", {"ifname": "xe1", "device": "cheb"}, fields)
        == 'net_if,device=cheb,ifname=xe1 in_bps=5i,loss_pct=0.5,up=true,alias="Cheb" 1780000000'
    )


def test_what_has_a_meaning_in_the_protocol_is_escaped() -> None:
    written = line("net if", {"ifname": "Gi0/1, unit=3"}, {"a b": 'say "no" to C:\\'})
    assert written == r'net\ if,ifname=Gi0/1\,\ unit\=3 a\ b="say \"no\" to C:\\" 1780000000'


def test_a_tag_without_a_value_is_left_out() -> None:
    assert encode_series("net_dev", {"device": "cheb", "site": ""}) == "net_dev,device=cheb"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (2**63, "outside 64 bits"),
        (-(2**63), "outside 64 bits"),
        (math.nan, "not a number"),
        (math.inf, "not a number"),
        ("a\nb", "control character"),
        ("\ud800", "lone surrogate"),
    ],
)
def test_a_poisoned_field_is_left_out_and_the_others_stay(value: FieldValue, reason: str) -> None:
    fields = encode_fields("net_if", {"bad": value, "good": 1})
    assert (fields.text, fields.json) == ("good=1i", '{"good":1}')
    (poison,) = fields.poison
    assert (poison.part, reason in poison.reason) == ("field 'bad'", True)


@pytest.mark.parametrize("value", ["a\nb", "\ud800", "ends with \\"])
def test_a_poisoned_tag_drops_the_measurement(value: str) -> None:
    assert isinstance(encode_series("net_if", {"ifname": value}), Poison)


def test_a_line_without_fields_or_beyond_64_kb_is_none() -> None:
    assert line("net_if", {}, {}) is None
    assert line("net_if", {}, {"alias": "x" * LONGEST_LINE}) is None


def test_numbers_are_written_as_they_are_beside_other_values() -> None:
    fields: dict[str, FieldValue] = {"100 %d, 5%": 2**63 - 1, "rtt_ms": 1e-7, "x": -0.0}
    alone, in_company = encode_fields("net_if", fields), encode_fields("net_if", {**fields, "up": True})
    assert in_company.text == f"{alone.text},up=true"
    assert json.loads(in_company.json) == {**json.loads(alone.json), "up": True} == {**fields, "up": True}


@given(
    st.dictionaries(st.text(min_size=1), st.text(min_size=1), max_size=5),
    st.dictionaries(st.text(min_size=1), st.one_of(st.integers(), st.floats(), st.text(), st.booleans()), max_size=5),
)
def test_whatever_is_written_is_one_line_that_reads_back_as_it_was(
    tags: dict[str, str], fields: dict[str, FieldValue]
) -> None:
    series = encode_series("net_if", tags)
    sound = encode_fields("net_if", fields)
    written = None if isinstance(series, Poison) else join_line(series, sound.text, T0)
    if written is not None:
        assert "\n" not in written
        assert read(written) == (dict(sorted(tags.items())), json.loads(sound.json))


def read(written: str) -> tuple[dict[str, str], dict[str, FieldValue]]:
    """Read a line back as the protocol's reference describes it; only values of fields are quoted."""
    head, *_ = split(written, " ", quotes=False)
    body, _ = split(written[len(head) + 1 :], " ")
    tags = [split(part, "=", quotes=False) for part in split(head, ",", quotes=False)[1:]]
    fields = [split(part, "=") for part in split(body, ",")]
    return {plain(key): plain(value) for key, value in tags}, {plain(key): value_of(value) for key, value in fields}


def split(text: str, separator: str, *, quotes: bool = True) -> list[str]:
    """Split at a separator that is neither escaped nor inside a quoted value."""
    parts, in_value, quoted, at = [""], False, False, 0
    while at < len(text):
        length = 2 if text[at] == "\\" and text[at + 1 : at + 2] in tuple('"\\' if quoted else ",= ") else 1
        present = text[at : at + length]
        if present == '"' and in_value and quotes:
            quoted = not quoted
        if present in ("=", ",") and not quoted:
            in_value = present == "="
        if present == separator and not quoted:
            parts.append("")
        else:
            parts[-1] += present
        at += length
    return parts


def plain(text: str) -> str:
    return re.sub(r"\\([,= ])", r"\1", text)


def value_of(text: str) -> FieldValue:
    if text in ("true", "false"):
        return text == "true"
    if text.startswith('"'):
        return re.sub(r'\\(["\\])', r"\1", text[1:-1])
    return int(text[:-1]) if text.endswith("i") else float(text)
