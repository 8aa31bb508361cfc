"""Why an alert is as it is, and who was told of it or not: asked of what netmon keeps, changed is nothing."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from netmon.alerting.damping import Weather
from netmon.alerting.notice import notice_of_alert
from netmon.alerting.pipeline import PipelineContext, plan_messages
from netmon.alerting.stages import Suppressed
from netmon.clock import MINUTE, Interval, Millis
from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Alert, Delivery, Entity, Message, Severity
from netmon.oncall.book import CallBook
from netmon.phrase import Phrase
from netmon.rehearsal.backtest import MOST_OF_ONE, spacing
from netmon.rehearsal.figures import put_in
from netmon.rehearsal.kept import Kept
from netmon.rehearsal.recording import Recording
from netmon.rehearsal.virtual import Look, Premises, Rehearsal, Subject
from netmon.rules.book import CompiledRule
from netmon.rules.identity import identity
from netmon.rules.machine import Verdict
from netmon.store import acts, cases, silences, unrest
from netmon.store.database import STATE_FILE, reading
from netmon.store.notifications import deliveries_about, told
from netmon.store.rows import ALERT
from netmon.store.situation import load_situation
from netmon.store.windows import maintenance_between
from netmon.unrest import Unrest

FIRED_AT = re.compile(r"/\d{12,14}$")
LONGEST_SILENCE = Millis(10 * MINUTE)
"""How far back the newest samples are looked for, beyond the longest window."""
OF_ALERT = "SELECT body FROM alerts WHERE rule = ? AND kind = ? AND name = ?"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one level says now: its conditions with the numbers in, and whether they hold."""

    level: Severity
    fire: str
    clear: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Account:
    """All that there is to say of an alert."""

    rule: str
    entity: Entity
    alert: Alert | None
    is_concerned: bool | None
    reasons: tuple[Reason, ...]
    lets: tuple[tuple[str, str], ...]
    measured_at: Millis | None
    deliveries: tuple[Delivery, ...]
    suppressed: tuple[Suppressed, ...]
    pending: tuple[Message, ...]
    """What goes out in the next round."""


def named(text: str, premises: Premises) -> tuple[CompiledRule, Entity]:
    """Return the rule and the thing that somebody means; raise CommandRefused."""
    name, _, rest = text.partition("/")
    rules, known = premises.book.rules, premises.book.known
    if name not in rules:
        cure = did_you_mean(name, rules, otherwise=Phrase("write such as packet-loss/cheb-core-1"))
        raise CommandRefused(Phrase("there is no rule {name}; {cure}", name=quote(name), cure=cure))
    rule = rules[name]
    word = FIRED_AT.sub("", rest.removeprefix(f"{rule.kind}/"))
    entity = Entity(rule.kind, word)
    if identity(entity, known) is None:
        names = [each.name for each in known if each.kind is rule.kind]
        cure = did_you_mean(word, names, otherwise=Phrase("look into the inventory"))
        raise CommandRefused(Phrase("rule {rule} is not about {name}; {cure}", rule=name, name=quote(word), cure=cure))
    return rule, entity


def account(rule: CompiledRule, entity: Entity, premises: Premises, state: Path, now: Millis) -> Account:
    """Return what there is to say of an alert at this moment."""
    subject = Subject.of(rule, entity, premises)
    with reading(state / STATE_FILE) as connection:
        situation = load_situation(connection)
        look, measured_at = _looked(subject, state, situation, now)
        alert = _alert(connection, rule.name, entity)
        told_of = _told(connection, alert, premises, situation, now)
    return Account(
        rule=rule.name,
        entity=entity,
        alert=alert,
        is_concerned=rule.concerns(look.facts),
        reasons=tuple(_reason(severity, rule, look) for severity in rule.levels),
        lets=tuple((name, put_in(text, rule.rule, look.facts)) for name, text in rule.rule.let.items()),
        measured_at=measured_at,
        deliveries=told_of.deliveries,
        suppressed=told_of.suppressed,
        pending=told_of.pending,
    )


def _looked(subject: Subject, state: Path, situation: Situation, now: Millis) -> tuple[Look, Millis | None]:
    """Return what the rule makes of what is kept, and when the newest of that was measured."""
    rule, rehearsal = subject.rule, Rehearsal(subject)
    window = max((lookback.window for lookback in rule.lookbacks), default=0)
    recording = Recording(state)
    try:
        period = Interval(Millis(now - window - LONGEST_SILENCE), Millis(now + 1))
        samples = Kept(recording, subject.inventory).samples(subject.entity, period, MOST_OF_ONE)
    finally:
        recording.close()
    validity = int(spacing([sample.at for sample in samples]) * subject.settings.detection.validity)
    for sample in samples:
        rehearsal.hear(sample.fields, sample.at, Millis(sample.at + validity))
    return rehearsal.look(now, Judgement(situation)), samples[-1].at if samples else None


def _alert(connection: sqlite3.Connection, rule: str, entity: Entity) -> Alert | None:
    row = connection.execute(OF_ALERT, (rule, entity.kind, entity.name)).fetchone()
    return None if row is None else ALERT.validate_json(row[0])


def _reason(severity: Severity, rule: CompiledRule, look: Look) -> Reason:
    level = rule.rule.levels[severity]
    clear = None if level.clear is None else put_in(level.clear, rule.rule, look.facts)
    return Reason(severity, put_in(level.fire, rule.rule, look.facts), clear, look.verdicts[severity])


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of an alert's message."""

    deliveries: tuple[Delivery, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    pending: tuple[Message, ...] = ()


def _told(
    connection: sqlite3.Connection, alert: Alert | None, premises: Premises, situation: Situation, now: Millis
) -> _Told:
    """Run what the alert has to say through damping and pipeline, as the next round will."""
    inventory, settings = premises.inventory, premises.settings
    notice = None if alert is None else notice_of_alert(alert, inventory, settings.url)
    if notice is None:
        return _Told()
    subject = notice.subject_id
    damped = Unrest.of_kept(unrest.load(connection)).damped([notice], Weather.of(inventory, settings, now))
    context = PipelineContext(
        inventory=inventory,
        now=now,
        incidents=situation.incidents,
        maintenance=maintenance_between(connection, Interval(now, Millis(now + 1))),
        silences=silences.in_force(connection, now),
        acknowledged=acts.acknowledged_among(connection, situation.incidents, now),
        sent={subject: told(connection, subject)},
        group_wait=settings.group_wait,
        burst=settings.burst,
        book=CallBook(cases.load(connection)),
        language=settings.language,
    )
    plan = plan_messages([each for each in damped.notices if each.subject_id == subject], context)
    held = (*damped.suppressed, *plan.suppressed)
    return _Told(
        deliveries=tuple(deliveries_about(connection, subject)),
        suppressed=tuple(each for each in held if each.notice.subject_id == subject),
        pending=plan.messages,
    )
