"""What became of what there is to tell about one thing, what holds it back, and whom it reaches next.

Netmon's own round is composed of what lies in `state.db`, now and then at every moment at which time alone changes
something. Nothing is written and nothing is sent.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netmon.alerting.damping import REASONS, Episode
from netmon.alerting.echo import echoing
from netmon.alerting.failover import OUT_WITHIN, failed_over
from netmon.alerting.pipeline import objections
from netmon.alerting.restraint import cap
from netmon.alerting.stages import Suppressed, inhibit
from netmon.clock import DAY, SECOND, Millis
from netmon.judgement.gap import SHORTEST_GAP
from netmon.judgement.situation import Judgement
from netmon.model import Delivery, Message, NotificationKind
from netmon.oncall.book import CallBook
from netmon.oncall.duty import next_change
from netmon.phrase import Phrase
from netmon.rehearsal.virtual import Premises
from netmon.report.period import local
from netmon.store import acts, cases, silences, telling, undelivered, unrest, windows
from netmon.store.notifications import deliveries_about
from netmon.store.rows import ALERT
from netmon.store.situation import last_beat, load_situation
from netmon.telling.tidings import Circumstances, Tidings, compose
from netmon.telling.told import Told
from netmon.telling.unrest import Unrest

AHEAD = Millis(3 * DAY)
"""How far ahead is looked: an incident can be taken for as long."""
SOON = Millis(30 * SECOND)
"""How often an end is looked at that has to prove itself."""
MOST_ROUNDS, MOST_COMING = 40, 5
FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED


@dataclass(frozen=True, slots=True)
class Coming:
    """What goes out at a moment if all stays as it is and nobody does anything."""

    at: Millis
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How telling about one thing went, and how it goes on.

    `pending` goes out in the next round. `known_as` is what people know it as, if they were told of the same trouble
    before. `doubts` are what only the process that runs can know.
    """

    deliveries: tuple[Delivery, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    pending: tuple[Message, ...] = ()
    coming: tuple[Coming, ...] = ()
    known_as: str | None = None
    doubts: tuple[Phrase, ...] = ()
    is_open: bool = False


class Record:
    """What `state.db` holds that telling rests on, as one moment left it."""

    def __init__(self, connection: sqlite3.Connection, premises: Premises, now: Millis) -> None:
        """Read it; what is asked later is of the same moment."""
        connection.execute("BEGIN")
        self._connection = connection
        self._premises = premises
        self.now = now
        self.situation = load_situation(connection)
        self.alerts = tuple(ALERT.validate_json(body) for (body,) in connection.execute("SELECT body FROM alerts"))
        self._ended = telling.ended_since(connection, Millis(now - premises.settings.echo))
        self._unsent = undelivered.unsent(connection, now)
        self._told = Told(lambda subject: telling.told(connection, subject))

    def course_of(self, subject: str) -> Course:
        """Return how telling about a subject went, and how it goes on."""
        found = self._first_round()
        suppressed = _reasons(subject, found)
        (_, pending), *coming = self._rounds(subject, found)
        return Course(
            deliveries=deliveries_about(self._connection, subject),
            suppressed=suppressed,
            pending=pending,
            coming=tuple(Coming(at, messages) for at, messages in coming),
            known_as=_known_as(subject, found),
            doubts=tuple(self._doubts(suppressed)) if suppressed or pending else (),
            is_open=any(each.subject_id == subject and each.kind is FIRING for each in found.notices),
        )

    def _first_round(self) -> Tidings:
        """Return the round that netmon composes now, as far as the file tells."""
        came, settings = Unrest.of_kept(unrest.load(self._connection)), self._premises.settings
        book = CallBook(cases.load(self._connection), telling.sent_lately(self._connection, self.now))
        return self._round(self.now, came.stirred((), self.now, settings.flapping), book)

    def _round(self, now: Millis, came: Unrest, book: CallBook) -> Tidings:
        known = Circumstances(
            inventory=self._premises.inventory,
            settings=self._premises.settings,
            now=now,
            unrest=came,
            book=book,
            echoes=echoing(self._ended, self._premises.settings.echo, now),
            maintenance=windows.in_force(self._connection, now, self.situation, []),
            silences=silences.in_force(self._connection, now),
            acknowledged=acts.acknowledged_among(self._connection, self.situation.incidents, now),
        )
        found = compose(Judgement(self.situation), self.alerts, known, self._told.about)
        self._told.add(found.plan.messages)
        return found

    def _rounds(self, subject: str, found: Tidings) -> Iterator[tuple[Millis, tuple[Message, ...]]]:
        """Yield what goes out now, and what follows: each round is composed of what the one before leaves behind."""
        flapping, said = self._premises.settings.flapping, set[str]()
        yield self.now, self._news(subject, found, said)
        count = 0
        for _ in range(MOST_ROUNDS):
            at = min((at for at in self._moments(subject, found) if at > found.context.now), default=None)
            if at is None or at > self.now + AHEAD or count == MOST_COMING:
                return
            found = self._round(at, found.unrest.stirred((), at, flapping), found.plan.book)
            if messages := self._news(subject, found, said):
                count += 1
                yield at, messages

    def _news(self, subject: str, found: Tidings, said: set[str]) -> tuple[Message, ...]:
        """Return what a round says of a subject, and what it says by another way, but for what was `said` before."""
        late = failed_over(self._unsent, self._premises.inventory, found.context.now)
        others = undelivered.unknown(self._connection, [each for each in late if each.subject_id == subject])
        ours = [each for each in found.plan.messages if any(told == subject for told, _ in each.says)]
        news = {each.dedup_key: each for each in (*ours, *others) if each.dedup_key not in said}
        said |= news.keys()
        return tuple(news.values())

    def _moments(self, subject: str, found: Tidings) -> Iterator[Millis]:
        """Yield when time alone may change what becomes of a subject: what holds it back ends, a step, a hand-over."""
        now = found.context.now
        held = [each for each in found.suppressed if each.notice.subject_id == subject]
        yield from (each.until for each in held if each.until is not None)
        if any(each.stage == inhibit.__name__ for each in held):
            yield from self._echoes_end()
        yield from (Millis(row.created + OUT_WITHIN) for row in self._unsent if row.message.subject_id == subject)
        if any(_has_unsaid_end(episode, subject) for episode in found.unrest.episodes):
            yield Millis(now + SOON)
        case = found.plan.book.cases.get(subject)
        if case is not None:
            changes = (next_change(rota, now) for rota in case.policy.rotas.values())
            yield from (change.interval.start for change in changes if change is not None)
            step = case.next_at(now)
            yield from () if step is None else (step,)

    def _echoes_end(self) -> Iterator[Millis]:
        """Yield when each incident that has just ended explains nothing any more."""
        for incident in self._ended:
            if incident.ended is not None:
                yield Millis(incident.ended + self._premises.settings.echo)

    def _doubts(self, suppressed: Iterable[Suppressed]) -> Iterator[Phrase]:
        """Yield what the process that runs may know otherwise."""
        stages = {each.stage for each in suppressed}
        beat = last_beat(self._connection)
        if beat is None or self.now - beat > SHORTEST_GAP:
            yield Phrase("netmon does not run here: whatever goes out goes out when it does")
        if cap.__name__ in stages:
            yield Phrase(
                "how much went there within the minute is counted from the outbox; the netmon that runs counts since"
                " it started, and does not count what another way failed to carry"
            )
        if inhibit.__name__ in stages and (until := max(self._echoes_end(), default=None)) is not None:
            yield Phrase(
                "incidents that ended a moment ago explain things until {time} at the latest; a netmon that was"
                " started after that knows nothing of them",
                time=local(until),
            )


def _reasons(subject: str, found: Tidings) -> tuple[Suppressed, ...]:
    """Return what every stage has against telling a subject, not only the first that holds it back."""
    held = [each for each in found.suppressed if each.notice.subject_id == subject]
    apart = [
        objection
        for notice in found.damped
        if notice.subject_id == subject
        for objection in objections(notice, found.context)
    ]
    others = [each for each in held if each.stage not in {objection.stage for objection in apart}]
    return (*apart, *others) or tuple(_unsaid_end(subject, found))


def _unsaid_end(subject: str, found: Tidings) -> Iterator[Suppressed]:
    """Yield why an end is not told yet that has to prove itself."""
    for episode in found.unrest.episodes:
        if _has_unsaid_end(episode, subject):
            yield Suppressed(episode.recovery or episode.notice, "damp", REASONS[RESOLVED])


def _has_unsaid_end(episode: Episode, subject: str) -> bool:
    """Say whether a trouble is over, people do not know it yet, and the subject is one of its names."""
    ends = (episode.notice, episode.recovery)
    return episode.is_told and not episode.is_on and any(each and each.subject_id == subject for each in ends)


def _known_as(subject: str, found: Tidings) -> str | None:
    """Return as what people know a trouble that began again under another name."""
    notice = next((each for each in found.notices if each.subject_id == subject), None)
    episodes = [] if notice is None else [each for each in found.unrest.episodes if each.covers(notice)]
    names = [each.notice.subject_id for each in episodes if each.is_told]
    return names[0] if names and subject not in names else None
