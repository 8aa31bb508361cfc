"""Where things are: region, ORPs, municipalities, sites, and what was promised to them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from netmon.inventory.models.values import Code, Contact, Model, Slug, Text


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
    code: Text
    synthetic: bool = False
    """True when the backbone is invented; every page says so."""


class Orp(Model):
    """An administrative district of a municipality with extended powers; keyed by its ČSÚ code."""

    name: Text


class Municipality(Model):
    """A municipality or military area; keyed by its six-digit code."""

    name: Text
    kind: MunicipalityKind
    orp: Slug
    district: Text
    population: Annotated[int, Field(ge=0)]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    connection: Connection = Connection.REGIONAL
    monitored: bool = True
    sla: Slug | None = None
    service_points: tuple[Slug, ...] = ()
    """Devices whose reachability is the municipality's; empty: the active `access` devices at its
    sites, or all active devices there if none is `access`."""
    contacts: tuple[Contact, ...] = ()


class SiteKind(StrEnum):
    """What stands at a site."""

    OFFICE = "office"
    POP = "pop"
    DATA_CENTRE = "data-centre"
    HOSPITAL = "hospital"
    RESCUE = "rescue"
    SCHOOL = "school"


class Site(Model):
    """A place where devices stand."""

    name: Text
    municipality: Code
    kind: SiteKind = SiteKind.OFFICE
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    contacts: tuple[Contact, ...] = ()


class SlaClass(Model):
    """A contracted availability per calendar month, in per cent."""

    title: Text
    target: Annotated[float, Field(gt=0, le=100)]
