"""How Grafana shows a state: the words and colours of netmon's own pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from dashboards import ports
from dashboards.signs import DEVICE_SIGNS, LINK_SIGNS, MUNICIPALITY_SIGNS, Sign
from dashboards.texts import Words
from netmon.language import Language

WORDS = Words(Language.CS)
COLOURS = {
    "operational": "#4160A2",
    "degraded": "#FFF23E",
    "disconnected": "#EA621C",
    "isolated": "#EA94F7",
    "unknown": "#85888B",
    "maintenance": "#9FB4C8",
    "unmonitored": "transparent",
}
"""Those of the dark ground in `tokens.css`: a value has one colour in Grafana, and its own ground is dark."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value's word and colour."""

    word: str
    colour: str


Kind = TypeVar("Kind", bound=IntEnum)


def _shown(signs: Mapping[Kind, Sign]) -> Mapping[int, Shown]:
    return {int(state): Shown(WORDS(sign.word), COLOURS[sign.name]) for state, sign in signs.items()}


MUNICIPALITIES = _shown(MUNICIPALITY_SIGNS)
DEVICES = _shown(DEVICE_SIGNS)
LINKS = _shown(LINK_SIGNS)
SESSIONS = {0: Shown("nenavázáno", COLOURS["disconnected"]), 1: Shown("navázáno", COLOURS["operational"])}
MAINTENANCE = {
    0: Shown("bez údržby", COLOURS["unmonitored"]),
    1: Shown(WORDS("state.maintenance"), COLOURS["maintenance"]),
}
PORTS = {
    number: Shown(status, COLOURS[ports.SIGNS.get(status, "unknown")])
    for number, status in enumerate(ports.OPER_STATUS)
    if status
}
"""ifOperStatus (RFC 2863) in its own words, as netmon's page of a device has them."""
