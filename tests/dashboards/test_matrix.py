"""Who gets what from every route: role by route by object, made from the app's own map of routes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from werkzeug.routing import Rule

from dashboards.app import create_app
from dashboards.door.access import POLICIES
from netmon.commands import CloseSession, RecordFailedLogin, RecordRefusedLink, RedeemLoginLink
from netmon.commands.admission import AddToken, EndSessions, ReplaceRecoveryCodes, RevokeToken
from tests.dashboards.exhibit import Exhibit
from tests.dashboards.people import SAME, Who, come_as, exhibit_for, form_of

LOGIN = "login"
"""303 to the login, from where one comes back; other answers are their status."""
Row = tuple[int | str, int | str, int | str, int | str, int | str]
"""What happens to a stranger in a closed house, then to the public, a municipality, an operator, an administrator."""

EVERYBODY: Row = (200, 200, 200, 200, 200)
SHOWN: Row = (LOGIN, 200, 200, 200, 200)
ABSENT: Row = (LOGIN, 404, 404, 404, 404)
INTERNAL: Row = (LOGIN, 404, 404, 200, 200)
OPERATED: Row = (LOGIN, LOGIN, 403, 200, 200)
DONE: Row = (LOGIN, LOGIN, 403, 303, 303)
NOTHING_TO_DO: Row = (LOGIN, LOGIN, 403, 404, 404)
SHOWN_TO_MACHINES: Row = (401, 200, 200, 200, 200)
PERSONAL: Row = (LOGIN, LOGIN, 200, 200, 200)
PERSONAL_DONE: Row = (LOGIN, LOGIN, 303, 303, 303)
ADMINISTERED: Row = (LOGIN, LOGIN, 403, 403, 200)
ADMINISTERED_DONE: Row = (LOGIN, LOGIN, 403, 403, 303)
NOBODY: Row = (LOGIN, LOGIN, 403, 403, 404)
ASKED_BY_MACHINE: Row = (401, 401, 403, 200, 200)

INCIDENTS = {"own": "INC-2026-0412", "foreign": "INC-2026-0411", "joined": "INC-2026-0409", "missing": "INC-1"}
OBJECTS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "static": {"": {"filename": "tokens.css"}},
    "sla.show": {"": {"year": "2026", "month": "10"}, "missing": {"year": "2026", "month": "12"}},
    "sla.document": {
        "": {"year": "2026", "month": "10", "form": "xlsx"}, "missing": {"year": "2026", "month": "12", "form": "csv"},
    },
    "municipality.show": {
        "own": {"slug": "554499-as"}, "foreign": {"slug": "554634-luby"}, "missing": {"slug": "999999-nikde"},
    },
    **{
        f"feeds.{name}": {
            "own": {"slug": "554499-as"}, "foreign": {"slug": "554634-luby"}, "missing": {"slug": "999999-nikde"},
        }
        for name in ("news", "works", "badge")
    },
    "link.show": {
        "own": {"name": "as-office"}, "between": {"name": "cheb-as"}, "foreign": {"name": "luby-school"},
        "missing": {"name": "nikde"},
    },
    "device.show": {"own": {"name": "as-acc-1"}, "foreign": {"name": "luby-acc-1"}, "missing": {"name": "nikde"}},
    **{
        f"incidents.{name}": {which: {"key": key} for which, key in INCIDENTS.items()}
        for name in ("show", "acknowledge", "pass_on", "mute", "note", "ticket", "promise")
    },
    "invitation.show": {"": {"key": "INC-2026-0412"}},
    "invitation.accept": {"": {"key": "INC-2026-0412"}},
    "silences.end": {"": {"key": "3"}},
    "maintenance.show": {"": {"key": "2"}, "missing": {"key": "999"}},
    "maintenance.cancel": {"": {"key": "2"}, "missing": {"key": "999"}},
    "api.cancel": {"": {"key": "2"}},
    "tokens.revoke": {"": {"key": "1"}},
    **{
        f"people.{name}": {"": {"name": "novakova"}, "missing": {"name": "nikdo"}}
        for name in ("show", "assign", "lock", "unlock", "reset", "end_sessions", "drop_factor")
    },
    "people.revoke": {"": {"name": "novakova", "key": "1"}, "missing": {"name": "nikdo", "key": "1"}},
    "login.link": {"": {"token": "hádanka"}},
    "login.redeem": {"": {"token": "hádanka"}},
}  # fmt: skip
"""The objects of every route that has any, by whose they are: of the town that the municipality's account is of."""
FORMS: Mapping[str, Mapping[str, str]] = {
    "incidents.pass_on": {"person": "dvorak"},
    "incidents.mute": {"for": "4"},
    "incidents.note": {"text": "vyjíždím"},
    "incidents.ticket": {"number": "EM-4711"},
    "incidents.promise": {"report_by": "05:00"},
    "silences.add": {"what": "luby-acc-1", "hours": "4", "reason": "hluk"},
    "maintenance.cancel": {"reason": "mráz"},
    "people.add": {"name": "nova", "full_name": "Nová Kolegyně", "role": "operator"},
    "people.assign": {"role": "operator"},
    "tokens.add": {"label": "Grafana", "scope": "read"},
}

EXPECTED: Mapping[str, Row | Mapping[str, Row]] = {
    "static": EVERYBODY,
    "live.health": EVERYBODY,
    "live.events": SHOWN,
    "machines.ready": EVERYBODY,
    "machines.metrics": EVERYBODY,
    "login.form": EVERYBODY,
    "login.enter": (401, 401, 401, 401, 401),
    "login.link": EVERYBODY,
    "login.redeem": (410, 410, 410, 410, 410),
    "login.leave": (LOGIN, LOGIN, 303, 303, 303),
    "password.form": EVERYBODY,
    "password.change": (401, 401, 401, 401, 401),
    "overview.show": SHOWN,
    "wall.show": SHOWN,
    "wall.light": DONE,
    "search.show": SHOWN,
    "availability.show": SHOWN,
    **{f"feeds.{name}": {"own": SHOWN, "foreign": SHOWN, "missing": ABSENT} for name in ("news", "works", "badge")},
    "sla.latest": (LOGIN, 302, 302, 302, 302),
    **{f"sla.{name}": {"": SHOWN, "missing": ABSENT} for name in ("show", "document")},
    "municipality.show": {"own": SHOWN, "foreign": SHOWN, "missing": ABSENT},
    "device.show": {
        "own": (LOGIN, LOGIN, 200, 200, 200),
        "foreign": (LOGIN, LOGIN, 404, 200, 200),
        "missing": (LOGIN, LOGIN, 404, 404, 404),
    },
    "map.show": SHOWN,
    "link.show": {
        "own": (LOGIN, LOGIN, 200, 200, 200),
        "between": (LOGIN, LOGIN, 404, 200, 200),
        "foreign": (LOGIN, LOGIN, 404, 200, 200),
        "missing": (LOGIN, LOGIN, 404, 404, 404),
    },
    "incidents.index": SHOWN,
    "incidents.show": {"own": SHOWN, "foreign": SHOWN, "joined": INTERNAL, "missing": ABSENT},
    **{
        f"incidents.{name}": {"own": DONE, "foreign": DONE, "joined": DONE, "missing": NOTHING_TO_DO}
        for name in ("acknowledge", "pass_on", "mute", "note", "ticket", "promise")
    },
    "invitation.show": (410, 410, 410, 410, 410),
    "invitation.accept": (410, 410, 410, 410, 410),
    "silences.index": OPERATED,
    "silences.add": DONE,
    "silences.end": DONE,
    "maintenance.index": OPERATED,
    "maintenance.month": OPERATED,
    "maintenance.feed": SHOWN,
    "maintenance.show": {"": OPERATED, "missing": NOTHING_TO_DO},
    "maintenance.form": OPERATED,
    "maintenance.preview": (LOGIN, LOGIN, 403, 422, 422),
    "maintenance.announce": (LOGIN, LOGIN, 403, 422, 422),
    "maintenance.cancel": {"": DONE, "missing": NOTHING_TO_DO},
    "monitor.show": OPERATED,
    "login.prove": (401, 401, 401, 401, 401),
    "account.show": PERSONAL,
    "account.end_session": PERSONAL_DONE,
    "factor.show": PERSONAL,
    "factor.begin": PERSONAL_DONE,
    "factor.confirm": PERSONAL_DONE,
    "factor.renew": PERSONAL,
    "tokens.index": PERSONAL,
    "tokens.add": PERSONAL,
    "tokens.revoke": PERSONAL_DONE,
    "people.index": ADMINISTERED,
    "people.form": ADMINISTERED,
    "people.add": ADMINISTERED,
    "people.show": {"": ADMINISTERED, "missing": NOBODY},
    **{
        f"people.{name}": {"": ADMINISTERED_DONE, "missing": NOBODY}
        for name in ("assign", "lock", "unlock", "end_sessions", "drop_factor", "revoke")
    },
    "people.reset": {"": ADMINISTERED, "missing": NOBODY},
    "audit.show": ADMINISTERED,
    "audit.table": ADMINISTERED,
    "data.municipalities": SHOWN_TO_MACHINES,
    "data.incidents": SHOWN_TO_MACHINES,
    "data.openapi": EVERYBODY,
    "api.works": ASKED_BY_MACHINE,
    "api.preview": (401, 401, 403, 415, 415),
    "api.announce": (401, 401, 403, 415, 415),
    "api.cancel": (401, 401, 403, 415, 415),
    "sms.receive": (404, 404, 404, 404, 404),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One way to ask one route for one object."""

    rule: Rule
    method: str
    which: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.rule.endpoint, self.which)))

    @property
    def path(self) -> str:
        """The address of the object."""
        found = OBJECTS.get(self.rule.endpoint, {}).get(self.which, {})
        return re.sub(r"<(?:\w+(?:\(.*?\))?:)?(\w+)>", lambda match: found[match[1]], self.rule.rule)

    @property
    def expected(self) -> Row:
        """What happens to each visitor."""
        row = EXPECTED[self.rule.endpoint]
        return row if isinstance(row, tuple) else row[self.which]


def routes() -> list[Rule]:
    exhibit = exhibit_for(Who.PUBLIC)
    return sorted(create_app(exhibit, exhibit).url_map.iter_rules(), key=lambda rule: rule.endpoint)


def cases() -> Iterator[Case]:
    for rule in routes():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for which in OBJECTS.get(rule.endpoint, {"": {}}):
                yield Case(rule, method, which)


def outcome(case: Case, who: Who, exhibit: Exhibit) -> int | str:
    client = come_as(who, exhibit)
    form = form_of(exhibit, **FORMS.get(case.rule.endpoint, {}))
    if case.path.startswith("/api/"):
        proof = {**SAME, "X-CSRF-Token": form["csrf_token"]}
        answer = client.open(case.path, method=case.method, headers=proof)
    else:
        data = form if case.method == "POST" else None
        answer = client.open(case.path, method=case.method, data=data, headers=SAME, buffered=False)
    with answer:
        is_sent_to_login = answer.status_code == 303 and answer.location.startswith("/prihlaseni?next=")
        return LOGIN if is_sent_to_login else answer.status_code


def test_every_route_has_a_policy_and_a_row() -> None:
    endpoints = {rule.endpoint for rule in routes()}
    assert endpoints == EXPECTED.keys() == POLICIES.keys()


def test_every_object_that_a_route_names_is_tried() -> None:
    assert {rule.endpoint for rule in routes() if rule.arguments} == OBJECTS.keys()


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_every_visitor_gets_exactly_what_is_theirs(case: Case) -> None:
    exhibits = {who: exhibit_for(who) for who in Who}
    assert {who: outcome(case, who, exhibits[who]) for who in Who} == dict(zip(Who, case.expected, strict=True))


@pytest.mark.parametrize("who", [Who.STRANGER, Who.PUBLIC, Who.MUNICIPALITY])
@pytest.mark.parametrize("case", [case for case in cases() if case.method == "POST"], ids=str)
def test_nobody_but_operators_changes_anything(case: Case, who: Who) -> None:
    exhibit = exhibit_for(who)
    outcome(case, who, exhibit)
    done = {type(command) for command, _ in exhibit.submitted}
    about_oneself = {CloseSession, EndSessions, AddToken, RevokeToken, ReplaceRecoveryCodes}
    assert done <= {RecordFailedLogin, RecordRefusedLink, RedeemLoginLink, *about_oneself}
    assert all(actor.account == who for command, actor in exhibit.submitted if type(command) in about_oneself)


def test_a_token_opens_what_its_scope_and_its_owner_may() -> None:
    """Ask every route that machines ask, with a token of each scope of an operator, and one of a town with all."""
    may = {
        "data.municipalities": {"netmon_read", "netmon_town"},
        "data.incidents": {"netmon_read", "netmon_town"},
        "data.openapi": {"netmon_read", "netmon_maintenance", "netmon_metrics", "netmon_town"},
        "machines.ready": {"netmon_read", "netmon_maintenance", "netmon_metrics", "netmon_town"},
        "machines.metrics": {"netmon_metrics"},
        **{f"api.{name}": {"netmon_maintenance"} for name in ("works", "preview", "announce", "cancel")},
    }
    for case in cases():
        if not case.path.startswith(("/api/", "/metrics", "/readyz")) or case.rule.endpoint == "sms.receive":
            continue
        for token in ("netmon_read", "netmon_maintenance", "netmon_metrics", "netmon_town"):
            exhibit = exhibit_for(Who.PUBLIC)
            client = create_app(exhibit, exhibit, exhibit.clock).test_client()
            with client.open(
                case.path, method=case.method, headers={"Authorization": f"Bearer {token}"},
                environ_base={"REMOTE_ADDR": "192.0.2.7"},
            ) as answer:  # fmt: skip
                is_open = answer.status_code in {200, 201, 415, 422}
                assert is_open == (token in may[case.rule.endpoint]), f"{case} {token} {answer.status_code}"
                assert is_open or answer.status_code == 403


@pytest.mark.parametrize("token", ["netmon_old", "netmon_void", "netmon_gone", "netmon_guess"])
def test_a_token_that_is_over_opens_nothing_not_even_what_is_open(token: str) -> None:
    exhibit = exhibit_for(Who.PUBLIC)
    client = create_app(exhibit, exhibit, exhibit.clock).test_client()
    for path in ("/api/v1/municipalities", "/api/v1/openapi.json", "/api/v1/maintenance", "/metrics"):
        assert client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401
