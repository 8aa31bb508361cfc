"""What machines may read, as visitors may: municipalities and incidents, and the API's own description.

| request | answer |
|---|---|
| `GET /api/v1/municipalities?limit=100&after=…` | 200, in order of their codes |
| `GET /api/v1/incidents?limit=100&after=…` | 200, the newest first |
| `GET /api/v1/openapi.json` | 200, everything under `/api/v1` as OpenAPI 3.1 |

Each answer has an `ETag`: whoever sends it back in `If-None-Match` gets 304 while nothing has changed. Times are
milliseconds UTC.
"""

from flask import Blueprint, abort, request, url_for
from pydantic import BaseModel
from werkzeug import Response

from dashboards.api import models
from dashboards.api.openapi import description
from dashboards.api.paging import LONGEST_CURSOR, MOST, incidents_page, page_of
from dashboards.desk import desk, visit
from dashboards.links import whole
from dashboards.objects import as_object, tagged
from dashboards.plain import plain
from dashboards.titles import incident_title
from dashboards.towns.slugs import municipality_slug
from dashboards.towns.tiles import maintained
from netmon.judgement.availability import Availability
from netmon.model import IncidentRecord, MunicipalityCode, MunicipalityState

blueprint = Blueprint("data", __name__, url_prefix="/api/v1")

LIMIT = 100


@blueprint.get("/municipalities")
def municipalities() -> Response:
    """List the municipalities and how they are now."""
    codes = sorted(visit().snapshot.inventory.municipalities)
    page = page_of(codes, _after(), _limit(), key=str)
    return _answer(
        models.MunicipalitiesAnswer(municipalities=[_municipality(code) for code in page.things], next=page.next)
    )


@blueprint.get("/incidents")
def incidents() -> Response:
    """List the incidents."""
    try:
        page = incidents_page(desk().reader, _after(), _limit(), visit().sees)
    except ValueError:
        abort(400)
    return _answer(models.IncidentsAnswer(incidents=[_incident(record) for record in page.things], next=page.next))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the API."""
    return tagged(as_object(description(visit().snapshot.settings)))


def _municipality(code: MunicipalityCode) -> models.Municipality:
    snapshot = visit().snapshot
    place = snapshot.inventory.municipalities[code]
    standing, month = snapshot.municipalities.get(code), snapshot.months.get(code)
    incident = snapshot.incident_of(code)
    return models.Municipality(
        code=code,
        name=plain(place.name),
        orp=plain(snapshot.inventory.orps[place.orp].name),
        district=plain(place.district),
        population=place.population,
        state=None if standing is None else MunicipalityState(standing.state).name.lower(),
        since=None if standing is None else standing.since,
        in_maintenance=maintained(snapshot.maintenance, code) is not None,
        incident=incident.id if incident else None,
        month=_month(month) if month else None,
        url=whole(url_for("municipality.show", slug=municipality_slug(code, place.name))),
    )


def _month(availability: Availability) -> models.Month:
    return models.Month(
        start=availability.window.start,
        end=availability.window.end,
        up=availability.up,
        outage=availability.outage,
        unknown=availability.unknown,
        maintenance=availability.maintenance,
        outside=availability.outside,
    )


def _incident(record: IncidentRecord) -> models.Incident:
    seen, incident = visit(), record.incident
    inventory, rights = seen.snapshot.inventory, seen.rights
    return models.Incident(
        id=incident.id,
        title=incident_title(inventory, incident, seen.words, rights),
        cause=str(incident.cause) if rights.knows_entity(incident.cause, inventory) else None,
        severity=incident.severity.value,
        started=incident.started,
        detected=incident.detected,
        ended=incident.ended,
        is_taken=record.acknowledged_by is not None,
        isolated=list(incident.impact.isolated),
        degraded=list(incident.impact.degraded),
        inhabitants=incident.impact.inhabitants,
        url=whole(url_for("incidents.show", key=incident.id)),
    )


def _answer(body: BaseModel) -> Response:
    return tagged(as_object(body.model_dump(mode="json")))


def _limit() -> int:
    asked = request.args.get("limit", str(LIMIT))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len(str(MOST)) and 0 < int(asked) <= MOST):
        abort(400)
    return int(asked)


def _after() -> str:
    asked = request.args.get("after", "")
    if len(asked) > LONGEST_CURSOR:
        abort(400)
    return asked
