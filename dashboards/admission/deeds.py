"""What the audit says, as people and spreadsheets read it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import CATALOGUES, Words
from netmon.clock import Millis
from netmon.model import Deed
from netmon.report.rendering import table

FAILED = ("RecordFailed", "RecordRefused")
"""How the kinds of deeds begin that did not succeed."""
LONGEST_SUBJECT = 400
EARLIEST, LATEST = 946_684_800_000, 4_102_444_800_000
"""Between 2000 and 2100: no other number of a deed is as large."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the audit in words; `subject` are pairs of what and which."""

    id: int
    at: str
    account: str
    source: str
    action: str
    is_failure: bool
    subject: tuple[tuple[str, str], ...]


def row_of(deed: Deed, words: Words, formats: Formats) -> Row:
    """Return a deed in words."""
    return Row(
        deed.id,
        formats.second(deed.at),
        plain(deed.account),
        plain(deed.source),
        name_of(deed.action, words),
        is_failure(deed),
        tuple((plain(key), _shown(value, formats)) for key, value in _subject(deed).items() if value != ""),
    )


def name_of(action: str, words: Words) -> str:
    """Return a kind of deed in words; one of a netmon that called it otherwise by its name."""
    key = f"deed.{action}"
    return words(key) if key in CATALOGUES[words.language] else plain(action)


def is_failure(deed: Deed) -> bool:
    """Return whether somebody tried and did not succeed."""
    return deed.action.startswith(FAILED)


def to_csv(deeds: Sequence[Deed], formats: Formats) -> str:
    """Return deeds as a table, with what decree 410/2025 §9 (2) wants of each."""
    return table([*_cells(deeds, formats)], {})


def _cells(deeds: Iterable[Deed], formats: Formats) -> Iterable[Mapping[str, str | int]]:
    for deed in deeds:
        yield {
            "id": deed.id,
            "at": formats.iso(deed.at),
            "account": plain(deed.account),
            "source": plain(deed.source),
            "action": plain(deed.action),
            "outcome": "failure" if is_failure(deed) else "success",
            "subject": plain(deed.subject, LONGEST_SUBJECT * 4),
        }


def _shown(value: object, formats: Formats) -> str:
    """Return a value of a deed; what can only be a moment as one."""
    if isinstance(value, int) and EARLIEST <= value <= LATEST:
        return formats.moment(Millis(value))
    return plain(value, LONGEST_SUBJECT)


def _subject(deed: Deed) -> Mapping[str, object]:
    try:
        read = json.loads(deed.subject)
    except ValueError:
        return {"": deed.subject}
    return read if isinstance(read, dict) else {"": read}
