"""What a device says over SNMP: one session per device, from a declaration to a reading."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Self

from netmon.clock import HOUR, Clock
from netmon.errors import PollError, ProtocolViolation
from netmon.inventory.models import SnmpVersion
from netmon.phrase import Phrase
from netmon.settings import Snmp
from netmon.snmp.budget import Budget
from netmon.snmp.counters import Moment, elapsed_ticks
from netmon.snmp.credential import Community, ResolvedCredential
from netmon.snmp.declaration import Column, Declaration, Index, Oid, Reading, Table, Value
from netmon.snmp.fetch import fetch, fetch_all, take
from netmon.snmp.harvest import SCALAR, SCALARS, Harvest, read_uptime
from netmon.snmp.learnt import Keep, Learnt
from netmon.snmp.pdu import ErrorStatus, Varbind
from netmon.snmp.plan import Ask, Request, pack
from netmon.snmp.security import CommunitySecurity, Security
from netmon.snmp.template import get
from netmon.snmp.transport import Transport
from netmon.snmp.usm import UserSecurity
from netmon.snmp.walk import walk, walk_column

RELEARN = HOUR
"""Rows are learnt anew at least this often."""


def keep_all(_table: str, _key: Value) -> bool:
    """Want every row."""
    return True


class SnmpSession:
    """The agent of one device; nothing but a PollError leaves it.

    Readings queue up behind each other; `probe` goes ahead of them.
    """

    def __init__(self, transport: Transport, version: SnmpVersion, clock: Clock) -> None:
        self._transport = transport
        self._version = version
        self._clock = clock
        self._turn = asyncio.Lock()
        self._heads: dict[Declaration, tuple[Request, ...]] = {}
        self._learnt: dict[Table, Learnt] = {}
        self._seen: Moment | None = None
        self._liveness = Request.of(())

    @classmethod
    def open(cls, address: str, port: int, credential: ResolvedCredential, patience: Snmp, clock: Clock) -> Self:
        """Return a session inside the running event loop; raise NoResponse if there is no way there."""
        security = _security(credential, clock)
        return cls(Transport(address, port, security, patience), security.version, clock)

    def close(self) -> None:
        """Give the socket back."""
        self._transport.close()

    async def probe(self) -> int:
        """Return sysUpTime.0 in hundredths of a second: the cheapest sign of life."""
        pdu = await fetch(self._transport, self._liveness, Budget.begin(self._clock))
        if pdu.error_status != ErrorStatus.NO_ERROR:
            raise ProtocolViolation(Phrase("error-status {status} for sysUpTime.0", status=pdu.error_status))
        return read_uptime(pdu.varbinds[0])

    async def get(self, oids: Sequence[Oid]) -> tuple[Varbind, ...]:
        """Return what the agent says to instances, as it says it, in one request; raise a PollError."""
        async with self._turn:
            budget = Budget.begin(self._clock)
            budget.take_request()
            pdu = await self._transport.ask(get(tuple(oids)))
            budget.take_reply(pdu)
        if pdu.error_status != ErrorStatus.NO_ERROR:
            raise ProtocolViolation(
                Phrase("error-status {status}, error-index {index}", status=pdu.error_status, index=pdu.error_index)
            )
        if pdu.oids != tuple(oids):
            raise ProtocolViolation(Phrase("the agent answered with other objects than were asked"))
        return pdu.varbinds

    async def walk(self, root: Oid, budget: Budget | None = None) -> AsyncIterator[Varbind]:
        """Yield what lies below an object, in order; raise the PollError that ends the walk."""
        async with self._turn:
            async for varbind in walk(self._transport, self._version, root, budget or Budget.begin(self._clock)):
                yield varbind

    async def read(self, declaration: Declaration, keep: Keep = keep_all) -> Reading:
        """Return what the agent has of the declaration, of tables the rows that `keep` wants.

        Raises a PollError if the first request fails; later failures are the reading's problems.
        """
        async with self._turn:
            budget = Budget.begin(self._clock)
            harvest = await self._read_head(declaration, budget)
            for table in declaration.tables:
                await self._read_table(table, keep, budget, harvest)
            return harvest.reading(
                frozenset(scalar.name for scalar in declaration.scalars),
                frozenset(table.name for table in declaration.tables),
            )

    async def _read_head(self, declaration: Declaration, budget: Budget) -> Harvest:
        """Read the scalars and triggers; without them there is nothing to go on with."""
        first, *rest = self._head(declaration)
        pdu = await fetch(self._transport, first, budget)
        harvest = Harvest(self._clock.now())
        await fetch_all(self._transport, (*take(first, pdu, harvest), *rest), budget, harvest)
        self._notice_restart(Moment(harvest.uptime, harvest.at))
        return harvest

    def _head(self, declaration: Declaration) -> tuple[Request, ...]:
        if declaration not in self._heads:
            triggers = [table.trigger for table in declaration.tables if table.trigger]
            columns = dict.fromkeys((*declaration.scalars, *triggers))
            self._heads[declaration] = pack(Ask(SCALARS, SCALAR, column.name, column) for column in columns)
        return self._heads[declaration]

    def _notice_restart(self, now: Moment) -> None:
        """Forget the rows of a device that has restarted: it may have numbered them anew."""
        if self._seen is not None and elapsed_ticks(self._seen, now) is None:
            self._learnt.clear()
        self._seen = now

    async def _read_table(self, table: Table, keep: Keep, budget: Budget, harvest: Harvest) -> None:
        learnt = await self._learn(table, budget, harvest)
        if learnt is None:
            return
        learnt.plan(table, keep, self._version)
        await fetch_all(self._transport, learnt.requests, budget, harvest)
        await self._read_fallbacks(table, learnt, budget, harvest)
        if learnt.is_outdated(harvest.tables.get(table.name, {}), table.key.name):
            self._learnt.pop(table, None)

    async def _read_fallbacks(self, table: Table, learnt: Learnt, budget: Budget, harvest: Harvest) -> None:
        fallen = [
            replace(ask, column=ask.column.fallback)
            for ask in harvest.absent
            if ask.table == table.name and ask.column.fallback is not None
        ]
        if not fallen:
            return
        await fetch_all(self._transport, pack(fallen), budget, harvest)
        rows = harvest.tables.get(table.name, {})
        learnt.remember({(ask.name, ask.index) for ask in fallen if ask.name in rows.get(ask.index, {})})

    async def _learn(self, table: Table, budget: Budget, harvest: Harvest) -> Learnt | None:
        learnt = self._learnt.get(table)
        trigger = harvest.scalar(table.trigger.name) if table.trigger else None
        now = self._clock.monotonic()
        if learnt is not None and now < learnt.at + RELEARN and trigger == learnt.trigger:
            return learnt
        try:
            rows = await self._walk(table.key, budget)
        except PollError as error:
            harvest.complain(Phrase("{table}: {error}", table=table.name, error=error))
            return learnt
        learnt = Learnt(rows, now, trigger)
        if rows:
            # An empty table is not believed for an hour: its subagent may only just be starting.
            self._learnt[table] = learnt
        return learnt

    async def _walk(self, key: Column, budget: Budget) -> dict[Index, Value]:
        rows = await walk_column(self._transport, self._version, key, budget)
        if not rows and key.fallback is not None:
            return await walk_column(self._transport, self._version, key.fallback, budget)
        return rows


def _security(credential: ResolvedCredential, clock: Clock) -> Security:
    if isinstance(credential, Community):
        return CommunitySecurity(credential)
    return UserSecurity(credential, clock)
