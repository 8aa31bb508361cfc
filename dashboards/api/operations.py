"""What can be asked under `/api/v1`, of whom, with what, and every answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dashboards.api import models
from dashboards.api.models import Shape
from dashboards.api.paging import LONGEST_CURSOR, MOST
from dashboards.numbers import LARGEST

Json = Mapping[str, object]
"""A part of the description."""
Body = Mapping[str, Json | type[Shape]]
"""What may be sent, by its content type."""


class Needs(StrEnum):
    """What whoever asks has to bring."""

    NOTHING = "nothing"
    PUBLIC = "public"
    """A session, where the house is not open to the public."""
    SESSION = "session"
    """The session of an operator."""
    PROOF = "proof"
    """The same, and proof of origin."""
    KEY = "key"
    """The gateway's secret."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask; `answers` are those that are not errors, by their status."""

    path: str
    method: str
    endpoint: str
    summary: str
    needs: Needs
    answers: Mapping[int, type[Shape] | None]
    errors: tuple[int, ...] = ()
    parameters: tuple[Json, ...] = ()
    body: Body = field(default_factory=dict)


YAML = {"type": "string", "description": "YAML with a list `maintenance`."}
WORKS: Body = {
    "application/json": models.WorksBody,
    "application/yaml": YAML,
    "application/x-yaml": YAML,
    "text/yaml": YAML,
    "text/csv": {"type": "string", "description": "A row for each work; the first names the columns."},
}
SMS: Json = {
    "type": "object",
    "description": "Number and text, under the names that NETMON_SMS__REPLIES__NUMBER and __TEXT say.",
    "properties": {"from": {"type": "string"}, "text": {"type": "string"}},
}
PAGING: tuple[Json, ...] = (
    {
        "name": "limit", "in": "query", "description": "The most that one page holds.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": 100},
    },
    {
        "name": "after", "in": "query", "description": "The `next` of the page before.",
        "schema": {"type": "string", "maxLength": LONGEST_CURSOR},
    },
)  # fmt: skip
TAG: Json = {
    "name": "If-None-Match", "in": "header", "description": "The `ETag` of an answer that is known.",
    "schema": {"type": "string"},
}  # fmt: skip
KEY: Json = {
    "name": "key",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 0, "maximum": LARGEST},
}

OPERATIONS = (
    Operation(
        "/api/v1/municipalities", "get", "data.municipalities", "List the municipalities and how they are now.",
        Needs.PUBLIC, {200: models.MunicipalitiesAnswer, 304: None}, (400,), (*PAGING, TAG),
    ),
    Operation(
        "/api/v1/incidents", "get", "data.incidents", "List the incidents, the newest first.",
        Needs.PUBLIC, {200: models.IncidentsAnswer, 304: None}, (400,), (*PAGING, TAG),
    ),
    Operation(
        "/api/v1/maintenance", "get", "api.works", "List the works: under way, to come, over.",
        Needs.SESSION, {200: models.WorksAnswer, 304: None}, (), (TAG,),
    ),
    Operation(
        "/api/v1/maintenance/preview", "post", "api.preview", "Say what works would do; nothing changes.",
        Needs.PROOF, {200: models.PreviewAnswer, 422: models.PreviewAnswer}, (413, 415), body=WORKS,
    ),
    Operation(
        "/api/v1/maintenance", "post", "api.announce", "Announce works: all of them, or none.",
        Needs.PROOF, {201: models.PreviewAnswer, 422: models.PreviewAnswer}, (409, 413, 415), body=WORKS,
    ),
    Operation(
        "/api/v1/maintenance/{key}/cancel", "post", "api.cancel", "Call a work off.",
        Needs.PROOF, {200: models.CancelledAnswer}, (400, 404, 409, 413, 415), (KEY,),
        {"application/json": models.CancelBody},
    ),
    Operation(
        "/api/v1/sms", "post", "sms.receive", "Hear an SMS that a gateway received.",
        Needs.KEY, {200: models.HeardAnswer}, (400, 404, 413, 429),
        body={"application/x-www-form-urlencoded": SMS, "application/json": SMS},
    ),
    Operation(
        "/api/v1/openapi.json", "get", "data.openapi", "Describe the API.",
        Needs.NOTHING, {200: None, 304: None}, (), (TAG,),
    ),
)  # fmt: skip
