"""Ways in which a file is spoilt that disks and power cuts know."""

import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

FLIPS = 64
LONGEST_RANGE = 8_192

Content = bytes | bytearray
Spoiler = Callable[[bytearray, random.Random], Content]


def _flip(content: bytearray, chance: random.Random) -> Content:
    for _ in range(chance.randint(1, FLIPS)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _zero(content: bytearray, chance: random.Random) -> Content:
    start = chance.randrange(len(content))
    length = min(chance.randint(1, LONGEST_RANGE), len(content) - start)
    content[start : start + length] = bytes(length)
    return content


def _cut(content: bytearray, chance: random.Random) -> Content:
    return content[: chance.randrange(len(content))]


def _double(content: bytearray, chance: random.Random) -> Content:
    source, target = chance.randrange(len(content)), chance.randrange(len(content))
    part = content[source : source + chance.randint(1, LONGEST_RANGE)]
    content[target : target + len(part)] = part
    return content


def _tear(content: bytearray, chance: random.Random) -> Content:
    length = chance.randint(1, 100)
    content[:length] = chance.randbytes(length)
    return content


def _replace(content: bytearray, chance: random.Random) -> Content:
    return chance.randbytes(len(content))


def _empty(_content: bytearray, _chance: random.Random) -> Content:
    return b""


SPOILERS: Mapping[str, Spoiler] = {
    "flip": _flip,
    "zero": _zero,
    "cut": _cut,
    "double": _double,
    "tear": _tear,
    "replace": _replace,
    "empty": _empty,
}


def spoil(path: Path, chance: random.Random) -> str:
    """Spoil a file in one way; return which. Now and then a folder lies in its place."""
    how = chance.choice([*SPOILERS, "folder"])
    content = bytearray(path.read_bytes())
    if how == "folder":
        path.unlink()
        path.mkdir()
        (path / "garbage").write_bytes(content)
    elif content:
        path.write_bytes(SPOILERS[how](content, chance))
    return how


def copy_of(directory: Path, target: Path) -> Path:
    """Return a fresh copy of a directory in the place of an earlier one."""
    shutil.rmtree(target, ignore_errors=True)
    return shutil.copytree(directory, target)
