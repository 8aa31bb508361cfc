"""What is put back, what makes way, and what is refused with nothing changed."""

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from netmon.archive.restore import Outcome
from netmon.errors import FileError, StoreError
from netmon.store.audit import first_broken_row
from netmon.store.database import SAMPLES_FILE, STATE_FILE, newest_version
from netmon.store.lock import StateLock
from netmon.store.state import StateStore
from tests.netmon.archive.places import FILES, LATER, MADE, Scene, listing, rows

INCIDENTS = "SELECT id, started, ended, body FROM incidents"
SAMPLES = "SELECT * FROM samples ORDER BY series, time"
Content = dict[str, bytes]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    prepared = Scene.set_up(tmp_path)
    prepared.back_up()
    return prepared


def occupy(scene: Scene) -> dict[str, bytes]:
    """Put another state where the backup is to go, with commits that are in its log only."""
    with StateStore(scene.directory / "elsewhere") as store:
        store.beat(MADE)
        shutil.copytree(scene.directory / "elsewhere", scene.other)
    (scene.other / SAMPLES_FILE).write_bytes(b"old samples")
    return listing(scene.other)


def test_what_was_backed_up_is_there_again(scene: Scene) -> None:
    restored = scene.restore()
    assert rows(scene.other / STATE_FILE, INCIDENTS) == rows(scene.state / STATE_FILE, INCIDENTS) != []
    assert rows(scene.other / SAMPLES_FILE, SAMPLES) == rows(scene.state / SAMPLES_FILE, SAMPLES) != []
    assert listing(scene.other_inventory) == listing(scene.inventory)
    assert (restored.replaced, restored.inventory) == (None, Outcome.RESTORED)
    assert sorted(listing(scene.other)) == sorted(FILES)
    assert {stat.S_IMODE((scene.other / name).stat().st_mode) for name in FILES} == {0o600}


def test_a_backup_of_an_older_netmon_is_brought_to_the_present_schema(tmp_path: Path) -> None:
    scene = Scene.set_up(tmp_path, state_version=1)
    scene.back_up()
    restored = scene.restore()
    assert restored.manifest.schemas["state"] == 1
    assert restored.schemas["state"] == newest_version("state")
    assert rows(scene.other / STATE_FILE, "PRAGMA user_version") == [(newest_version("state"),)]
    assert sorted(listing(scene.other)) == sorted(FILES)


def test_a_state_that_is_there_stays_unless_force_is_said(scene: Scene) -> None:
    old = occupy(scene)
    with pytest.raises(StoreError, match="a state is here already; name another directory, or --force"):
        scene.restore()
    assert listing(scene.other) == old


def test_a_state_that_makes_way_lies_whole_beside_the_new_one(scene: Scene) -> None:
    old = occupy(scene)
    replaced = scene.restore(force=True).replaced
    assert replaced is not None
    assert listing(replaced) == old
    assert rows(scene.other / STATE_FILE, INCIDENTS) == rows(scene.state / STATE_FILE, INCIDENTS)
    assert sorted(path.name for path in scene.other.iterdir() if path.is_file()) == ["netmon.lock", *sorted(FILES)]


def test_who_was_logged_in_logs_in_again(scene: Scene) -> None:
    assert rows(scene.state / STATE_FILE, "SELECT count(*) FROM sessions") == [(1,)]
    scene.restore()
    assert rows(scene.other / STATE_FILE, "SELECT count(*) FROM sessions") == [(0,)]


def test_programs_need_other_tokens_and_people_keep_their_second_factor(scene: Scene) -> None:
    good, factors = "SELECT count(*) FROM api_tokens WHERE revoked IS NULL", "SELECT * FROM second_factors"
    assert rows(scene.state / STATE_FILE, good) == [(1,)]
    scene.restore()
    assert rows(scene.other / STATE_FILE, good) == [(0,)]
    assert rows(scene.other / STATE_FILE, factors) == rows(scene.state / STATE_FILE, factors) != []


def test_the_audit_says_who_has_put_it_back_and_goes_on_unbroken(scene: Scene) -> None:
    scene.restore()
    with closing(sqlite3.connect(scene.other / STATE_FILE)) as connection:
        last = connection.execute("SELECT at, account, action, subject FROM audit ORDER BY id DESC").fetchone()
        assert first_broken_row(connection) is None
    assert last[:3] == (LATER, "root", "Restore")
    assert json.loads(last[3])["made"] == MADE


def test_a_backup_without_samples_begins_them_anew(scene: Scene) -> None:
    scene.back_up(with_samples=False, force=True)
    scene.restore()
    assert rows(scene.other / SAMPLES_FILE, SAMPLES) == []


@pytest.mark.parametrize("is_there", [True, False])
def test_an_inventory_is_written_where_none_is(scene: Scene, *, is_there: bool) -> None:
    if is_there:
        scene.other_inventory.mkdir()
    assert scene.restore().inventory is Outcome.RESTORED
    assert listing(scene.other_inventory) == listing(scene.inventory)


def test_an_inventory_that_is_there_is_left_alone(scene: Scene) -> None:
    scene.other_inventory.mkdir()
    (scene.other_inventory / "mine.yaml").write_text("mine", encoding="utf-8")
    assert scene.restore().inventory is Outcome.LEFT
    assert listing(scene.other_inventory) == {"mine.yaml": b"mine"}


def test_an_inventory_that_cannot_be_written_leaves_the_state_as_it_was(scene: Scene) -> None:
    old = occupy(scene)
    scene.other_inventory.symlink_to(scene.directory / "nowhere")
    (scene.directory / f".{scene.other_inventory.name}.restore").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="restore"):
        scene.restore(force=True)
    assert listing(scene.other) == old


def test_beside_a_netmon_that_runs_nothing_is_put_back(scene: Scene) -> None:
    old = occupy(scene)
    with StateLock(scene.other), pytest.raises(StoreError, match="in use by another netmon"):
        scene.restore(force=True)
    assert listing(scene.other) == old


def test_a_disk_without_room_is_told_before_anything_is_written(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    with pytest.raises(FileError, match=r"5 MB are free, up to 1\d MB are needed"):
        scene.restore()
    assert listing(scene.other) == {}


# What is wrong with a file that somebody calls a backup: each is made of a good one.


def content_of(scene: Scene) -> Content:
    with tarfile.open(scene.file) as archive:
        files = ((member.name, archive.extractfile(member)) for member in archive)
        return {name: file.read() for name, file in files if file is not None}


def pack(scene: Scene, headers: Iterator[tuple[tarfile.TarInfo, bytes]], layout: int = tarfile.GNU_FORMAT) -> None:
    with tarfile.open(scene.file, "w:gz", format=layout) as archive:
        for header, content in headers:
            if header.isreg():
                header.size = len(content)
            archive.addfile(header, io.BytesIO(content))


def plain(content: Content) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    yield from ((tarfile.TarInfo(name), text) for name, text in content.items())


def rewrite(scene: Scene, change: Callable[[Content, dict[str, Any]], None]) -> None:
    """Pack the archive again, with its members and its manifest changed; sizes and digests are made to fit."""
    content = content_of(scene)
    manifest = json.loads(content.pop("manifest.json"))
    change(content, manifest)
    for member in manifest["members"]:
        if member["name"] in content:
            text = content[member["name"]]
            member.update(size=len(text), sha256=hashlib.sha256(text).hexdigest())
    pack(scene, plain({"manifest.json": json.dumps(manifest).encode(), **content}))


def add(name: str) -> Callable[[Content, dict[str, Any]], None]:
    def change(content: Content, manifest: dict[str, Any]) -> None:
        content[name] = b"x"
        manifest["members"].append({"name": name})

    return change


def unlisted(content: Content, _manifest: dict[str, Any]) -> None:
    content["inventory/more.yaml"] = b"x"


def twice(_content: Content, manifest: dict[str, Any]) -> None:
    manifest["members"].append(manifest["members"][-1])


def stateless(content: Content, manifest: dict[str, Any]) -> None:
    del content[STATE_FILE], manifest["schemas"]["state"]
    manifest["members"] = [member for member in manifest["members"] if member["name"] != STATE_FILE]


def newer_format(_content: Content, manifest: dict[str, Any]) -> None:
    manifest["format"] = 2


def no_number(_content: Content, manifest: dict[str, Any]) -> None:
    manifest["made"] = "yesterday"


def huge(content: Content, _manifest: dict[str, Any]) -> None:
    content["inventory/region.yaml"] = b"#" * 2_000_001


def rubbish(content: Content, _manifest: dict[str, Any]) -> None:
    content[STATE_FILE] = b"rubbish" * 10_000


def empty(content: Content, _manifest: dict[str, Any]) -> None:
    content[STATE_FILE] = b""


def newer_schema(content: Content, _manifest: dict[str, Any]) -> None:
    content[STATE_FILE] = content[STATE_FILE][:60] + (99).to_bytes(4, "big") + content[STATE_FILE][64:]


def holed(content: Content, _manifest: dict[str, Any]) -> None:
    state = content[STATE_FILE]
    content[STATE_FILE] = state[:12288] + b"\xa5" * 16384 + state[28672:]


REWRITTEN = [
    (add("../outside.yaml"), r'it holds "\.\./outside\.yaml", which no netmon puts there'),
    (add("/etc/cron.d/netmon.yaml"), "which no netmon puts there"),
    (add("inventory/../../outside.yaml"), "which no netmon puts there"),
    (add("inventory/.hidden.yaml"), "which no netmon puts there"),
    (add("inventory//double.yaml"), "which no netmon puts there"),
    (add("inventory/run.sh"), "which no netmon puts there"),
    (add("inventory/bell\a.yaml"), "which no netmon puts there"),
    (add("netmon.lock"), "which no netmon puts there"),
    (unlisted, "this is no archive"),
    (twice, "its manifest cannot be read"),
    (stateless, "its manifest cannot be read"),
    (newer_format, "has format 2, this netmon reads 1; install the newer netmon"),
    (no_number, "its manifest cannot be read"),
    (huge, "which no netmon puts there"),
    (rubbish, "state.db is damaged or cannot be used: file is not a database"),
    (empty, "this is not a database of netmon"),
    (newer_schema, "has schema version 99, .*; install the newer netmon again"),
    (holed, "state.db is damaged or cannot be used"),
]


@pytest.mark.parametrize(("change", "reason"), REWRITTEN)
def test_an_archive_that_is_not_ours_is_refused_and_nothing_is_changed(
    scene: Scene, change: Callable[[Content, dict[str, Any]], None], reason: str
) -> None:
    rewrite(scene, change)
    assert_refused(scene, reason)


def assert_refused(scene: Scene, reason: str) -> None:
    old = occupy(scene)
    with pytest.raises((FileError, StoreError), match=reason):
        scene.restore(force=True)
    assert listing(scene.other) == old
    assert not scene.other_inventory.exists()
    assert not (scene.directory / "outside.yaml").exists()
    assert {path.name for path in scene.other.iterdir() if path.is_dir()} == set()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_a_member_that_is_no_plain_file_is_refused(scene: Scene, kind: bytes) -> None:
    content = content_of(scene)

    def headers() -> Iterator[tuple[tarfile.TarInfo, bytes]]:
        for header, text in plain(content):
            if header.name == STATE_FILE:
                header.type, header.linkname = kind, "/etc/passwd"
            yield header, text

    pack(scene, headers())
    assert_refused(scene, 'it holds "state.db", which no netmon puts there')


def test_headers_that_announce_more_headers_are_refused(scene: Scene) -> None:
    content = content_of(scene)
    headers = plain(content)

    def announced() -> Iterator[tuple[tarfile.TarInfo, bytes]]:
        for header, text in headers:
            header.pax_headers = {"comment": "x" * 1000}
            yield header, text

    pack(scene, announced(), tarfile.PAX_FORMAT)
    assert_refused(scene, "which no netmon puts there")


def test_a_member_with_other_bytes_than_were_written_is_refused(scene: Scene) -> None:
    content = content_of(scene)
    content[STATE_FILE] = content[STATE_FILE][:-1] + b"\x01"
    pack(scene, plain(content))
    assert_refused(scene, "state.db is not what was written: the file was damaged or changed")


def test_members_in_another_order_are_refused(scene: Scene) -> None:
    content = content_of(scene)
    pack(scene, plain(dict(sorted(content.items(), reverse=True))))
    assert_refused(scene, "this is no archive")


def test_a_size_that_no_disk_has_is_refused_before_it_is_read(scene: Scene) -> None:
    content = content_of(scene)
    manifest = json.loads(content["manifest.json"])
    manifest["members"][-1]["size"] = 2**60
    pack(scene, plain({**content, "manifest.json": json.dumps(manifest).encode()}))
    assert_refused(scene, "MB are free, up to .* MB are needed")


@pytest.mark.parametrize("length", [0, 1, 300, 5000, -600, -9, -1])
def test_a_file_that_was_cut_off_is_refused(scene: Scene, length: int) -> None:
    scene.file.write_bytes(scene.file.read_bytes()[:length])
    assert_refused(scene, "this is no archive that `netmon backup` made, or not all of it")


def test_a_file_that_was_damaged_anywhere_is_refused_unless_it_says_the_same(scene: Scene) -> None:
    good, content, refused = scene.file.read_bytes(), content_of(scene), 0
    places = range(10, len(good), len(good) // 40)
    for place in places:
        scene.file.write_bytes(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
        try:
            scene.restore(force=True)
        except (FileError, StoreError):
            refused += 1
        else:  # a row of zeros can be copied from any other
            assert content_of(scene) == content
    assert refused > len(places) * 3 // 4


def test_what_follows_the_end_is_refused(scene: Scene) -> None:
    scene.file.write_bytes(scene.file.read_bytes() + gzip.compress(b"more"))
    assert_refused(scene, "this is no archive")


@pytest.mark.parametrize("text", [b"", b"rubbish", b"\x1f\x8b", gzip.compress(b"rubbish" * 1000)])
def test_what_is_no_archive_at_all_is_told_by_name(scene: Scene, text: bytes) -> None:
    scene.file.write_bytes(text)
    assert_refused(scene, f"{scene.file}: this is no archive that `netmon backup` made")
