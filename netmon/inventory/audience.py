"""Who hears of what: whether every incident and every alert reaches somebody."""

from collections.abc import Iterator

from netmon.inventory.complaint import quote
from netmon.inventory.fault import NOUNS, Fault, subject, warning
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import FLAPPING_RULE, INCIDENT_RULE, Inventory, Receiver, Route
from netmon.inventory.recipients import heard_by
from netmon.inventory.tree import KEY, Path
from netmon.model import Severity
from netmon.phrase import Phrase

INCIDENTS = (Severity.CRITICAL, Severity.WARNING)
"""Severities that somebody must hear of even where there is no rule."""
ADD_ROUTE = Phrase("add a route that matches them")


def doubts(inventory: Inventory) -> Iterator[Fault]:
    """Yield a warning for everything that nobody would hear of."""
    yield from _mute_receivers(inventory)
    yield from _mute_people(inventory)
    yield from _futile_matches(inventory)
    if not inventory.routes:
        what = Phrase("the inventory has no routes: nobody is told anything")
        yield warning((), what, Phrase("add receivers: … and routes: …"))
        return
    for severity in INCIDENTS:
        if deaf := _deaf_districts(inventory, severity, INCIDENT_RULE):
            what = Phrase("incidents of severity {severity} reach nobody in ORP {orps}", severity=severity, orps=deaf)
            yield warning(("routes", KEY), what, ADD_ROUTE)
    for name, rule in inventory.rules.items():
        for severity in rule.levels:
            if deaf := _deaf_districts(inventory, severity, name):
                what = Phrase(
                    "rule {name}: its alerts of severity {severity} reach nobody in ORP {orps}",
                    name=name,
                    severity=severity,
                    orps=deaf,
                )
                yield warning(("rules", name, "levels", severity.value, KEY), what, ADD_ROUTE)


def _mute_receivers(inventory: Inventory) -> Iterator[Fault]:
    for name, receiver in inventory.receivers.items():
        if not _has_addresses(receiver):
            what = Phrase("receiver {name} has no address", name=name)
            yield warning(("receivers", name, KEY), what, Phrase("add email, webhook, sms or ntfy"))


def _mute_people(inventory: Inventory) -> Iterator[Fault]:
    for name, person in inventory.people.items():
        if not person.ways:
            what = Phrase("person {name} has no address", name=name)
            yield warning(("people", name, KEY), what, Phrase("add email, sms or ntfy"))


def _futile_matches(inventory: Inventory) -> Iterator[Fault]:
    """Yield the ORPs and rules that routes match and nobody has written down."""
    for index, route in enumerate(inventory.routes):
        path: Path = ("routes", index, "match")
        for key, section, values, known in (
            ("orp", "orps", route.match.orp, inventory.orps),
            ("rule", "rules", route.match.rule, {INCIDENT_RULE, FLAPPING_RULE, *inventory.rules}),
        ):
            for position, value in enumerate(values):
                if value not in known:
                    thing = Phrase(NOUNS[section], name=quote(value))
                    about = subject(path[:2])
                    what = Phrase("{subject} matches nothing: there is no {thing}", subject=about, thing=thing)
                    cure = did_you_mean(value, known, otherwise=Phrase("delete it, or add what it is for"))
                    yield warning((*path, key, position), what, cure)


def _deaf_districts(inventory: Inventory, severity: Severity, rule: str) -> list[str]:
    """Return the names of the ORPs in which nobody hears of it."""
    return [orp.name for code, orp in inventory.orps.items() if not _is_heard(inventory, severity, code, rule)]


def _has_addresses(receiver: Receiver) -> bool:
    return any(addresses for _, addresses in receiver)


def _is_heard(inventory: Inventory, severity: Severity, orp: str, rule: str) -> bool:
    for route in inventory.routes:
        if _takes(route, severity, orp, rule):
            if any(map(_has_addresses, heard_by(route, inventory).values())):
                return True
            if not route.proceed:
                return False
    return False


def _takes(route: Route, severity: Severity, orp: str, rule: str) -> bool:
    match = route.match
    return (
        (not match.severity or severity in match.severity)
        and (not match.orp or orp in match.orp)
        and (not match.rule or rule in match.rule)
    )
