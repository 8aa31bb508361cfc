"""No rule, however written, costs more than its limits or ends in anything but its own error."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from netmon.errors import NetmonError
from netmon.inventory.models import Inventory
from netmon.model import FieldValue
from netmon.rules.book import read_rules
from netmon.rules.errors import ExpressionError
from netmon.rules.expression import MOST_NODES, compile_condition
from tests.netmon.rules.small_region import small_region
from tests.netmon.rules.test_grammar import CONDITIONS, INTERFACE, VALUES

WORDS = st.sampled_from(
    ["loss_pct > 5%", "avg(in_util, 10m) > 80%", "not (", "((((((", "1e999 > 0", "a" * 600, "", "\x00", "ž" * 20]
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), WORDS, st.text(max_size=20), CONDITIONS)
BODIES = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner)))
LEVELS = st.dictionaries(
    st.sampled_from(["info", "warning", "critical", "x"]),
    st.one_of(BODIES, st.fixed_dictionaries({}, optional=dict.fromkeys(("fire", "clear", "for", "keep"), SCALARS))),
    max_size=4,
)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "for_each": st.one_of(st.sampled_from(["interface", "device", "link", "municipality", "netmon"]), SCALARS),
        "levels": st.one_of(LEVELS, BODIES),
        "let": st.one_of(st.dictionaries(WORDS, SCALARS, max_size=3), SCALARS),
        "summary": SCALARS,
        "where": SCALARS,
        "missing": SCALARS,
        "runbook": SCALARS,
    },
)


class Counted(dict[str, FieldValue]):
    """Facts that count how often they are asked."""

    def __init__(self, facts: dict[str, FieldValue]) -> None:
        super().__init__(facts)
        self.asked: Counter[str] = Counter()

    def __getitem__(self, name: str) -> FieldValue:
        self.asked[name] += 1
        return super().__getitem__(name)

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override] # ours counts, and nothing else
        """Return a fact, and count."""
        self.asked[name] += 1
        return super().get(name, default)


@given(CONDITIONS, st.data())
def test_an_evaluation_asks_no_more_facts_than_its_text_may_have_nodes(text: str, data: st.DataObject) -> None:
    try:
        condition = compile_condition(text, INTERFACE)
    except ExpressionError:
        return
    names = sorted(condition.names)
    counted = Counted({name: data.draw(VALUES) for name in names})
    assert condition.holds(counted) in {True, False, None}
    assert counted.asked.total() <= MOST_NODES
    assert counted.asked.keys() <= set(names)


def test_the_counter_counts() -> None:
    counted = Counted({"in_util": 1.0})
    compile_condition("in_util > 80% and in_util < 90% or in_util == 1", INTERFACE).holds(counted)
    assert counted.asked["in_util"] >= 2


@given(RULES)
def test_a_rule_of_any_shape_is_read_or_refused_with_an_error_of_ours(body: object) -> None:
    try:
        inventory: Inventory = small_region(rules={"look": body})
    except (NetmonError, ValidationError):
        return
    _, complaints = read_rules(inventory)
    assert all(str(complaint) for complaint in complaints)
