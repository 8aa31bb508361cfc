"""Whatever follows the grammar, or nearly does, compiles or is refused; what compiles can be asked anything."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import SECOND, Millis
from netmon.inventory.models import ForEach
from netmon.model import Entity, EntityKind, FieldValue
from netmon.rules.book import compile_rules, read_rules
from netmon.rules.errors import ExpressionError
from netmon.rules.expression import MOST_NODES, Value, compile_condition, compile_value
from netmon.rules.functions import USAGES
from netmon.rules.history import History
from netmon.rules.lookback import LONGEST_WINDOW, SHORTEST_WINDOW
from netmon.rules.schema import vocabulary
from netmon.rules.series import MOST_SAMPLES
from netmon.rules.summary import compile_summary
from netmon.rules.terms import Counter, Facts, Number, Text
from netmon.rules.tokens import LONGEST
from tests.netmon.rules.small_region import small_region

INTERFACE = vocabulary(ForEach.INTERFACE)
GAUGES = sorted(name for name, term in INTERFACE.items() if isinstance(term, Number))
COUNTERS = sorted(name for name, term in INTERFACE.items() if isinstance(term, Counter))
WORDS = sorted(name for name, term in INTERFACE.items() if isinstance(term, Text))
SPANS = ["10s", "90s", "5m", "1h", "1d"]
AVERAGES = ["avg", "min", "max", "p50", "p90", "p95", "p99", "delta", "last", "changes"]
LITERALS = ["0", "1", "0.8", "80%", "250ms", "10m", "1Gbps", "2.5G", "999999999999999"]
PORT = Entity(EntityKind.INTERFACE, "cheb-core-1:xe1")
T0 = Millis(1_700_000_000_000)

Compiled = TypeVar("Compiled")
Texts = st.SearchStrategy[str]


def calls() -> Texts:
    """Return calls that look back, most of them well typed."""
    gauges = st.builds("{}({}, {})".format, st.sampled_from(AVERAGES), st.sampled_from(GAUGES), st.sampled_from(SPANS))
    growths = st.builds(
        "{}({}, {})".format, st.sampled_from(["rate", "increase"]), st.sampled_from(COUNTERS), st.sampled_from(SPANS)
    )
    bare = st.builds("{}({})".format, st.sampled_from(["age", "prev"]), st.sampled_from(GAUGES))
    wild = st.builds(
        "{}({})".format,
        st.sampled_from([*USAGES, "rte"]),
        st.lists(st.sampled_from([*GAUGES, *COUNTERS, *WORDS, *SPANS, "1", "25h", "5s", "x"]), max_size=3).map(
            ", ".join
        ),
    )
    return st.one_of(gauges, growths, bare, wild)


def sums(inner: Texts) -> Texts:
    return st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("abs({})".format, inner),
        st.builds("max({}, {})".format, inner, inner),
        st.builds("clamp({}, {}, {})".format, inner, inner, inner),
    )


NUMBERS = st.recursive(
    st.one_of(st.sampled_from([*GAUGES, *LITERALS]), calls()),
    sums,
    max_leaves=8,
)
COMPARISONS = st.one_of(
    st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS),
    st.builds("{} > {} >= {}".format, NUMBERS, NUMBERS, NUMBERS),
    st.builds("{} == '{}'".format, st.sampled_from(WORDS), st.sampled_from(["up", "down", "core", "x"])),
    st.sampled_from(["in_absurd", "last(oper, 1h) != oper", "prev(oper) == 'up'"]),
)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: st.one_of(
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=6,
)
VALUES: st.SearchStrategy[FieldValue] = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.text(max_size=4), st.sampled_from([10**400, 1 << 64, -1])
)


def accepted(text: str, compiling: Callable[[], Compiled]) -> Compiled | None:
    """Return what a text compiles to, or None if it is refused with a place inside it."""
    try:
        return compiling()
    except ExpressionError as error:
        column = error.column
    assert 1 <= column <= min(len(text), LONGEST) + 1
    return None


def compiled(text: str, lets: Mapping[str, Value]) -> Callable[[Facts], bool | None] | None:
    """Return how to ask whether a condition holds, or None if it is refused with a place inside the text."""
    condition = accepted(text, lambda: compile_condition(text, INTERFACE, lets))
    if condition is None:
        return None
    for lookback in condition.lookbacks:
        assert lookback.window == 0 or SHORTEST_WINDOW <= lookback.window <= LONGEST_WINDOW
        assert lookback.name in condition.names
    return condition.holds


@given(CONDITIONS, st.data())
def test_what_follows_the_grammar_is_answered_or_refused_with_a_place(text: str, data: st.DataObject) -> None:
    holds = compiled(text, {})
    if holds is not None:
        names = sorted(compile_condition(text, INTERFACE).names)
        facts = data.draw(st.dictionaries(st.sampled_from(names), VALUES)) if names else {}
        assert holds(facts) in {True, False, None}


@given(st.lists(NUMBERS, min_size=1, max_size=5), CONDITIONS)
def test_names_for_expressions_count_as_what_they_stand_for(texts: list[str], condition: str) -> None:
    lets: dict[str, Value] = {}
    for number, text in enumerate(texts):
        value = accepted(text, partial(compile_value, text, INTERFACE, lets))
        if value is not None:
            lets[f"x{number}"] = value
    for name, value in lets.items():
        assert value.nodes <= MOST_NODES
        compiled(f"{name} > 0 and {condition}", lets)
        compiled(" + ".join([name] * 20) + " > 0", lets)


def test_names_that_double_each_other_soon_are_too_much() -> None:
    lets = {"x0": compile_value("in_util", INTERFACE)}
    for number in range(5):
        lets[f"x{number + 1}"] = compile_value(f"x{number} + x{number}", INTERFACE, lets)
    with pytest.raises(ExpressionError, match="more than 100 nodes"):
        compile_value("x5 + x5", INTERFACE, lets)


@given(CONDITIONS, st.lists(st.tuples(st.integers(-100, 7200), VALUES), max_size=30))
def test_a_rule_from_text_to_alert_never_raises_and_keeps_little(
    text: str, visits: list[tuple[int, FieldValue]]
) -> None:
    body = {"for_each": "interface", "levels": {"info": {"fire": text}}, "summary": "{interface.name}"}
    if len(text) > 200 or read_rules(inventory := small_region(rules={"look": body}))[1]:
        return
    book = compile_rules(inventory)
    history = History(book)
    fields = [*GAUGES, *COUNTERS, *WORDS]
    for second, value in visits:
        history.absorb(PORT, dict.fromkeys(fields, value), Millis(T0 + second * SECOND))
    for past in (history.at(Millis(T0 + second * SECOND)) for second, _ in visits):
        facts = past.get(PORT, {})
        for level in book.rules["look"].levels.values():
            level.verdict(facts)
    assert len(history) <= (MOST_SAMPLES + 1) * len(fields)


@given(st.text(alphabet="{}:.0123456789fabc_ in_util", max_size=40))
def test_any_template_can_be_filled_or_is_refused_with_a_place(template: str) -> None:
    summary = accepted(template, lambda: compile_summary(template, INTERFACE))
    assert summary is None or "{" not in summary.fill({"in_util": 5.0})
