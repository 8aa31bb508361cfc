"""To whom an incident can be passed on: everybody who can be called, those on duty first."""

from dataclasses import dataclass

import czech_sort

from dashboards.plain import plain
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import IncidentRecord
from netmon.oncall.duty import on_duty
from netmon.record.record import is_on_its_way


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be called, and in which rotas it is this person's turn."""

    key: str
    name: str
    duties: tuple[str, ...]


def colleagues(inventory: Inventory, account: str, now: Millis) -> tuple[Colleague, ...]:
    """Return who can be called but the one who asks: those on duty first, then by the alphabet."""
    duties: dict[str, tuple[str, ...]] = {}
    for rota in inventory.rotas.values():
        person = on_duty(rota, now)
        duties[person] = (*duties.get(person, ()), plain(rota.title))
    found = (
        Colleague(key, plain(person.name), duties.get(key, ()))
        for key, person in inventory.people.items()
        if person.ways and key != account
    )
    return tuple(sorted(found, key=lambda each: (not each.duties, czech_sort.key(each.name), each.key)))


def is_taken_by(record: IncidentRecord, account: str) -> bool:
    """Say whether somebody has taken it, and has it still."""
    return record.acknowledged_by == account and not is_on_its_way(record.notes)
