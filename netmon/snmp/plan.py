"""Which instances go into which request: GETs of at most 1,400 octets, each with sysUpTime.0 in front."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from weakref import WeakValueDictionary

from netmon.inventory.models import SnmpVersion
from netmon.snmp import ber
from netmon.snmp.declaration import Column, Index, Oid, Syntax
from netmon.snmp.template import Template, get

UPTIME = "sysUpTime"
"""The name under which each row holds the sysUpTime of its PDU."""
SYS_UP_TIME: Oid = (1, 3, 6, 1, 2, 1, 1, 3, 0)
LARGEST_REPLY = 1_400
"""Octets: below every usual MTU, tunnels included."""
ENVELOPES: Mapping[SnmpVersion, int] = {SnmpVersion.V1: 80, SnmpVersion.V2C: 80, SnmpVersion.V3: 140}
"""Octets of a message around the varbinds, sysUpTime.0 among them."""
VARBIND = 4
"""Octets of tags and lengths around a name and a value."""
VALUE_SIZES: Mapping[Syntax, int] = {
    Syntax.INTEGER: 4,
    Syntax.GAUGE32: 5,
    Syntax.COUNTER32: 5,
    Syntax.COUNTER64: 9,
    Syntax.TIME_TICKS: 5,
    Syntax.TEXT: 32,
    Syntax.OCTETS: 32,
    Syntax.OBJECT_IDENTIFIER: 16,
    Syntax.IP_ADDRESS: 4,
}
"""Octets to reckon with; for strings a guess, so that a reply may still be too big and be split."""


Weights = Mapping[tuple[str, Index], int]
"""A table and the index of a row, and the octets the row takes in an answer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One instance to be read: the row and name it is for, and the object that is asked."""

    table: str
    index: Index
    name: str
    column: Column

    @property
    def oid(self) -> Oid:
        """The instance on the wire."""
        return self.column.oid + self.index

    @property
    def size(self) -> int:
        """The octets it is likely to take in the reply."""
        return VARBIND + _name_size(self.column.oid) + _index_size(self.index) + VALUE_SIZES[self.column.syntax]


@lru_cache(maxsize=1_024)
def _name_size(oid: Oid) -> int:
    return len(ber.write_object_identifier(oid))


def _index_size(index: Index) -> int:
    """Return the octets of a row's index: seven bits of each sub-identifier an octet."""
    return sum(max(1, (part.bit_length() + 6) // 7) for part in index)


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Request:
    """A GET for sysUpTime.0 and some instances, encoded."""

    asks: tuple[Ask, ...]
    template: Template

    @classmethod
    def of(cls, asks: tuple[Ask, ...]) -> "Request":
        """Return the request for these instances; devices that are alike share theirs."""
        request = REQUESTS.get(asks)
        if request is None:
            request = REQUESTS[asks] = cls(asks, get((SYS_UP_TIME, *(ask.oid for ask in asks))))
        return request

    def halves(self) -> tuple["Request", "Request"]:
        """Return two requests for what was too much for one."""
        middle = len(self.asks) // 2
        return Request.of(self.asks[:middle]), Request.of(self.asks[middle:])

    def without(self, position: int) -> "Request":
        """Return the request without one of its instances."""
        return Request.of(self.asks[:position] + self.asks[position + 1 :])


REQUESTS: WeakValueDictionary[tuple[Ask, ...], Request] = WeakValueDictionary()
"""Those that are in any plan: names and octets that take more room than all else a device has."""


def pack(
    asks: Iterable[Ask], version: SnmpVersion = SnmpVersion.V3, weights: Weights = MappingProxyType({})
) -> tuple[Request, ...]:
    """Return requests for all instances in their order; rows stay together where they fit.

    `weights` are the octets that rows are known to take in an answer; the others are estimated. Volatile gauges go
    into requests of their own: they would change the layout of their company's answers.
    """
    room = LARGEST_REPLY - ENVELOPES[version]
    known = list(dict.fromkeys(asks))
    calm = _groups((ask for ask in known if not ask.column.volatile), room, weights)
    restless = _groups((ask for ask in known if ask.column.volatile), room, {})
    return tuple(Request.of(tuple(group)) for groups in (calm, restless) for group in groups if group)


def _groups(asks: Iterable[Ask], room: int, weights: Weights) -> list[list[Ask]]:
    groups: list[list[Ask]] = [[]]
    left = room
    for place, row in _rows(asks).items():
        weight = weights.get(place) or sum(ask.size for ask in row)
        if weight > left and groups[-1]:
            groups.append([])
            left = room
        if weight <= left:
            groups[-1].extend(row)
            left -= weight
            continue
        for ask in row:
            if ask.size > left and groups[-1]:
                groups.append([])
                left = room
            groups[-1].append(ask)
            left -= ask.size
    return groups


def _rows(asks: Iterable[Ask]) -> Mapping[tuple[str, Index], list[Ask]]:
    rows: dict[tuple[str, Index], list[Ask]] = {}
    for ask in asks:
        rows.setdefault((ask.table, ask.index), []).append(ask)
    return rows
