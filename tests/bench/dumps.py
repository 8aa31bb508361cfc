"""What our strict reader costs on real data: every varbind of the whole network dumps in PyPI's snmpsim-data.

Before a dump is measured, all of it is compared with the file, and one reply in twenty with what
pysnmp reads. Twenty million varbinds take some twenty minutes.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count, islice

import click

from netmon.inventory.models import SnmpVersion
from netmon.secret import Secret
from netmon.simulate.message import Operation, Request, write_response
from netmon.snmp.credential import Community
from netmon.snmp.pdu import Pdu, Varbind
from netmon.snmp.security import CommunitySecurity
from tests.netmon.snmp import reference
from tests.netmon.snmp.recording import Dirt, Recorded, as_recorded, meaning, names, read, write

COMMUNITY = "public"
READER = CommunitySecurity(Community(SnmpVersion.V2C, Secret(COMMUNITY)))
REPETITIONS = 25
"""Varbinds in a reply, as a walk asks for them."""
REFERENCE_EVERY = 20
COST, SIZE = "us_per_varbind", "varbinds"


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump as its device would send it, and what is wrong with it."""

    replies: Sequence[bytes]
    varbinds: int
    dirt: Mapping[Dirt, int]


def decode(name: str) -> Mapping[str, float]:
    """Read all replies, down to the values."""
    dump = load(name)
    begun = time.process_time()
    for reply in dump.replies:
        for varbind in varbinds_of(reply):
            meaning(varbind)
    elapsed = time.process_time() - begun
    cost = {f"{name} {SIZE}": dump.varbinds, f"{name} {COST}": 1_000_000 * elapsed / dump.varbinds}
    return cost | {f"{name} {dirt}": lines for dirt, lines in dump.dirt.items()}


@lru_cache(maxsize=1)
def load(name: str) -> Dump:
    """Return a dump, once it has been shown to be read as it was recorded."""
    dirt: Counter[Dirt] = Counter()
    replies: list[bytes] = []
    varbinds = 0
    with closing(read(name, dirt)) as recorded:
        for number, said, reply in sent(recorded):
            compare(f"{name}, reply {number}", said, reply, with_pysnmp=number % REFERENCE_EVERY == 0)
            replies.append(reply)
            varbinds += len(said)
    return Dump(replies, varbinds, dirt)


def sent(recorded: Iterable[Recorded]) -> Iterator[tuple[int, Sequence[Recorded], bytes]]:
    """Yield what each reply says, and the reply."""
    numbers, rest = count(1), iter(recorded)
    while said := list(islice(rest, REPETITIONS)):
        number = next(numbers)
        request = Request(COMMUNITY.encode(), Operation.GET_BULK, number, 0, REPETITIONS, ())
        yield number, said, write_response(request, list(map(write, said)))


def compare(where: str, said: Sequence[Recorded], reply: bytes, *, with_pysnmp: bool) -> None:
    """Raise ClickException unless the reply is read as it was said."""
    if list(map(as_recorded, varbinds_of(reply))) != said:
        complaint = f"{where}: we read something else than was recorded"
        raise click.ClickException(complaint)
    if with_pysnmp and reference.read_response(reply) != said:
        complaint = f"{where}: pysnmp reads something else than was recorded"
        raise click.ClickException(complaint)


def varbinds_of(reply: bytes) -> tuple[Varbind, ...]:
    """Return what a reply says."""
    pdu = READER.unwrap(reply).outcome
    assert isinstance(pdu, Pdu)
    return pdu.varbinds


def rows(medians: Mapping[str, float]) -> list[dict[str, str | float]]:
    """Return the table: a row for each dump, and one for all."""
    sizes = {name: medians[f"{name} {SIZE}"] for name in names()}
    costs = {name: medians[f"{name} {COST}"] for name in names()}
    mean = sum(sizes[name] * costs[name] for name in sizes) / sum(sizes.values())
    lines = [(name, sizes[name], costs[name], _dirt(name, medians)) for name in sizes]
    lines.append(("all", sum(sizes.values()), mean, ""))
    return [{"dump": name, SIZE: size, COST: cost, "dirt": dirt} for name, size, cost, dirt in lines]


def _dirt(name: str, medians: Mapping[str, float]) -> str:
    found = ((dirt, medians.get(f"{name} {dirt}")) for dirt in Dirt)
    return "; ".join(f"{lines:,.0f} {dirt}" for dirt, lines in found if lines)


MEASURES = tuple(partial(decode, name) for name in names())
