"""A storm through the whole engine with the shipped rules: one cause is one page, many causes are few pages."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from netmon.clock import MINUTE
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory, Person, Receiver, Route
from netmon.model import DeviceName
from netmon.settings import Flapping, Settings
from tests.netmon.engine_room import NOON, PORTS, PROBE, Room, opened
from tests.netmon.judgement.networks import region
from tests.netmon.rehearsal.conftest import SHIPPED
from tests.netmon.virtual import CORES, LEAVES, RING

ANCHOR = DeviceName("hq")
FAILURES, PAGES = 20, 5
MESSAGES = "SELECT created, kind, address, subject_id FROM notifications WHERE kind != 'alarm' ORDER BY id"
SHIPPED_FIGURES = Settings(intervals={"snmp": PROBE, "interfaces": PORTS, "system": PORTS}, flapping=Flapping())
"""How netmon is delivered, but for the pace of probes."""


def staffed(inventory: Inventory) -> Inventory:
    """Return an inventory with the shipped rules, whose every alert goes to one person by one way."""
    people = {"ada": Person(name="Ada", email="ada@kraj.example")}
    receivers = {"noc": Receiver(email=("noc@kraj.example",))}
    routes = (Route.model_validate({"receivers": ["noc"]}),)
    changes = {"people": people, "receivers": receivers, "routes": routes, "rules": load(SHIPPED).rules}
    return inventory.model_copy(update=changes)


def five_hundred() -> Inventory:
    """Return 500 devices behind one link: a ring of cores, rings of aggregation between, and two chains at each."""
    links = [f"c{number}-c{(number + 1) % CORES}" for number in range(CORES)]
    for core in range(CORES):
        ring = [f"c{core}", *(f"g{core}x{place}" for place in range(RING)), f"c{(core + 1) % CORES}"]
        links += [f"{near}-{far}" for near, far in pairwise(ring)]
        for place in range(RING):
            name = f"{core}x{place}"
            links += [f"g{name}-l{name}x0", f"l{name}x0-l{name}x1", f"g{name}-l{name}x2", f"l{name}x2-l{name}x3"]
    links += [f"c{core}-s{core}x{leaf}" for core in range(CORES) for leaf in range(LEAVES)]
    return region([f"{ANCHOR}-c0", *links], anchors=(ANCHOR,), cores=[f"c{number}" for number in range(CORES)])


@contextmanager
def calm(directory: Path, inventory: Inventory) -> Iterator[Room]:
    """Yield an engine that knows everything to be up."""
    with opened(directory, at=NOON, inventory=staffed(inventory), settings=SHIPPED_FIGURES) as room:
        room.pass_time(30)
        assert room.rows(MESSAGES) == []
        yield room


def kinds(room: Room) -> Counter[str]:
    """Return how many messages of each kind there were."""
    return Counter(str(kind) for _, kind, _, _ in room.rows(MESSAGES))


def most_within(times: Iterable[int], span: int) -> int:
    """Return how many of some moments lie within a span at most."""
    moments = sorted(times)
    return max((sum(begin <= each < begin + span for each in moments) for begin in moments), default=0)


@pytest.mark.long
def test_five_hundred_devices_behind_one_cut_are_one_page_and_one_resolve(tmp_path: Path) -> None:
    with calm(tmp_path / "state", five_hundred()) as room:
        cut = set(room.inventory.devices) - {ANCHOR}
        assert len(cut) >= 500
        room.silent |= cut
        room.pass_time(4 * 60)
        assert kinds(room) == {"firing": 1}
        room.silent -= cut
        room.pass_time(12 * 60)
        assert kinds(room) == {"firing": 1, "resolved": 1}
        ((_, _, _, begun), (_, _, _, ended)) = room.rows(MESSAGES)
        assert begun == ended
        assert room.rows("SELECT count(*) FROM incidents") == [(1,)]


@pytest.mark.parametrize("seed", [0, 1, 2, 6, 7])
def test_twenty_independent_failures_within_a_minute_are_five_pages_and_a_digest_at_most(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 -- moments of a test, not a secret
    inventory = region([f"{ANCHOR}-f{number}" for number in range(FAILURES)], anchors=(ANCHOR,))
    with calm(tmp_path / "state", inventory) as room:
        begun = room.clock.now()
        moments = sorted((chance.randrange(0, 60, 2), DeviceName(f"f{number}")) for number in range(FAILURES))
        for second in range(0, 60, 2):
            room.silent |= {name for at, name in moments if at == second}
            room.pass_time(2)
        room.pass_time(3 * 60)
        assert room.rows("SELECT count(*) FROM incidents") == [(FAILURES,)]
        times = [at for at, _, _, _ in room.rows(MESSAGES)]
        assert most_within(times, MINUTE) <= PAGES
        assert kinds(room)["firing"] <= PAGES
        assert len(times) <= PAGES + 1
        assert set(covered(room)) == {subject for (subject,) in room.rows("SELECT id FROM incidents")}
        assert max(times) - begun <= 2 * MINUTE


def covered(room: Room) -> Iterator[str]:
    """Yield the subjects that somebody was told began, by a page or in a digest."""
    yield from (str(subject) for _, kind, _, subject in room.rows(MESSAGES) if kind == "firing")
    yield from (str(subject) for (subject,) in room.rows("SELECT subject_id FROM digested WHERE kind = 'firing'"))
