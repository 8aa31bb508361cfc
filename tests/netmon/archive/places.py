"""A state in the middle of an outage, an inventory, and where they are copied to."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.archive import backup, restore
from netmon.archive.backup import Backup
from netmon.archive.restore import Restored
from netmon.clock import Millis
from netmon.commands import Actor
from netmon.store.database import SAMPLES_FILE, STATE_FILE, newest_version
from tests.netmon.region import write_region
from tests.netmon.store.specimen import Specimen

MADE = Millis(1_795_100_000_000)
LATER = Millis(MADE + 86_400_000)
ROOT = Actor("root", "cli")
FILES = (SAMPLES_FILE, STATE_FILE)


@dataclass(frozen=True, slots=True)
class Scene:
    """One directory for everything."""

    directory: Path

    @classmethod
    def set_up(cls, directory: Path, *, state_version: int | None = None) -> "Scene":
        """Put a state and an inventory there."""
        scene = cls(directory)
        Specimen("state", newest_version("state") if state_version is None else state_version).put(scene.state)
        Specimen("samples", newest_version("samples")).put(scene.state)
        write_region(scene.inventory)
        return scene

    @property
    def state(self) -> Path:
        """The state that is copied."""
        return self.directory / "state"

    @property
    def inventory(self) -> Path:
        """The inventory that is copied."""
        return self.directory / "inventory"

    @property
    def file(self) -> Path:
        """The archive."""
        return self.directory / "copies" / "netmon.tar.gz"

    @property
    def other(self) -> Path:
        """The state that is put back."""
        return self.directory / "other"

    @property
    def other_inventory(self) -> Path:
        """The inventory that is put back."""
        return self.directory / "other-inventory"

    def back_up(self, *, with_samples: bool = True, force: bool = False) -> Backup:
        """Make a backup."""
        self.file.parent.mkdir(exist_ok=True)
        order = backup.Order(self.file, self.state, self.inventory, with_samples, force)
        with backup.begun(order) as work:
            return backup.write(work, now=MADE, advance=lambda _: None)

    def restore(self, *, force: bool = False) -> Restored:
        """Put it back elsewhere."""
        order = restore.Order(self.file, self.other, self.other_inventory, force)
        return restore.restore(order, actor=ROOT, now=LATER, advance=lambda _: None)


def copy_of(directory: Path, to: Path) -> Path:
    """Return a copy of a directory as it lies on the disk."""
    return shutil.copytree(directory, to)


def listing(directory: Path) -> dict[str, bytes]:
    """Return every file of a directory but the lock."""
    files = (path for path in directory.rglob("*") if path.is_file() and path.name != "netmon.lock")
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Return what a query finds in a database, through a connection as any program would open."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
