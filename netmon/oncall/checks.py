"""What is doubtful in the plans of duty: for `netmon check`."""

from collections.abc import Iterator

from netmon.clock import HOUR, MINUTE, Millis, to_datetime
from netmon.inventory.fault import Fault, warning
from netmon.inventory.models import Inventory
from netmon.inventory.tree import KEY
from netmon.judgement.calendar import PRAGUE
from netmon.oncall.rest import REST, ShortRest, planned_short_rests
from netmon.phrase import Phrase

MOST_RESTS = 5
"""Short rests that are told of a person; who mends these, checks again."""


def duty_faults(inventory: Inventory) -> Iterator[Fault]:
    """Yield a warning for every rest between two shifts that is too short, and for rotas that nobody calls."""
    yield from _short_rests(inventory)
    named = {name for each in inventory.escalations.values() for step in each.steps for name in step.notify}
    for name in sorted(inventory.rotas.keys() - named):
        what = Phrase("rota {name}: no escalation calls whoever is on duty", name=name)
        yield warning(("rotas", name, KEY), what, Phrase("name it in a step, or delete it"))


def _short_rests(inventory: Inventory) -> Iterator[Fault]:
    told: dict[str, int] = {}
    for rest in planned_short_rests(inventory.rotas):
        told[rest.person] = told.get(rest.person, 0) + 1
        if told[rest.person] <= MOST_RESTS:
            yield warning(("people", rest.person, KEY), said(rest), Phrase("let somebody else take one of the shifts"))


def said(rest: ShortRest) -> Phrase:
    """Return in words who rests too little, when and how long."""
    return Phrase(
        "person {name}: {pause} of rest between shifts, from {start} to {end}; {least} must be",
        name=rest.person,
        pause=_hours(rest.pause.length),
        start=_local(rest.pause.start),
        end=_local(rest.pause.end),
        least=_hours(REST),
    )


def _local(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M}"


def _hours(length: Millis) -> str:
    hours, minutes = divmod(length // MINUTE, HOUR // MINUTE)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
