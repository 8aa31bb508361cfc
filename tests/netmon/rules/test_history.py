"""What rules remember, and what the windows come to."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.model import Alert, AlertPhase, Entity, EntityKind, FieldValue
from netmon.rules.book import RuleBook
from netmon.rules.evaluation import compile_rules, evaluate
from netmon.rules.history import History
from netmon.rules.identity import NETMON
from netmon.rules.lookback import Aspect, Field, Lookback, Nature
from netmon.rules.series import MOST_SAMPLES
from netmon.rules.terms import Facts
from tests.netmon.rules.small_region import small_region

T0 = Millis(1_700_000_000_000)
CHEB = Entity(EntityKind.DEVICE, "cheb-core-1")
PORT = Entity(EntityKind.INTERFACE, "cheb-core-1:xe1")
TOWN = Entity(EntityKind.MUNICIPALITY, "554481")
TRUNK = Entity(EntityKind.LINK, "cheb-as")

Visit = tuple[int, FieldValue]
"""A moment in seconds after T0, and what was measured then."""


def book(fire: str, for_each: str = "interface", **rule: object) -> RuleBook:
    body = {"for_each": for_each, "levels": {"info": {"fire": fire}}, "summary": "look", **rule}
    return compile_rules(small_region(rules={"look": body}))


@cache
def asking(asked: str, for_each: str) -> RuleBook:
    """Return a book that needs no more than one call."""
    return book(f"{asked} == {asked}", for_each)


def after(seconds: float) -> Millis:
    return Millis(round(T0 + seconds * SECOND))


def remembered(asked: str, visits: Sequence[Visit], now: float, entity: Entity = PORT) -> FieldValue | None:
    """Return what one call comes to after these visits."""
    field = asked.partition("(")[2].split(",")[0].rstrip(")")
    history = History(asking(asked, entity.kind.value))
    for second, value in visits:
        history.absorb(entity, {field: value}, after(second))
    return history.at(after(now)).get(entity, {}).get(asked)


@pytest.mark.parametrize(
    ("asked", "values", "expected"),
    [
        ("rate(in_octets, 5m)", [1000, 1600, 2200, 2200, 4000, 7000], 20.0),
        ("increase(in_errors, 5m)", [1000, 1600, 2200, 2200, 4000, 7000], 6000),
        ("increase(in_errors, 5m)", [1000, 1600, 0, 30, 30, 40], 640),
        ("increase(in_errors, 5m)", [1 << 63, (1 << 63) + 1, (1 << 63) + 3, (1 << 63) + 3, 5, 5], 8),
        ("delta(in_util, 5m)", [50.0, 10.0, 10.0, 10.0, 10.0, 20.0], -30.0),
        ("avg(in_util, 5m)", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3.5),
        ("min(in_util, 5m)", [3.0, 2.0, 9.0, 4.0, 5.0, 6.0], 2.0),
        ("max(in_util, 5m)", [3.0, 2.0, 9.0, 4.0, 5.0, 6.0], 9.0),
        ("p50(in_util, 5m)", [3.0, 2.0, 9.0, 4.0, 5.0, 6.0], 4.0),
        ("p95(in_util, 5m)", [3.0, 2.0, 9.0, 4.0, 5.0, 6.0], 9.0),
        ("last(in_util, 5m)", [3.0, 2.0, 9.0, 4.0, 5.0, 6.0], 6.0),
        ("prev(in_util)", [3.0, 2.0, 9.0, 4.0, 5.0, 6.0], 5.0),
        ("changes(in_util, 5m)", [3.0, 3.0, 9.0, 9.0, 5.0, 5.0], 2),
        ("changes(oper, 5m)", [1, 1, 2, 2, 1, 2], 3),
        ("last(oper, 5m)", [1, 1, 2, 2, 1, 2], 2),
        ("prev(oper)", [1, 1, 2, 2, 1, 2], 1),
        ("age(in_octets)", [1, 1, 2, 2, 1, 2], 0),
    ],
)
def test_each_function_tells_of_the_window(asked: str, values: Sequence[FieldValue], expected: FieldValue) -> None:
    visits = [(60 * number, value) for number, value in enumerate(values)]
    assert remembered(asked, visits, 300) == expected


@pytest.mark.parametrize(
    ("visits", "now", "expected"),
    [
        ([], 0, None),
        ([(0, 5.0)], 0, None),
        ([(0, 5.0), (60, 5.0), (120, 5.0)], 120, None),
        ([(0, 5.0), (60, 5.0), (150, 5.0)], 150, 5.0),
        ([(0, 99.0), (60, 5.0), (120, 5.0), (240, 5.0)], 301, 5.0),
        ([(0, 5.0), (60, 5.0), (120, 5.0), (300, 5.0)], 420, 5.0),
        ([(0, 5.0), (60, 5.0), (120, 5.0), (300, 5.0)], 421, None),
        ([(0, 5.0), (1, 5.0)], 4000, None),
    ],
)
def test_enough_is_known_once_the_samples_lie_half_a_window_apart(
    visits: Sequence[Visit], now: int, expected: float | None
) -> None:
    assert remembered("avg(in_util, 5m)", visits, now) == expected


def test_a_sample_leaves_the_window_though_nothing_new_comes() -> None:
    history = History(book("max(in_util, 5m) > 0"))
    for second, value in [(0, 90.0), (100, 20.0), (200, 10.0), (300, 10.0)]:
        history.absorb(PORT, {"in_util": value}, after(second))
    seen = [history.at(after(now)).get(PORT, {}).get("max(in_util, 5m)") for now in (300, 301, 400, 401, 460)]
    assert seen == [90.0, 20.0, 20.0, None, None]
    assert len(history) == 4
    history.absorb(PORT, {"in_util": 10.0}, after(520))
    assert len(history) == 2


def test_age_grows_with_time_alone_and_who_ages_is_asked_again() -> None:
    rules = book("age(rtt_ms) > 10m", "device")
    history = History(rules)
    history.absorb(CHEB, {"rtt_ms": 4.0}, T0)
    history.settle()
    assert history.stirred() == {CHEB}
    fired = evaluate(rules, history.at(after(601)), {}, after(601), history.stirred())
    assert [alert.phase for alert in fired] == [AlertPhase.FIRING]
    assert evaluate(rules, history.at(after(600)), {}, after(600), history.stirred()) == ()


def test_who_was_visited_is_asked_again_though_nothing_is_new_there() -> None:
    rules = book("rate(in_octets, 5m) == 0")
    history, fired = History(rules), list[Alert]()
    for minute in range(4):
        now = after(60 * minute)
        history.absorb(PORT, {"in_octets": 1000}, now)
        fired += evaluate(rules, history.at(now), {}, now, history.stirred())
        history.settle()
        assert history.stirred() == set()
    assert [alert.since for alert in fired] == [after(180)]


def test_a_clock_set_back_begins_anew() -> None:
    visits = [(7200 + 60 * number, 10 * number) for number in range(6)]
    assert remembered("rate(in_octets, 5m)", visits, 7500) is not None
    assert remembered("rate(in_octets, 5m)", [*visits, (300, 60)], 300) is None
    later = [(300 + 60 * number, 100 + 6 * number) for number in range(6)]
    assert remembered("rate(in_octets, 5m)", [*visits, *later], 600) == 0.1


@pytest.mark.parametrize("value", [True, "many", math.nan, math.inf, 10**400, -1e300])
def test_what_makes_no_sense_is_not_remembered(value: FieldValue) -> None:
    visits: list[Visit] = [(60 * number, 5.0) for number in range(5)]
    assert remembered("avg(in_util, 5m)", [*visits, (250, value)], 300) == 5.0


def test_only_what_some_rule_asks_for_is_kept() -> None:
    history = History(book("avg(in_util, 5m) > 1"))
    history.absorb(PORT, {"out_util": 1.0}, T0)
    history.absorb(CHEB, {"in_util": 1.0}, T0)
    assert len(history.at(T0)) == 0


def test_who_is_left_alone_by_every_rule_is_not_remembered() -> None:
    history = History(book("avg(in_util, 5m) > 1", where="role == 'core' and in_util > 0"))
    for interface in ("cheb-core-1:xe1", "cheb-core-1:mgmt0", "as-agg-1:xe0", "gone-1:xe0"):
        history.absorb(Entity(EntityKind.INTERFACE, interface), {"in_util": 1.0}, T0)
    assert [entity.name for entity in history.at(T0)] == ["cheb-core-1:xe1", "cheb-core-1:mgmt0"]


def test_words_that_change_quickly_are_all_kept_even_in_a_long_window() -> None:
    visits: list[Visit] = [(0, 1), (2000, 1), (2001, 2), (2002, 1), (2003, 1), (2004, 2), (3600, 2)]
    assert remembered("changes(oper, 1h)", visits, 3600) == 3


def test_a_day_of_samples_takes_no_more_room_than_it_may_and_keeps_its_ends() -> None:
    visits: list[Visit] = [(10 * number, 1000 * number) for number in range(8641)]
    rate = remembered("rate(in_octets, 1d)", visits, 86_400)
    assert isinstance(rate, float)
    assert rate == pytest.approx(100.0)
    history = History(book("rate(in_octets, 1d) > 1"))
    for second, value in visits:
        history.absorb(PORT, {"in_octets": value}, after(second))
    assert MOST_SAMPLES // 2 < len(history) <= MOST_SAMPLES + 1


def test_states_loads_and_netmon_s_own_figures_are_noted_round_by_round() -> None:
    link = book("avg(in_bps, 1m) > 8Mbps", "link")
    town = book("changes(state, 10m) >= 2", "municipality")
    own = book("delta(messages_dead, 1h) > 0", "netmon")
    histories = [History(rules) for rules in (link, town, own)]
    for second in range(0, 3601, 20):
        known: Mapping[Entity, Facts] = {
            TRUNK: {"in_bps": 9_000_000},
            TOWN: {"state": 1 if second < 3500 or second >= 3560 else 0},
            NETMON: {"messages_dead": second // 3600},
        }
        for history in histories:
            history.note(known, after(second))
    now = after(3600)
    fired = [
        [alert.entity for alert in evaluate(rules, history.at(now), {}, now)]
        for rules, history in zip((link, town, own), histories, strict=True)
    ]
    assert fired == [[TRUNK], [TOWN], [NETMON]]


def test_a_new_inventory_keeps_what_it_still_needs_and_forgets_the_rest() -> None:
    history = History(book("avg(in_util, 5m) > 1 or avg(out_util, 5m) > 1"))
    stranger = Entity(EntityKind.INTERFACE, "gone-1:xe0")
    for number in range(6):
        for entity in (PORT, stranger):
            history.absorb(entity, {"in_util": 5.0, "out_util": 6.0}, after(60 * number))
    history.adopt(book("max(in_util, 10m) > 1 or avg(in_util, 5m) > 1"))
    past = history.at(after(300))
    assert list(past) == [PORT]
    assert past[PORT] == {"avg(in_util, 5m)": 5.0, "max(in_util, 10m)": 5.0}


def test_a_windowed_rule_fires_and_clears_and_says_what_it_saw() -> None:
    rules = compile_rules(
        small_region(
            rules={
                "busy": {
                    "for_each": "interface",
                    "let": {"inward": "8 * rate(in_octets, 5m)", "share": "100% * (inward / capacity)"},
                    "levels": {"warning": {"fire": "share > 80%", "clear": "share < 50%"}},
                    "summary": "{interface.name}: {inward} je {share:.1f} z {capacity}",
                }
            }
        )
    )
    history, held, told = History(rules), dict[tuple[str, Entity], Alert](), list[tuple[AlertPhase, str]]()
    octets = 0
    for minute in range(20):
        octets += 68_000_000_000 if minute < 10 else 1_000_000
        now = after(60 * minute)
        history.absorb(PORT, {"in_octets": octets}, now)
        changed = evaluate(rules, history.at(now), held, now)
        held.update({(alert.rule, alert.entity): alert for alert in changed})
        told += [(alert.phase, alert.summary) for alert in changed]
    assert told == [
        (AlertPhase.FIRING, "xe1: 9.07 Gbit/s je 90.7 % z 10 Gbit/s"),
        (AlertPhase.OK, "xe1: 9.07 Gbit/s je 90.7 % z 10 Gbit/s"),
    ]


@pytest.mark.parametrize(
    ("window", "name"),
    [(5 * MINUTE, "5m"), (90 * SECOND, "90s"), (HOUR, "1h"), (DAY, "1d"), (Millis(10_500), "10500ms")],
)
def test_a_lookback_is_called_as_it_is_written(window: Millis, name: str) -> None:
    lookback = Lookback(Aspect.RATE, Field("in_octets", Nature.COUNTER), window)
    assert lookback.name == f"rate(in_octets, {name})"


STEPS = st.lists(st.tuples(st.integers(2, 90), st.integers(0, 1000)), min_size=1, max_size=40)


@given(STEPS, st.integers(0, 400))
def test_the_window_is_what_anybody_would_reckon_from_all_visits(steps: list[tuple[int, int]], wait: int) -> None:
    visits: list[tuple[int, int]] = []
    for gap, value in steps:
        visits.append(((visits[-1][0] if visits else 0) + gap, value))
    now = visits[-1][0] + wait
    inside = [(second, value) for second, value in visits if now - 300 <= second]
    apart = inside[-1][0] - inside[0][0] if inside else 0
    is_enough = apart >= 150
    values = [value for _, value in inside]
    grown = sum(value - before if value >= before else value for before, value in pairwise(values))
    wanted = {
        "avg": sum(values) / len(values) if is_enough else None,
        "max": max(values) if is_enough else None,
        "changes": sum(one != other for one, other in pairwise(values)) if is_enough else None,
    }
    told = {aspect: remembered(f"{aspect}(in_util, 5m)", visits, now) for aspect in wanted}
    assert told == wanted
    assert remembered("increase(in_errors, 5m)", visits, now) == (grown if is_enough else None)


def test_a_session_is_measured_on_visits_and_its_turns_are_counted() -> None:
    device = {"site": "cheb-office", "role": "core", "platform": "frr", "addresses": ["127.18.0.1"]}
    body = {"for_each": "session", "levels": {"info": {"fire": "changes(state, 1h) >= 4"}}, "summary": "{protocol}"}
    planned = {"cheb-core-1": {**device, "sessions": {"bgp": {"peer-1": "192.0.2.1"}}}}
    rules = compile_rules(small_region(devices=planned, links={}, rules={"look": body}))
    (session,) = (entity for entity in rules.known if entity.kind is EntityKind.SESSION)
    history = History(rules)
    for minute in range(40):
        history.absorb(session, {"state": minute // 8 % 2}, after(60 * minute))
    now = after(60 * 40)
    assert [alert.summary for alert in evaluate(rules, history.at(now), {}, now)] == ["bgp"]
