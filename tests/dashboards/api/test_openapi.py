"""The description tells everything that the API has and answers, in a form that machines understand."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards.api.models import ErrorAnswer
from dashboards.api.openapi import description, statuses
from dashboards.api.operations import OPERATIONS, Needs, Operation
from dashboards.app import create_app
from dashboards.door.access import POLICIES, Access
from netmon.phrase import Phrase
from netmon.settings import Settings
from tests.dashboards.exhibit import GATEWAY, Exhibit
from tests.dashboards.people import SAME, Who, come_as, exhibit_for
from tests.dashboards.test_maintenance_api import BODY, CSV
from tests.dashboards.test_sms import REPLIES, exhibit_with

NEEDED = {
    Access.OPEN: Needs.NOTHING,
    Access.PUBLIC: Needs.PUBLIC,
    Access.READ: Needs.SESSION,
    Access.ACT: Needs.PROOF,
    Access.KEY: Needs.KEY,
}
TYPES = {"object", "array", "string", "integer", "number", "boolean", "null"}
VOCABULARY = {
    "$ref", "additionalProperties", "anyOf", "const", "default", "description", "enum", "items", "maxLength", "maximum",
    "minItems", "minimum", "properties", "required", "title", "type",
}  # fmt: skip
"""The keywords of JSON Schema 2020-12 that we use."""


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """Return the description as it is served."""
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    served: dict[str, Any] = json.loads(answer.data)
    return served


def schemas(tree: object) -> Iterator[Mapping[str, Any]]:
    """Yield every schema in a part of the description, those within schemas left out."""
    match tree:
        case {"schema": dict() as schema}:
            yield schema
        case dict():
            for value in tree.values():
                yield from schemas(value)
        case list():
            for value in tree:
                yield from schemas(value)


def check(schema: Mapping[str, Any], known: Mapping[str, object]) -> None:
    """Prove that a schema says what JSON Schema 2020-12 lets it say, and refers to what is there."""
    assert schema.keys() <= VOCABULARY
    assert schema.get("type", "object") in TYPES
    if (ref := schema.get("$ref")) is not None:
        assert ref.removeprefix("#/components/schemas/") in known
    properties = schema.get("properties", {})
    assert set(schema.get("required", [])) <= properties.keys()
    for each in (*properties.values(), *schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])):
        check(each, known)


def test_it_is_openapi_3_1_and_its_schemas_are_json_schema(document: dict[str, Any]) -> None:
    known = document["components"]["schemas"]
    assert document["openapi"] == "3.1.0"
    assert document["jsonSchemaDialect"] == "https://json-schema.org/draft/2020-12/schema"
    for schema in (*known.values(), *schemas(document["paths"])):
        check(schema, known)
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert used == known.keys()


def test_every_route_of_the_api_is_in_it_and_needs_what_its_policy_says(exhibit: Exhibit) -> None:
    rules = [rule for rule in create_app(exhibit, exhibit).url_map.iter_rules() if rule.rule.startswith("/api/")]
    asked = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower(), rule.endpoint)
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert asked == {(each.path, each.method, each.endpoint) for each in OPERATIONS}
    assert {each.endpoint: each.needs for each in OPERATIONS} == {
        each.endpoint: NEEDED[POLICIES[each.endpoint]] for each in OPERATIONS
    }


def test_every_parameter_of_a_path_is_described(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            parameters = operation.get("parameters", [])
            named = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path))
            assert all(parameter["required"] for parameter in parameters if parameter["in"] == "path")


def test_the_session_is_named_as_the_browser_knows_it() -> None:
    for url, name in (("http://127.0.0.1:8080/", "netmon"), ("https://netmon.kraj.example", "__Host-netmon")):
        told: dict[str, Any] = dict(description(Settings(url=url)))
        assert told["components"]["securitySchemes"]["session"]["name"] == name
        assert told["servers"] == [{"url": url.rstrip("/")}]


def of(endpoint: str) -> Operation:
    return next(each for each in OPERATIONS if each.endpoint == endpoint)


def prove(endpoint: str, answer: TestResponse) -> int:
    """Prove that an answer is described, and looks as its description says; return its status."""
    operation, status = of(endpoint), answer.status_code
    assert status in statuses(operation), f"{endpoint} answers {status}, which is not described"
    shape = operation.answers.get(status, ErrorAnswer)
    if shape is not None:
        shape.model_validate_json(answer.data, strict=True)
    return status


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation.endpoint))
def test_whoever_asks_gets_a_described_answer(who: Who, operation: Operation) -> None:
    client = come_as(who, exhibit_for(who))
    path = operation.path.format(key=5)
    for headers in ({}, SAME, {**SAME, "X-CSRF-Token": f"token-of-{who}"}):
        for body, kind in ((None, None), (b"{", "application/json"), (b"x" * 70_000, "application/json")):
            prove(operation.endpoint, client.open(path, method=operation.method, headers=headers, data=body,
                                                  content_type=kind))  # fmt: skip


def test_what_machines_read_is_described() -> None:
    client = come_as(Who.OPERATOR, exhibit_for(Who.OPERATOR))
    for operation in OPERATIONS:
        if operation.method == "get":
            answer = client.get(operation.path)
            assert prove(operation.endpoint, answer) == 200
            if 304 in operation.answers:
                again = client.get(operation.path, headers={"If-None-Match": answer.headers["ETag"]})
                assert (prove(operation.endpoint, again), again.data) == (304, b"")
    for path, endpoint in (("municipalities", "data.municipalities"), ("incidents", "data.incidents")):
        assert prove(endpoint, client.get(f"/api/v1/{path}?limit=x")) == 400


def test_what_machines_announce_is_described() -> None:
    exhibit = exhibit_for(Who.OPERATOR)
    client = come_as(Who.OPERATOR, exhibit)
    headers = {**SAME, "X-CSRF-Token": f"token-of-{Who.OPERATOR}"}

    def post(endpoint: str, body: str, kind: str = "application/json") -> int:
        path = of(endpoint).path.format(key=5)
        return prove(endpoint, client.post(path, data=body.encode(), headers=headers, content_type=kind))

    for endpoint, done in (("api.preview", 200), ("api.announce", 201)):
        assert [post(endpoint, BODY), post(endpoint, CSV, "text/csv"), post(endpoint, "{")] == [done, done, 422]
        assert [post(endpoint, BODY, "text/plain"), post(endpoint, "x" * 70_000)] == [415, 413]
        assert of(endpoint).body.keys() >= {"application/json", "text/csv"}
    cancel = [post("api.cancel", body) for body in ('{"reason": "mráz"}', "[]", '{"reason": " "}')]
    assert cancel == [200, 400, 409]
    exhibit.refusal = Phrase("nothing is planned")
    assert post("api.announce", BODY) == 409


def test_what_a_gateway_brings_is_described() -> None:
    exhibit = exhibit_with({"outbox": "/nowhere", "replies": REPLIES})
    client = create_app(exhibit, exhibit, exhibit.clock).test_client()
    said = {"from": "+420600000000", "text": "123456"}

    def post(**headers: str) -> int:
        return prove("sms.receive", client.post("/api/v1/sms", data=said, headers=headers))

    assert post(Authorization=GATEWAY) == 200
    assert post(Authorization="Bearer forged") == 401
    assert prove("sms.receive", client.post("/api/v1/sms", headers={"Authorization": GATEWAY})) == 400
    assert 429 in {post(Authorization=GATEWAY) for _ in range(60)}


def test_a_monitor_that_is_busy_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit = exhibit_for(Who.OPERATOR)
    client = come_as(Who.OPERATOR, exhibit)

    def wait(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(exhibit, "incidents", wait)
    answer = client.get("/api/v1/incidents")
    assert (prove("data.incidents", answer), answer.headers["Retry-After"]) == (503, "5")
