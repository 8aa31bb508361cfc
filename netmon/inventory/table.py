"""What a CSV table says: rows by the names of their columns, each with the line it stands in."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from netmon.errors import InventoryError
from netmon.inventory.complaint import Complaint, Place
from netmon.inventory.document import CONTROL, LARGEST_FILE
from netmon.inventory.likeness import one_of
from netmon.phrase import Phrase

MOST_ROWS = 20_000
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: column to text, empty ones left out."""

    place: Place
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns a table may have: their names, other names for them, and which must be there."""

    names: tuple[str, ...]
    needed: tuple[str, ...]
    aliases: Mapping[str, str]

    def column(self, heading: str) -> str:
        """Return the column that a heading means, or the heading itself."""
        word = heading.strip().casefold().replace(" ", "_")
        return self.aliases.get(word, word)


def read_table(file: str, content: bytes, columns: Columns) -> list[Row]:
    """Return the rows; `file` is the name people see. Raise InventoryError if it is no such table."""
    text = _text(file, content)
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    try:
        headings = [columns.column(heading) for heading in next(reader, [])]
        _require(file, headings, columns)
        rows = list(islice(_rows(file, headings, reader), MOST_ROWS + 1))
    except csv.Error as error:
        place = Place(file, reader.line_num, 1)
        raise refusal(place, Phrase("this is not CSV: {reason}", reason=error), _QUOTES) from error

    if len(rows) > MOST_ROWS:
        raise refusal(rows[-1].place, Phrase("the table has more than {limit:,} rows", limit=MOST_ROWS), _SPLIT)
    return rows


def refusal(place: Place, what: Phrase, cure: Phrase) -> InventoryError:
    """Return the error of a single complaint."""
    return InventoryError((Complaint.at(place, what, cure),))


class _Reader(Protocol):
    """What `csv.reader` returns; the class has no public name before Python 3.10's typeshed."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


_QUOTES = Phrase("check the quotes")
_SPLIT = Phrase("split it")


def _text(file: str, content: bytes) -> str:
    place = Place(file, 1, 1)
    if len(content) > LARGEST_FILE:
        raise refusal(place, Phrase("the file is larger than {limit:,} bytes", limit=LARGEST_FILE), _SPLIT)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = Phrase("byte 0x{byte:02x} is not UTF-8", byte=content[error.start])
        raise refusal(Place(file, line, 1), what, Phrase("save the table as CSV UTF-8")) from None
    if match := CONTROL.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise refusal(Place(file, line, 1), Phrase("a control character stands here"), Phrase("delete it"))
    return text


def _delimiter(text: str) -> str:
    """Return what separates the headings."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _require(file: str, headings: list[str], columns: Columns) -> None:
    place = Place(file, 1, 1)
    missing = [name for name in columns.needed if name not in headings]
    if missing:
        raise refusal(place, Phrase("the table has no column {names}", names=missing), one_of(columns.names))
    twice = sorted({name for name in headings if name in columns.names and headings.count(name) > 1})
    if twice:
        raise refusal(place, Phrase("the table has two columns {names}", names=twice), Phrase("delete one of them"))


def _rows(file: str, headings: list[str], reader: "_Reader") -> Iterator[Row]:
    end = reader.line_num
    for cells in reader:
        start, end = end + 1, reader.line_num
        found = {name: cell.strip() for name, cell in zip(headings, cells, strict=False) if cell.strip()}
        if found:
            yield Row(Place(file, start, 1), found)
