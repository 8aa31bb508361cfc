"""What a backup holds, put in the place of a state directory's files: all of it, or nothing.

Everything is unpacked, examined and brought to the present schema in a hidden folder first. What was there before
stays, under another name.
"""

import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from netmon.archive import tape
from netmon.archive.manifest import DATABASES, Manifest, Member
from netmon.archive.room import check_space
from netmon.archive.soundness import examine
from netmon.clock import Millis, to_datetime
from netmon.commands import Actor
from netmon.errors import StoreError
from netmon.files import sync
from netmon.phrase import Phrase
from netmon.store import audit, swap
from netmon.store.database import STATE_FILE, Durability, newest_version, open_writer, transaction
from netmon.store.lock import StateLock

DURABILITY = {STATE_FILE: Durability.FULL}
SPARE = 16_000_000
"""Bytes that a migration may need beside the files."""


class Outcome(StrEnum):
    """What became of the inventory."""

    RESTORED = "restored"
    LEFT = "left"
    """There is one already."""
    NONE = "none"
    """The archive holds none."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; `replaced` is where the files lie that were there before."""

    manifest: Manifest
    schemas: Mapping[str, int]
    replaced: Path | None
    inventory: Outcome


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants put back, and where; `force` has a state that is there make way."""

    path: Path
    state: Path
    inventory: Path
    force: bool


def restore(order: Order, *, actor: Actor, now: Millis, advance: tape.Advance) -> Restored:
    """Put a backup back while no netmon runs; raise FileError or StoreError with everything as it was."""
    manifest = look_into(order.path)
    with StateLock(order.state), _drafting(order.state, now) as new:
        _check_is_vacant(order)
        check_space(order.state, manifest.size + SPARE)
        files = _unpack(order.path, new, advance)
        for name in DATABASES:
            _bring_up_to_date(new / name)
        _begin_anew(new / STATE_FILE, manifest, actor, now)
        _check_is_all(new)
        outcome = _restore_inventory(files, order.inventory)
        replaced = swap.decide(order.state)
    schemas = {schema: newest_version(schema) for schema in DATABASES.values()}
    return Restored(manifest, schemas, replaced, outcome)


def look_into(path: Path) -> Manifest:
    """Return what a backup says about itself; raise FileError if it is none."""
    with tape.reading(path) as stream:
        return tape.read_manifest(stream)


@contextmanager
def _drafting(state: Path, now: Millis) -> Iterator[Path]:
    """Yield a folder for the new files; nothing is left of it unless they were decided on."""
    try:
        yield swap.begin(state, f"{to_datetime(now):%Y%m%dT%H%M%S.%fZ}")
    finally:
        swap.settle(state)


def _check_is_vacant(order: Order) -> None:
    if (order.state / STATE_FILE).exists() and not order.force:
        raise StoreError(
            Phrase(
                "{path}: a state is here already; name another directory, or --force: the old state is kept aside",
                path=order.state,
            )
        )


def _unpack(path: Path, new: Path, advance: tape.Advance) -> dict[PurePosixPath, bytes]:
    """Write the databases of an archive into a folder; return the inventory's files."""
    files: dict[PurePosixPath, bytes] = {}
    with tape.reading(path) as stream:
        for member in tape.read_manifest(stream).members:
            if member.inventory_path is None:
                _unpack_database(stream, member, new / member.name, advance)
            else:
                content = io.BytesIO()
                tape.read_member(stream, member, content, advance)
                files[member.inventory_path] = content.getvalue()
        tape.read_end(stream)
    return files


def _unpack_database(stream: tape.Stream, member: Member, path: Path, advance: tape.Advance) -> None:
    path.touch(mode=tape.PRIVATE)
    with path.open("wb") as target:
        tape.read_member(stream, member, target, advance)
    examine(path)


def _bring_up_to_date(path: Path) -> None:
    """Migrate a database, or make an empty one where the archive holds none."""
    open_writer(path, DATABASES[path.name], DURABILITY.get(path.name, Durability.NORMAL)).close()
    for copy in path.parent.glob(f"{path.name}.schema-*"):
        copy.unlink()  # the backup itself is the copy


def _begin_anew(path: Path, manifest: Manifest, actor: Actor, now: Millis) -> None:
    """Void sessions and tokens, as who was locked out since the backup would be back, and note who restored it."""
    subject = {"made": manifest.made, "netmon": manifest.netmon}
    with closing(open_writer(path, DATABASES[path.name], DURABILITY[path.name])) as connection, transaction(connection):
        connection.execute("DELETE FROM sessions")
        connection.execute("DELETE FROM login_links")
        connection.execute("UPDATE api_tokens SET revoked = ? WHERE revoked IS NULL", (now,))
        audit.append(connection, actor, "Restore", subject, now)


def _check_is_all(new: Path) -> None:
    """Raise StoreError if SQLite could not write everything into the files themselves: the disk is full."""
    if {path.name for path in new.iterdir()} != set(DATABASES):
        raise StoreError(Phrase("{path}: not everything could be written; make room on this disk", path=new))


def _restore_inventory(files: Mapping[PurePosixPath, bytes], directory: Path) -> Outcome:
    """Put the inventory's files into a directory that is not there, or empty: all at once."""
    if not files:
        return Outcome.NONE
    if directory.exists() and any(directory.iterdir()):
        return Outcome.LEFT
    target = directory.absolute()
    draft = target.with_name(f".{target.name}.restore")
    shutil.rmtree(draft, ignore_errors=True)
    for name, content in files.items():
        _write(draft / name, content)
    for folder in (*(path for path in draft.rglob("*") if path.is_dir()), draft):
        sync(folder)
    swap.Move(draft, target).carry_out()
    return Outcome.RESTORED


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
