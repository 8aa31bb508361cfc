"""What came and went of late, and what is said of it: between judgement and the pipeline."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from pydantic import TypeAdapter

from netmon.alerting.damping import Damped, Episode, Weather, damp, recorded
from netmon.alerting.notice import Notice
from netmon.clock import Millis
from netmon.foreign import one_line
from netmon.judgement.flapping import Changes, Penalties, noted, of_restarts
from netmon.judgement.sessions import session_changes, session_of
from netmon.model import Entity, EntityKind, FieldValue, Message, PollResult
from netmon.settings import Flapping
from netmon.store.unrest import KeptUnrest

log = logging.getLogger(__name__)

EPISODE = TypeAdapter(Episode)


@dataclass(frozen=True, slots=True)
class Unrest:
    """What netmon remembers of everything that came and went of late."""

    penalties: Penalties = field(default_factory=dict)
    episodes: tuple[Episode, ...] = ()

    @classmethod
    def of_kept(cls, kept: KeptUnrest) -> Self:
        """Return what was kept over a restart; an episode that cannot be read is forgotten, and told again."""
        return cls(kept.penalties, tuple(_legible(kept.episodes)))

    @property
    def believed(self) -> frozenset[str]:
        """Return the subjects that people are to go on believing in, ended or not."""
        return frozenset(episode.notice.subject_id for episode in self.episodes if episode.is_told)

    def to_keep(self) -> KeptUnrest:
        """Return what has to outlast a restart."""
        bodies = {episode.notice.subject_id: EPISODE.dump_json(episode).decode() for episode in self.episodes}
        return KeptUnrest(self.penalties, bodies)

    def stirred(self, changes: Iterable[Changes], now: Millis, settings: Flapping) -> Self:
        """Return the unrest after these changes; without any, as time alone leaves it."""
        return replace(self, penalties=noted(self.penalties, changes, now, settings))

    def damped(self, notices: Sequence[Notice], weather: Weather) -> Damped:
        """Return what of the notices may be told now."""
        return damp(notices, self.episodes, replace(weather, penalties=self.penalties))

    def after(self, damped: Damped, messages: Sequence[Message], weather: Weather) -> Self:
        """Return the unrest after these messages went into the outbox."""
        return replace(self, episodes=recorded(damped.episodes, damped.notices, messages, weather))


def counted(
    results: Iterable[PollResult], known: Mapping[Entity, Mapping[str, FieldValue]], now: Millis
) -> Iterator[Changes]:
    """Yield the changes that devices counted themselves since what is `known`: restarts, and those of sessions."""
    for result in results:
        for measurement in result.measurements:
            if measurement.name == "net_session":
                session = session_of(result.device, measurement.tags["protocol"], measurement.tags["neighbor"])
                if before := known.get(session):
                    yield from session_changes(session, before, measurement.fields, now)
            elif measurement.name == "net_dev":
                before = known.get(Entity(EntityKind.DEVICE, result.device), {})
                yield from of_restarts(result.device, _restarts(before, measurement.fields), now)


def _restarts(before: Mapping[str, FieldValue], after: Mapping[str, FieldValue]) -> int:
    then, boots = before.get("engine_boots"), after.get("engine_boots")
    return boots - then if isinstance(then, int) and isinstance(boots, int) else 0


def _legible(episodes: Mapping[str, str]) -> Iterator[Episode]:
    for subject, body in episodes.items():
        try:
            yield EPISODE.validate_json(body)
        except ValueError:
            log.error("what was told cannot be read, and is told again subject=%s", one_line(subject))  # noqa: TRY400 -- the text may quote it
