"""Reading back what is in InfluxDB: InfluxQL over `/query`, which 1.x, 2.x and 3 answer alike.

Answers come in chunks of a line each; a row is handed on before the next line is read.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from netmon.errors import StoreError
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.store.influx.asking import LONGEST_TEXT, Server, UnansweredError

LARGEST_CHUNK = 16 * 1024 * 1024
"""Bytes of a line of an answer."""
ROWS_AT_ONCE = 5_000
DENIED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})

Cells = Mapping[str, Any]
"""What InfluxQL answers by column: numbers, texts, truths and None."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer, and the series it belongs to."""

    measurement: str
    tags: Mapping[str, str]
    cells: Cells


@dataclass(frozen=True, slots=True)
class Database:
    """A database with one of its retention policies, None for its default; in 2.x a bucket."""

    name: str
    policy: str | None = None

    @classmethod
    def of_bucket(cls, bucket: str) -> "Database":
        """Return what a bucket's name means in InfluxQL: `database/policy`."""
        name, _, policy = bucket.partition("/")
        return cls(name, policy or None)


def ask(server: Server, text: str, database: Database | None = None) -> Iterator[Row]:
    """Yield the rows that answer statements of InfluxQL; raise UnansweredError, or StoreError for what it cannot do.

    The text is sent in the body: a statement may hold a password, and addresses are logged.
    """
    where = {"epoch": "ms", "chunked": "true", "chunk_size": str(ROWS_AT_ONCE)}
    if database is not None:
        where |= {"db": database.name} | ({"rp": database.policy} if database.policy else {})
    with server.asked("POST", f"/query?{urlencode(where)}", {"q": text}) as response:
        if response.status != HTTPStatus.OK:
            raise server.refusal(response)
        while line := response.readline(LARGEST_CHUNK):
            yield from _rows(line)


def execute(server: Server, text: str) -> None:
    """Carry a statement out that answers nothing; raise UnansweredError, or StoreError for what it cannot do."""
    for _ in ask(server, text):
        """There may be rows; nobody asked for them."""


def identifier(name: str) -> str:
    """Return a name as InfluxQL takes it whatever is in it."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def literal(text: str) -> str:
    """Return a text as InfluxQL takes it whatever is in it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def is_denied(error: StoreError) -> bool:
    """Say whether a server wants somebody to log in, or somebody else."""
    return isinstance(error, UnansweredError) and error.status in DENIED


def _rows(line: bytes) -> Sequence[Row]:
    """Return the rows of a line; raise StoreError if it is none of InfluxQL's, or says that there is no answer."""
    try:
        tree = json.loads(line)
        failure = next((part["error"] for part in [tree, *tree["results"]] if "error" in part), None)
        rows = [] if failure is not None else [*_rows_of(tree["results"])]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreError(Phrase("this is no answer of InfluxQL; is it InfluxDB that is asked?")) from None
    if failure is not None:
        said = one_line(str(failure))[:LONGEST_TEXT]
        raise StoreError(Phrase("InfluxDB cannot answer: {reason}", reason=said))
    return rows


def _rows_of(results: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for series in (series for result in results for series in result.get("series", ())):
        for values in series.get("values", ()):
            cells = dict(zip(series["columns"], values, strict=True))
            yield Row(series.get("name", ""), series.get("tags", {}), cells)
