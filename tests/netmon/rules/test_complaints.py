"""What `netmon check` says about rules."""

import pytest

from netmon.rules.complaints import examine
from tests.netmon.rules.small_region import small_region

RULE = {"for_each": "device", "levels": {"info": {"fire": "loss_pct > 5"}}, "summary": "loss"}


def test_good_rules_have_no_complaints() -> None:
    rules = {
        "loss": RULE,
        "busy": {**RULE, "for_each": "interface", "where": "speed > 0", "levels": {"info": {"fire": "in_util > 80"}}},
    }
    assert examine(small_region(rules=rules)) == ()


@pytest.mark.parametrize(
    ("fault", "path", "column", "what", "cure"),
    [
        ({"where": "rol == 'core'"}, ("where",), 1, "nothing here is called 'rol'", 'did you mean "role"?'),
        (
            {"levels": {"info": {"fire": "loss_pct > 5", "clear": "loss_pct < 1Mbps"}}},
            ("levels", "info", "clear"),
            10,
            "per cent and bit/s do not mix",
            "use one unit",
        ),
        ({"summary": "ztráta {los_pct}"}, ("summary",), 9, "nothing here is called", 'did you mean "loss_pct"?'),
        ({"summary": "ztráta {loss_pct:.1f}"}, ("summary",), 8, "'{' stands alone", "nothing else in the braces"),
        ({"where": "role == 'access'"}, ("where",), 1, "no device is like this", "drop the rule"),
        ({"where": "platform == 'ios'"}, ("where",), 1, "no device is like this", "drop the rule"),
    ],
)
def test_a_fault_is_found_where_it_stands(
    fault: dict[str, object], path: tuple[str, ...], column: int, what: str, cure: str
) -> None:
    (complaint,) = examine(small_region(rules={"loss": {**RULE, **fault}}))
    assert (complaint.rule, complaint.path, complaint.column) == ("loss", path, column)
    assert what in complaint.what
    assert cure in complaint.cure


def test_a_rule_for_a_kind_that_is_not_planned_is_idle() -> None:
    rule = {**RULE, "for_each": "link", "levels": {"info": {"fire": "state == 'down'"}}}
    (complaint,) = examine(small_region(links={}, rules={"trunk-down": rule}))
    assert (complaint.path, complaint.what) == (("for_each",), "the inventory has no link to watch")


def test_interfaces_that_only_the_device_can_name_are_given_the_benefit_of_the_doubt() -> None:
    device = {"site": "cheb-office", "role": "core", "platform": "frr", "addresses": ["127.18.0.1"], "watch": "all"}
    rule = {**RULE, "for_each": "interface", "levels": {"info": {"fire": "in_util > 1"}}}
    rules = {"uplinks": {**rule, "where": "interface.name == 'mgmt0'"}, "access": {**rule, "where": "role == 'access'"}}
    (complaint,) = examine(small_region(devices={"cheb-core-1": device}, links={}, rules=rules))
    assert complaint.rule == "access"
