"""A copy of a state directory and an inventory in one file, made whether netmon runs or not.

Both databases are seen as they were at one moment, the numbers' a few milliseconds before the truth's: what samples
tell of is in `state.db`, never the other way round. Nothing is written into either.
"""

import fcntl
import io
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from netmon.archive.manifest import (
    DATABASES,
    FORMAT,
    INVENTORY,
    LONGEST_NAME,
    MANIFEST,
    Manifest,
    Member,
    digest_of,
)
from netmon.archive.room import check_space
from netmon.archive.soundness import Health, examine
from netmon.archive.tape import PRIVATE, Advance, header_of, write_member, writing
from netmon.clock import Millis
from netmon.errors import FileError, StoreError
from netmon.files import sync
from netmon.inventory.complaint import Complaint
from netmon.inventory.directory import LARGEST_INVENTORY, read
from netmon.inventory.document import LARGEST_FILE
from netmon.phrase import Phrase
from netmon.store.database import SAMPLES_FILE, STATE_FILE, open_reader
from netmon.store.lock import StateInUse, StateLock

WORKSHOP = ".netmon-backup-"
PAGES = 2048
"""Pages that are copied at once: eight megabytes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants copied, and where to; `force` has a file that is there make way."""

    path: Path
    state: Path
    inventory: Path
    with_samples: bool = True
    force: bool = False


@dataclass(frozen=True, slots=True)
class Backup:
    """What was put into a file, and what somebody should look at."""

    path: Path
    size: int
    manifest: Manifest
    warnings: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database as it is now; it stays so until its connection is closed."""

    name: str
    connection: sqlite3.Connection
    page_size: int
    pages: int

    @classmethod
    def take(cls, name: str, connection: sqlite3.Connection) -> "Snapshot":
        """Begin to read, so that whoever writes from now on is not seen."""
        connection.execute("BEGIN")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        return cls(name, connection, page_size, pages)

    @property
    def size(self) -> int:
        """How many bytes a copy has."""
        return self.page_size * self.pages

    def copy(self, directory: Path, advance: Advance) -> Path:
        """Write the database into a new file of its name."""
        path, left = directory / self.name, self.pages

        def tell(_status: int, remaining: int, _total: int) -> None:
            nonlocal left
            advance((left - remaining) * self.page_size)
            left = remaining

        with closing(sqlite3.connect(path)) as target:
            target.execute("PRAGMA synchronous = OFF")
            self.connection.backup(target, pages=PAGES, progress=tell)
        return path


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be put into a file: snapshots, and the inventory's files by their name in the archive."""

    order: Order
    snapshots: tuple[Snapshot, ...]
    inventory: dict[str, bytes]
    warnings: tuple[Phrase, ...]

    @property
    def steps(self) -> int:
        """How many bytes are copied and then packed."""
        return 2 * sum(snapshot.size for snapshot in self.snapshots) + sum(map(len, self.inventory.values()))

    @property
    def space(self) -> int:
        """How many bytes are needed at most: the copies, and the same once more if nothing can be compressed."""
        return self.steps + self.steps // 100 + LARGEST_INVENTORY


@contextmanager
def begun(order: Order) -> Iterator[Work]:
    """Yield what there is to be copied, as it is now; raise StoreError or FileError if it cannot be."""
    _check_target(order)
    state = order.state
    with ExitStack() as stack:
        lock = stack.enter_context(_lock_if_free(state))
        names = [name for name in DATABASES if name == STATE_FILE or order.with_samples]
        lost = [name for name in names if name == SAMPLES_FILE and not (state / name).exists()]
        files, warnings = inventory_files(order.inventory)
        snapshots = []
        for name in names:
            if name not in lost:
                connection = stack.enter_context(closing(_open(state / name, is_still=lock is not None)))
                snapshots.append(_snapshot(state / name, connection))
        warnings += [Phrase("{path} is not there: the backup holds no samples", path=state / name) for name in lost]
        yield Work(order, tuple(snapshots), files, tuple(warnings))


def inventory_files(directory: Path) -> tuple[dict[str, bytes], list[Phrase]]:
    """Return an inventory's files by their names in an archive, and why others are left out."""
    files: dict[str, bytes] = {}
    warnings: list[Phrase] = []
    for source in read(directory):
        if isinstance(source, Complaint):
            warnings.append(Phrase("left out: {reason}", reason=source))
            continue
        name = f"{INVENTORY}/{Path(source.file).relative_to(directory).as_posix()}"
        if len(source.content) > LARGEST_FILE or len(name.encode()) > LONGEST_NAME:
            warnings.append(Phrase("left out: {file} is too large, or its name too long", file=source.file))
        else:
            files[name] = source.content
    return files, warnings


def write(work: Work, *, now: Millis, advance: Advance) -> Backup:
    """Put a copy of everything into a file, whole or not at all; raise FileError or StoreError."""
    path = work.order.path
    check_space(path.parent, work.space)
    with _workshop(path.parent) as workshop:
        healths = {snapshot.name: _copy(snapshot, workshop, advance) for snapshot in work.snapshots}
        manifest = _describe(work, workshop, healths, now)
        archive = _pack(workshop, manifest, advance)
        _check_target(work.order)
        archive.replace(path)
    sync(path.parent)
    return Backup(path, path.stat().st_size, manifest, (*work.warnings, *_broken(healths.values())))


def _check_target(order: Order) -> None:
    """Raise FileError if no backup can be put there."""
    path = order.path
    if not path.parent.is_dir():
        raise FileError(Phrase("{path}: there is no such directory; make it first", path=path.parent))
    if path.exists() and not order.force:
        raise FileError(Phrase("{path} is there already; name another file, or replace it with --force", path=path))


def _lock_if_free(state: Path) -> AbstractContextManager[StateLock | None]:
    """Hold the state while no netmon runs on it; beside one that runs, a reader is safe."""
    if not state.is_dir():
        return nullcontext()
    try:
        return StateLock(state)
    except StateInUse:
        return nullcontext()


def _open(path: Path, *, is_still: bool) -> sqlite3.Connection:
    """Return a reader; of a file that was closed and is nobody's, one that makes no files beside it."""
    if is_still and path.exists() and not path.with_name(f"{path.name}-wal").exists():
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return open_reader(path)


def _snapshot(path: Path, connection: sqlite3.Connection) -> Snapshot:
    try:
        return Snapshot.take(path.name, connection)
    except sqlite3.Error as error:
        raise StoreError(Phrase("{path}: cannot be read: {reason}", path=path, reason=error)) from error


@contextmanager
def _workshop(directory: Path) -> Iterator[Path]:
    """Yield a hidden folder of our own; those that were left by backups that were killed are cleared away."""
    for left in directory.glob(f"{WORKSHOP}*"):
        _clear_away(left)
    with TemporaryDirectory(prefix=WORKSHOP, dir=directory) as name, _claimed(Path(name)):
        yield Path(name)


@contextmanager
def _claimed(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder; raise BlockingIOError if another process has it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _clear_away(folder: Path) -> None:
    try:
        with _claimed(folder):
            shutil.rmtree(folder)
    except OSError:
        """Another backup is at work there, or somebody else's it is."""


def _copy(snapshot: Snapshot, workshop: Path, advance: Advance) -> Health:
    """Copy a database, let go of it, and examine the copy."""
    try:
        path = snapshot.copy(workshop, advance)
        return examine(path)
    except sqlite3.Error as error:
        raise StoreError(Phrase("{path}: cannot be read: {reason}", path=snapshot.name, reason=error)) from error
    finally:
        snapshot.connection.close()


def _describe(work: Work, workshop: Path, healths: dict[str, Health], now: Millis) -> Manifest:
    for name, content in work.inventory.items():
        path = workshop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    names = (*work.inventory, *healths)
    members = [Member(name, (workshop / name).stat().st_size, digest_of(workshop / name)) for name in names]
    schemas = {DATABASES[name]: health.version for name, health in healths.items()}
    return Manifest(FORMAT, version("netmon"), now, schemas, tuple(members))


def _pack(workshop: Path, manifest: Manifest, advance: Advance) -> Path:
    """Write the archive, on the disk before it returns."""
    path, text = workshop / "archive", manifest.encode()
    with open(path, "xb", opener=_private) as file:
        with writing(file) as stream:
            write_member(stream, header_of(MANIFEST, len(text), manifest.made), io.BytesIO(text), lambda _: None)
            for member in manifest.members:
                with (workshop / member.name).open("rb") as source:
                    write_member(stream, header_of(member.name, member.size, manifest.made), source, advance)
        file.flush()
        os.fsync(file.fileno())
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, PRIVATE)


def _broken(healths: Iterable[Health]) -> Iterator[Phrase]:
    for health in healths:
        if health.broken_audit is not None:
            yield Phrase(
                "the audit is broken from row {row} on: it was changed by somebody else than netmon",
                row=health.broken_audit,
            )
