"""One story told to a netmon that lives through it, and to one that is ended and started again in between."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from netmon.clock import Interval, ManualClock, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import Availability, account
from netmon.judgement.gap import BEAT
from netmon.model import Entity, Impact, IncidentRecord, MunicipalityCode, NotificationKind, PollResult
from netmon.settings import Settings
from netmon.store.reading import MOST_INCIDENTS, StoreReader
from tests.netmon.engine_room import Room, as_after_a_kill, opened
from tests.netmon.judgement.rehearsal import T0, TICK


@dataclass(frozen=True, slots=True)
class Restart:
    """The end of a netmon and, after a pause, the beginning of the next one."""

    at: Millis
    pause: int
    is_kill: bool
    """Whether nothing could be written down any more, as at a power cut."""

    @property
    def end(self) -> Millis:
        """When the next one begins."""
        return Millis(self.at + self.pause)

    def loses(self, poll: PollResult) -> bool:
        """Say whether nobody was there to begin a poll, or to take what came of it."""
        return poll.started < self.end and poll.finished > self.at


@dataclass(frozen=True, slots=True)
class Story:
    """What the polls of a region bring, in the order in which they end."""

    inventory: Inventory
    settings: Settings
    polls: Sequence[PollResult]
    end: Millis

    def without(self, restarts: Iterable[Restart]) -> "Story":
        """Return the story without the polls that restarts lose: who lives through it misses them, too."""
        restarts = tuple(restarts)
        heard = [poll for poll in self.polls if not any(restart.loses(poll) for restart in restarts)]
        return replace(self, polls=heard)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of an incident in the end, whatever its id, and what was said of it."""

    started: Millis
    cause: Entity
    candidates: tuple[Entity, ...]
    impact: Impact
    ended: Millis | None
    is_merged: bool
    said: tuple[NotificationKind, ...]

    @classmethod
    def of(cls, record: IncidentRecord) -> "Remembered":
        """Return what is remembered of an incident."""
        incident = record.incident
        return cls(
            started=incident.started,
            cause=incident.cause,
            candidates=incident.candidates,
            impact=incident.impact,
            ended=incident.ended,
            is_merged=incident.merged_into is not None,
            said=tuple(delivery.message.kind for delivery in record.deliveries),
        )


@dataclass(frozen=True, slots=True)
class Memory:
    """What the state directory says in the end."""

    incidents: Sequence[Remembered]
    detected: Sequence[Millis]
    """When each of them was."""
    availability: dict[MunicipalityCode, Availability]


def told(story: Story, directory: Path, restarts: Iterable[Restart] = ()) -> Memory:
    """Tell a netmon a story, with restarts in order of time; return what it knows in the end."""
    waiting, begins, here = deque(story.polls), T0, directory / "0"
    here.mkdir(parents=True)
    for number, restart in enumerate(restarts, start=1):
        with opened(here, at=begins, inventory=story.inventory, settings=story.settings) as room:
            _live(room, waiting, restart.at)
            if restart.is_kill:
                here = as_after_a_kill(room, directory / str(number))
            else:
                room.engine.beat()
        begins = restart.end
    with opened(here, at=begins, inventory=story.inventory, settings=story.settings) as room:
        _live(room, waiting, story.end)
    return _memory(story, here)


def _live(room: Room, waiting: deque[PollResult], until: Millis) -> None:
    """Let time pass, and the engine take what came in and step, as the loop does."""
    room.step()
    while room.clock.now() < until:
        room.clock.advance(TICK)
        for result in _arrived(waiting, room.clock.now()):
            room.engine.take(result)
        room.step()
        if room.clock.now() % BEAT == 0:
            room.engine.beat()


def _arrived(waiting: deque[PollResult], now: Millis) -> Iterator[PollResult]:
    while waiting and waiting[0].finished <= now:
        yield waiting.popleft()


def _memory(story: Story, directory: Path) -> Memory:
    window = Interval(T0, story.end)
    with closing(StoreReader(directory, ManualClock(story.end))) as reader:
        records = sorted(
            reader.incidents(limit=MOST_INCIDENTS), key=lambda each: (each.incident.started, each.incident.cause)
        )
        pasts = reader.pasts(tuple(story.inventory.municipalities), window)
    return Memory(
        incidents=[Remembered.of(record) for record in records],
        detected=[record.incident.detected for record in records],
        availability={code: account(window, past.states, past.excuses) for code, past in pasts.items()},
    )
