"""Everything that the collectors which are due ask of one device, merged into one plan of requests."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.inventory.models import SnmpVersion
from netmon.snmp.declaration import Declaration, Reading, Table, Value
from netmon.snmp.fetch import Planned
from netmon.snmp.harvest import SCALAR, SCALARS, Harvest
from netmon.snmp.learnt import Keep, Learnt
from netmon.snmp.plan import Ask, Request, Weights, pack


def keep_all(_table: str, _key: Value) -> bool:
    """Want every row."""
    return True


@dataclass(frozen=True, slots=True)
class Order:
    """What one collector asks, and which rows it wants."""

    declaration: Declaration
    keep: Keep = keep_all


class Programme:
    """The requests for a set of declarations; made anew only when rows come, go or are renumbered.

    `learnt` is the session's knowledge of tables, by their identity: comparing them would cost more than a visit.
    """

    def __init__(self, orders: Sequence[Order], version: SnmpVersion, learnt: Mapping[int, Learnt]) -> None:
        self._version = version
        self._learnt = learnt
        self.orders = orders
        tables = {id(table): table for order in orders for table in order.declaration.tables}
        names = [table.name for table in tables.values()]
        self.tables = {
            name if names.count(name) == 1 else f"{name}/{position}": table
            for position, (name, table) in enumerate(zip(names, tables.values(), strict=True))
        }
        """What the plan calls a table, and the table."""
        self._keys = {id(table): key for key, table in self.tables.items()}
        self._head = _head(orders)
        self._planned: tuple[Planned, ...] = ()
        self._versions: tuple[int, ...] | None = None

    def planned(self) -> tuple[Planned, ...]:
        """Return the requests for what is known of the device now; those that stay the same keep their memory."""
        versions = tuple(self._version_of(table) for table in self.tables.values())
        if versions != self._versions:
            known = {planned.request.asks: planned for planned in self._planned}
            asks = [*self._head, *(ask for key in self.tables for ask in self._asks(key))]
            requests = pack(asks, self._version, self._weights()) or (Request.of(()),)
            self._planned = tuple(known.get(request.asks) or Planned(request) for request in requests)
            self._versions = versions
        return self._planned

    def planned_for(self, keys: Collection[str]) -> tuple[Planned, ...]:
        """Return the requests that ask anything of these tables."""
        return tuple(planned for planned in self.planned() if any(ask.table in keys for ask in planned.request.asks))

    def adopt(self, replaced: Mapping[Planned, tuple[Planned, ...]]) -> None:
        """Ask from now on as the agent wants it: what it wanted split stays split."""
        if replaced:
            self._planned = tuple(_replaced(self._planned, replaced)) or self._planned

    def readings(self, harvest: Harvest, now: Millis) -> list[Reading]:
        """Return what each order asked of what came in."""
        return [self._reading(order.declaration, harvest, now) for order in self.orders]

    def _reading(self, declaration: Declaration, harvest: Harvest, now: Millis) -> Reading:
        scalars = frozenset(scalar.name for scalar in declaration.scalars)
        return harvest.reading(now, scalars, {table.name: self._keys[id(table)] for table in declaration.tables})

    def _version_of(self, table: Table) -> int:
        learnt = self._learnt.get(id(table))
        return -1 if learnt is None else learnt.version

    def _weights(self) -> Weights:
        return {
            (key, index): weight
            for key, table in self.tables.items()
            if (learnt := self._learnt.get(id(table))) is not None
            for index, weight in learnt.weights.items()
        }

    def _asks(self, key: str) -> Iterable[Ask]:
        table = self.tables[key]
        learnt = self._learnt.get(id(table))
        if learnt is None:
            return ()
        keeps = [order.keep for order in self.orders if table in order.declaration.tables]
        return learnt.asks(table, key, lambda name: any(keep(table.name, name) for keep in keeps), self._version)


def _head(orders: Iterable[Order]) -> list[Ask]:
    """Return the scalars, and the triggers of the tables, each once."""
    columns = dict.fromkeys(
        column
        for order in orders
        for column in (
            *order.declaration.scalars,
            *(table.trigger for table in order.declaration.tables if table.trigger is not None),
        )
    )
    return [Ask(SCALARS, SCALAR, column.name, column) for column in columns]


def _replaced(planned: Iterable[Planned], replaced: Mapping[Planned, tuple[Planned, ...]]) -> Iterable[Planned]:
    for one in planned:
        if one in replaced:
            yield from _replaced(replaced[one], replaced)
        else:
            yield one
