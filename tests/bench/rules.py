"""What an evaluation of the shipped rules over the shipped region costs, and of one that looks back."""

import time
from collections.abc import Mapping
from pathlib import Path

from netmon.clock import SECOND, Millis
from netmon.inventory.loading import load
from netmon.inventory.models import ForEach
from netmon.model import Entity
from netmon.rules.book import RuleBook
from netmon.rules.evaluation import compile_rules, evaluate
from netmon.rules.expression import compile_condition
from netmon.rules.history import History
from netmon.rules.schema import vocabulary
from netmon.rules.terms import Facts

SHIPPED = Path(__file__).parents[2] / "inventory"
NOW = Millis(1_795_000_000_000)
MEASURED: Facts = {
    "in_util": 12.0,
    "out_util": 60.0,
    "uptime_s": 10_000,
    "oper": 1,
    "in_errors": 7,
    "out_errors": 0,
    "in_packets": 9_000,
    "out_packets": 9_000,
}
LOOKING_BACK = "rate(in_errors, 5m) / rate(in_packets, 5m) > 0.001 and p95(in_util, 15m) > 90%"
VISITS = 15
EVERY = 60 * SECOND
REPEATS = 20_000


def evaluate_shipped() -> Mapping[str, float]:
    """Evaluate every rule for every entity once, with what their windows came to."""
    book = compile_rules(load(SHIPPED))
    facts = _with_windows(book)
    begun = time.perf_counter()
    evaluate(book, facts, {}, NOW)
    elapsed = time.perf_counter() - begun
    evaluations = sum(rule.kind is entity.kind for rule in book.rules.values() for entity in book.known)
    return {
        "round_ms": 1000 * elapsed,
        "entity_us": 1_000_000 * elapsed / len(book.known),
        "rule_us": 1_000_000 * elapsed / evaluations,
    }


def evaluate_windows() -> Mapping[str, float]:
    """Ask a condition over three windows, and what they come to after each visit."""
    condition = compile_condition(LOOKING_BACK, vocabulary(ForEach.INTERFACE))
    facts: Facts = dict.fromkeys(condition.names, 1.0)
    begun = time.perf_counter()
    for _ in range(REPEATS):
        condition.holds(facts)
    return {"windowed_us": 1_000_000 * (time.perf_counter() - begun) / REPEATS}


def look_back() -> Mapping[str, float]:
    """Take visits of everything that is looked back upon, and work out its windows after each."""
    book = compile_rules(load(SHIPPED))
    history, windows, taking, reckoning = History(book), 0, 0.0, 0.0
    for visit in range(VISITS):
        at = Millis(NOW + visit * EVERY)
        begun = time.perf_counter()
        for entity in book.known:
            history.absorb(entity, MEASURED, at)
        between = time.perf_counter()
        past = history.at(at)
        windows += sum(len(past[entity]) for entity in past)
        taking += between - begun
        reckoning += time.perf_counter() - between
    return {
        "absorbed_us": 1_000_000 * taking / (VISITS * len(book.known)),
        "window_us": 1_000_000 * reckoning / windows,
    }


def _with_windows(book: RuleBook) -> Mapping[Entity, Facts]:
    """Return what is known of everything, a quarter of an hour of visits included."""
    history = History(book)
    for visit in range(VISITS):
        at = Millis(NOW - (VISITS - visit) * EVERY)
        for entity in book.known:
            history.absorb(entity, MEASURED, at)
    past = history.at(NOW)
    return {entity: {**MEASURED, **past.get(entity, {})} for entity in book.known}


MEASURES = (evaluate_shipped, evaluate_windows, look_back)
