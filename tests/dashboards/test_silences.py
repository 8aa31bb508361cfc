"""The page of silences: what is silent until when, who wants it so; begun and ended by people with a name."""

import pytest
from flask.testing import FlaskClient

from netmon.clock import HOUR, Millis
from netmon.commands import AddSilence, EndSilence
from netmon.model import Entity, EntityKind, Hushed, Severity
from tests.dashboards.door.test_access import SAME, csrf_token, log_in
from tests.dashboards.exhibit import HOSTILE, NOW, Exhibit


def post(client: FlaskClient, exhibit: Exhibit, path: str, **form: object) -> tuple[int, str]:
    answer = client.post(f"{path}?lang=cs", data={"csrf_token": csrf_token(exhibit), **form}, headers=SAME)
    return answer.status_code, answer.text


def test_operators_see_what_is_silent_until_when_by_whom_and_why(operator: FlaskClient) -> None:
    page = operator.get("/ticho?lang=cs").text
    in_force, _, over = page.partition("Skončilo")
    assert "trasa Cheb – Aš · pravidlo loss" in in_force
    assert "do 04:47" in in_force
    assert "výměna routeru" in over
    assert "ORP Aš · Informace" in over
    assert HOSTILE not in page


def test_a_silence_is_begun_for_some_hours_in_ones_own_name(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    form = {"what": ["Luby", "cheb-core-1"], "rule": "loss", "severity": "warning", "hours": "8", "reason": "měření"}
    status, _ = post(client, exhibit, "/ticho", **form)
    assert status == 303
    command, actor = exhibit.submitted[-1]
    luby, core = Entity(EntityKind.MUNICIPALITY, "554634"), Entity(EntityKind.DEVICE, "cheb-core-1")
    hushed = Hushed(("loss",), (luby, core), (), (Severity.WARNING,))
    assert command == AddSilence(hushed, Millis(NOW + 8 * HOUR), "měření")
    assert actor.account == "novakova"
    assert "měření" in client.get("/ticho").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"reason": "x"}, "řekněte, co má být ticho"),
        ({"what": "Nikdekov", "reason": "x"}, "„Nikdekov“ neznáme"),
        ({"severity": "fatal", "reason": "x"}, "„fatal“ neznáme"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: FlaskClient, exhibit: Exhibit, form: dict[str, str], said: str
) -> None:
    log_in(client)
    before = len(exhibit.silent)
    status, page = post(client, exhibit, "/ticho", **form)
    assert status == 422
    assert said in page
    assert form.get("what", "") in page
    assert len(exhibit.silent) == before


def test_a_silence_is_ended_early(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    assert post(client, exhibit, "/ticho/3/konec")[0] == 303
    assert exhibit.submitted[-1][0] == EndSilence(3)
    assert "Nic není ztišeno." in client.get("/ticho?lang=cs").text


def test_nobody_silences_anything_without_a_name(client: FlaskClient, exhibit: Exhibit) -> None:
    for path in ("/ticho", "/ticho/3/konec"):
        assert client.post(path, data={"severity": "info", "reason": "x"}, headers=SAME).status_code == 303
    assert exhibit.submitted == []


def test_an_incident_is_taken_with_a_note_for_as_long_as_one_says(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    assert post(client, exhibit, "/v/INC-2026-0412/prevzit", hold="8", note="jedu tam")[0] == 303
    command, _ = exhibit.submitted[-1]
    assert (command.hold, command.note) == (8 * HOUR, "jedu tam")  # type: ignore[union-attr]
    post(client, exhibit, "/v/INC-2026-0412/prevzit", hold="9999")
    assert exhibit.submitted[-1][0].hold == 4 * HOUR  # type: ignore[union-attr]
    assert "řeší Jana Nováková · do 06:47" in client.get("/v/INC-2026-0412?lang=cs").text
