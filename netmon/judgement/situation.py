"""What is known now: the values that judgement reads and returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netmon.clock import EPOCH, Millis
from netmon.model import (
    DeviceName,
    Entity,
    EntityKind,
    Incident,
    LinkName,
    MunicipalityCode,
    Standing,
    Transition,
)


class Verdict(StrEnum):
    """What the probes of one device say by themselves, before the topology is asked."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Track:
    """The recent probes of one device.

    `since` is the back-dated start of the verdict. `misses` and `answers` count in a row;
    `first_miss` and `first_answer` are the starts of those rows. `valid_until` ends the last
    observation's validity. `answered_at` is the start of the last probe that was answered,
    `confirmed_at` that of the probe that made the device DOWN.
    """

    verdict: Verdict = Verdict.UNKNOWN
    since: Millis = EPOCH
    misses: int = 0
    first_miss: Millis | None = None
    answers: int = 0
    first_answer: Millis | None = None
    valid_until: Millis = EPOCH
    answered_at: Millis = EPOCH
    confirmed_at: Millis = EPOCH


@dataclass(frozen=True, slots=True)
class PortReport:
    """What one end of a link says of its interface; `is_up` is ifOperStatus == up.

    `at` is when it was first heard to be so, `changed_at` is ifLastChange on the wall clock, where
    the agent has it.
    """

    is_up: bool
    at: Millis
    valid_until: Millis
    changed_at: Millis | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything judgement remembers; persisted in state.db and restored after a kill.

    `ports` is keyed by (device, interface name).
    """

    tracks: Mapping[DeviceName, Track] = field(default_factory=dict)
    ports: Mapping[tuple[DeviceName, str], PortReport] = field(default_factory=dict)
    devices: Mapping[DeviceName, Standing] = field(default_factory=dict)
    links: Mapping[LinkName, Standing] = field(default_factory=dict)
    municipalities: Mapping[MunicipalityCode, Standing] = field(default_factory=dict)
    incidents: tuple[Incident, ...] = ()
    """The open incidents only."""

    def standing_of(self, entity: Entity) -> Standing | None:
        """Return how a device, a link or a municipality stands, None where nobody knows it."""
        match entity.kind:
            case EntityKind.DEVICE:
                return self.devices.get(DeviceName(entity.name))
            case EntityKind.LINK:
                return self.links.get(LinkName(entity.name))
            case _:
                return self.municipalities.get(MunicipalityCode(entity.name))


@dataclass(frozen=True, slots=True)
class Stranding:
    """A device that goes on answering although the plan has it behind others, all of which are silent."""

    device: Entity
    silent: frozenset[Entity]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one evaluation decided: the new situation and what changed on the way there.

    `opened`, `updated` and `closed` are incidents as they are now. `next_at` is when time alone
    may change the verdict (settle window, validity), so that the loop knows when to ask again.
    `strandings` are the contradictions between the plan and what answers.
    """

    situation: Situation
    transitions: tuple[Transition, ...] = ()
    opened: tuple[Incident, ...] = ()
    updated: tuple[Incident, ...] = ()
    closed: tuple[Incident, ...] = ()
    next_at: Millis | None = None
    strandings: tuple[Stranding, ...] = ()
