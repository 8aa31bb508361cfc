"""Whom a route may tell, whichever way it leads: receivers as they are, people as receivers of one."""

from collections.abc import Iterator

from netmon.inventory.models import Inventory, Person, Receiver, Route


def heard_by(route: Route, inventory: Inventory) -> dict[str, Receiver]:
    """Return everybody whom a route may tell now or later, by name."""
    found = {name: inventory.receivers[name] for name in route.receivers}
    for name in _names(route, inventory):
        if name in inventory.people:
            found[name] = _as_receiver(inventory.people[name])
        elif name in inventory.receivers:
            found[name] = inventory.receivers[name]
    return found


def _names(route: Route, inventory: Inventory) -> Iterator[str]:
    """Yield what the steps of a route's escalation name, the members of rotas one by one."""
    if route.escalation is None:
        return
    for step in inventory.escalations[route.escalation].steps:
        for name in step.notify:
            rota = inventory.rotas.get(name)
            yield from (name,) if rota is None else rota.members
            yield from () if rota is None else (override.person for override in rota.overrides)


def _as_receiver(person: Person) -> Receiver:
    ways: dict[str, list[str]] = {}
    for channel, address in person.ways:
        ways.setdefault(channel, []).append(address)
    return Receiver.model_validate(ways)
