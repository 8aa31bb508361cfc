"""Restores that are killed: the state is the old one or the new one, whole, wherever it happens."""

import multiprocessing
import shutil
import time
from pathlib import Path

import pytest

from netmon.store import swap
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.archive.places import FILES, MADE, Scene, listing, rows

KILLS = 20
INCIDENTS = "SELECT id, started, ended FROM incidents"
LIVED_LONG_ENOUGH = 30.0


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    prepared = Scene.set_up(tmp_path)
    prepared.back_up()
    return prepared


def occupy(scene: Scene) -> dict[str, bytes]:
    """Put the state of a killed netmon where the backup is to go: both files, each with a log beside it."""
    origin = scene.directory / "origin"
    if not origin.exists():
        with StateStore(scene.directory / "first") as state, SampleStore(scene.directory / "first"):
            state.beat(MADE)
            shutil.copytree(scene.directory / "first", origin)
    shutil.rmtree(scene.other, ignore_errors=True)
    shutil.rmtree(scene.other_inventory, ignore_errors=True)
    shutil.copytree(origin, scene.other)
    return listing(scene.other)


def restore_for(scene: Scene, seconds: float) -> float:
    """Restore in another process, killed after some seconds; return for how many it has lived."""
    child = multiprocessing.get_context("fork").Process(target=lambda: scene.restore(force=True))
    began = time.monotonic()
    child.start()
    child.join(timeout=seconds)
    lived = time.monotonic() - began
    child.kill()
    child.join(timeout=60)
    return lived


def is_new(scene: Scene) -> bool:
    """Say whether the state is that of the backup; fail unless it is that or the old one, whole."""
    old = listing(scene.directory / "origin")
    StateLock(scene.other).close()
    assert not swap.is_unsettled(scene.other)
    assert not (scene.other / swap.DRAFT).exists()
    replaced = [path for path in scene.other.iterdir() if path.is_dir()]
    if not replaced:
        assert listing(scene.other) == old
        return False
    assert [listing(path) for path in replaced] == [old]
    assert sorted(path.name for path in scene.other.iterdir() if path.is_file()) == ["netmon.lock", *sorted(FILES)]
    for name, query in ((STATE_FILE, INCIDENTS), (SAMPLES_FILE, "SELECT count(*) FROM samples")):
        assert rows(scene.other / name, query) == rows(scene.state / name, query)
    return True


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_state_whole(scene: Scene) -> None:
    occupy(scene)
    whole = restore_for(scene, LIVED_LONG_ENOUGH)
    assert is_new(scene)
    ended = []
    for turn in range(KILLS):
        occupy(scene)
        restore_for(scene, whole * turn / KILLS * 1.2)
        ended.append(is_new(scene))
    assert not all(ended), "no kill came before the end of the restore"


def test_a_restore_after_a_killed_one_succeeds(scene: Scene) -> None:
    occupy(scene)
    whole = restore_for(scene, LIVED_LONG_ENOUGH)
    for turn in range(5):
        occupy(scene)
        restore_for(scene, whole * turn / 5)
        scene.restore(force=True)
        assert rows(scene.other / STATE_FILE, INCIDENTS) == rows(scene.state / STATE_FILE, INCIDENTS)


def test_an_inventory_is_whole_or_not_there_after_a_kill(scene: Scene) -> None:
    occupy(scene)
    whole = restore_for(scene, LIVED_LONG_ENOUGH)
    for turn in range(KILLS // 2):
        occupy(scene)
        restore_for(scene, whole * turn / KILLS * 2)
        assert not scene.other_inventory.exists() or listing(scene.other_inventory) == listing(scene.inventory)
