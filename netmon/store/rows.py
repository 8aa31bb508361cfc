"""How the nouns look as rows: JSON bodies and state numbers, there and back."""

import json
from collections.abc import Mapping
from typing import TypeVar

from pydantic import TypeAdapter

from netmon.identity.device import Memory
from netmon.inventory.models import Window
from netmon.judgement.situation import PortReport, Track
from netmon.model import (
    Alert,
    DeviceState,
    Entity,
    EntityKind,
    Incident,
    LinkState,
    MunicipalityState,
    State,
)

Noun = TypeVar("Noun")

TRACK = TypeAdapter(Track)
PORT = TypeAdapter(PortReport)
ALERT = TypeAdapter(Alert)
INCIDENT = TypeAdapter(Incident)
SCOPE = TypeAdapter(tuple[Entity, ...])
WINDOW = TypeAdapter(Window)
MEMORY = TypeAdapter(Memory)

LINK_STATES: Mapping[int, State] = {int(state): state for state in LinkState}
"""Those of links, and of everything else that is up or not."""
MEANT: Mapping[str, Mapping[int, State]] = {
    EntityKind.DEVICE: {int(state): state for state in DeviceState},
    EntityKind.MUNICIPALITY: {int(state): state for state in MunicipalityState},
}


def to_json(noun: Noun, adapter: TypeAdapter[Noun]) -> str:
    """Return a noun as JSON text."""
    return adapter.dump_json(noun).decode()


def state_of(kind: str, number: int) -> State:
    """Return the state that a number means for a kind of entity."""
    return MEANT.get(kind, LINK_STATES)[number]


def unknown_state(kind: EntityKind) -> State:
    """Return the state of a kind of entity that nobody has observed."""
    return state_of(kind, DeviceState.UNKNOWN)


def canonical(mapping: Mapping[str, object]) -> str:
    """Return JSON text that is the same for equal mappings: sorted keys, no spaces, no NaN."""
    return json.dumps(mapping, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
