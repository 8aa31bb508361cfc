"""Which alerts change, given what is known."""

from collections.abc import Mapping

import pytest

from netmon.clock import SECOND, Millis
from netmon.errors import InventoryError
from netmon.inventory.models import Inventory
from netmon.model import Alert, AlertPhase, Entity, EntityKind
from netmon.rules.evaluation import compile_rules, evaluate
from netmon.rules.identity import NETMON
from netmon.rules.terms import Facts
from tests.netmon.rules.small_region import small_region

T0 = Millis(1_700_000_000_000)
CHEB = Entity(EntityKind.DEVICE, "cheb-core-1")
TRUNK_PORT = Entity(EntityKind.INTERFACE, "cheb-core-1:xe1")
OTHER_PORT = Entity(EntityKind.INTERFACE, "cheb-core-1:mgmt0")


def region(name: str = "loss", **rule: object) -> Inventory:
    body = {
        "for_each": "device",
        "levels": {"warning": {"fire": "loss_pct > 5"}},
        "summary": "{device.name} ({municipality.name}) ztrácí {loss_pct}",
        **rule,
    }
    return small_region(rules={name: body})


def run(
    inventory: Inventory, rounds: list[Mapping[Entity, Facts]], alerts: Mapping[tuple[str, Entity], Alert] | None = None
) -> list[tuple[Alert, ...]]:
    """Return the changed alerts of each round, ten seconds apart."""
    book, held, changes = compile_rules(inventory), dict(alerts or {}), []
    for number, facts in enumerate(rounds):
        changed = evaluate(book, facts, held, Millis(T0 + number * 10 * SECOND))
        held.update({(alert.rule, alert.entity): alert for alert in changed})
        changes.append(changed)
    return changes


def test_only_what_changed_is_returned_and_it_reads_well() -> None:
    loss: Facts = {"loss_pct": 12.5}
    first, second, third = run(region(), [{CHEB: loss}, {CHEB: loss}, {CHEB: {"loss_pct": 0.0}}])
    (alert,) = first
    assert (alert.rule, alert.entity, alert.phase, alert.severity) == ("loss", CHEB, AlertPhase.FIRING, "warning")
    assert alert.summary == "cheb-core-1 (Cheb) ztrácí 12.5 %"
    assert second == ()
    assert [(alert.phase, alert.summary) for alert in third] == [(AlertPhase.OK, alert.summary)]


def test_an_entity_that_falls_silent_keeps_its_alert() -> None:
    changes = run(region(), [{CHEB: {"loss_pct": 50.0}}, {}, {CHEB: {}}])
    assert [len(changed) for changed in changes] == [1, 0, 0]


def test_missing_may_fire_for_what_never_spoke() -> None:
    inventory = region(
        for_each="interface",
        where='role == "core"',
        levels={"warning": {"fire": "in_util > 80"}},
        missing="fire",
        summary="{interface.name}",
    )
    (changed,) = run(inventory, [{}])
    assert [alert.entity for alert in changed] == [TRUNK_PORT]


def test_where_chooses_the_entities_and_an_interface_without_a_link_has_its_device_s_role() -> None:
    inventory = region(
        for_each="interface",
        where='role == "core"',
        levels={"critical": {"fire": "in_util > 80%"}, "info": {"fire": "in_util > 50%"}},
        summary="{device.name} {interface.name} → {link.title}: {in_util} z {capacity}",
    )
    busy: Facts = {"in_util": 91.5}
    far = Entity(EntityKind.INTERFACE, "as-agg-1:xe0")
    (changed,) = run(inventory, [{TRUNK_PORT: busy, OTHER_PORT: {"in_util": 60.0}, far: busy}])
    assert {alert.entity: (alert.severity, alert.summary) for alert in changed} == {
        TRUNK_PORT: ("critical", "cheb-core-1 xe1 → Cheb – Aš: 91.5 % z 10 Gbit/s"),
        OTHER_PORT: ("info", "cheb-core-1 mgmt0 → ?: 60 % z ?"),
    }


def test_what_where_cannot_tell_yet_is_left_alone() -> None:
    inventory = region(
        for_each="interface",
        where="speed > 1G and role == 'core'",
        levels={"info": {"fire": "in_util > 1"}},
        missing="fire",
        summary="{interface.name}",
    )
    silent: Facts = {"speed": 10_000_000_000}
    assert run(inventory, [{}]) == [()]
    assert [alert.entity for alert in run(inventory, [{TRUNK_PORT: silent}])[0]] == [TRUNK_PORT]


def test_an_interface_that_only_the_device_s_watch_list_names_is_known_too() -> None:
    device = {"site": "cheb-office", "role": "core", "platform": "frr", "addresses": ["127.18.0.1"], "watch": ["lag1"]}
    rule = {"for_each": "interface", "levels": {"info": {"fire": "in_util > 1"}}, "missing": "fire", "summary": "up"}
    (changed,) = run(small_region(devices={"cheb-core-1": device}, links={}, rules={"lag": rule}), [{}])
    assert [alert.entity.name for alert in changed] == ["cheb-core-1:lag1"]


def test_an_alert_whose_rule_or_entity_is_gone_is_withdrawn() -> None:
    (fired,), *_ = run(region(), [{CHEB: {"loss_pct": 50.0}}])
    held = {(fired.rule, fired.entity): fired}
    without_rule = run(region("other"), [{}], held)
    without_match = run(region(where='role == "access" or platform == "frr" and role != "core"'), [{}], held)
    stranger = Entity(EntityKind.INTERFACE, "gone-1:xe0")
    without_entity = run(region(), [{}], {("loss", stranger): fired})
    for ((resolved, *_),) in (without_rule, without_match, without_entity):
        assert (resolved.phase, resolved.fired_at) == (AlertPhase.OK, T0)


def test_the_monitor_watches_itself() -> None:
    inventory = region(
        for_each="netmon",
        levels={"critical": {"fire": "answered / polled < 0.5 or outbox_oldest_s > 10m"}},
        summary="odpovídá {answered} z {polled}",
    )
    (changed,) = run(inventory, [{NETMON: {"answered": 10, "polled": 220}}])
    assert [alert.summary for alert in changed] == ["odpovídá 10 z 220"]


def test_what_a_device_says_of_itself_cannot_break_the_summary() -> None:
    inventory = region(for_each="interface", levels={"info": {"fire": "in_util > 1"}}, summary="port {interface.name}")
    hostile = Entity(EntityKind.INTERFACE, "cheb-core-1:\u202e{device.name}\r\n" + "x" * 500)
    (changed,) = run(inventory, [{hostile: {"in_util": 2.0}}])
    assert changed[0].summary == "port {device.name} " + "x" * 66


def test_every_fault_of_every_rule_is_reported_at_once() -> None:
    with pytest.raises(InventoryError) as caught:
        compile_rules(region(where="rol == 'core'", levels={"info": {"fire": "1 +"}}, summary="{device.nam} {0}"))
    assert len(caught.value.complaints) == 3
