"""What `netmon check` says about rules."""

import pytest

from netmon.inventory.document import Document, Scanned, compose, scan
from netmon.inventory.tree import MappingNode, plain
from netmon.rules.complaints import examine, rule_faults
from tests.netmon.rules.small_region import small_region

RULE = {"for_each": "device", "levels": {"info": {"fire": "loss_pct > 5"}}, "summary": "loss"}


def test_good_rules_have_no_complaints() -> None:
    rules = {
        "loss": RULE,
        "page": {**RULE, "levels": {"critical": {"fire": "loss_pct > 50"}}, "runbook": "wiki/loss"},
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
        ({"summary": "ztráta {loss_pct:>9}"}, ("summary",), 8, "'{' stands alone", "for one decimal"),
        ({"where": "role == 'access'"}, ("where",), 1, "no device is like this", "drop the rule"),
        ({"where": "platform == 'ios'"}, ("where",), 1, "no device is like this", "drop the rule"),
        ({"let": {"half": "los_pct / 2"}}, ("let", "half"), 1, "nothing here is called", 'did you mean "loss_pct"?'),
        ({"let": {"loss_pct": "rtt_ms"}}, ("let", "loss_pct"), 1, "means something already", "choose another"),
        ({"let": {"and": "rtt_ms"}}, ("let", "and"), 1, "means something already", "choose another"),
        (
            {"let": {"late": "early", "early": "rtt_ms > 1"}},
            ("let", "late"),
            1,
            "nothing here is called 'early'",
            "write one of",
        ),
        ({"summary": "{device.name:.1f}"}, ("summary",), 14, "only numbers have decimals", "write {device.name}"),
        (
            {"levels": {"critical": {"fire": "loss_pct > 5"}}},
            ("levels", "critical"),
            1,
            "wakes people and names no runbook",
            "add runbook",
        ),
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


WRITTEN = """\
rules:
  loss:
    for_each: device
    where: role == 'cor'
    levels:
      info: {fire: "loss_pct > 5 or los_pct > 1"}
      warning:
        fire: >-
          loss_pct > 1
          and los_pct > 1
      critical: {fire: 'device.name == ''x'' and los_pct > 1'}
    summary: "Příliš žluťoučký {los_pct}"
"""


def test_a_fault_is_told_with_file_line_and_column_unless_the_text_is_written_otherwise_than_it_reads() -> None:
    scanned = scan("rules.yaml", WRITTEN.encode())
    assert isinstance(scanned, Scanned)
    match compose(scanned):
        case Document(root=MappingNode(entries=entries) as root):
            faults = rule_faults(small_region(rules=plain(entries["rules"].node)))
    places = sorted((complaint.line, complaint.column) for complaint in (fault.located(root) for fault in faults))
    assert places == [(4, 17), (6, 37), (8, 15), (11, 24), (12, 33)]


def test_what_uses_a_name_whose_text_is_wrong_is_not_blamed() -> None:
    rule = {**RULE, "let": {"half": "los_pct / 2", "whole": "2 * half"}, "summary": "{half} {whole}"}
    (complaint,) = examine(small_region(rules={"loss": {**rule, "levels": {"info": {"fire": "whole > 5"}}}}))
    assert complaint.path == ("let", "half")
