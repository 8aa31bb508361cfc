"""Whom to call about an incident, as its page shows it: a number to touch, and what they will ask for."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from dashboards.plain import plain
from dashboards.texts import Words
from dashboards.titles import entity_name
from netmon.inventory.models import Inventory
from netmon.model import Incident
from netmon.record.calls import Call, calls

NUMBER = re.compile(r"\s*(\+?)([0-9 ().\u00a0/-]+)")
"""A number as people write it; an extension behind it is for whoever answers."""
FEWEST_DIGITS = 3
"""Emergency services have so many; what has fewer is no number."""


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to call; `number` is what a phone dials, None where there is none or it cannot be dialled."""

    about: str
    name: str
    phone: str | None
    number: str | None
    email: str | None
    circuit: str | None
    customer: str | None

    @property
    def mailto(self) -> str:
        """The address as RFC 6068 wants it in a link."""
        return f"mailto:{quote(self.email or '', safe='@')}"


def callees(incident: Incident, inventory: Inventory, words: Words) -> tuple[Callee, ...]:
    """Return whom to call, the likeliest first."""
    return tuple(_callee(call, inventory, words) for call in calls(incident, inventory))


def dialled(phone: str) -> str | None:
    """Return a number as RFC 3966 wants it in a link: digits, and the plus before them."""
    found = NUMBER.match(phone)
    if found is None:
        return None
    digits = "".join(filter(str.isdigit, found[2]))
    return f"{found[1]}{digits}" if len(digits) >= FEWEST_DIGITS else None


def _callee(call: Call, inventory: Inventory, words: Words) -> Callee:
    return Callee(
        about=entity_name(inventory, call.about, words),
        name=plain(call.name),
        phone=_plain(call.phone),
        number=dialled(call.phone) if call.phone else None,
        email=_plain(call.email),
        circuit=_plain(call.circuit),
        customer=_plain(call.customer),
    )


def _plain(text: str | None) -> str | None:
    return plain(text) if text else None
