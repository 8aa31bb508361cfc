"""Which names a rule may use, for each kind of thing it is evaluated for.

Bare names are what is measured or planned of the thing itself: the fields of `net_dev`, `net_if`
and `netmon_self`, and the inventory's words. A name with a dot says what the thing, and what it
belongs to, is called. What is measured can be looked back upon; counters can be asked in no other way.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType

from netmon.inventory.models import Criticality, DeviceRole, ForEach, Medium, MunicipalityKind
from netmon.judgement.drift import Accord
from netmon.model import DeviceState, LinkState, MunicipalityState
from netmon.rules.facts import Agent
from netmon.rules.lookback import Field, Nature
from netmon.rules.terms import Counter, Facts, Number, Term, Text, Truth, Unit, number_reader

OPER_STATUS = ("up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown")
"""ifOperStatus from 1 on, RFC 2863."""
ADMIN_STATUS = ("up", "down", "testing")
"""ifAdminStatus from 1 on, RFC 2863."""


def vocabulary(for_each: ForEach) -> Mapping[str, Term]:
    """Return the names a rule for this kind may use, with their types and units."""
    return VOCABULARIES[for_each]


def _numbers(unit: Unit, *names: str) -> dict[str, Term]:
    """Return numbers that visits bring."""
    return {name: Number(unit, number_reader(name), Field(name, Nature.GAUGE)) for name in names}


def _judged(unit: Unit, *names: str) -> dict[str, Term]:
    """Return numbers that netmon itself comes to."""
    return {name: Number(unit, number_reader(name), Field(name, Nature.GAUGE, is_judged=True)) for name in names}


def _planned(unit: Unit, *names: str) -> dict[str, Term]:
    """Return numbers that stand in the inventory."""
    return {name: Number(unit, number_reader(name)) for name in names}


def _counters(unit: Unit, *names: str) -> dict[str, Term]:
    return {name: Counter(unit, number_reader(name), Field(name, Nature.COUNTER)) for name in names}


def _names(*names: str) -> dict[str, Term]:
    return {name: Text(_word_reader(name, {})) for name in names}


def _word(name: str, words: type[StrEnum]) -> dict[str, Term]:
    return {name: Text(_word_reader(name, {}), frozenset(word.value for word in words))}


def _code(name: str, words: Mapping[int, str], *, is_judged: bool = False) -> dict[str, Term]:
    field = Field(name, Nature.WORD, is_judged)
    return {name: Text(_word_reader(name, words), frozenset(words.values()), measured=field)}


def _state(states: type[IntEnum]) -> dict[str, Term]:
    return _code("state", _states(states), is_judged=True)


def _absurdities(**rates: str) -> dict[str, Term]:
    """Return flags that stand where a rate was not believed: one that is not there is false where its rate is."""
    return {name: Truth(_flag_reader(name, rate)) for name, rate in rates.items()}


def _states(states: type[IntEnum]) -> dict[int, str]:
    return {state.value: state.name.lower() for state in states}


def _mib(words: tuple[str, ...]) -> dict[int, str]:
    return dict(enumerate(words, start=1))


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
            **_state(DeviceState),
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
            **_numbers(Unit.BIT_RATE, "in_bps", "out_bps", "speed"),
            **_planned(Unit.BIT_RATE, "capacity"),
            **_counters(Unit.OCTETS, "in_octets", "out_octets"),
            **_counters(
                Unit.COUNT, "in_packets", "out_packets", "in_errors", "out_errors", "in_discards", "out_discards"
            ),
            **_numbers(Unit.PERCENT, "in_util", "out_util"),
            **_absurdities(in_absurd="in_bps", out_absurd="out_bps"),
            **_names("interface.name", "link.name", "link.title"),
            **DEVICE,
        },
        ForEach.LINK: {
            **_state(LinkState),
            **_judged(Unit.BIT_RATE, "in_bps", "out_bps"),
            **_planned(Unit.BIT_RATE, "capacity"),
            **_word("medium", Medium),
            **_word("topology", Accord),
            **_names("link.name", "link.title", "interface.name", "neighbor.name", "neighbor.found"),
        },
        ForEach.MUNICIPALITY: {
            **_state(MunicipalityState),
            **_planned(Unit.COUNT, "population"),
            **_judged(Unit.SECONDS, "down_1h_s", "down_6h_s"),
            **_planned(Unit.PERCENT, "sla_target"),
            **_word("kind", MunicipalityKind),
            **PLACE,
        },
        ForEach.SESSION: {
            **_code("state", _states(LinkState)),
            **_names("protocol", "neighbor.name"),
            **DEVICE,
        },
        ForEach.NETMON: {
            **_judged(Unit.COUNT, "polled", "answered", "late_polls", "outbox_rows"),
            "disk_full": Truth(_flag_reader("disk_full", "polled")),
            **_judged(Unit.COUNT, "messages_waiting", "messages_dead", "dead_lines", "outbox_dropped"),
            **_judged(Unit.COUNT, "samples_lost", "samples_poisoned", "damaged_files"),
            **_judged(Unit.COUNT, "next_cut_municipalities", "next_cut_inhabitants"),
            **_judged(Unit.SECONDS, "outbox_oldest_s"),
            **_judged(Unit.MILLISECONDS, "cycle_ms"),
        },
    }
)
