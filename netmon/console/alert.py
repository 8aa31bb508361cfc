"""`netmon rules explain`: why an alert is as it is, as people and programs read it."""

import json
from collections.abc import Iterator
from pathlib import Path

from netmon.clock import SystemClock
from netmon.console.course import course_lines, course_object
from netmon.console.terminal import Terminal
from netmon.console.why import incident_meant, show_course
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.model import AlertPhase
from netmon.phrase import Phrase
from netmon.rehearsal.course import Course
from netmon.rehearsal.explanation import Account, account, named
from netmon.rehearsal.virtual import Premises
from netmon.report.period import local
from netmon.settings import Settings

HOLDS = {True: Phrase("yes"), False: Phrase("no"), None: Phrase("cannot be told")}


def show_alert(inventory: Path, state: Path, alert: str, *, as_json: bool) -> None:
    """Print why an alert, or an incident, is as it is, and who was told."""
    terminal = Terminal.of_process()
    premises = Premises.of(load(inventory), Settings.from_environment())
    incident = incident_meant(state, alert, premises)
    if incident is not None:
        show_course(incident, premises, state, as_json=as_json)
        return
    rule, entity = named(alert, premises)
    found = account(rule, entity, premises, state, SystemClock().now())
    if as_json:
        terminal.show(json.dumps(account_object(found, premises.inventory), indent=2, ensure_ascii=False))
        return
    for line in account_lines(found, premises.inventory):
        terminal.show(line)


def account_object(found: Account, inventory: Inventory) -> dict[str, object]:
    """Return why an alert is as it is, as JSON has it."""
    alert = found.alert
    return {
        "rule": found.rule,
        "kind": found.entity.kind,
        "name": found.entity.name,
        "state": AlertPhase.OK if alert is None else alert.phase,
        "level": alert and alert.severity,
        "since": alert and alert.since,
        "concerned": found.is_concerned,
        "measured_at": found.measured_at,
        "let": dict(found.lets),
        "levels": [
            {
                "level": each.level,
                "fire": each.fire,
                "fires": each.verdict.fire,
                "clear": each.clear,
                "clears": each.verdict.clear,
            }
            for each in found.reasons
        ],
        **course_object(found.course, inventory),
    }


def account_lines(found: Account, inventory: Inventory) -> Iterator[object]:
    """Yield why an alert is as it is, as people read it: where it stands, what the rule says, who was told."""
    yield _standing(found)
    if found.measured_at is None:
        yield Phrase("nothing of it was measured of late")
    else:
        yield Phrase("measured last at {time}", time=local(found.measured_at))
    if found.is_concerned is False:
        yield Phrase("the rule is not about it: its condition `where` does not hold")
    yield from (f"  {name} = {text}" for name, text in found.lets)
    for each in found.reasons:
        fires = HOLDS[each.verdict.fire]
        yield Phrase("  {level} fires: {holds}: {text}", level=each.level.value, holds=fires, text=each.fire)
        if each.clear is not None:
            clears = HOLDS[each.verdict.clear]
            yield Phrase("  {level} clears: {holds}: {text}", level=each.level.value, holds=clears, text=each.clear)
    yield from course_lines(found.course, inventory)
    if found.course == Course():
        yield Phrase("nobody was told: it has not fired")


def _standing(found: Account) -> Phrase:
    name, alert = one_line(found.entity.name), found.alert
    if alert is None:
        return Phrase("{rule}, {name}: ok", rule=found.rule, name=name)
    return Phrase(
        "{rule}, {name}: {phase} ({level}) since {time}",
        rule=found.rule,
        name=name,
        phase=alert.phase.value,
        level=alert.severity.value,
        time=local(alert.since),
    )
