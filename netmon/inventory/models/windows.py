"""When maintenance recurs."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from netmon.inventory.models.values import TIME_OF_DAY, Code, Duration, Model, Slug, Text


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
