"""The tar stream of an archive: plain files one after the other, written and read in pieces.

`tarfile` itself would follow whatever headers a stranger has put there; of its work only the header block is used,
and any that is not a plain file's is refused.
"""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from netmon.archive.manifest import LARGEST_MANIFEST, MANIFEST, PIECE, Manifest, Member, decode, shown
from netmon.clock import SECOND, Millis
from netmon.errors import FileError
from netmon.phrase import Phrase

Advance = Callable[[int], None]
"""Is told how many more bytes have been worked through."""
Stream = gzip.GzipFile

BLOCK = tarfile.BLOCKSIZE
PRIVATE = 0o600
QUICK = 1
"""gzip's level: a third of the size at four times the pace of the usual one."""


@contextmanager
def writing(file: BinaryIO) -> Iterator[Stream]:
    """Yield the stream of a new archive; its end is written when everything went well."""
    with gzip.GzipFile("", "wb", QUICK, file, mtime=0) as stream:
        yield stream
        stream.write(bytes(2 * BLOCK))


def header_of(name: str, size: int, made: Millis) -> tarfile.TarInfo:
    """Return the header of a plain file."""
    header = tarfile.TarInfo(name)
    header.size, header.mtime, header.mode = size, made // SECOND, PRIVATE
    return header


def write_member(stream: Stream, header: tarfile.TarInfo, source: BinaryIO, advance: Advance) -> None:
    """Append a file, as many bytes of it as its header says."""
    stream.write(header.tobuf(tarfile.GNU_FORMAT))
    for length in _pieces(header.size):
        stream.write(_exactly(source, length))
        advance(length)
    stream.write(bytes(-header.size % BLOCK))


@contextmanager
def reading(path: Path) -> Iterator[Stream]:
    """Yield the stream of an archive; whatever is wrong with it becomes a FileError that names the file."""
    try:
        with path.open("rb") as file, gzip.GzipFile(fileobj=file, mode="rb") as stream:
            yield stream
    except FileError as error:
        raise FileError(Phrase("{path}: {reason}", path=path, reason=error)) from error
    except (gzip.BadGzipFile, tarfile.HeaderError, zlib.error, EOFError) as error:
        message = Phrase("{path}: this is no archive that `netmon backup` made, or not all of it", path=path)
        raise FileError(message) from error


def read_manifest(stream: Stream) -> Manifest:
    """Return what the first member says."""
    header = _header(stream)
    if header.name != MANIFEST or header.size > LARGEST_MANIFEST:
        raise tarfile.HeaderError(header.name)
    content = _exactly(stream, header.size)
    _exactly(stream, -header.size % BLOCK)
    return decode(content)


def read_member(stream: Stream, member: Member, target: BinaryIO, advance: Advance) -> None:
    """Copy the next member, which must be this one to the last bit."""
    header = _header(stream)
    if (header.name, header.size) != (member.name, member.size):
        raise FileError(Phrase('it holds "{name}", which no netmon puts there', name=shown(header.name)))
    digest = hashlib.sha256()
    for length in _pieces(member.size):
        piece = _exactly(stream, length)
        digest.update(piece)
        target.write(piece)
        advance(length)
    _exactly(stream, -member.size % BLOCK)
    if digest.hexdigest() != member.sha256:
        raise FileError(Phrase("{name} is not what was written: the file was damaged or changed", name=member.name))


def read_end(stream: Stream) -> None:
    """Make sure that nothing follows; at the end gzip compares its checksum."""
    if stream.read(2 * BLOCK) != bytes(2 * BLOCK) or stream.read(1):
        raise tarfile.HeaderError


def _header(stream: Stream) -> tarfile.TarInfo:
    header = tarfile.TarInfo.frombuf(_exactly(stream, BLOCK), "utf-8", "surrogateescape")
    if not header.isreg() or header.issparse():
        raise FileError(Phrase('it holds "{name}", which no netmon puts there', name=shown(header.name)))
    return header


def _pieces(size: int) -> Iterator[int]:
    """Yield lengths that make up a size, none larger than what is read at once."""
    for start in range(0, size, PIECE):
        yield min(PIECE, size - start)


def _exactly(source: BinaryIO | Stream, length: int) -> bytes:
    content = source.read(length)
    if len(content) != length:
        raise EOFError
    return content
