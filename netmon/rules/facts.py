"""What rules may ask about each entity: the newest fields, as long as they are valid."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from netmon.clock import Millis
from netmon.judgement.drift import Finding
from netmon.judgement.observation import Horizon
from netmon.judgement.sessions import session_of
from netmon.judgement.situation import Stranding
from netmon.model import DeviceName, Entity, EntityKind, FieldValue, LinkName, Measurement, PollResult

Fields = Mapping[str, FieldValue]
AGENT_COLLECTOR = "system"
"""Asks what every SNMP agent has: when nothing of it is answered, the agent is silent, whatever the device does."""
AGENT_SOURCE = ("agent", AGENT_COLLECTOR)
NEVER = Millis(1 << 62)
MOST_INTERFACES = 1 << 18
"""Kept at hand: 5,000 devices with some 50 each."""


class Agent(StrEnum):
    """Whether a device's SNMP agent said anything when it was asked last."""

    ANSWERS = "answers"
    SILENT = "silent"


class Fact(NamedTuple):
    """The fields of one measurement of one entity, and how long they count."""

    fields: Fields
    valid_until: Millis


class Facts:
    """The newest measurement of each collector for each device and interface."""

    def __init__(self) -> None:
        self._facts: dict[Entity, dict[tuple[str, str], Fact]] = {}
        self._merged: dict[Entity, Fields] = {}
        self._whole_until = NEVER
        """Nothing is over before this moment."""
        self._news: set[Entity] = set()

    def absorb(self, results: Iterable[PollResult], horizon: Horizon) -> None:
        """Remember what the results measured."""
        for result in results:
            if result.collector not in horizon.intervals:
                continue
            until = horizon.until(result)
            self._whole_until = min(self._whole_until, until)
            for measurement in result.measurements:
                self._take(_entity_of(measurement), (measurement.name, result.collector), measurement.fields, until)
            if result.collector == AGENT_COLLECTOR:
                agent = Agent.ANSWERS if result.answered else Agent.SILENT
                self._take(Entity(EntityKind.DEVICE, result.device), AGENT_SOURCE, {"agent": agent.value}, until)

    def news(self) -> set[Entity]:
        """Return whose fields are others than when this was asked last."""
        news, self._news = self._news, set()
        return news

    def at(self, now: Millis) -> Mapping[Entity, Fields]:
        """Return the valid fields of every measured entity, and forget what is over; this changes with what comes."""
        if now >= self._whole_until:
            self._forget(now)
        return self._merged

    def _take(self, entity: Entity, source: tuple[str, str], fields: Fields, until: Millis) -> None:
        facts = self._facts.setdefault(entity, {})
        facts[source] = Fact(fields, until)
        self._merged[entity] = _merged(facts)
        self._news.add(entity)

    def _forget(self, now: Millis) -> None:
        """Drop what is over by now, and find out when something will be again."""
        for entity, facts in list(self._facts.items()):
            valid = {source: fact for source, fact in facts.items() if fact.valid_until > now}
            if not valid:
                del self._facts[entity], self._merged[entity]
            elif len(valid) < len(facts):
                self._facts[entity], self._merged[entity] = valid, _merged(valid)
            else:
                continue
            self._news.add(entity)
        ends = (fact.valid_until for facts in self._facts.values() for fact in facts.values())
        self._whole_until = min(ends, default=NEVER)


def measured(results: Iterable[PollResult]) -> Iterator[tuple[Entity, Fields, Millis]]:
    """Yield of whom something was measured, what, and when the last answer came."""
    for result in results:
        for measurement in result.measurements:
            yield _entity_of(measurement), measurement.fields, result.finished


def topology_fields(
    findings: Mapping[LinkName, Finding], strandings: Iterable[Stranding]
) -> dict[Entity, dict[str, FieldValue]]:
    """Return how the plan goes together with what is heard at the ends of links, and with what answers."""
    found = {Entity(EntityKind.LINK, link): _finding_fields(finding) for link, finding in findings.items()}
    return found | {each.device: _stranding_fields(each) for each in strandings}


def _finding_fields(finding: Finding) -> dict[str, FieldValue]:
    return {
        "topology": finding.accord.value,
        "interface.name": ":".join(finding.port),
        "neighbor.name": finding.planned,
        "neighbor.found": finding.found,
    }


def _stranding_fields(stranding: Stranding) -> dict[str, FieldValue]:
    silent = sorted(device.name for device in stranding.silent)
    return {"stranded": True, "neighbor.name": ", ".join(silent)}


def _merged(facts: Mapping[tuple[str, str], Fact]) -> Fields:
    """Return all fields of an entity; where several facts have one, that of the younger source stands."""
    if len(facts) == 1:
        (fact,) = facts.values()
        return fact.fields
    merged: dict[str, FieldValue] = {}
    for fact in facts.values():
        merged.update(fact.fields)
    return merged


def _entity_of(measurement: Measurement) -> Entity:
    tags = measurement.tags
    device = tags.get("device", "")
    if (name := tags.get("ifname")) is not None:
        return _interface(device, name)
    if "neighbor" in tags:
        return session_of(DeviceName(device), tags["protocol"], tags["neighbor"])
    return Entity(EntityKind.DEVICE, device)


@lru_cache(maxsize=MOST_INTERFACES)
def _interface(device: str, name: str) -> Entity:
    """Return an interface, the same object each time: what is one need not be compared."""
    return Entity(EntityKind.INTERFACE, f"{device}:{name}")
