"""The API asked what nobody would think of, as everybody: it never fails, answers as described, keeps its secrets."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dashboards.api.openapi import description
from dashboards.api.operations import OPERATIONS
from dashboards.app import create_app
from dashboards.door.sessions import digest
from dashboards.rights import Rights
from netmon.clock import DAY, Millis
from netmon.commands import AddAccount, OpenSession
from netmon.commands.admission import AddToken
from netmon.inventory.models import Inventory
from netmon.model import Entity, EntityKind, MunicipalityCode, Role, Scope
from netmon.people.apitoken import digest_of
from netmon.settings import Settings
from tests.dashboards.exhibit import AS, busy_snapshot
from tests.dashboards.house import ROOT, House

SHORT, LONG = 1, 8
"""Examples of what is right, and as many of what is wrong, for each operation and asker."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
PLAIN = {"Accept-Encoding": "identity"}
COOKIE, CSRF = "a-cookie", "a-token"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks: as what, and by a session or by a token with scopes."""

    name: str
    role: Role | None = None
    scopes: tuple[Scope, ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def towns(self) -> tuple[MunicipalityCode, ...]:
        """The towns it speaks for."""
        return (AS,) if self.role is Role.MUNICIPALITY else ()

    @property
    def rights(self) -> Rights:
        """What it may know."""
        return Rights(sees_all=self.role in (Role.OPERATOR, Role.ADMINISTRATOR), own=frozenset(self.towns))

    def credentials(self, house: House) -> Mapping[str, str]:
        """Let it in, and return what it proves itself by."""
        if self.role is None:
            return {}
        account = AddAccount("jana", "Jana", self.role, "$argon2id$of-nobody", municipalities=self.towns)
        house.submit(account, ROOT)
        now = house.clock.now()
        if self.scopes:
            token = f"netmon_{self.name}"
            house.submit(AddToken("jana", "x", self.scopes, Millis(now + DAY), digest_of(token)), ROOT)
            return {"Authorization": f"Bearer {token}"}
        house.submit(OpenSession("jana", now, digest(COOKIE), CSRF), ROOT)
        return {"X-CSRF-Token": CSRF, "Sec-Fetch-Site": "same-origin"}

    @property
    def cookies(self) -> Mapping[str, str]:
        """What its browser keeps; a program keeps none."""
        return {"netmon": COOKIE} if self.role and not self.scopes else {}


ASKERS = (
    Asker("public"),
    Asker("municipality", Role.MUNICIPALITY),
    Asker("operator", Role.OPERATOR),
    Asker("administrator", Role.ADMINISTRATOR),
    *(Asker(f"token-{scope.value}", Role.OPERATOR, (scope,)) for scope in Scope),
    Asker("token-of-town", Role.MUNICIPALITY, tuple(Scope)),
)


@contextmanager
def app_for(asker: Asker) -> Iterator[tuple[Flask, Mapping[str, str]]]:
    """Build a house with a real store, and let somebody in."""
    with TemporaryDirectory() as directory:
        house = House(busy_snapshot(Settings(public=True)), directory=Path(directory))
        try:
            yield create_app(house, house, house.clock), asker.credentials(house)
        finally:
            house.register.close()
            house.store.close()


def internals(inventory: Inventory, rights: Rights) -> re.Pattern[str]:
    """Return what finds the names of devices, links and incidents that somebody may not know."""
    things = [
        *(Entity(EntityKind.DEVICE, name) for name in inventory.devices),
        *(Entity(EntityKind.LINK, name) for name in inventory.links),
    ]
    hidden = {thing.name for thing in things if not rights.knows_entity(thing, inventory)}
    return re.compile(rf"\b({'|'.join(map(re.escape, [*hidden, 'INC-2026-0409']))})\b")


def ask_everything(asker: Asker, examples: int) -> set[tuple[str, int]]:
    """Ask every operation with generated right and wrong input, look at each answer, and return what was answered."""
    answered: set[tuple[str, int]] = set()
    secret = None if asker.rights.sees_all else internals(busy_snapshot(Settings()).inventory, asker.rights)
    bounds = settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with app_for(asker) as (app, credentials):
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            for mode in GenerationMode:

                @seed(7)
                @bounds
                @given(case=operation.as_strategy(generation_mode=mode))
                def ask(case: schemathesis.Case[Any]) -> None:
                    answer = case.call(headers={**credentials, **PLAIN}, cookies=dict(asker.cookies))
                    answered.add((case.operation.label, answer.status_code))
                    case.validate_response(answer, checks=CHECKS)
                    if secret is not None:
                        assert secret.search(answer.content.decode()) is None

                ask()
    return answered


def test_the_description_is_valid_openapi_3_1() -> None:
    assert list(OpenAPIV31SpecValidator(dict(description(Settings()))).iter_errors()) == []


def test_every_list_has_a_cursor_and_a_tag_or_an_end() -> None:
    """Hold that what grows is paged, and the works are those of two years."""
    paged = {
        each.endpoint for each in OPERATIONS if {"after", "limit"} <= {str(one["name"]) for one in each.parameters}
    }
    assert paged == {"data.municipalities", "data.incidents"}
    assert {each.endpoint for each in OPERATIONS if 304 in each.answers} >= paged | {"api.works", "data.openapi"}


@pytest.mark.parametrize("asker", ASKERS, ids=str)
def test_whatever_is_asked_is_answered_as_described(asker: Asker) -> None:
    answered = ask_everything(asker, SHORT)
    may_list_works = asker.rights.sees_all and asker.scopes in ((), (Scope.MAINTENANCE,))
    assert (("GET /api/v1/maintenance", 200) in answered) is may_list_works


@pytest.mark.long
@pytest.mark.parametrize("asker", ASKERS, ids=str)
def test_however_long_it_is_asked(asker: Asker) -> None:
    ask_everything(asker, LONG)
