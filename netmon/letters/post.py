"""What was written already, by whom it is about: the outbox is asked, nothing else remembers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from netmon.alerting.pipeline import dedup_key
from netmon.clock import Millis
from netmon.letters.letter import EMAIL
from netmon.model import Delivery, DeliveryState, MunicipalityCode, NotificationKind
from netmon.oncall.calendar import local_day

BEGINNINGS = frozenset({NotificationKind.FIRING, NotificationKind.FLAPPING})
ENDS = frozenset({NotificationKind.RESOLVED, NotificationKind.PASSED})
OUTAGE, WORK, REPORT = "letter/outage", "letter/work", "letter/report"


def outage_subject(code: MunicipalityCode, since: Millis) -> str:
    """Return what an outage of a municipality is called in the outbox."""
    return f"{OUTAGE}/{code}/{since}"


def work_subject(work: int, code: MunicipalityCode) -> str:
    """Return what a work is called that a municipality is told of."""
    return f"{WORK}/{work}/{code}"


def report_subject(month: str, scope: str) -> str:
    """Return what the figures of a month are called: of a municipality, an ORP or the region."""
    return f"{REPORT}/{month}/{scope}"


@dataclass(frozen=True, slots=True)
class Begun:
    """A letter that an outage began, or that the connection comes and goes."""

    code: MunicipalityCode
    since: Millis
    row: Delivery
    is_ended: bool
    """Whether its end is written too."""

    @property
    def is_open(self) -> bool:
        """Whether somebody believes in an outage; a letter that was given up nobody has read."""
        return not self.is_ended and self.row.state is not DeliveryState.DEAD

    @property
    def is_flapping(self) -> bool:
        """Whether it says that the connection comes and goes."""
        return self.row.message.kind is NotificationKind.FLAPPING


@dataclass(frozen=True, slots=True)
class Post:
    """Every letter of late, and those whose end is still to be told."""

    rows: Sequence[Delivery]
    begun: Sequence[Begun]
    keys: frozenset[str]
    """Those of all letters."""
    lost: frozenset[str]
    """Those of letters that were given up."""

    @classmethod
    def of(cls, rows: Sequence[Delivery]) -> Self:
        """Return what the rows of the outbox tell."""
        ended = {_lane(row) for row in rows if row.message.kind in ENDS}
        lost = (row.message.dedup_key for row in rows if row.state is DeliveryState.DEAD)
        keys = frozenset(row.message.dedup_key for row in rows)
        return cls(rows, tuple(_begun(rows, ended)), keys, frozenset(lost))

    def about(self, code: MunicipalityCode, address: str) -> tuple[Begun, ...]:
        """Return the beginnings that an address was told of a municipality."""
        return tuple(each for each in self.begun if each.code == code and each.row.message.address == address)

    def has(self, subject_id: str, address: str, number: int = 0) -> bool:
        """Say whether a letter without an end was written about a subject, whatever became of it."""
        return _key(subject_id, address, number) in self.keys

    def reached(self, subject_id: str, address: str) -> bool:
        """Say whether such a letter was written and not given up."""
        return _key(subject_id, address) in self.keys - self.lost


def on_the_day_of(begun: Iterable[Begun], now: Millis) -> tuple[Begun, ...]:
    """Return those of some letters that were written today."""
    return tuple(each for each in begun if local_day(each.row.created) == local_day(now))


def _begun(rows: Sequence[Delivery], ended: set[tuple[str, str]]) -> Iterator[Begun]:
    for row in rows:
        if row.message.kind in BEGINNINGS and row.message.subject_id.startswith(f"{OUTAGE}/"):
            code, _, since = row.message.subject_id.removeprefix(f"{OUTAGE}/").partition("/")
            yield Begun(MunicipalityCode(code), Millis(int(since)), row, _lane(row) in ended)


def _key(subject_id: str, address: str, number: int = 0) -> str:
    return dedup_key(subject_id, NotificationKind.LETTER, EMAIL, address, number)


def _lane(row: Delivery) -> tuple[str, str]:
    return row.message.subject_id, row.message.address
