"""Which files an inventory consists of, read with limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from netmon.inventory.complaint import Complaint, Place
from netmon.inventory.document import LARGEST_FILE
from netmon.phrase import Phrase

SUFFIXES = (".yaml", ".yml")
RULE_TESTS = "rules-tests"
"""The folder of an inventory that holds the tests of its rules: they say nothing of the network."""
MOST_FILES = 500
MOST_PATHS = 20_000
"""Paths looked at in search of files."""
LARGEST_INVENTORY = 20_000_000
"""Bytes of all files together: ten thousand devices need a third of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name, as people see it, and its bytes: at most one more than allowed."""

    file: str
    content: bytes


def read(directory: Path) -> Iterator[Source | Complaint]:
    """Yield the YAML files of a directory tree in the order of their names.

    Hidden files and folders are passed over, and so are the tests of rules; a link that leads out of the directory
    is refused.
    """
    paths = list(islice(directory.rglob("*"), MOST_PATHS + 1))
    files = sorted(path for path in paths if path.suffix in SUFFIXES and not _is_passed_over(path, directory))
    if not files:
        what, cure = Phrase("there is no YAML file here"), Phrase("name a directory with an inventory")
        yield _complaint(directory, what, cure)
    if len(paths) > MOST_PATHS:
        what = Phrase("there are more than {limit:,} files here", limit=MOST_PATHS)
        yield _complaint(directory, what, Phrase("keep other files elsewhere"))
    if len(files) > MOST_FILES:
        what = Phrase("there are more than {limit} YAML files here", limit=MOST_FILES)
        yield _complaint(directory, what, Phrase("merge some of them"))
    left = LARGEST_INVENTORY
    for path in files[:MOST_FILES]:
        source = _read_file(path, directory)
        left -= len(source.content) if isinstance(source, Source) else 0
        if left < 0:
            what = Phrase("all files together exceed {limit:,} bytes", limit=LARGEST_INVENTORY)
            yield _complaint(path, what, Phrase("remove what is not needed"))
            return
        yield source


def _is_passed_over(path: Path, directory: Path) -> bool:
    parts = path.relative_to(directory).parts
    return parts[0] == RULE_TESTS or any(part.startswith(".") for part in parts)


def _read_file(path: Path, directory: Path) -> Source | Complaint:
    if not str(path).isprintable():
        what = Phrase("the file name {name!a} cannot be printed", name=str(path))
        return _complaint(directory, what, Phrase("rename the file"))
    try:
        if not path.resolve(strict=True).is_relative_to(directory.resolve()):
            what, cure = Phrase("this link leads out of the inventory"), Phrase("put the file itself here")
            return _complaint(path, what, cure)
        if not path.is_file():
            return _complaint(path, Phrase("this is not a file"), Phrase("rename or delete it"))
        with path.open("rb") as file:
            return Source(str(path), file.read(LARGEST_FILE + 1))
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links, before Python 3.13
        reason = getattr(error, "strerror", None) or Phrase("a circle of links")
        return _complaint(
            path, Phrase("the file cannot be read ({reason})", reason=reason), Phrase("check its permissions")
        )


def _complaint(path: Path, what: Phrase, cure: Phrase) -> Complaint:
    return Complaint.at(Place(str(path), 1, 1), what, cure)
