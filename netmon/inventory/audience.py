"""Who hears of what: whether every incident and every alert reaches somebody."""

from collections.abc import Iterator

from netmon.inventory.complaint import quote
from netmon.inventory.fault import Fault, subject, warning
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Inventory, Route
from netmon.inventory.tree import KEY, Path
from netmon.model import Severity

INCIDENTS = (Severity.CRITICAL, Severity.WARNING)
"""Severities that somebody must hear of even where there is no rule."""


def doubts(inventory: Inventory) -> Iterator[Fault]:
    """Yield a warning for everything that nobody would hear of."""
    yield from _mute_receivers(inventory)
    yield from _futile_matches(inventory)
    if not inventory.routes:
        yield warning((), "the inventory has no routes: nobody is told anything", "add receivers: … and routes: …")
        return
    for severity in INCIDENTS:
        if deaf := _deaf_districts(inventory, severity, None):
            what = f"incidents of severity {severity} reach nobody in ORP {deaf}"
            yield warning(("routes", KEY), what, "add a route that matches them")
    for name, rule in inventory.rules.items():
        for severity in rule.levels:
            if deaf := _deaf_districts(inventory, severity, name):
                what = f"rule {name}: its alerts of severity {severity} reach nobody in ORP {deaf}"
                yield warning(("rules", name, "levels", severity.value, KEY), what, "add a route that matches them")


def _mute_receivers(inventory: Inventory) -> Iterator[Fault]:
    for name, receiver in inventory.receivers.items():
        if not (receiver.email or receiver.webhook):
            yield warning(("receivers", name, KEY), f"receiver {name} has no address", "add email or webhook")


def _futile_matches(inventory: Inventory) -> Iterator[Fault]:
    """Yield the ORPs and rules that routes match and nobody has written down."""
    for index, route in enumerate(inventory.routes):
        path: Path = ("routes", index, "match")
        for key, noun, values, known in (
            ("orp", "ORP", route.match.orp, inventory.orps),
            ("rule", "rule", route.match.rule, inventory.rules),
        ):
            for position, value in enumerate(values):
                if value not in known:
                    what = f"{subject(path[:2])} matches nothing: there is no {noun} {quote(value)}"
                    cure = did_you_mean(value, known, otherwise="delete it, or add what it is for")
                    yield warning((*path, key, position), what, cure)


def _deaf_districts(inventory: Inventory, severity: Severity, rule: str | None) -> str:
    """Return the names of the ORPs in which nobody hears of it."""
    names = (orp.name for code, orp in inventory.orps.items() if not _is_heard(inventory, severity, code, rule))
    return ", ".join(names)


def _is_heard(inventory: Inventory, severity: Severity, orp: str, rule: str | None) -> bool:
    for route in inventory.routes:
        if _takes(route, severity, orp, rule):
            if any(inventory.receivers[name].email or inventory.receivers[name].webhook for name in route.receivers):
                return True
            if not route.proceed:
                return False
    return False


def _takes(route: Route, severity: Severity, orp: str, rule: str | None) -> bool:
    match = route.match
    return (
        (not match.severity or severity in match.severity)
        and (not match.orp or orp in match.orp)
        and (not match.rule or rule in match.rule)
    )
