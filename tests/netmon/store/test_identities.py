"""Who is who in the file: as it was known, and what has happened, the newest first."""

from pathlib import Path

import pytest

from netmon.clock import Millis
from netmon.identity.device import Memory, Replacement, Traits
from netmon.identity.evidence import Evidence
from netmon.identity.known import NOWHERE, Known, Move
from netmon.model import InterfaceName
from netmon.store import identities
from netmon.store.identities import Moved
from netmon.store.state import StateStore
from tests.netmon.engine_room import NOON
from tests.netmon.region import FAR, HUB, MID

XE1, XE2 = map(InterfaceName, ("xe1", "xe2"))
MEMORY = Memory(
    Traits(frozenset({"S1", "S2"}), frozenset({"021800000001"}), frozenset({"8000"})),
    (
        Known(XE1, XE2, Evidence("021800000001", "směr Cheb", ("cheb", "xe1")), frozenset({"link a"})),
        Known(XE2, NOWHERE),
    ),
)
MOVE = Move(XE1, XE1, XE2, "mac")


def test_what_is_known_is_known_again(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.keep_identity(HUB, Memory(), (), NOON)
        store.keep_identity(HUB, MEMORY, (), NOON)
        store.keep_identity(MID, Memory(), (), NOON)
    with StateStore(tmp_path) as store:
        assert store.identities() == {HUB: MEMORY, MID: Memory()}
        store.forget_identities([HUB, FAR])
        assert store.identities() == {MID: Memory()}


def test_what_happened_is_told_of_one_device_or_of_all(tmp_path: Path) -> None:
    replacement = Replacement("serial", "S1", "S2")
    with StateStore(tmp_path) as store:
        store.keep_identity(HUB, MEMORY, (replacement, MOVE), NOON)
        store.keep_identity(MID, MEMORY, (MOVE,), Millis(NOON + 1))
        store.forget_identities([HUB])
        assert store.moves(HUB, limit=10) == (Moved(NOON, HUB, MOVE), Moved(NOON, HUB, replacement))
        assert [moved.device for moved in store.moves(None, limit=2)] == [MID, HUB]


def test_of_what_happened_the_latest_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "MOST_MOVES", 3)
    with StateStore(tmp_path) as store:
        for turn in range(5):
            store.keep_identity(HUB, MEMORY, (MOVE,), Millis(NOON + turn))
        assert [moved.at - NOON for moved in store.moves(None, limit=10)] == [4, 3, 2]
