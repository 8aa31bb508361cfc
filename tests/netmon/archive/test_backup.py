"""What is in a backup, and what making one leaves behind."""

import json
import os
import shutil
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from netmon.archive import backup
from netmon.archive.backup import WORKSHOP
from netmon.clock import Millis
from netmon.errors import FileError, StoreError
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.state import StateStore
from tests.netmon.archive.places import FILES, MADE, Scene, copy_of, listing, rows

INCIDENTS = "SELECT id, started, ended FROM incidents"
COUNT = "SELECT count(*) FROM samples"


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene.set_up(tmp_path)


def unpacked(scene: Scene) -> Path:
    """Return what anybody's tar finds in the archive."""
    with tarfile.open(scene.file) as archive:
        archive.extractall(scene.directory / "unpacked", filter="data")
    return scene.directory / "unpacked"


def leave_as_killed(scene: Scene) -> None:
    """Leave the state as a killed netmon does: the last commits in a log beside the file."""
    with closing(sqlite3.connect(scene.state / STATE_FILE, isolation_level=None)) as connection:
        connection.execute("UPDATE accounts SET full_name = 'Jana Svobodová'")
        killed = copy_of(scene.state, scene.directory / "killed")
    shutil.rmtree(scene.state)
    killed.rename(scene.state)
    (scene.state / f"{STATE_FILE}-shm").unlink()
    assert (scene.state / f"{STATE_FILE}-wal").stat().st_size


def test_a_backup_is_one_private_file_with_everything_in_it(scene: Scene) -> None:
    made = scene.back_up()
    found = unpacked(scene)
    assert stat.S_IMODE(scene.file.stat().st_mode) == 0o600
    assert (made.size, made.warnings) == (scene.file.stat().st_size, ())
    assert sorted(listing(found)) == ["inventory/region.yaml", "manifest.json", SAMPLES_FILE, STATE_FILE]
    assert listing(found / "inventory") == listing(scene.inventory)
    for name, query in ((STATE_FILE, INCIDENTS), (SAMPLES_FILE, COUNT)):
        assert rows(found / name, query) == rows(scene.state / name, query) != []


def test_the_manifest_says_what_is_there(scene: Scene) -> None:
    made = scene.back_up()
    said = json.loads((unpacked(scene) / "manifest.json").read_text(encoding="utf-8"))
    assert (said["made"], said["schemas"]) == (MADE, made.manifest.schemas)
    assert [member["name"] for member in said["members"]] == ["inventory/region.yaml", SAMPLES_FILE, STATE_FILE]


def test_a_state_that_is_at_rest_is_left_to_the_last_bit_as_it_was(scene: Scene) -> None:
    before = listing(scene.state)
    scene.back_up()
    assert listing(scene.state) == before


def test_what_a_killed_netmon_left_in_its_log_is_in_the_backup_and_stays_in_the_log(scene: Scene) -> None:
    leave_as_killed(scene)
    before = listing(scene.state)
    scene.back_up()
    assert rows(unpacked(scene) / STATE_FILE, "SELECT full_name FROM accounts") == [("Jana Svobodová",)]
    after = listing(scene.state)
    assert {name: after[name] for name in before} == before


def test_beside_a_netmon_that_runs_its_last_commit_is_in_the_backup(scene: Scene) -> None:
    with StateLock(scene.state), StateStore(scene.state) as store:
        store.beat(MADE)
        scene.back_up()
    assert rows(unpacked(scene) / STATE_FILE, "SELECT at FROM heartbeat") == [(MADE,)]


def test_what_is_written_after_the_beginning_is_not_in_it(scene: Scene) -> None:
    scene.file.parent.mkdir()
    order = backup.Order(scene.file, scene.state, scene.inventory)
    with StateLock(scene.state), StateStore(scene.state) as store:
        store.beat(MADE)
        with backup.begun(order) as work:
            store.beat(Millis(MADE + 1))
            backup.write(work, now=MADE, advance=lambda _: None)
    assert rows(unpacked(scene) / STATE_FILE, "SELECT at FROM heartbeat") == [(MADE,)]


def test_a_netmon_that_writes_all_the_time_delays_no_backup(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "PAGES", 1)
    with StateLock(scene.state), StateStore(scene.state) as store:
        steps: list[int] = []

        def write_meanwhile(step: int) -> None:
            store.beat(MADE)
            steps.append(step)

        scene.file.parent.mkdir()
        with backup.begun(backup.Order(scene.file, scene.state, scene.inventory)) as work:
            backup.write(work, now=MADE, advance=write_meanwhile)
            assert sum(steps) == work.steps


def test_samples_may_be_left_out(scene: Scene) -> None:
    scene.back_up(with_samples=False)
    assert sorted(path.name for path in unpacked(scene).iterdir()) == ["inventory", "manifest.json", STATE_FILE]


def test_samples_that_are_lost_are_missed_aloud(scene: Scene) -> None:
    (scene.state / SAMPLES_FILE).unlink()
    assert [str(warning) for warning in scene.back_up().warnings] == [
        f"{scene.state / SAMPLES_FILE} is not there: the backup holds no samples"
    ]


def test_an_audit_that_somebody_has_changed_is_told_and_backed_up(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.state / STATE_FILE, isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER audit_is_never_changed")
        connection.execute("UPDATE audit SET account = 'somebody' WHERE id = 3")
    (warning,) = scene.back_up().warnings
    assert warning.startswith("the audit is broken from row 3 on")
    assert scene.file.exists()


def test_an_inventory_that_cannot_be_read_whole_is_told(scene: Scene) -> None:
    (scene.inventory / "large.yaml").write_bytes(b"# " * 2_000_000)
    (scene.inventory / f"{'x' * 120}.yaml").touch()
    (scene.inventory / "out.yaml").symlink_to("/etc/hostname")
    assert len(scene.back_up().warnings) == 3
    assert sorted(listing(unpacked(scene) / "inventory")) == ["region.yaml"]


def test_a_file_that_is_there_is_replaced_only_when_asked(scene: Scene) -> None:
    scene.file.parent.mkdir()
    scene.file.write_text("precious", encoding="utf-8")
    with pytest.raises(FileError, match="is there already; name another file"):
        scene.back_up()
    assert scene.file.read_text(encoding="utf-8") == "precious"
    scene.back_up(force=True)
    assert tarfile.is_tarfile(scene.file)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_makes_no_backup_and_leaves_nothing(scene: Scene, name: str) -> None:
    path = scene.state / name
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 8 * 4096] = os.urandom(5 * 4096)
    path.write_bytes(content)
    with pytest.raises(StoreError, match=f"{name} is damaged or cannot be used"):
        scene.back_up()
    assert list(scene.file.parent.iterdir()) == []


def test_a_state_of_a_newer_netmon_is_left_to_that(scene: Scene) -> None:
    with closing(sqlite3.connect(scene.state / STATE_FILE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="install the newer netmon again"):
        scene.back_up()


def test_where_no_netmon_ever_ran_there_is_nothing_to_back_up(scene: Scene) -> None:
    shutil.rmtree(scene.state)
    with pytest.raises(StoreError, match="has netmon ever run"):
        scene.back_up()
    assert not scene.state.exists()


def test_a_disk_without_room_is_told_before_anything_is_written(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    with pytest.raises(FileError, match=r"5 MB are free, up to 2\d MB are needed"):
        scene.back_up()
    assert list(scene.file.parent.iterdir()) == []


def test_what_a_killed_backup_left_is_cleared_away_by_the_next(scene: Scene) -> None:
    left = scene.file.parent / f"{WORKSHOP}left"
    left.mkdir(parents=True)
    (left / STATE_FILE).touch()
    scene.back_up()
    assert list(scene.file.parent.iterdir()) == [scene.file]
