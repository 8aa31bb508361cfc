"""Who is called about one subject, and who next: the plan as it was when the first call went out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from netmon.clock import Millis
from netmon.inventory.models import Escalation, Inventory, Person, Receiver, Rota, Route, Step
from netmon.model import Severity
from netmon.oncall.duty import on_duty

Address = tuple[str, str]
"""A channel, such as `email`, and where in it: an address, a number, or the reference of a URL."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Some escalations and everything they name: what an operator changes later changes nothing here."""

    escalations: tuple[Escalation, ...]
    people: Mapping[str, Person] = field(default_factory=dict)
    rotas: Mapping[str, Rota] = field(default_factory=dict)
    receivers: Mapping[str, Receiver] = field(default_factory=dict)

    @classmethod
    def of(cls, routes: Iterable[Route], inventory: Inventory) -> Self:
        """Return the policy of the routes that take something; a list of receivers is a single step."""
        escalations = tuple(_escalation(route, inventory) for route in routes)
        named = {name for each in escalations for step in each.steps for name in step.notify}
        rotas = {name: inventory.rotas[name] for name in sorted(named & inventory.rotas.keys())}
        standing_in = {each.person for rota in rotas.values() for each in rota.overrides}
        people = named | standing_in | {member for rota in rotas.values() for member in rota.members}
        return cls(
            escalations=escalations,
            people={name: inventory.people[name] for name in sorted(people & inventory.people.keys())},
            rotas=rotas,
            receivers={name: inventory.receivers[name] for name in sorted(named & inventory.receivers.keys())},
        )

    def calls(self, severity: Severity, waited: Millis, now: Millis) -> dict[Address, int]:
        """Return everybody who should have been called after so long, and in which round."""
        called: dict[Address, int] = {}
        for escalation in self.escalations:
            number = _round(escalation, waited)
            for step in _due(escalation, number, waited):
                for address in self._addresses(step.notify, severity, now):
                    called[address] = max(number, called.get(address, 0))
        return called

    def next_call(self, waited: Millis) -> Millis | None:
        """Return how long after the first call the next step is due; None after the last one."""
        return min((due for each in self.escalations for due in _times(each) if due > waited), default=None)

    def person_at(self, address: Address) -> Person | None:
        """Return the person whom an address reaches."""
        return next((person for person in self.people.values() if address in person.ways), None)

    def _addresses(self, names: Sequence[str], severity: Severity, now: Millis) -> Iterator[Address]:
        for name in names:
            person = self.people.get(on_duty(self.rotas[name], now) if name in self.rotas else name)
            if person is not None:
                yield from _ways(person, severity)
            elif name in self.receivers:
                yield from ways_of(self.receivers[name])


def ways_of(receiver: Receiver) -> Iterator[Address]:
    """Yield every address of a receiver."""
    for channel, addresses in receiver:
        yield from ((channel, address) for address in addresses)


def _ways(person: Person, severity: Severity) -> tuple[Address, ...]:
    """Return every way to a person if it is critical, else the quietest."""
    return person.ways if severity is Severity.CRITICAL else person.ways[:1]


def _escalation(route: Route, inventory: Inventory) -> Escalation:
    if route.escalation is not None:
        return inventory.escalations[route.escalation]
    return Escalation(steps=(Step(notify=route.receivers),))


def _round(escalation: Escalation, waited: Millis) -> int:
    return min(waited // escalation.every, escalation.repeat) if escalation.repeat else 0


def _due(escalation: Escalation, number: int, waited: Millis) -> Iterator[Step]:
    """Yield the steps of a round whose time has come."""
    yield from (step for step in escalation.steps if step.after + number * escalation.every <= waited)


def _times(escalation: Escalation) -> Iterator[Millis]:
    for number in range(escalation.repeat + 1):
        yield from (Millis(step.after + number * escalation.every) for step in escalation.steps)
