"""A drill: what a critical incident about nothing in particular would send now goes out as a test.

It takes the way of every incident, through routes, escalation and the outbox, so that it proves that way and no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from netmon.alerting.alarm import Alarm, alarm_messages
from netmon.alerting.auditor import Picture
from netmon.alerting.failover import Desk
from netmon.alerting.notice import Labels, Notice, other_languages, title_in
from netmon.alerting.pipeline import PipelineContext, dedup_key, plan_messages
from netmon.alerting.trial import trial_payload
from netmon.alerting.ways import critical_ways
from netmon.clock import Millis
from netmon.commands import HoldDrill, SkipDrill
from netmon.drill.result import Hindrance, overdue, subject_of
from netmon.foreign import one_line
from netmon.inventory.models import INCIDENT_RULE, Inventory
from netmon.language import Language
from netmon.model import Delivery, Message, NotificationKind, Severity
from netmon.oncall.book import CallBook

SUMMARIES = {
    Language.CS: "• cvičný poplach: nic se nestalo, nic nepotvrzujte",
    Language.EN: "• drill: nothing happened, confirm nothing",
}
UNDRILLED = {
    Language.CS: "✖ cvičný poplach někam nedošel: tudy by se nikdo nedozvěděl ani o výpadku",
    Language.EN: "✖ a drill did not arrive everywhere: nobody would hear of an outage by that way either",
}
LONGEST_ABOUT = 200
LONGEST_REASON = 200
FIRING, TEST = NotificationKind.FIRING, NotificationKind.TEST


def decided(at: Millis, picture: Picture, desk: Desk, now: Millis) -> HoldDrill | SkipDrill:
    """Return what is to be done about the drill of a moment, as things stand now."""
    going_on = next(filter(_is_critical, picture.notices), None)
    if going_on is not None:
        return SkipDrill(at, Hindrance.CRITICAL, one_line(title_in(going_on))[:LONGEST_ABOUT])
    if _is_storm(picture.context, now):
        return SkipDrill(at, Hindrance.STORM)
    messages = drill_messages(at, replace(picture.context, now=now), desk)
    return HoldDrill(at, messages) if messages else SkipDrill(at, Hindrance.NOBODY)


def drill_messages(at: Millis, context: PipelineContext, desk: Desk) -> tuple[Message, ...]:
    """Return a test for everybody whom a critical incident would call at once, wherever in the region it were.

    A silence over everything keeps it from people, as it would an incident. What else they are still to hear of waits.
    """
    alone = replace(context, book=CallBook())
    planned = (
        message
        for notice in _notices(at, context.inventory, desk)
        for message in plan_messages([notice], alone).messages
    )
    return tuple({message.dedup_key: message for message in map(_as_test, planned)}.values())


def undrilled(rows: Sequence[Delivery], desk: Desk, now: Millis) -> tuple[Message, ...]:
    """Return what is said of a drill that did not arrive everywhere in time: once, by every way that it does not name.

    `rows` are all messages of the last drill.
    """
    failing = overdue(rows, now)
    if not failing:
        return ()
    lost = {(row.message.channel, row.message.address) for row in failing}
    alarm = Alarm(
        subject_id=f"un{failing[0].message.subject_id}",
        since=min(row.created for row in failing),
        summary=UNDRILLED[desk.language],
        evidence=tuple(map(_evidence, failing)),
    )
    ways = (way for way in critical_ways(desk.inventory, now) if way not in lost)
    return alarm_messages(alarm, desk.base_url, ways)


def _notices(at: Millis, inventory: Inventory, desk: Desk) -> Iterator[Notice]:
    """Yield the incident as it would be in no district and in each: routes may ask for one."""
    subject = subject_of(at)
    others = other_languages(inventory, desk.language)
    for orps in (frozenset[str](), *(frozenset({orp}) for orp in inventory.orps)):
        yield Notice(
            subject_id=subject,
            kind=FIRING,
            severity=Severity.CRITICAL,
            labels=Labels(INCIDENT_RULE, frozenset(), frozenset(), orps),
            since=at,
            payload=trial_payload(subject, SUMMARIES[desk.language], desk.base_url, at),
            translated={language: {"summary": SUMMARIES[language]} for language in others},
        )


def _as_test(message: Message) -> Message:
    """Return what an incident would send as what it is; its key holds for the moment, so it goes out once."""
    return replace(message, kind=TEST, dedup_key=dedup_key(message.subject_id, TEST, message.channel, message.address))


def _is_critical(notice: Notice) -> bool:
    return notice.kind is FIRING and notice.severity is Severity.CRITICAL


def _is_storm(context: PipelineContext, now: Millis) -> bool:
    """Say whether somebody has had as many messages within the last minute as anybody gets."""
    return any(len(context.book.sent_lately(way, now)) >= context.burst for way in context.book.lately)


def _evidence(row: Delivery) -> str:
    return f"{row.message.channel} {one_line(row.message.address)}: {one_line(row.error)[:LONGEST_REASON] or row.state}"
