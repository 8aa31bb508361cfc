"""From its page an incident is passed on and muted, and the page says what helped in a similar one."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.handling.handover import colleagues
from dashboards.handling.kin import MOST, Likeness, alike, likeness_of
from dashboards.handling.mute import ends, hushed_by
from netmon.clock import DAY, HOUR, MINUTE, Millis
from netmon.commands import Acknowledge, AddSilence, PassOn
from netmon.model import Entity, EntityKind, Hushed, Impact, Incident, IncidentId, Note, NoteKind
from netmon.oncall.duty import on_duty
from netmon.record.record import is_on_its_way
from tests.dashboards.exhibit import (
    CUT,
    NOW,
    Exhibit,
    closed_incident,
    router_incident,
    shipped_inventory,
    trunk_incident,
)
from tests.dashboards.people import SAME, Who, come_as, exhibit_for, form_of

PAGE = "/v/INC-2026-0412"
INVENTORY = shipped_inventory()


@pytest.fixture
def exhibit() -> Exhibit:
    return exhibit_for(Who.OPERATOR)


@pytest.fixture
def operator(exhibit: Exhibit) -> FlaskClient:
    return come_as(Who.OPERATOR, exhibit)


def press(client: FlaskClient, exhibit: Exhibit, path: str, **fields: str) -> int:
    return client.post(f"{PAGE}/{path}", data=form_of(exhibit, **fields), headers=SAME).status_code


def test_whoever_is_on_duty_is_proposed_first_and_never_oneself() -> None:
    duty = on_duty(INVENTORY.rotas["network"], NOW)
    found = colleagues(INVENTORY, "nobody", NOW)
    assert found[0].key == duty
    assert found[0].duties == ("Pohotovost sítě",)
    assert {each.key for each in found} == set(INVENTORY.people)
    assert duty not in {each.key for each in colleagues(INVENTORY, duty, NOW)}


def test_an_incident_is_passed_on_and_waits_to_be_taken(operator: FlaskClient, exhibit: Exhibit) -> None:
    assert press(operator, exhibit, "predat", person="dvorak", note="jsi blíž") == 303
    assert exhibit.submitted[-1][0] == PassOn(IncidentId("INC-2026-0412"), "dvorak", "jsi blíž")
    page = operator.get(PAGE).text
    assert "předáno: Tomáš Dvořák · čeká na převzetí do 03:02" in page
    assert "komu: Tomáš Dvořák" in page
    assert "jsi blíž" in page
    assert 'class="take"' in page, "who was passed it, or anybody else, still has to take it"


def test_once_it_is_taken_it_waits_no_more(operator: FlaskClient, exhibit: Exhibit) -> None:
    press(operator, exhibit, "predat", person="dvorak")
    press(operator, exhibit, "prevzit")
    page = operator.get(PAGE).text
    assert "řeší Jana Nováková" in page
    assert "čeká na převzetí" not in page


def test_to_outsiders_it_is_just_in_hand(exhibit: Exhibit, operator: FlaskClient) -> None:
    press(operator, exhibit, "predat", person="dvorak", note="tajné")
    outside = come_as(Who.PUBLIC, exhibit).get(PAGE).text
    assert "předáno" in outside
    assert "Dvořák" not in outside
    assert "tajné" not in outside


def test_a_passing_on_is_under_way_until_the_next_taking() -> None:
    passed, taken = Note(NOW, NoteKind.PASSED_ON, "dvorak", "a"), Note(NOW, NoteKind.ACKNOWLEDGED, "", "dvorak")
    said = Note(NOW, NoteKind.NOTE, "x", "a")
    assert is_on_its_way([taken, passed, said])
    assert not is_on_its_way([passed, taken, said])
    assert not is_on_its_way([said])


@pytest.mark.parametrize(
    ("length", "end"), [("1", HOUR), ("4", 4 * HOUR), ("morning", 4 * HOUR + 12 * MINUTE + 55_000)]
)
def test_one_tap_mutes_the_cause_for_a_while(operator: FlaskClient, exhibit: Exhibit, length: str, end: int) -> None:
    assert press(operator, exhibit, "ztlumit", **{"for": length}) == 303
    command = exhibit.submitted[-1][0]
    assert command == AddSilence(
        Hushed(entities=(Entity(EntityKind.LINK, CUT),)),
        Millis(NOW + end),
        "ztlumeno ze stránky výpadku INC-2026-0412",
    )
    page = operator.get(PAGE).text
    assert "ztlumeno do" in page
    assert "Jana Nováková" in page
    assert "/ztlumit" not in page, "what is muted already is not muted again"


@pytest.mark.parametrize("length", ["", "2", "-1", "999", "morning'"])
def test_no_other_length_mutes_anything(operator: FlaskClient, exhibit: Exhibit, length: str) -> None:
    assert press(operator, exhibit, "ztlumit", **{"for": length}) == 400
    assert exhibit.submitted == []


def test_morning_is_never_over_already() -> None:
    for hour in range(48):
        now = Millis(NOW + hour * HOUR)
        assert now < ends(now)["morning"] <= now + DAY + HOUR


def test_a_duct_is_muted_by_what_may_be_the_cause_just_as_well_or_by_the_towns() -> None:
    incident = trunk_incident(INVENTORY).incident
    duct = Entity(EntityKind.SHARED_RISK, "duct-ohre")
    either = replace(incident, cause=duct, candidates=(duct, Entity(EntityKind.LINK, "kv-sokolov-1")))
    assert hushed_by(either) == Hushed(entities=(Entity(EntityKind.LINK, "kv-sokolov-1"),))
    alone = hushed_by(replace(incident, cause=duct, candidates=(duct,)))
    assert alone is not None
    assert {each.name for each in alone.entities} == set(incident.impact.isolated)
    assert hushed_by(replace(incident, cause=duct, candidates=(duct,), impact=Impact())) is None


def past(key: str, days: int, **changes: object) -> Incident:
    """Return an incident that was over so many days ago."""
    start = Millis(NOW - days * DAY)
    incident = trunk_incident(INVENTORY).incident
    values = {"id": IncidentId(key), "started": start, "detected": start, "ended": Millis(start + HOUR), **changes}
    return replace(incident, **values)  # type: ignore[arg-type]


def test_the_same_cause_is_closest_then_the_same_duct_then_the_same_towns() -> None:
    now = replace(trunk_incident(INVENTORY).incident, cause=Entity(EntityKind.LINK, "kv-sokolov-1"))
    duct = Entity(EntityKind.SHARED_RISK, next(iter(INVENTORY.links["kv-sokolov-1"].shared_risks)))  # type: ignore[index]
    device = Entity(EntityKind.DEVICE, "as-core-1")
    same, risk = past("same", 90, cause=now.cause), past("duct", 30, cause=duct, impact=Impact())
    towns, other = past("towns", 1, cause=device), past("other", 1, cause=device, impact=Impact())
    found = alike(now, [other, towns, risk, same], INVENTORY)
    assert [(likeness, each.id) for likeness, each in found] == [
        (Likeness.CAUSE, "same"), (Likeness.DUCT, "duct"), (Likeness.TOWNS, "towns"),
    ]  # fmt: skip


def test_only_what_was_over_by_itself_before_it_resembles_it_and_only_a_few() -> None:
    now = trunk_incident(INVENTORY).incident
    joined, going_on = past("joined", 3, merged_into=now.id), past("open", 3, ended=None)
    later = replace(past("later", 1), started=Millis(now.started + 1))
    assert alike(now, [now, joined, going_on, later], INVENTORY) == []
    many = [past(f"i-{days}", days) for days in range(1, 30)]
    assert [each.id for _, each in alike(now, many, INVENTORY)] == [f"i-{days}" for days in range(1, MOST + 1)]


def test_likeness_is_mutual() -> None:
    one, other = past("a", 3), past("b", 5, cause=Entity(EntityKind.DEVICE, "as-core-1"))
    assert likeness_of(one, other, INVENTORY) is likeness_of(other, one, INVENTORY) is Likeness.TOWNS


def test_the_page_tells_what_was_done_about_a_similar_one_to_operators_alone(exhibit: Exhibit) -> None:
    closed = closed_incident(INVENTORY).incident
    assert closed.cause == router_incident(INVENTORY).incident.cause
    page = "/v/INC-2026-0411"
    shown = come_as(Who.OPERATOR, exhibit).get(page).text
    assert "Podobné výpadky" in shown
    assert f'href="/v/{closed.id}"' in shown
    assert "stejná příčina" in shown
    assert "trvalo 5 h" in shown.replace("\u00a0", " ")
    assert "Podobné výpadky" not in come_as(Who.PUBLIC, exhibit).get(page).text


def test_what_is_sent_again_takes_nothing_twice(operator: FlaskClient, exhibit: Exhibit) -> None:
    press(operator, exhibit, "prevzit")
    press(operator, exhibit, "prevzit", again="1")
    assert [type(command) for command, _ in exhibit.submitted] == [Acknowledge]
    press(operator, exhibit, "prevzit")
    assert len(exhibit.submitted) == 2, "who presses twice wants it twice"
