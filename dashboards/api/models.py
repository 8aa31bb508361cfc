"""The shape of everything the API answers and takes; the description for machines is made of these."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """An object with these keys and no others; every key is always there."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Error(Shape):
    """What went wrong."""

    status: int
    """The status of the answer."""
    message: str
    """The same in words, in the language of the request."""


class ErrorAnswer(Shape):
    """Answers a request that cannot be served."""

    error: Error


class Span(Shape):
    """A span of time, in milliseconds UTC."""

    start: int
    end: int


class Site(Shape):
    """A place that must never be without connection."""

    kind: Literal["hospital", "rescue", "cms", "data-centre"]
    name: str
    title: str


class Collision(Shape):
    """What a work collides with."""

    kind: Literal["outage", "work"]
    elements: list[str]
    isolated: list[str]
    """Codes of the municipalities that both together cut off."""
    inhabitants: int
    work: str | None
    """The reason of the other work."""
    overlap: Span | None


class Work(Shape):
    """A work as it is announced."""

    reason: str
    start: int
    end: int
    length: int | None
    """How long the outage of a flexible work may last, in milliseconds."""


class PreviewedWork(Work):
    """A work and what it would do."""

    named: list[str]
    """What was named, as `link cheb-as`."""
    scope: list[str]
    """That, and everything that follows from the topology."""
    isolated: list[str]
    """Codes of the municipalities that it cuts off."""
    degraded: list[str]
    """Codes of the municipalities that it leaves without a backup."""
    inhabitants: int
    collisions: list[Collision]
    sites: list[Site]


class ListedWork(Work):
    """A work that was announced, or the next time of a recurring window."""

    id: int | None
    """Null for a recurring window."""
    source: str
    state: Literal["open", "waiting", "planned", "cancelled", "over"]
    author: str
    approved: int
    excuses: bool
    """Whether it was announced in time."""
    cancelled: int | None
    window: Span | None
    """When it excuses, as far as that is known."""
    scope: list[str]


class WorksAnswer(Shape):
    """Every work of the year before and after now."""

    works: list[ListedWork]


class Complaint(Shape):
    """What is wrong with a body, and where; lines and columns count from 1."""

    line: int
    column: int
    severity: Literal["error", "warning"]
    what: str
    cure: str
    message: str


class PreviewAnswer(Shape):
    """What works would do, or will do if they are approved; or what is wrong with the body."""

    ok: bool
    approved: bool
    complaints: list[Complaint]
    works: list[PreviewedWork]


class AnnouncedWork(Shape):
    """A work as `netmon maintenance add` reads it; it names at least one thing to work on."""

    reason: str
    start: str
    """Day and time in Europe/Prague, such as `2026-12-01 22:00`."""
    end: str
    length: str | None = None
    """Of a flexible work, how long the outage may last, such as `2h`."""
    devices: list[str] = []
    links: list[str] = []
    shared_risks: list[str] = []
    municipalities: list[str] = []
    """Codes or names."""


class WorksBody(Shape):
    """Works that are announced together: all of them, or none."""

    maintenance: list[AnnouncedWork]


class CancelBody(Shape):
    """Why a work is called off."""

    model_config = ConfigDict(extra="ignore")

    reason: str


class CancelledAnswer(Shape):
    """The work that was called off."""

    cancelled: int


class HeardAnswer(Shape):
    """An SMS was heard; what became of it is not told."""

    heard: Literal[True]


class Month(Shape):
    """The exact partition of the calendar month so far, in milliseconds: the parts add up to its length."""

    start: int
    end: int
    up: int
    outage: int
    unknown: int
    maintenance: int
    """Outages within approved works."""
    outside: int
    """Time in which no service was promised."""


class Municipality(Shape):
    """A municipality and how it is now."""

    code: str
    name: str
    orp: str
    district: str
    population: int
    state: Literal["operational", "degraded", "disconnected", "isolated", "unknown"] | None
    """Null where nobody watches."""
    since: int | None
    in_maintenance: bool
    incident: str | None
    """The open incident that it suffers from."""
    month: Month | None
    url: str


class MunicipalitiesAnswer(Shape):
    """Municipalities in order of their codes."""

    municipalities: list[Municipality]
    next: str | None
    """What `after` has to be for the next page; null on the last."""


class Incident(Shape):
    """One cause and whom it hits, as far as the reader may see it."""

    id: str
    title: str
    """The cause in words, in the language of the request; to outsiders, where it lies."""
    cause: str | None
    """The cause as `link cheb-as`; null for whoever may not know it."""
    severity: Literal["critical", "warning", "info"]
    started: int
    detected: int
    ended: int | None
    is_taken: bool
    """Whether somebody has it in hand."""
    isolated: list[str]
    """Codes of the municipalities without connection."""
    degraded: list[str]
    """Codes of the municipalities without a backup."""
    inhabitants: int
    """Inhabitants of the isolated municipalities."""
    url: str


class IncidentsAnswer(Shape):
    """Incidents, the newest first."""

    incidents: list[Incident]
    next: str | None
    """What `after` has to be for the next page; null on the last."""
