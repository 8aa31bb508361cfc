"""What an archive says about itself: its first member, and all that is believed of the others.

An archive is a compressed tar file: `manifest.json`, then exactly the members it lists, in that order.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from netmon.clock import Millis
from netmon.errors import FileError
from netmon.foreign import one_line
from netmon.inventory.directory import LARGEST_INVENTORY, MOST_FILES, SUFFIXES
from netmon.inventory.document import LARGEST_FILE
from netmon.phrase import Phrase
from netmon.store.database import SAMPLES_FILE, STATE_FILE

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024
FORMAT = 1
INVENTORY = "inventory"
DATABASES: Mapping[str, str] = {SAMPLES_FILE: "samples", STATE_FILE: "state"}
"""File to schema. Numbers first, the truth last: what the numbers tell of, the truth knows."""
LONGEST_NAME = 100
"""Characters; and bytes, so that a tar header holds it."""
LONGEST_SHOWN = 80
PIECE = 1024 * 1024
"""Bytes that are read at once."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive."""

    name: Annotated[str, Field(max_length=LONGEST_NAME)]
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    @property
    def inventory_path(self) -> PurePosixPath | None:
        """Where it stands in the inventory; None for a database."""
        return None if self.name in DATABASES else PurePosixPath(self.name).relative_to(INVENTORY)


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who made an archive, when, and of what; `schemas` is schema to version."""

    format: int
    netmon: Annotated[str, Field(max_length=100)]
    made: Millis
    schemas: dict[str, int]
    members: tuple[Member, ...]

    def encode(self) -> bytes:
        """Return it as JSON."""
        return ADAPTER.dump_json(self, indent=1)

    @property
    def size(self) -> int:
        """How many bytes its members have."""
        return sum(member.size for member in self.members)


ADAPTER = TypeAdapter(Manifest)


def decode(text: bytes) -> Manifest:
    """Return what a manifest says; raise FileError unless it is one that a netmon writes."""
    try:
        manifest = ADAPTER.validate_json(text, strict=True)
    except ValidationError as error:
        raise FileError(Phrase("its manifest cannot be read")) from error
    if manifest.format != FORMAT:
        raise FileError(
            Phrase(
                "has format {format}, this netmon reads {known}; install the newer netmon",
                format=manifest.format,
                known=FORMAT,
            )
        )
    strange = next((member.name for member in manifest.members if not _is_possible(member)), None)
    if strange is not None:
        raise FileError(Phrase('it holds "{name}", which no netmon puts there', name=shown(strange)))
    if not _is_complete(manifest):
        raise FileError(Phrase("its manifest cannot be read"))
    return manifest


def digest_of(path: Path) -> str:
    """Return a file's SHA-256, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def shown(name: str) -> str:
    """Return a name from an archive as it may be shown."""
    return one_line(name)[:LONGEST_SHOWN]


def _is_possible(member: Member) -> bool:
    return member.name in DATABASES or (member.size <= LARGEST_FILE and _is_inventory_file(member.name))


def _is_inventory_file(name: str) -> bool:
    """Say whether a name is that of a YAML file below `inventory`, and of nothing else."""
    first, *parts = name.split("/")
    is_plain = all(part and not part.startswith(".") and "\\" not in part for part in parts)
    return first == INVENTORY and bool(parts) and is_plain and name.isprintable() and name.endswith(SUFFIXES)


def _is_complete(manifest: Manifest) -> bool:
    """Say whether the state and its schema are there, nothing twice, and nothing larger than it can be."""
    names = [member.name for member in manifest.members]
    inventory = [member.size for member in manifest.members if member.name not in DATABASES]
    schemas = {DATABASES[name] for name in names if name in DATABASES}
    return (
        STATE_FILE in names
        and len(set(names)) == len(names)
        and schemas == set(manifest.schemas)
        and len(inventory) <= MOST_FILES
        and sum(inventory) <= LARGEST_INVENTORY
    )
