"""What a device says over SNMP: one session per device, from declarations to readings."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Self

from netmon.clock import Clock
from netmon.errors import AccessDenied, PollError, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.phrase import Phrase
from netmon.settings import Snmp
from netmon.snmp import ber
from netmon.snmp.budget import Budget
from netmon.snmp.counters import Moment, elapsed_ticks
from netmon.snmp.credential import Community, ResolvedCredential
from netmon.snmp.declaration import Column, Declaration, Index, Oid, Reading, Table, Value
from netmon.snmp.fetch import NOT_LET, OTHERS, Planned, Visit
from netmon.snmp.harvest import SCALAR, Harvest, read_uptime
from netmon.snmp.learnt import Keep, Learnt
from netmon.snmp.outline import Outline, RequestOutline
from netmon.snmp.pdu import ErrorStatus, Pdu, Varbind
from netmon.snmp.plan import SYS_UP_TIME, Ask, pack
from netmon.snmp.programme import Order, Programme, keep_all
from netmon.snmp.security import CommunitySecurity, Security
from netmon.snmp.template import get
from netmon.snmp.traffic import Traffic
from netmon.snmp.transport import Transport
from netmon.snmp.usm import UserSecurity
from netmon.snmp.walk import walk, walk_column

MOST_PROGRAMMES = 8
"""Sets of collectors that are due together, of which the plans are kept."""


class SnmpSession:
    """The agent of one device; nothing but a PollError leaves it.

    Readings queue up behind each other; `probe` goes ahead of them.
    """

    def __init__(self, transport: Transport, version: SnmpVersion, clock: Clock) -> None:
        self._transport = transport
        self._version = version
        self._clock = clock
        self._turn = asyncio.Lock()
        self._programmes: dict[tuple[int, ...], Programme] = {}
        self._learnt: dict[int, Learnt] = {}
        self._seen: Moment | None = None

    @classmethod
    def open(  # noqa: PLR0913 -- where it is, who asks, and what it shares
        cls,
        address: str,
        port: int,
        credential: ResolvedCredential,
        patience: Snmp,
        clock: Clock,
        *,
        traffic: Traffic | None = None,
    ) -> Self:
        """Return a session inside the running event loop; raise NoResponse if there is no way there.

        `traffic` is what it shares with the sessions of other devices.
        """
        security = _security(credential, clock)
        return cls(Transport(address, port, security, patience, traffic or Traffic()), security.version, clock)

    def close(self) -> None:
        """Give the socket back."""
        self._transport.close()

    async def probe(self) -> int:
        """Return sysUpTime.0 in hundredths of a second: the cheapest sign of life."""
        (varbind,) = await self._get((SYS_UP_TIME,))
        return read_uptime(varbind)

    async def get(self, oids: Sequence[Oid]) -> tuple[Varbind, ...]:
        """Return what the agent says to instances, as it says it, in one request; raise a PollError."""
        async with self._turn:
            return await self._get(tuple(oids))

    async def walk(self, root: Oid, budget: Budget | None = None) -> AsyncIterator[Varbind]:
        """Yield what lies below an object, in order; raise the PollError that ends the walk."""
        async with self._turn:
            async for varbind in walk(self._transport, self._version, root, budget or Budget.begin(self._clock)):
                yield varbind

    async def read(self, declaration: Declaration, keep: Keep = keep_all) -> Reading:
        """Return what the agent has of one declaration, as `read_together` does."""
        (reading,) = await self.read_together([Order(declaration, keep)])
        return reading

    async def read_together(self, orders: Sequence[Order]) -> list[Reading]:
        """Return what the agent has of each declaration, of tables the rows that are wanted.

        Raises a PollError if nothing is answered; later failures are the readings' problems.
        """
        async with self._turn:
            programme = self._programme(orders)
            budget, harvest = Budget.begin(self._clock), Harvest()
            visit = Visit(self._transport, self._clock, budget, harvest)
            await visit.bring(programme.planned())
            if harvest.uptimes is None:
                raise visit.failure or ProtocolViolation(NO_UPTIME)
            harvest.boots = self._transport.boots
            if stale := await self._learn(programme, budget, harvest):
                await visit.bring(programme.planned_for(stale))
            programme.adopt(visit.replaced)
            await self._read_fallbacks(programme, visit, harvest)
            self._look_for_outdated(programme, harvest)
            self._weigh(programme, harvest)
            return programme.readings(harvest, self._clock.now())

    def outline(self) -> Outline:
        """Return the plan of the largest programme, and its fortunes."""
        programmes = sorted(self._programmes.values(), key=lambda programme: len(programme.planned()))
        transport = self._transport
        smoothed = transport.round_trip.smoothed
        return Outline(
            requests=tuple(map(_outline, programmes[-1].planned())) if programmes else (),
            round_trip_ms=None if smoothed is None else smoothed * 1000,
            patience_ms=transport.round_trip.patience * 1000,
            window=transport.window,
            late=transport.late,
            ignored=transport.ignored,
            lost=transport.lost,
        )

    async def _get(self, oids: tuple[Oid, ...]) -> tuple[Varbind, ...]:
        budget = Budget.begin(self._clock)
        budget.take_request()
        pdu = await self._transport.ask(get(oids))
        budget.take_pdu(pdu)
        return _varbinds(pdu, oids)

    def _programme(self, orders: Sequence[Order]) -> Programme:
        key = tuple(id(order.declaration) for order in orders)
        programme = self._programmes.get(key)
        if programme is None:
            if len(self._programmes) >= MOST_PROGRAMMES:
                self._programmes.pop(next(iter(self._programmes)))
            programme = self._programmes[key] = Programme(orders, self._version, self._learnt)
        programme.orders = orders
        return programme

    async def _learn(self, programme: Programme, budget: Budget, harvest: Harvest) -> set[str]:
        """Learn rows that are not known, or not surely any more; return the tables that must be read for it."""
        now = self._clock.monotonic()
        has_restarted = self._notice_restart(harvest)
        changed = set()
        for key, table in programme.tables.items():
            trigger = harvest.scalar(table.trigger.name) if table.trigger else None
            learnt = self._learnt.get(id(table))
            if learnt is not None and not has_restarted and not learnt.is_stale(now, trigger):
                continue
            try:
                rows = await self._walk(table.key, budget)
                is_gone = bool(learnt and learnt.rows and not rows) and await self._is_gone(table.key, budget)
            except PollError as error:
                harvest.complain(Phrase("{table}: {reason}", table=table.name, reason=error), key)
                continue
            if learnt is not None and is_gone:
                harvest.complain(Phrase(GONE, table=table.name), key)
                learnt.is_outdated = True
                continue
            if learnt is None:
                # An empty table is not believed for an hour: its subagent may only just be starting.
                learnt = self._learnt[id(table)] = Learnt({}, now, trigger)
            if learnt.renew(rows, now, trigger):
                harvest.forget(key)
                changed.add(key)
            learnt.is_outdated = not rows
        return changed

    async def _is_gone(self, key: Column, budget: Budget) -> bool:
        """Say whether an agent that had rows does not even know the object any more: a subagent has died."""
        budget.take_request()
        pdu = await self._transport.ask(get((key.oid + SCALAR,)))
        return any(varbind.tag == ber.NO_SUCH_OBJECT for varbind in pdu.varbinds)

    def _notice_restart(self, harvest: Harvest) -> bool:
        """Say whether the device has restarted since it was last seen: it may have numbered its rows anew."""
        now = Moment(harvest.uptime, self._clock.now() if harvest.at is None else harvest.at, harvest.boots)
        before, self._seen = self._seen, now
        return before is not None and elapsed_ticks(before, now) is None

    async def _walk(self, key: Column, budget: Budget) -> dict[Index, Value]:
        rows = await walk_column(self._transport, self._version, key, budget)
        if not rows and key.fallback is not None:
            return await walk_column(self._transport, self._version, key.fallback, budget)
        return rows

    async def _read_fallbacks(self, programme: Programme, visit: Visit, harvest: Harvest) -> None:
        """Ask the fallback columns for what their columns do not have, and remember where they do."""
        fallen = [
            replace(ask, column=ask.column.fallback)
            for ask in harvest.absent
            if ask.table in programme.tables and ask.column.fallback is not None
        ]
        if not fallen:
            return
        await visit.bring(map(Planned, pack(fallen, self._version)))
        for key, table in programme.tables.items():
            rows = harvest.tables.get(key, {})
            found = [
                (ask.name, ask.index) for ask in fallen if ask.table == key and ask.name in rows.get(ask.index, {})
            ]
            if (learnt := self._learnt.get(id(table))) is not None:
                learnt.remember(found)

    def _look_for_outdated(self, programme: Programme, harvest: Harvest) -> None:
        """Have rows learnt anew next time where one is gone, or bears another key than when it was learnt."""
        for key, index in harvest.fresh:
            table = programme.tables.get(key)
            if table is not None and harvest.tables[key][index].get(table.key.name) != self._key_of(table, index):
                self._learnt[id(table)].is_outdated = True
        for ask in harvest.absent:
            table = programme.tables.get(ask.table)
            if table is not None and ask.name == table.key.name:
                self._learnt[id(table)].is_outdated = True
        for key in {ask.table for ask in harvest.unknown if self._is_key(programme, ask)}:
            harvest.complain(Phrase(GONE, table=programme.tables[key].name), key)

    def _is_key(self, programme: Programme, ask: Ask) -> bool:
        """Say whether an instance is of the column that says which rows there are, which every agent of it has."""
        table = programme.tables.get(ask.table)
        return table is not None and ask.name == table.key.name and table.key.fallback is None

    def _weigh(self, programme: Programme, harvest: Harvest) -> None:
        """Note what fresh rows took, so that the next plan fills its answers."""
        weights: dict[str, dict[Index, int]] = {}
        for (key, index), weight in harvest.weights.items():
            weights.setdefault(key, {})[index] = weight
        for key, table in programme.tables.items():
            learnt = self._learnt.get(id(table))
            if learnt is not None and key in weights:
                learnt.weigh(weights[key])

    def _key_of(self, table: Table, index: Index) -> Value | None:
        return self._learnt[id(table)].rows.get(index)


GONE = "{table}: the part of the agent that tells of it is gone"
NO_UPTIME = Phrase("the agent told no sysUpTime")


def _varbinds(pdu: Pdu, oids: tuple[Oid, ...]) -> tuple[Varbind, ...]:
    """Return the varbinds of a response to exactly these names; raise a PollError for any other."""
    if pdu.error_status == ErrorStatus.AUTHORIZATION_ERROR:
        raise AccessDenied(NOT_LET)
    if pdu.error_status != ErrorStatus.NO_ERROR:
        raise ProtocolViolation(
            Phrase("error-status {status}, error-index {index}", status=pdu.error_status, index=pdu.error_index)
        )
    if pdu.oids != oids:
        raise ProtocolViolation(OTHERS)
    return pdu.varbinds


def _outline(planned: Planned) -> RequestOutline:
    asks = planned.request.asks
    return RequestOutline(
        tables=tuple(dict.fromkeys(ask.table for ask in asks)),
        instances=len(asks),
        octets=sum(ask.size for ask in asks),
        hits=planned.memory.hits,
        misses=planned.memory.misses,
    )


def _security(credential: ResolvedCredential, clock: Clock) -> Security:
    if isinstance(credential, Community):
        return CommunitySecurity(credential)
    return UserSecurity(credential, clock)
