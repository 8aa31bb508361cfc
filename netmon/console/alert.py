"""`netmon rules explain`: why an alert is as it is, as people and programs read it."""

import json
from collections.abc import Iterator
from pathlib import Path

from netmon.clock import SystemClock
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.model import AlertPhase
from netmon.phrase import Phrase
from netmon.rehearsal.explanation import Account, account, named
from netmon.rehearsal.virtual import Premises
from netmon.report.period import local
from netmon.settings import Settings

HOLDS = {True: Phrase("yes"), False: Phrase("no"), None: Phrase("cannot be told")}


def show_alert(inventory: Path, state: Path, alert: str, *, as_json: bool) -> None:
    """Print why an alert is as it is, and who was told."""
    terminal = Terminal.of_process()
    premises = Premises.of(load(inventory), Settings.from_environment())
    rule, entity = named(alert, premises)
    found = account(rule, entity, premises, state, SystemClock().now())
    if as_json:
        terminal.show(json.dumps(account_object(found), indent=2, ensure_ascii=False))
        return
    for line in account_lines(found):
        terminal.show(line)


def account_object(found: Account) -> dict[str, object]:
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
        "deliveries": [
            {
                "kind": each.message.kind,
                "channel": each.message.channel,
                "address": each.message.address,
                "state": each.state,
                "at": each.created,
                "error": each.error,
            }
            for each in found.deliveries
        ],
        "suppressed": [{"stage": each.stage, "reason": each.reason, "until": each.until} for each in found.suppressed],
        "pending": [{"channel": each.channel, "address": each.address} for each in found.pending],
    }


def account_lines(found: Account) -> Iterator[object]:
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
    yield from _telling(found)


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


def _telling(found: Account) -> Iterator[Phrase]:
    for each in found.deliveries:
        where = (one_line(each.message.channel), one_line(each.message.address))
        yield Phrase(
            "told at {time}: {kind}, {channel} {address}: {state}",
            time=local(each.created),
            kind=each.message.kind.value,
            channel=where[0],
            address=where[1],
            state=each.state.value,
        )
    for held in found.suppressed:
        reason = Phrase("held back by {stage}: {reason}", stage=held.stage, reason=held.reason)
        until = None if held.until is None else local(held.until)
        yield reason if until is None else Phrase("{reason}, until {time}", reason=reason, time=until)
    for message in found.pending:
        yield Phrase("goes out now: {channel} {address}", channel=message.channel, address=one_line(message.address))
    if not (found.deliveries or found.suppressed or found.pending):
        yield Phrase("nobody was told: it has not fired")
