"""What is said of trouble that comes and goes: that it began, that it flaps, and that it is steady again.

A trouble is what several incidents, or several firings of a rule, have in common: what they are about.
Once people were told of it, an end of it is told when it has stayed over (`judgement.flapping`), and
what begins again before that is not news: it is told already. Of one trouble nobody hears more than
`Flapping.messages` times in an hour: a new beginning is never held back, so an end waits until there is
room for another beginning after it. A beginning after which there is no room says that it comes and goes, and
that quiet follows. What is worse than was told is not the same trouble, and speaks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from netmon.alerting.notice import (
    Notice,
    as_flapping,
    as_recovered,
    notice_of_flapping,
)
from netmon.alerting.stages import Suppressed
from netmon.alerting.unsteady import flapping_line
from netmon.clock import HOUR, Millis
from netmon.inventory.models import FLAPPING_RULE, INCIDENT_RULE, Inventory
from netmon.judgement.flapping import SPENT, Penalties, Penalty, decayed, feed, flapping, is_steady, relax
from netmon.language import Language
from netmon.model import EntityKind, Message, NotificationKind, Severity
from netmon.phrase import Phrase
from netmon.settings import Flapping, Settings

FIRING, FLAPPING, RESOLVED = NotificationKind.FIRING, NotificationKind.FLAPPING, NotificationKind.RESOLVED
URGENCY = {Severity.CRITICAL: 2, Severity.WARNING: 1, Severity.INFO: 0}
REASONS = {
    FIRING: Phrase("people believe that it still holds"),
    RESOLVED: Phrase("it has to stay over for a while"),
}


@dataclass(frozen=True, slots=True)
class Episode:
    """One trouble as people know it.

    `notice` is how it was first told and `said` what was said last; `told` is when, of late. `is_on`
    says whether the trouble holds now, under whatever name. `recovery` is the newest end, untold yet.
    """

    notice: Notice
    said: NotificationKind
    told: tuple[Millis, ...]
    penalty: Penalty
    is_on: bool = True
    recovery: Notice | None = None

    @property
    def is_told(self) -> bool:
        """Whether people still believe that it holds."""
        return self.said is not RESOLVED

    def concerns(self, notice: Notice) -> bool:
        """Say whether a notice is about the same trouble."""
        return _family(notice) == _family(self.notice) and not notice.about.isdisjoint(self.notice.about)

    def covers(self, notice: Notice) -> bool:
        """Say whether who heard of this trouble knows what the notice says: the same, and nothing worse."""
        told = self.notice
        return told.subject_id == notice.subject_id or (
            told.labels.rule == notice.labels.rule
            and self.concerns(notice)
            and URGENCY[notice.severity] <= URGENCY[told.severity]
            and _hit(notice) <= _hit(told)
        )


@dataclass(frozen=True, slots=True)
class Weather:
    """What damping may know: what flaps by itself, how much may be said, and in which words."""

    inventory: Inventory
    now: Millis
    settings: Flapping = field(default_factory=Flapping)
    penalties: Penalties = field(default_factory=dict)
    base_url: str = ""
    language: Language = Language.CS

    @classmethod
    def of(cls, inventory: Inventory, settings: Settings, now: Millis) -> Self:
        """Return what one evaluation may know, but for what flaps."""
        return cls(inventory, now, settings.flapping, base_url=settings.url, language=settings.language)


@dataclass(frozen=True, slots=True)
class Damped:
    """What may be told now, what stays unsaid and why, and the episodes as they are by now."""

    notices: tuple[Notice, ...]
    suppressed: tuple[Suppressed, ...]
    episodes: tuple[Episode, ...]


def damp(notices: Sequence[Notice], episodes: Sequence[Episode], weather: Weather) -> Damped:
    """Return what of the notices may be told, and what the episodes themselves have to say."""
    known = tuple(_by_now(episode, weather.now) for episode in episodes)
    current = [*notices, *_hidden(notices, known, weather)]
    observed = tuple(_observed(episode, current, weather) for episode in known)
    spoken = tuple(said for each in observed for said in _spoken(each, observed, weather))
    unsaid = [notice for notice in current if _is_told(notice, observed)]
    lasting = tuple(each for each in observed if not _is_spent(each, weather))
    said = (_worded(notice, lasting, weather) for notice in current if notice not in unsaid)
    return Damped(
        notices=(*said, *spoken),
        suppressed=tuple(Suppressed(notice, "damp", REASONS[notice.kind]) for notice in unsaid if notice not in spoken),
        episodes=lasting,
    )


def recorded(
    episodes: Sequence[Episode], notices: Iterable[Notice], messages: Sequence[Message], weather: Weather
) -> tuple[Episode, ...]:
    """Return the episodes after these messages went into the outbox."""
    said = {each for message in messages for each in message.says}
    after = {episode.notice.subject_id: episode for episode in episodes}
    for notice in notices:
        if (notice.subject_id, notice.kind) in said:
            known = after.get(notice.subject_id) or _begun(notice, episodes, weather)
            after[notice.subject_id] = _after(known, notice, weather)
    return tuple(after.values())


def _hidden(notices: Iterable[Notice], episodes: Sequence[Episode], weather: Weather) -> Iterable[Notice]:
    """Yield what flaps although there is no outage to tell: it happens between the polls."""
    open_now = frozenset(entity for notice in notices if _is_outage(notice) for entity in notice.about)
    for entity, since in flapping(weather.penalties).items():
        notice = notice_of_flapping(entity, since, weather.inventory, weather.base_url, weather.language)
        known = [episode for episode in episodes if episode.is_told and episode.concerns(notice)]
        is_new = not known and entity not in open_now and _room(notice, episodes, weather) > 1
        if is_new or any(episode.notice.labels.rule == FLAPPING_RULE for episode in known):
            yield notice


def _by_now(episode: Episode, now: Millis) -> Episode:
    """Return the episode without moments to come, which were written before the clock was set back."""
    return replace(episode, told=tuple(Millis(min(at, now)) for at in episode.told))


def _observed(episode: Episode, notices: Sequence[Notice], weather: Weather) -> Episode:
    """Return the episode after a look at what holds and what is over."""
    if not episode.is_told:
        return episode
    firing = [notice for notice in notices if notice.kind is FIRING and episode.covers(notice)]
    own = [notice for notice in firing if notice.subject_id == episode.notice.subject_id]
    is_on = bool(firing)
    penalty = episode.penalty if is_on is episode.is_on else feed(episode.penalty, 1, weather.now, weather.settings)
    penalty = relax(penalty, weather.now, weather.settings)
    ends = [notice for notice in notices if notice.kind is RESOLVED and episode.covers(notice)]
    recovery = ends[-1] if ends else episode.recovery
    if recovery is None and not is_on and episode.notice.labels.rule == FLAPPING_RULE:
        recovery = as_recovered(episode.notice, None, weather.language)
    return replace(episode, notice=own[-1] if own else episode.notice, is_on=is_on, penalty=penalty, recovery=recovery)


def _is_told(notice: Notice, episodes: Sequence[Episode]) -> bool:
    """Say whether a notice tells what is known already, or an end that its episode tells when it has proved itself."""
    return any(
        episode.is_told
        and episode.covers(notice)
        and (notice.kind is RESOLVED or notice.subject_id != episode.notice.subject_id)
        for episode in episodes
    )


def _spoken(episode: Episode, episodes: Sequence[Episode], weather: Weather) -> Iterable[Notice]:
    """Yield what an episode has to say now: that it flaps, or that it is over for good."""
    if not episode.is_told:
        return
    room = _room(episode.notice, episodes, weather)
    if episode.recovery is not None and not episode.is_on and _is_settled(episode, weather) and room > 1:
        yield _farewell(episode, weather)
    elif episode.said is FIRING and episode.notice.labels.rule != FLAPPING_RULE and _flaps(episode, weather) and room:
        yield as_flapping(episode.notice, weather.language)


def _worded(notice: Notice, episodes: Sequence[Episode], weather: Weather) -> Notice:
    """Return a notice as it came, but for the last word about a trouble: that says what to expect first."""
    if not _is_last_word(notice, episodes, weather):
        return notice
    said = notice.saying(notice.kind, flapping_line, weather.language)
    translated = {
        other: {**texts, "evidence": _details(notice.translated[other])} for other, texts in said.translated.items()
    }
    return replace(said, payload={**said.payload, "evidence": _details(notice.payload)}, translated=translated)


def _details(said: Mapping[str, object]) -> list[object]:
    """Return what a message says, as the evidence of one that says something else first."""
    evidence = said.get("evidence")
    return [said.get("summary"), *(evidence if isinstance(evidence, list) else [])]


def _is_last_word(notice: Notice, episodes: Sequence[Episode], weather: Weather) -> bool:
    """Say whether a new beginning repeats what was told and is over, and nothing may follow it for a while."""
    is_new = notice.kind is FIRING and all(each.notice.subject_id != notice.subject_id for each in episodes)
    return is_new and any(each.covers(notice) for each in episodes) and _room(notice, episodes, weather) <= 1


def _farewell(episode: Episode, weather: Weather) -> Notice:
    """Return the end as it came where nothing else was swallowed, else in words that cover all of it."""
    recovery = episode.recovery
    is_plain = recovery is not None and recovery.subject_id == episode.notice.subject_id and episode.said is FIRING
    if recovery is not None and is_plain:
        return recovery
    ended = None if recovery is None else recovery.payload.get("ended")
    return as_recovered(episode.notice, ended, weather.language)


def _room(notice: Notice, episodes: Iterable[Episode], weather: Weather) -> int:
    """Return how much may still be said about a trouble at this moment."""
    lately = weather.now - HOUR
    told = sum(at > lately for episode in episodes if episode.concerns(notice) for at in episode.told)
    return max(0, weather.settings.messages - told)


def _penalties(episode: Episode, weather: Weather) -> Iterable[Penalty]:
    """Yield what speaks against a trouble's rest: its own record, and for outages that of what it is about."""
    yield episode.penalty
    if _family(episode.notice) == INCIDENT_RULE:
        yield from (weather.penalties[entity] for entity in episode.notice.about & weather.penalties.keys())


def _is_settled(episode: Episode, weather: Weather) -> bool:
    return all(is_steady(penalty, weather.now, weather.settings) for penalty in _penalties(episode, weather))


def _flaps(episode: Episode, weather: Weather) -> bool:
    return any(penalty.is_flapping for penalty in _penalties(episode, weather))


def _is_spent(episode: Episode, weather: Weather) -> bool:
    """Say whether an episode that is over has nothing left to limit."""
    is_old = all(at <= weather.now - HOUR for at in episode.told)
    return not episode.is_told and is_old and decayed(episode.penalty, weather.now, weather.settings) < SPENT


def _begun(notice: Notice, episodes: Sequence[Episode], weather: Weather) -> Episode:
    """Return the episode that a message begins; what went before counts."""
    former = (episode.penalty for episode in episodes if episode.concerns(notice))
    worst = max(former, key=lambda penalty: decayed(penalty, weather.now, weather.settings), default=Penalty())
    said = FLAPPING if _is_last_word(notice, episodes, weather) else notice.kind
    return Episode(notice, said, (), feed(worst, 1, weather.now, weather.settings))


def _after(episode: Episode, notice: Notice, weather: Weather) -> Episode:
    """Return the episode after a message about it; that yet another address hears of it says nothing new."""
    is_repeated = notice.kind is FIRING and bool(episode.told)
    told = episode.told if is_repeated else (*episode.told, weather.now)[-weather.settings.messages :]
    said = episode.said if notice.kind is FIRING else notice.kind
    return replace(episode, said=said, told=told, recovery=None if said is RESOLVED else episode.recovery)


def _is_outage(notice: Notice) -> bool:
    return notice.kind is FIRING and notice.labels.rule != FLAPPING_RULE and _family(notice) == INCIDENT_RULE


def _family(notice: Notice) -> str:
    """Return under which rule a trouble is counted: a session has no incidents, its absence is an alert of a rule."""
    is_of_session = any(entity.kind is EntityKind.SESSION for entity in notice.about)
    return INCIDENT_RULE if is_of_session or notice.labels.rule == FLAPPING_RULE else notice.labels.rule


def _hit(notice: Notice) -> frozenset[str]:
    """Return the municipalities that a notice says are hit."""
    places = notice.payload.get("municipalities")
    found = places if isinstance(places, list) else []
    return frozenset(str(place["code"]) for place in found if isinstance(place, Mapping))
