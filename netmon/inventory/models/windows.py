"""When maintenance recurs."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from netmon.clock import DAY, HOUR, Millis
from netmon.inventory.complaint import Misfit
from netmon.inventory.models.values import TIME_OF_DAY, Code, Duration, Model, Slug, Text
from netmon.phrase import Phrase

WEEK = Millis(7 * DAY)
"""No recurring window is longer."""


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Window(Model):
    """A recurring maintenance window on the Europe/Prague calendar; may end after midnight."""

    title: Text
    """What people read on the page."""
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    """The days it begins on."""
    start: Annotated[str, StringConstraints(pattern=TIME_OF_DAY)]
    """When it begins, in Europe/Prague."""
    length: Duration
    """How long it lasts."""
    devices: tuple[Slug, ...] = ()
    """The devices it covers."""
    links: tuple[Slug, ...] = ()
    """The links it covers."""
    municipalities: tuple[Code, ...] = ()
    """The municipalities it covers."""

    @field_validator("length")
    @classmethod
    def _ends_before_it_begins_again(cls, length: Millis, info: ValidationInfo) -> Millis:
        longest = _longest(info.data.get("days", tuple(Weekday)))
        if not 0 < length <= longest:
            what = Phrase("a window of this length would be open for ever, or never")
            raise Misfit(what, Phrase("write {longest}h at most for these days", longest=longest // HOUR))
        return length


def _longest(days: Collection[Weekday]) -> Millis:
    """Return how long a window may be that ends before it begins again, in the night of 23 hours too."""
    begins = sorted(tuple(Weekday).index(day) for day in set(days))
    following = [*begins[1:], *(day + len(Weekday) for day in begins[:1])]
    gap = min((after - day for day, after in zip(begins, following, strict=True)), default=1)
    return Millis(gap * DAY - 2 * HOUR)
