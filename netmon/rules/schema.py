"""Which names a rule may use, for each kind of thing it is evaluated for.

Bare names are what is measured or planned of the thing itself: the fields of `net_dev`, `net_if`
and `netmon_self`, and the inventory's words. A name with a dot says what the thing, and what it
belongs to, is called. Counters that only grow are not among them: a threshold on one never clears.
"""

import math
from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType

from netmon.facts import Agent
from netmon.inventory.models import Criticality, DeviceRole, ForEach, Medium, MunicipalityKind
from netmon.judgement.drift import Accord
from netmon.model import DeviceState, LinkState, MunicipalityState
from netmon.rules.terms import Facts, Number, Term, Text, Truth, Unit

OPER_STATUS = ("up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown")
"""ifOperStatus from 1 on, RFC 2863."""
ADMIN_STATUS = ("up", "down", "testing")
"""ifAdminStatus from 1 on, RFC 2863."""


def vocabulary(for_each: ForEach) -> Mapping[str, Term]:
    """Return the names a rule for this kind may use, with their types and units."""
    return VOCABULARIES[for_each]


def _numbers(unit: Unit, *names: str) -> dict[str, Term]:
    return {name: Number(unit, _number_reader(name)) for name in names}


def _names(*names: str) -> dict[str, Term]:
    return {name: Text(_word_reader(name, {})) for name in names}


def _word(name: str, words: type[StrEnum]) -> dict[str, Term]:
    return {name: Text(_word_reader(name, {}), frozenset(word.value for word in words))}


def _code(name: str, words: Mapping[int, str]) -> dict[str, Term]:
    return {name: Text(_word_reader(name, words), frozenset(words.values()))}


def _absurdities(**rates: str) -> dict[str, Term]:
    """Return flags that stand where a rate was not believed: one that is not there is false where its rate is."""
    return {name: Truth(_flag_reader(name, rate)) for name, rate in rates.items()}


def _states(states: type[IntEnum]) -> dict[int, str]:
    return {state.value: state.name.lower() for state in states}


def _mib(words: tuple[str, ...]) -> dict[int, str]:
    return dict(enumerate(words, start=1))


def _number_reader(name: str) -> Callable[[Facts], float | None]:
    def read(facts: Facts) -> float | None:
        value = facts.get(name)
        if value is None or isinstance(value, bool | str) or not math.isfinite(value):
            return None
        return value

    return read


def _word_reader(name: str, words: Mapping[int, str]) -> Callable[[Facts], str | None]:
    """Return a reader of a word that may arrive as the number that stands for it."""

    def read(facts: Facts) -> str | None:
        value = facts.get(name)
        if isinstance(value, int):
            return words.get(value)
        return value if isinstance(value, str) else None

    return read


def _flag_reader(name: str, rate: str) -> Callable[[Facts], bool | None]:
    def read(facts: Facts) -> bool | None:
        if facts.get(name) is True:
            return True
        return False if rate in facts else None

    return read


PLACE = _names("municipality.name", "orp")
DEVICE = {
    **_word("role", DeviceRole),
    **_word("criticality", Criticality),
    **_names("platform", "device.name"),
    **PLACE,
}

VOCABULARIES: Mapping[ForEach, Mapping[str, Term]] = MappingProxyType(
    {
        ForEach.DEVICE: {
            **_code("state", _states(DeviceState)),
            **_numbers(Unit.SECONDS, "uptime_s"),
            **_numbers(Unit.MILLISECONDS, "rtt_ms"),
            **_numbers(Unit.PERCENT, "loss_pct"),
            **_word("agent", Agent),
            "stranded": Truth(_flag_reader("stranded", "state")),
            **_names("neighbor.name"),
            **DEVICE,
        },
        ForEach.INTERFACE: {
            **_code("oper", _mib(OPER_STATUS)),
            **_code("admin", _mib(ADMIN_STATUS)),
            **_numbers(Unit.BIT_RATE, "in_bps", "out_bps", "speed", "capacity"),
            **_numbers(Unit.PERCENT, "in_util", "out_util"),
            **_absurdities(in_absurd="in_bps", out_absurd="out_bps"),
            **_names("interface.name", "link.name", "link.title"),
            **DEVICE,
        },
        ForEach.LINK: {
            **_code("state", _states(LinkState)),
            **_numbers(Unit.BIT_RATE, "in_bps", "out_bps", "capacity"),
            **_word("medium", Medium),
            **_word("topology", Accord),
            **_names("link.name", "link.title", "interface.name", "neighbor.name", "neighbor.found"),
        },
        ForEach.MUNICIPALITY: {
            **_code("state", _states(MunicipalityState)),
            **_numbers(Unit.COUNT, "population"),
            **_word("kind", MunicipalityKind),
            **PLACE,
        },
        ForEach.SESSION: {
            **_code("state", _states(LinkState)),
            **_names("protocol", "neighbor.name"),
            **DEVICE,
        },
        ForEach.NETMON: {
            **_numbers(Unit.COUNT, "polled", "answered", "outbox_rows"),
            **_numbers(Unit.COUNT, "next_cut_municipalities", "next_cut_inhabitants"),
            **_numbers(Unit.SECONDS, "outbox_oldest_s"),
            **_numbers(Unit.MILLISECONDS, "cycle_ms"),
        },
    }
)
