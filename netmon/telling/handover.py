"""How an incident is passed on: the person hears of it as whoever is called does, and by whom it comes."""

from collections.abc import Iterator
from dataclasses import replace

from netmon.alerting.auditor import Picture
from netmon.alerting.failover import Desk
from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import dedup_key
from netmon.alerting.ways import in_order
from netmon.clock import Millis
from netmon.commands import Actor, Command, PassOn
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.models import Person
from netmon.language import Language
from netmon.model import Message, NotificationKind
from netmon.phrase import Phrase, in_language

LONGEST_NAME = 64
LONGEST_NOTE = 200
"""Of what is said with it, in a message; the page has all."""


def handed_over(command: Command, picture: Picture | None, desk: Desk, actor: Actor, now: Millis) -> Command:
    """Return the command, one that passes an incident on with its messages; raise CommandRefused if nobody is called.

    The person is told in every way there is, whatever the hour: somebody wants exactly this person now.
    """
    if not isinstance(command, PassOn):
        return command
    people = desk.inventory.people
    person = people.get(command.person)
    if person is None or not person.ways:
        raise CommandRefused(Phrase("nobody called {person} can be called", person=one_line(command.person)))
    notice = next(filter(None, (_open(each, command) for each in (picture.notices if picture else ()))), None)
    if notice is None:
        raise CommandRefused(Phrase("incident {incident} is not open", incident=one_line(command.incident)))
    giver = people.get(actor.account)
    said = _said(command, actor.account if giver is None else giver.name, person.language)
    return replace(command, messages=tuple(_messages(notice, person, said, desk.language, now)))


def _open(notice: Notice, command: PassOn) -> Notice | None:
    is_meant = notice.subject_id == command.incident and notice.kind is NotificationKind.FIRING
    return notice if is_meant else None


def _said(command: PassOn, giver: str, language: Language) -> str:
    """Return who passes it on, and what was said with it."""
    name, note = one_line(giver)[:LONGEST_NAME], one_line(command.note)[:LONGEST_NOTE]
    if not note:
        return in_language(Phrase("passed on to you by {name}", name=name), language)
    return in_language(Phrase("passed on to you by {name}: {note}", name=name, note=note), language)


def _messages(notice: Notice, person: Person, said: str, own: Language, now: Millis) -> Iterator[Message]:
    """Yield the incident's own message once more by each way, with a key that no call has."""
    told = notice.payload_in(person.language, own)
    known = told.get("evidence")
    payload = {**told, "evidence": [said, *(known if isinstance(known, list) else ())]}
    for channel, address in in_order(person.ways):
        key = dedup_key(notice.subject_id, notice.kind, channel, address, now)
        yield Message(notice.subject_id, notice.kind, channel, address, key, payload)
