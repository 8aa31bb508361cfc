"""`netmon notify`: a test message goes through the outbox, and what became of it is told."""

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from netmon.alerting.notifier import Notifier
from netmon.alerting.trial import trial_of
from netmon.clock import SystemClock
from netmon.commands import SendTrial
from netmon.console.caller import caller
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.model import Delivery, DeliveryState
from netmon.oncall.policy import Address, ways_of
from netmon.phrase import Phrase
from netmon.process.commander import StoreCommands, commands_of
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.notifications import deliveries_about
from netmon.telling.channels import channels_of
from netmon.views import find_views

PATIENCE = 90.0
"""Seconds: a courier may be busy with another message, and the conversation may be slow."""
LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the message to one address."""

    channel: str
    address: str
    state: DeliveryState
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a test message."""

    receiver: str
    sent: bool
    messages: tuple[Fate, ...]


def send_trial(receiver: str, inventory: Path, state: Path, *, as_json: bool) -> bool:
    """Send a test message to a receiver or person, say what became of it, and return whether every address has it."""
    settings = Settings.from_environment()
    addresses = _addresses(load(inventory), receiver)
    deliveries = _deliver(receiver, addresses, settings, state)
    trial = _trial(receiver, deliveries)
    terminal = Terminal.of_process()
    if as_json:
        terminal.show(TypeAdapter(Trial).dump_json(trial, indent=2).decode())
        return trial.sent
    for line in aligned([(fate.channel, fate.address, _told(fate)) for fate in trial.messages], terminal.language):
        terminal.show(line)
    return trial.sent


def _addresses(inventory: Inventory, name: str) -> tuple[Address, ...]:
    """Return every way to a receiver or person; raise CommandRefused if there is none of that name, or no way."""
    people = {person: each.ways for person, each in inventory.people.items()}
    ways = people | {receiver: tuple(ways_of(each)) for receiver, each in inventory.receivers.items()}
    if name not in ways:
        otherwise = one_of(sorted(ways)) if ways else Phrase("write receivers and routes into routes.yaml")
        cure = did_you_mean(name, ways, otherwise=otherwise)
        raise CommandRefused(Phrase("there is no receiver or person {name}; {cure}", name=quote(name), cure=cure))
    if not ways[name]:
        raise CommandRefused(Phrase("there is no way to {name}: it has no address", name=quote(name)))
    return ways[name]


def _deliver(name: str, addresses: Sequence[Address], settings: Settings, state: Path) -> tuple[Delivery, ...]:
    """Put the message into the outbox, have it carried, and return what became of it."""
    clock = SystemClock()
    messages = trial_of(name, addresses, settings.url, settings.language, clock.now())
    with commands_of(state, clock) as commands:
        commands.submit(SendTrial(name, messages), caller())
        if isinstance(commands, StoreCommands):
            logging.getLogger("netmon").addHandler(logging.NullHandler())  # what the couriers log is told below
            channels = channels_of(settings, SecretStore.from_environment(), clock, find_views())
            asyncio.run(Notifier(commands.store, channels, clock, settings.language).drain_once())
        return _wait(state, messages[0].subject_id)


def _wait(state: Path, subject_id: str) -> tuple[Delivery, ...]:
    """Return what became of every message about a subject, as soon as each was carried once."""
    deadline = time.monotonic() + PATIENCE
    with closing(open_reader(state / STATE_FILE)) as connection:
        while True:
            deliveries = deliveries_about(connection, subject_id)
            if all(map(_was_carried, deliveries)) or time.monotonic() > deadline:
                return deliveries
            time.sleep(LOOK_EVERY)


def _was_carried(delivery: Delivery) -> bool:
    return delivery.state in (DeliveryState.SENT, DeliveryState.DEAD) or bool(delivery.error)


def _trial(receiver: str, deliveries: Sequence[Delivery]) -> Trial:
    fates = tuple(
        Fate(each.message.channel, each.message.address, each.state, each.attempts, each.error) for each in deliveries
    )
    return Trial(receiver, all(fate.state is DeliveryState.SENT for fate in fates), fates)


def _told(fate: Fate) -> Phrase:
    """Return a fate in words."""
    match fate.state:
        case DeliveryState.SENT:
            return Phrase("sent")
        case DeliveryState.DEAD:
            return Phrase("given up: {reason}", reason=fate.error)
        case _ if fate.error:
            return Phrase("not sent yet, it is tried again: {reason}", reason=fate.error)
        case _:
            return Phrase("not sent yet, nobody has carried it")
