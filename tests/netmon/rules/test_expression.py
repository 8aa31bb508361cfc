"""When a condition holds, and what the compiler refuses."""

import itertools
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.inventory.models import ForEach
from netmon.rules.errors import ExpressionError
from netmon.rules.expression import compile_condition
from netmon.rules.schema import vocabulary
from netmon.rules.terms import Facts

DEVICE = vocabulary(ForEach.DEVICE)
INTERFACE = vocabulary(ForEach.INTERFACE)
TRUTHS = {True: "rtt_ms > 0", False: "rtt_ms < 0", None: "uptime_s > 0"}
FACTS: Facts = {"rtt_ms": 1.0}


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("in_util > 80", {"in_util": 81.0}, True),
        ("in_absurd or out_absurd", {"in_absurd": True, "out_bps": 1}, True),
        ("in_absurd or out_absurd", {"in_bps": 1, "out_bps": 1}, False),
        ("in_util > 80%", {"in_util": 80.0}, False),
        ("in_util > 80 or out_util > 80", {"in_util": 10.0, "out_util": 90.0}, True),
        ("in_bps > 1Gbps", {"in_bps": 1_000_000_001}, True),
        ("in_bps > 1.5G", {"in_bps": 1_500_000_000}, False),
        ("in_bps / speed > 0.8", {"in_bps": 9, "speed": 10}, True),
        ("100 * in_bps / capacity > 80", {"in_bps": 9, "capacity": 10}, True),
        ("in_bps / speed * in_bps > 8bps", {"in_bps": 9, "speed": 10}, True),
        ("in_bps + out_bps > 2 * 8Mbps", {"in_bps": 10_000_000, "out_bps": 6_000_001}, True),
        ("-in_util < -80", {"in_util": 81.0}, True),
        ("10 < in_util <= 20 < out_util", {"in_util": 20.0, "out_util": 21.0}, True),
        ("10 < in_util <= 20 < out_util", {"in_util": 20.0, "out_util": 20.0}, False),
        ("1 + 2 * 3 == 7 and (1 + 2) * 3 == 9", {}, True),
        ("8 - 4 - 2 == 2 and 8 / 4 / 2 == 1", {}, True),
        ("not in_util > 80 and oper == 'down'", {"in_util": 1.0, "oper": "down"}, True),
        ('oper == "lowerLayerDown"', {"oper": 7}, True),
        ("oper != admin", {"oper": 2, "admin": 1}, True),
        ('role == "core" or role == "aggregation"', {"role": "access"}, False),
        ("abs(in_util - out_util) > 5", {"in_util": 1.0, "out_util": 6.5}, True),
        ("max(in_util, out_util, 3) == 6.5", {"in_util": 1.0, "out_util": 6.5}, True),
        ("min(in_bps, 2kbps) == 2000bps", {"in_bps": 9_000}, True),
        ("clamp(in_util, 10, 20%) == 10 and clamp(out_util, 10%, 20) == 20", {"in_util": 1.0, "out_util": 65.0}, True),
        ("8 * rate(in_octets, 5m) > 1Gbps", {"rate(in_octets, 5m)": 125_000_001.0}, True),
        ("rate(in_octets, 300s) * 8 <= 1Gbps", {"rate(in_octets, 5m)": 125_000_000.0}, True),
        ("2 * rate(in_octets, 5m) * 8 / speed > 1.5", {"rate(in_octets, 5m)": 1.0, "speed": 10}, True),
        (
            "rate(in_errors, 5m) / rate(in_packets, 5m) > 0.1",
            {"rate(in_errors, 5m)": 2, "rate(in_packets, 5m)": 9},
            True,
        ),
        ("age(in_octets) > 5m", {"age(in_octets)": 300_001}, True),
        ("changes(oper, 1h) >= 3", {"changes(oper, 1h)": 3}, True),
        ("oper != last(oper, 5m) and prev(oper) == 'up'", {"oper": 2, "last(oper, 5m)": 1, "prev(oper)": 1}, True),
    ],
)
def test_a_condition_means_what_it_says(text: str, facts: Facts, *, expected: bool) -> None:
    assert compile_condition(text, INTERFACE).holds(facts) is expected


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("uptime_s < 10m", {"uptime_s": 599}, True),
        ("uptime_s < 10m", {"uptime_s": 600}, False),
        ("uptime_s < 600", {"uptime_s": 599}, True),
        ("rtt_ms > 1s", {"rtt_ms": 1001.0}, True),
        ("rtt_ms > 50", {"rtt_ms": 51.0}, True),
        ("rtt_ms / uptime_s == 0.5", {"rtt_ms": 1000.0, "uptime_s": 2}, True),
        ('state == "down"', {"state": "down"}, True),
        ('state == "down"', {"state": 0}, True),
        ('state != "up"', {"state": "unreachable"}, True),
    ],
)
def test_times_compare_across_units_and_bare_numbers_take_the_field_s_own(
    text: str, facts: Facts, *, expected: bool
) -> None:
    assert compile_condition(text, DEVICE).holds(facts) is expected


@pytest.mark.parametrize(
    "text",
    [
        "in_util > 80",
        "not in_util > 80",
        "in_util + 1 > 0",
        "oper == 'up'",
        "in_bps / speed > 0",
        "-in_util > 0",
        "out_absurd",
        "abs(in_util) > 1",
        "max(in_util, 5) > 1",
        "clamp(5, in_util, 9) > 1",
        "avg(in_util, 5m) > 1",
        "last(oper, 5m) == 'up'",
    ],
)
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"in_bps": 1, "speed": 0},
        {"in_util": float("nan"), "oper": 99, "in_bps": float("inf"), "speed": 1},
        {"in_util": "many", "oper": 1.5, "in_bps": True, "speed": 1},
        {"in_util": 10**400, "oper": 10**400, "in_bps": -(10**400), "speed": 1},
    ],
)
def test_what_is_missing_or_makes_no_sense_cannot_be_told(text: str, facts: Facts) -> None:
    assert compile_condition(text, INTERFACE).holds(facts) is None


@pytest.mark.parametrize(("left", "right"), list(itertools.product(TRUTHS, TRUTHS)))
def test_three_valued_logic_is_kleene_s(*, left: bool | None, right: bool | None) -> None:
    ranks = {False: 0, None: 1, True: 2}
    conjunction = compile_condition(f"{TRUTHS[left]} and {TRUTHS[right]}", DEVICE)
    disjunction = compile_condition(f"{TRUTHS[left]} or {TRUTHS[right]}", DEVICE)
    assert conjunction.holds(FACTS) is min(left, right, key=ranks.__getitem__)
    assert disjunction.holds(FACTS) is max(left, right, key=ranks.__getitem__)


FAULTS = [
    ("in_utl > 80", 1, "nothing here is called 'in_utl'", 'did you mean "in_util"?'),
    ("in_util > 80 and in_octets > 5", 28, "'in_octets' is a counter", "rate(in_octets, 5m)"),
    ("in_util > 80 and last_change > 5", 18, "nothing here is called 'last_change'", "write one of"),
    ("in_octets + 1 > in_util", 11, "'in_octets' is a counter", "rate(in_octets, 5m)"),
    ("rate(in_util, 5m) > 1", 6, "looks back on a counter, and this is a measured number", "rate(in_octets, 5m)"),
    ("avg(in_octets, 5m) > 1", 5, "looks back on a measured number, and this is a counter", "avg(in_util, 5m)"),
    ("avg(in_util + 1, 5m) > 1", 5, "this is per cent", "avg(in_util, 5m)"),
    ("avg(capacity, 5m) > 1", 5, "this is bit/s", "avg(in_util, 5m)"),
    ("avg(in_absurd, 5m) > 1", 5, "this is a condition", "avg(in_util, 5m)"),
    ("changes(role, 1h) > 1", 9, "this is a word", "changes(oper, 1h)"),
    ("rate(in_octets, 5m) > 1Gbps", 21, "octet/s and bit/s do not mix", "one unit"),
    ("7 * rate(in_octets, 5m) > 1Gbps", 25, "octet/s and bit/s do not mix", "one unit"),
    ("rate(in_errors, 5m) * 8 > 1Gbps", 25, "a count per second and bit/s do not mix", "one unit"),
    ("rate(in_octets, 5s) > 1", 17, "a window is 10s to 1d long", "5m"),
    ("rate(in_octets, 25h) > 1", 17, "a window is 10s to 1d long", "5m"),
    ("rate(in_octets, in_util) > 1", 17, "not used like this", "rate(in_octets, 5m)"),
    ("rate(in_octets, 300) > 1", 17, "not used like this", "rate(in_octets, 5m)"),
    ("rate(in_octets) > 1", 1, "not used like this", "rate(in_octets, 5m)"),
    ("age(in_octets, 5m) > 1", 1, "not used like this", "age("),
    ("abs(in_util, 1) > 1", 1, "not used like this", "abs("),
    ("max(in_util) > 1", 1, "not used like this", "max("),
    ("abs(oper) > 1", 5, "computes with numbers", "a word"),
    ("clamp(in_util, 0, 1Gbps) > 1", 1, "do not mix", "one unit"),
    ("rte(in_octets, 5m) > 1", 1, "nothing here is called 'rte'", 'did you mean "rate"?'),
    ("rate() > 1", 6, "')' is not expected", "a name"),
    ("rate(in_octets, 5m > 1", 23, "'the end' is not expected", "closing parenthesis"),
    ("abs(in_util > 1", 16, "'the end' is not expected", "closing parenthesis"),
    ("in_util, 5 > 1", 8, "',' is not expected", "an operator"),
    ("last(oper, 5m) == 'dwon'", 16, "never 'dwon'", 'did you mean "down"?'),
    ("in_util > 1Gbps", 9, "per cent and bit/s do not mix", "one unit"),
    ("in_bps / speed > 80%", 16, "a count and per cent do not mix", "one unit"),
    ("in_bps > 80% * capacity", 14, "per cent times bit/s", "0.8"),
    ("oper == 'dwon'", 6, "never 'dwon'", 'did you mean "down"?'),
    ("oper > 'down'", 6, "no order", "== or !="),
    ("oper == 2", 6, "a word is compared with a bare number", "words with words"),
    ("in_util = 80", 9, "'=' is not expected", "write =="),
    ("in_util > 80 %", 14, "'%' is not expected", "right behind the number"),
    ("in_util > 80 && oper == 'up'", 14, "'&' is not expected", "write and"),
    ("in_util > 10parsecs", 13, "'parsecs' is not a unit", "bps"),
    ("in_util", 1, "a value and not a condition", "compare"),
    ("not in_util", 1, "joins conditions", "compare"),
    ("in_util > 80 and", 17, "'the end' is not expected", "a name"),
    ("in_util > 80 oper", 14, "'oper' is not expected", "an operator"),
    ("(in_util > 80", 14, "'the end' is not expected", "closing parenthesis"),
    ('(in_util > 80 ")"', 15, "')' is not expected", "closing parenthesis"),
    ("oper == 'up", 9, '"\'" is not expected', "close the quotation"),
    ("(in_util > 1) + 1 > 0", 15, "computes with numbers", "a condition"),
    ("", 1, "'the end' is not expected", "a name"),
    ("in_util ** 2 > 1", 10, "'*' is not expected", "a name"),
    ("__import__('os')", 1, "nothing here is called", "write one of"),
    ("device.name.x == 'a'", 12, "'.' is not expected", "use names"),
]
LIMITS = [
    "in_util > 1 or " * 40 + "in_util > 1",
    "1" + "+1" * 60 + " > in_util",
    "(" * 21 + "in_util" + ")" * 21 + " > 1",
    "not " * 21 + "in_util > 1",
    "-" * 21 + "in_util > 1",
]


@pytest.mark.parametrize(("text", "column", "what", "cure"), FAULTS)
def test_a_fault_is_located_and_its_cure_named(text: str, column: int, what: str, cure: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_condition(text, INTERFACE)
    assert caught.value.column == column
    assert what in caught.value.what
    assert cure in f"{caught.value.cure} {caught.value.what}"


@pytest.mark.parametrize("text", LIMITS)
def test_an_expression_too_long_too_large_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"longer|more than|nested"):
        compile_condition(text, INTERFACE)


def test_large_numbers_neither_hang_nor_raise() -> None:
    condition = compile_condition("*".join(["in_util"] + ["999999999999999"] * 25) + " > 1", INTERFACE)
    assert condition.holds({"in_util": 1e300}) is None


def fault_column(text: str) -> int | None:
    """Return the column of the fault in a text, or None if it compiles and gives a truth."""
    try:
        truth = compile_condition(text, INTERFACE).holds({"in_util": 1.0})
    except ExpressionError as error:
        return error.column
    assert truth in {True, False, None}
    return None


@given(st.text(alphabet=string.printable + "ěščř∞\u202e", max_size=60))
def test_any_text_compiles_or_is_refused_with_a_place(text: str) -> None:
    assert fault_column(text) in {None, *range(1, len(text) + 2)}


WORDS = ["in_util", "80%", "and", "or", "not", "(", ")", "<", ">", "==", "+", "-", "*", "/", "oper", "'up'", "1Gbps"]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_row_of_words_is_a_condition_or_is_refused_with_a_place(words: list[str]) -> None:
    text = " ".join(words)
    assert fault_column(text) in {None, *range(1, len(text) + 2)}
