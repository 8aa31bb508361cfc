"""The rules that come with netmon: each fires on what it is for, stays quiet beside it, and reads well."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from netmon.clock import MINUTE, Millis
from netmon.inventory.loading import load
from netmon.model import Alert, AlertPhase, Entity, EntityKind, FieldValue, Severity
from netmon.rules.book import RuleBook
from netmon.rules.evaluation import compile_rules, evaluate
from netmon.rules.history import History
from netmon.rules.identity import NETMON
from netmon.rules.terms import Facts

SHIPPED = Path(__file__).parents[3] / "inventory"
T0 = Millis(1_700_000_000_000)
Course = Callable[[int], Facts]
"""What is known in each minute."""


@cache
def book() -> RuleBook:
    return compile_rules(load(SHIPPED))


def some(kind: EntityKind, **facts: FieldValue) -> Entity:
    """Return something of a kind that is planned like this."""
    return next(
        entity for entity, known in book().known.items() if entity.kind is kind and facts.items() <= known.items()
    )


def told(rule: str, entity: Entity, course: Course, minutes: int = 30) -> list[Alert]:
    """Return how an alert turned, if it fired."""
    narrow = RuleBook({rule: book().rules[rule]}, book().known)
    history, held, turns = History(narrow), dict[tuple[str, Entity], Alert](), list[Alert]()
    for minute in range(minutes):
        now, facts = Millis(T0 + minute * MINUTE), course(minute)
        history.absorb(entity, facts, now)
        history.note({entity: facts}, now)
        known: Mapping[Entity, Facts] = {entity: {**facts, **history.at(now).get(entity, {})}}
        changed = evaluate(narrow, known, held, now)
        held.update({(alert.rule, alert.entity): alert for alert in changed})
        turns += [alert for alert in changed if alert.phase is not AlertPhase.CLEARING and alert.fired_at is not None]
    return turns


def always(facts: Facts) -> Course:
    """Return a course in which nothing changes."""
    return lambda _: facts


CORE = some(EntityKind.INTERFACE, role="core")
LINK = some(EntityKind.LINK, capacity=10_000_000_000)
TOWN = some(EntityKind.MUNICIPALITY, sla_target=99.9)
G = 10**9


@pytest.mark.parametrize(
    ("rule", "entity", "course", "severity", "summary"),
    [
        (
            "link-full",
            LINK,
            always({"in_bps": 9.5 * G, "out_bps": 1 * G}),
            "warning",
            "1 Gbit/s tam a 9.5 Gbit/s zpět",
        ),
        (
            "interface-errors",
            CORE,
            lambda minute: {
                "in_errors": 90 * minute,
                "in_packets": 9000 * minute,
                "out_errors": 0,
                "out_packets": minute,
            },
            "warning",
            "dovnitř 1.000 %, ven 0.000 %",
        ),
        ("interface-discards", CORE, lambda minute: {"out_discards": 1200 * minute}, "info", "zahazuje 20/s"),
        (
            "sla-burn",
            TOWN,
            lambda minute: {"down_1h_s": min(60 * minute, 180), "down_6h_s": min(60 * minute, 180)},
            "warning",
            "za šest hodin 180 s bez spojení, slíbeno 99.9 %",
        ),
        ("netmon-blind", NETMON, always({"polled": 220, "answered": 10}), "critical", "jen 10 z 220"),
        ("netmon-late", NETMON, always({"late_polls": 3, "cycle_ms": 900}), "warning", "opozdilo měření: 3"),
        (
            "netmon-outbox",
            NETMON,
            lambda minute: {"outbox_oldest_s": 60 * minute, "outbox_rows": 9},
            "warning",
            "9 řádků",
        ),
        ("netmon-disk-full", NETMON, always({"polled": 220, "disk_full": True}), "critical", "není místo"),
        ("netmon-damage", NETMON, always({"damaged_files": 1}), "critical", "odložené stranou: 1"),
        (
            "netmon-undelivered",
            NETMON,
            lambda minute: {"messages_dead": 4 + minute // 29, "messages_waiting": 0},
            "critical",
            "nedoručených je 5",
        ),
    ],
)
def test_a_shipped_rule_fires_on_what_it_is_for(
    rule: str, entity: Entity, course: Course, severity: str, summary: str
) -> None:
    minutes = 33 if rule == "netmon-undelivered" else 30
    (alert,) = told(rule, entity, course, minutes)
    assert (alert.phase, alert.severity) == (AlertPhase.FIRING, severity)
    assert summary in alert.summary
    assert "?" not in alert.summary


@pytest.mark.parametrize(
    ("rule", "entity", "course"),
    [
        ("link-full", LINK, lambda minute: {"in_bps": 9.9 * G if minute % 5 == 0 else 5 * G, "out_bps": 1 * G}),
        ("interface-errors", CORE, lambda minute: {"in_errors": minute, "in_packets": 900 * minute}),
        ("interface-errors", CORE, lambda minute: {"in_errors": 90 * minute, "in_packets": 10**6 * minute}),
        ("interface-discards", CORE, lambda minute: {"out_discards": 5_000_000 + 60 * minute}),
        ("sla-burn", TOWN, always({"down_1h_s": 60, "down_6h_s": 60})),
        ("sla-burn", TOWN, always({})),
        ("netmon-blind", NETMON, lambda minute: {"polled": 220, "answered": 10 if minute < 4 else 200}),
        ("netmon-late", NETMON, lambda minute: {"late_polls": minute % 2, "cycle_ms": 900}),
        ("netmon-disk-full", NETMON, always({"polled": 220, "disk_full": False})),
        ("netmon-damage", NETMON, always({"damaged_files": 0})),
        ("netmon-undelivered", NETMON, always({"messages_dead": 40, "messages_waiting": 1})),
    ],
)
def test_a_shipped_rule_is_quiet_beside_it(rule: str, entity: Entity, course: Course) -> None:
    assert told(rule, entity, course) == []


def test_an_alert_of_the_past_clears_when_the_window_has_passed() -> None:
    turns = told("interface-discards", CORE, lambda minute: {"out_discards": 1200 * min(minute, 15)}, minutes=40)
    assert [alert.phase for alert in turns] == [AlertPhase.FIRING, AlertPhase.OK]


def test_whatever_may_wake_somebody_names_its_runbook() -> None:
    for rule in book().rules.values():
        assert Severity.CRITICAL not in rule.levels or rule.rule.runbook
