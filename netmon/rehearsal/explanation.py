"""Why an alert is as it is, and who was told of it or not: asked of what netmon keeps, changed is nothing."""

import re
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import MINUTE, Interval, Millis
from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Alert, Entity, Severity, episode_of
from netmon.phrase import Phrase
from netmon.rehearsal.backtest import MOST_OF_ONE, spacing
from netmon.rehearsal.course import Course, Record
from netmon.rehearsal.figures import put_in
from netmon.rehearsal.kept import Kept
from netmon.rehearsal.recording import Recording
from netmon.rehearsal.virtual import Look, Premises, Rehearsal, Subject
from netmon.rules.book import CompiledRule
from netmon.rules.identity import identity
from netmon.rules.machine import Verdict, is_active
from netmon.store.database import STATE_FILE, reading
from netmon.store.telling import latest_subject

FIRED_AT = re.compile(r"/\d{12,14}$")
LONGEST_SILENCE = Millis(10 * MINUTE)
"""How far back the newest samples are looked for, beyond the longest window."""


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
    course: Course
    """How telling about it went, and how it goes on: of the firing that is, else of the latest."""


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
        record = Record(connection, premises, now)
        look, measured_at = _looked(subject, state, record.situation, now)
        alert = next((each for each in record.alerts if (each.rule, each.entity) == (rule.name, entity)), None)
        about = _subject(alert) or latest_subject(connection, f"{rule.name}/{entity.kind}/{entity.name}")
        course = Course() if about is None else record.course_of(about)
    return Account(
        rule=rule.name,
        entity=entity,
        alert=alert,
        is_concerned=rule.concerns(look.facts),
        reasons=tuple(_reason(severity, rule, look) for severity in rule.levels),
        lets=tuple((name, put_in(text, rule.rule, look.facts)) for name, text in rule.rule.let.items()),
        measured_at=measured_at,
        course=course,
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


def _subject(alert: Alert | None) -> str | None:
    """Return what the messages of an alert's firing are called, None if it does not fire."""
    if alert is None or alert.fired_at is None or not is_active(alert):
        return None
    return episode_of(alert, alert.fired_at)


def _reason(severity: Severity, rule: CompiledRule, look: Look) -> Reason:
    level = rule.rule.levels[severity]
    clear = None if level.clear is None else put_in(level.clear, rule.rule, look.facts)
    return Reason(severity, put_in(level.fire, rule.rule, look.facts), clear, look.verdicts[severity])


def course_in(state: Path, subject: str, premises: Premises, now: Millis) -> Course:
    """Return how telling about a subject went, and how it goes on."""
    with reading(state / STATE_FILE) as connection:
        return Record(connection, premises, now).course_of(subject)
