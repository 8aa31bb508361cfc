"""Where things are: region, ORPs, municipalities, sites, and what was promised to them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from netmon.clock import DAY, Millis
from netmon.inventory.models.letters import Correspondent, Letters, Reports
from netmon.inventory.models.values import TIME_OF_DAY, Code, Contact, Duration, Model, Slug, Text
from netmon.inventory.models.windows import Weekday


class MunicipalityKind(StrEnum):
    """The scope of state administration a municipality exercises."""

    TYPE_I = "I"
    TYPE_II = "II"
    TYPE_III = "III"
    MILITARY = "military"


class Connection(StrEnum):
    """How a municipality reaches the central services (CMS)."""

    REGIONAL = "krajská síť"
    KIVS = "KIVS"
    VPN = "VPN"
    INTERNET = "internet"


class Region(Model):
    """The region that is watched."""

    name: Text
    """What people call it."""
    code: Text
    """Its NUTS code."""
    synthetic: bool = False
    """True when the backbone is invented; every page says so."""
    letters: Letters = Letters()
    """How municipalities are written to."""
    reports: Reports = Reports()
    """Who gets the figures of each month."""


class Orp(Model):
    """An administrative district of a municipality with extended powers; keyed by its ČSÚ code."""

    name: Text
    """The name of its seat."""


class Municipality(Model):
    """A municipality or military area; keyed by its six-digit code."""

    name: Text
    """Its official name."""
    kind: MunicipalityKind
    """The scope of state administration it exercises."""
    orp: Slug
    """The district (ORP) it belongs to."""
    district: Text
    """The `okres` it lies in."""
    population: Annotated[int, Field(ge=0)]
    """Its inhabitants."""
    latitude: Annotated[float, Field(ge=-90, le=90)]
    """Of its definition point, WGS 84."""
    longitude: Annotated[float, Field(ge=-180, le=180)]
    """Of its definition point, WGS 84."""
    connection: Connection = Connection.REGIONAL
    """How it reaches the central services."""
    monitored: bool = True
    """Whether anybody watches over it."""
    sla: Slug | None = None
    """The availability it was promised."""
    service_points: tuple[Slug, ...] = ()
    """Devices whose reachability is the municipality's; empty: the active `access` devices at its
    sites, or all active devices there if none is `access`."""
    contacts: tuple[Correspondent, ...] = ()
    """Whom operators call there, and who gets mail of outages and maintenance."""


class SiteKind(StrEnum):
    """What stands at a site."""

    OFFICE = "office"
    POP = "pop"
    DATA_CENTRE = "data-centre"
    HOSPITAL = "hospital"
    RESCUE = "rescue"
    CMS = "cms"
    """Where the region's network meets the central services (CMS)."""
    SCHOOL = "school"


class Site(Model):
    """A place where devices stand."""

    name: Text
    """What people call it."""
    municipality: Code
    """The municipality it stands in."""
    kind: SiteKind = SiteKind.OFFICE
    """What stands there."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """WGS 84; by default that of the municipality."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """WGS 84; by default that of the municipality."""
    contacts: tuple[Contact, ...] = ()
    """Whom operators call there."""


class ServiceHours(Model):
    """The hours in which an availability was promised, on the Europe/Prague calendar."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    """The days they begin on."""
    start: Annotated[str, StringConstraints(pattern=TIME_OF_DAY)]
    """When they begin."""
    end: Annotated[str, StringConstraints(pattern=TIME_OF_DAY)]
    """When they end; on the next day, unless this is later than the start."""


class SlaClass(Model):
    """A contracted availability per calendar month, in per cent."""

    title: Text
    """What people read on the page."""
    target: Annotated[float, Field(gt=0, le=100)]
    """Per cent of a calendar month."""
    service_hours: ServiceHours | None = None
    """The hours that count; by default all do."""
    excludes_maintenance: bool = True
    """Whether outages inside approved maintenance are excused."""
    minimum_outage: Annotated[Duration, Field(ge=0, le=DAY)] = Millis(0)
    """How long an outage must last to count at all."""
