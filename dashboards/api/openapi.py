"""The API's description as OpenAPI 3.1: made of the operations and of the shapes that they answer and take."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus

from pydantic.json_schema import models_json_schema

from dashboards.api.models import ErrorAnswer, Shape
from dashboards.api.operations import OPERATIONS, Json, Needs, Operation
from dashboards.door.access import SCOPES, TOKEN_HEADER
from dashboards.door.sessions import cookie_name
from netmon.model import Scope
from netmon.settings import Settings

ABOUT = """What machines may ask and announce, under the same policies as people on the pages. Times are milliseconds
UTC. What an answer says in words is in the language of `?lang=cs`, `?lang=en` or `Accept-Language`. Answers may
come to have more keys; none goes without another version in the path."""
BUSY = 503
"""The store or the loop did not answer in time; `Retry-After` says when to try again."""
REFUSED: Mapping[Needs, tuple[int, ...]] = {
    Needs.NOTHING: (401, 429),
    Needs.PUBLIC: (401, 403, 429),
    Needs.SESSION: (401, 403, 429),
    Needs.PROOF: (401, 403, 429),
    Needs.KEY: (401,),
}
"""A token that opens nothing is refused even where none is needed, and not looked up for ever."""
BY_SESSION: Mapping[Needs, list[dict[str, list[str]]]] = {
    Needs.NOTHING: [],
    Needs.PUBLIC: [{}, {"session": []}],
    Needs.SESSION: [{"session": []}],
    Needs.PROOF: [{"session": [], "proof": []}],
    Needs.KEY: [{"gateway": []}],
}
MEANT = {
    Scope.READ: "ask how municipalities are, and incidents",
    Scope.MAINTENANCE: "list, announce and cancel works",
    Scope.METRICS: "ask `/metrics`",
}
REF = "#/components/schemas/{model}"
MEDIA = "application/json"


def description(settings: Settings) -> dict[str, object]:
    """Return the document."""
    paths: dict[str, dict[str, Json]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "netmon", "version": "1", "description": ABOUT},
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": settings.url.rstrip("/")}],
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _schemes(settings)},
    }


def statuses(operation: Operation) -> tuple[int, ...]:
    """Return every status that an operation may answer with."""
    return tuple(sorted({*operation.answers, *operation.errors, *REFUSED[operation.needs], BUSY}))


def _operation(operation: Operation) -> Json:
    described: dict[str, object] = {
        "operationId": operation.endpoint,
        "summary": operation.summary,
        "security": _security(operation),
        "responses": {str(status): _answer(operation, status) for status in statuses(operation)},
    }
    if operation.parameters:
        described["parameters"] = list(operation.parameters)
    if operation.body:
        content = {kind: {"schema": _schema(shape)} for kind, shape in operation.body.items()}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    """Return each way to prove who asks; a token's scopes stand beside it, as OpenAPI 3.1 allows."""
    scope = SCOPES.get(operation.endpoint)
    return [*BY_SESSION[operation.needs], *([{"token": [scope.value]}] if scope else [])]


def _answer(operation: Operation, status: int) -> Json:
    described: dict[str, object] = {"description": HTTPStatus(status).phrase}
    shape = operation.answers.get(status, ErrorAnswer) if status != HTTPStatus.NOT_MODIFIED else None
    if shape is not None:
        described["content"] = {MEDIA: {"schema": _schema(shape)}}
    elif status == HTTPStatus.OK:
        described["content"] = {MEDIA: {"schema": {"type": "object"}}}
    return described


def _schema(shape: Json | type[Shape]) -> Json:
    return shape if isinstance(shape, Mapping) else {"$ref": REF.format(model=shape.__name__)}


def _schemas() -> object:
    """Return the schemas of all shapes that the operations name, and of those in them."""
    shapes: set[type[Shape]] = {ErrorAnswer, *_shapes()}
    named = sorted(shapes, key=lambda shape: shape.__name__)
    _, schemas = models_json_schema([(shape, "validation") for shape in named], ref_template=REF)
    return {name: _open(schema) for name, schema in schemas["$defs"].items()}


def _open(schema: Json) -> Json:
    """Return a schema that allows what a later netmon answers besides."""
    return {key: value for key, value in schema.items() if key != "additionalProperties"}


def _shapes() -> Iterator[type[Shape]]:
    for operation in OPERATIONS:
        yield from (shape for shape in operation.answers.values() if shape is not None)
        yield from (shape for shape in operation.body.values() if not isinstance(shape, Mapping))


def _schemes(settings: Settings) -> Json:
    return {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(settings),
            "description": "The session of whoever is logged in.",
        },
        "proof": {
            "type": "apiKey",
            "in": "header",
            "name": TOKEN_HEADER,
            "description": "The session's token, which answers to it carry; `Origin` or `Sec-Fetch-Site` goes with it.",
        },
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made at /ucet/klice or by `netmon token add`: it opens what its scopes name, as "
            "far as its owner may. " + "; ".join(f"`{scope.value}`: {what}" for scope, what in MEANT.items()) + ".",
        },
        "gateway": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "What NETMON_SMS__REPLIES__AUTHORIZATION names.",
        },
    }
