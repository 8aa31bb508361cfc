"""How a device is polled: the requests of its plan and how they fared, after visiting it three times."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from netmon.clock import EPOCH, SystemClock
from netmon.collector import Context, SnmpCollector
from netmon.console.snmp import Agent, Refusal
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused, NetmonError, PollError
from netmon.foreign import one_line
from netmon.inventory.loading import load
from netmon.inventory.models import Device, Inventory
from netmon.language import Language
from netmon.phrase import Phrase, in_language
from netmon.plan import concerns, find_collectors
from netmon.schema import device_tags
from netmon.snmp.declaration import Fault, Reading
from netmon.snmp.outline import Outline, RequestOutline
from netmon.snmp.programme import keep_all
from netmon.snmp.session import SnmpSession

VISITS = 3
"""The first learns what rows take, the second how the answers lie, the third shows whether they lie so again."""
SCALARS = Phrase("scalars")
TITLES = (
    Phrase("request"),
    Phrase("instances"),
    Phrase("octets"),
    Phrase("hits"),
    Phrase("misses"),
    Phrase("tables"),
)

FAULTS: Mapping[Fault, Phrase] = {
    Fault.NEGATIVE: Phrase("unsigned numbers that look negative"),
    Fault.OVERLONG: Phrase("integers in too many octets"),
    Fault.ENCODING: Phrase("text that is not UTF-8"),
}


@dataclass(frozen=True, slots=True)
class Account:
    """What came of the visits; without an outline there was not even a session."""

    outline: Outline | None
    problems: tuple[Phrase, ...] = ()
    faults: Mapping[Fault, int] = field(default_factory=dict)
    """Values that came encoded against the rules, over all visits."""
    refusal: Refusal | None = None

    @property
    def is_fine(self) -> bool:
        """Whether everything was read."""
        return self.refusal is None and not self.problems


def show_plan(name: str, directory: Path, *, as_json: bool) -> None:
    """Visit a device and show the plan; exit with 1 if not everything could be read."""
    terminal = Terminal.of_process()
    inventory = load(directory)
    agent = Agent.of(name, inventory)
    agent.greet(terminal)
    account = asyncio.run(_visit(agent, inventory))
    if as_json:
        terminal.show(json.dumps(as_object(agent, account), ensure_ascii=False))
    else:
        _show(agent, account, terminal)
    raise SystemExit(0 if account.is_fine else 1)


def as_object(agent: Agent, account: Account) -> dict[str, object]:
    """Return an account as JSON has it, in English; times are milliseconds."""
    return {
        **agent.as_object,
        "ok": account.is_fine,
        "plan": account.outline and asdict(account.outline),
        "faults": {fault.value: account.faults.get(fault, 0) for fault in Fault},
        "problems": [one_line(problem) for problem in account.problems],
        "refusal": account.refusal and account.refusal.as_object,
    }


def lines(agent: Agent, account: Account, language: Language) -> Iterator[str]:
    """Yield an account in a language: who, the requests, what they come to, how they fared, the problems."""
    door = agent.door
    who = Phrase(
        "{device} at {address} port {port}, credential {credential} ({protocols})",
        device=agent.device.name,
        address=door.address,
        port=door.port,
        credential=door.credential,
        protocols=door.protocols,
    )
    yield in_language(who, language)
    if account.outline is not None:
        yield from _table(account.outline.requests, language)
        yield from (in_language(line, language) for line in _totals(account.outline))
    yield from (in_language(line, language) for line in _faults(account.faults))
    for problem in account.problems:
        yield f"  {one_line(in_language(problem, language))}"


def _show(agent: Agent, account: Account, terminal: Terminal) -> None:
    for line in lines(agent, account, terminal.language):
        terminal.show(line)
    if account.refusal is not None:
        raise CommandRefused(account.refusal.text)


def _table(requests: Sequence[RequestOutline], language: Language) -> Iterator[str]:
    """Return a line for each request below a line of titles; none if there is no request."""
    rows = [_row(number, request) for number, request in enumerate(requests, start=1)]
    return aligned([TITLES, *rows] if rows else [], language, figures=range(len(TITLES) - 1))


def _row(number: int, request: RequestOutline) -> tuple[Phrase, ...]:
    figures = (number, request.instances, request.octets, request.hits, request.misses)
    tables = Phrase("{tables}", tables=[table or SCALARS for table in request.tables])
    return (*(Phrase("{n:,}", n=figure) for figure in figures), tables)


def _totals(outline: Outline) -> Iterator[Phrase]:
    """Yield what the requests come to, and how the device fares."""
    if outline.requests:
        yield from _sums(outline.requests)
    if outline.round_trip_ms is not None:
        yield Phrase("round trip {rtt:,.2f} ms", rtt=outline.round_trip_ms)
    yield Phrase(
        "an attempt waits {patience:,.0f} ms; up to {window:request|requests} on the way at once",
        patience=outline.patience_ms,
        window=outline.window,
    )
    yield Phrase(
        "{late:late answer|late answers}, {ignored:datagram|datagrams} ignored, {lost:attempt|attempts} without answer",
        late=outline.late,
        ignored=outline.ignored,
        lost=outline.lost,
    )


def _sums(requests: Sequence[RequestOutline]) -> Iterator[Phrase]:
    yield Phrase(
        "{requests:request|requests} for {instances:instance|instances}, {octets:octet|octets} of answers expected",
        requests=len(requests),
        instances=sum(request.instances for request in requests),
        octets=sum(request.octets for request in requests),
    )
    yield Phrase(
        "{hits:answer|answers} read by comparing, {misses} by the strict reader",
        hits=sum(request.hits for request in requests),
        misses=sum(request.misses for request in requests),
    )


def _faults(faults: Mapping[Fault, int]) -> Iterator[Phrase]:
    """Yield what an agent does wrong, and how often the strict reader met it."""
    for fault, what in FAULTS.items():
        if count := faults.get(fault):
            yield Phrase("{what}, read all the same: {count:value|values}", what=what, count=count)


async def _visit(agent: Agent, inventory: Inventory) -> Account:
    try:
        async with agent.session(SystemClock()) as session:
            return await _read_all(session, agent, inventory)
    except NetmonError as error:
        return Account(None, refusal=Refusal.of(error, agent.door))


async def _read_all(session: SnmpSession, agent: Agent, inventory: Inventory) -> Account:
    """Read with every collector, and again; the first failure of a whole reading ends it."""
    problems: list[Phrase] = []
    faults: Counter[Fault] = Counter()
    refusal = None
    try:
        for _ in range(VISITS):
            for collector in _collectors(agent.device):
                reading = await _read(session, collector, _context(agent.device, inventory))
                if reading is None:
                    continue
                problems += (
                    Phrase("{name}: {problem}", name=collector.name, problem=problem) for problem in reading.problems
                )
                faults.update(reading.faults)
    except PollError as error:
        refusal = Refusal.of(error, agent.door)
    return Account(session.outline(), tuple(dict.fromkeys(problems)), faults, refusal)


async def _read(session: SnmpSession, collector: SnmpCollector, context: Context) -> Reading | None:
    """Return a reading, or nothing of a collector that asks for a sign of life alone."""
    declaration, keep = collector.declaration, collector.keep
    if not (declaration.scalars or declaration.tables):
        await session.probe()
        return None
    wanted = keep_all if keep is None else (lambda table, key: keep(table, key, context))
    return await session.read(declaration, wanted)


def _collectors(device: Device) -> list[SnmpCollector]:
    return [
        collector
        for collector in find_collectors()
        if isinstance(collector, SnmpCollector) and concerns(collector, device)
    ]


def _context(device: Device, inventory: Inventory) -> Context:
    """Return what decides which rows are wanted; the slot is of no consequence for that."""
    return Context(device, device_tags(inventory, device), EPOCH, inventory.watched_interfaces(device))
