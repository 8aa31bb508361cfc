"""What rules may ask is kept up to date, and whoever is known otherwise is asked about: nobody is missed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.engine.known import Knowledge, Known, Layer, States, news_of
from netmon.judgement.situation import Situation
from netmon.model import (
    Alert,
    AlertPhase,
    DeviceState,
    Entity,
    EntityKind,
    FieldValue,
    LinkState,
    MunicipalityState,
    Standing,
)
from netmon.reader import Load
from netmon.rules.evaluation import compile_rules, evaluate
from netmon.rules.identity import NETMON
from tests.netmon.region import HUB, TOWNS, TRUNK, device, link, region

HERE, THERE = Entity(EntityKind.INTERFACE, "hub:to-mid"), Entity(EntityKind.INTERFACE, "mid:to-hub")
RULE = {"summary": "{device.name}", "levels": {"warning": {"fire": "state != 'up'", "for": "10s", "keep": "5s"}}}
RULES: dict[str, object] = {
    "gone": {**RULE, "for_each": "device"},
    "unheard": {"for_each": "device", "summary": "x", "missing": "fire", "levels": {"info": {"fire": "rtt_ms > 9"}}},
    "full": {"for_each": "link", "summary": "x", "levels": {"info": {"fire": "in_bps > 5", "for": "3s"}}},
    "busy": {"for_each": "interface", "summary": "x", "levels": {"critical": {"fire": "in_bps > 5"}}},
    "behind": {"for_each": "netmon", "summary": "x", "levels": {"info": {"fire": "outbox_rows > 5"}}},
}
INVENTORY = region(rules=RULES)
UP = Standing(DeviceState.UP, Millis(0))


def test_layers_know_together_what_each_of_them_knows() -> None:
    known = Known({HERE: {"in_bps": 1}, device(HUB): {"rtt_ms": 2.0, "state": 0}}, {device(HUB): {"state": 1}})
    assert dict(known) == {HERE: {"in_bps": 1}, device(HUB): {"rtt_ms": 2.0, "state": 1}}
    assert len(known) == 2
    with pytest.raises(KeyError):
        known[THERE]


def test_news_are_what_came_went_or_is_otherwise() -> None:
    before = {HERE: {"in_bps": 1}, THERE: {"in_bps": 1}, device(HUB): {"state": 1}}
    after = {HERE: {"in_bps": 1}, THERE: {"in_bps": 2}, NETMON: {"polled": 1}}
    assert news_of(before, after) == {THERE, device(HUB), NETMON}


def test_states_change_where_they_turn_and_go_with_what_had_them() -> None:
    states = States(INVENTORY)
    town = Entity(EntityKind.MUNICIPALITY, TOWNS["a"])
    first = Situation(
        devices={HUB: UP}, municipalities={TOWNS["a"]: Standing(MunicipalityState.OPERATIONAL, Millis(0))}
    )
    assert states.take(first, {}, ()) == {device(HUB), town}
    assert states.layer == {device(HUB): {"state": 1}, town: {"state": 1}}
    later = Situation(devices={HUB: Standing(DeviceState.UP, Millis(9))})
    assert states.take(later, {}, ()) == {town}
    assert states.layer == {device(HUB): {"state": 1}}


def test_the_load_of_a_link_is_what_its_first_end_sees_or_else_its_second() -> None:
    states, up = States(INVENTORY), Situation(links={TRUNK: Standing(LinkState.UP, Millis(0))})
    states.take(up, {}, ())
    assert states.loads[TRUNK] == Load(None, None)
    for measured in ({HERE: {"in_bps": 1, "out_bps": 2}}, {THERE: {"in_bps": 2, "out_bps": 1}}):
        assert states.take(up, measured, measured) == {link(TRUNK)}
        assert states.loads[TRUNK] == Load(2, 1)
    assert states.layer[link(TRUNK)] == {"state": 1, "out_bps": 2, "in_bps": 1}
    states.take(up, {}, {THERE})
    assert states.layer[link(TRUNK)] == {"state": 1}


def test_what_is_new_stays_so_until_the_rules_were_asked() -> None:
    knowledge = Knowledge(INVENTORY)
    knowledge.take({HERE: {"in_bps": 1}}, {HERE}, Situation(), {})
    assert knowledge.stirred is None
    knowledge.settle()
    knowledge.take({}, {THERE}, Situation(), {NETMON: {"polled": 1}})
    knowledge.take({}, set(), Situation(), {NETMON: {"polled": 1}})
    assert knowledge.stirred == {THERE, NETMON, link(TRUNK)}


Measured = dict[Entity, dict[str, FieldValue]]
FIELDS = st.fixed_dictionaries({}, optional={"in_bps": st.integers(4, 7), "rtt_ms": st.sampled_from([1.0, 10.0])})
MEASURED = st.dictionaries(st.sampled_from([HERE, THERE, device(HUB)]), FIELDS)
SITUATIONS = st.builds(
    Situation,
    devices=st.dictionaries(st.just(HUB), st.sampled_from([UP, Standing(DeviceState.DOWN, Millis(1))])),
    links=st.dictionaries(st.just(TRUNK), st.just(Standing(LinkState.UP, Millis(0)))),
)
ROUNDS = st.lists(st.tuples(MEASURED, SITUATIONS, st.integers(4, 7), st.booleans(), st.integers(1, 3)), max_size=8)


@settings(deadline=None, max_examples=60)
@given(ROUNDS)
def test_asking_about_what_is_new_finds_all_that_asking_about_everything_finds(
    rounds: list[tuple[Measured, Situation, int, bool, int]],
) -> None:
    book, knowledge, now = compile_rules(INVENTORY), Knowledge(INVENTORY), Millis(0)
    alerts: dict[tuple[str, Entity], Alert] = {}
    measured: Measured = {}
    for present, situation, backlog, is_kept, looks in rounds:
        for _ in range(looks):
            news, measured = news_of(measured, present), present
            now = Millis(now + 5_000)
            others: Layer = {NETMON: {"outbox_rows": backlog}}
            known = knowledge.take(measured, news, situation, others)
            assert dict(known) == dict(Knowledge(INVENTORY).take(measured, set(measured), situation, others))
            changed = evaluate(book, known, alerts, now, knowledge.stirred)
            assert set(changed) == set(evaluate(book, known, alerts, now))
            if is_kept:
                knowledge.settle()
                alerts |= {(alert.rule, alert.entity): alert for alert in changed}
                alerts = {key: alert for key, alert in alerts.items() if alert.phase is not AlertPhase.OK}
