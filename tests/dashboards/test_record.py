"""The record on an incident's page: whom to call, ticket, next report, and who may see and write them."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboards import VIEWS
from dashboards.app import create_app
from dashboards.incidents.whom import dialled
from netmon.alerting.notice import notice_of_incident
from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import Actor, NoteTicket, PromiseReport
from netmon.model import IncidentId
from tests.dashboards.door.test_access import SAME, csrf_token, log_in
from tests.dashboards.exhibit import CUT, HOSTILE, NOW, Exhibit, shipped_inventory, trunk_incident

KEY = IncidentId("INC-2026-0412")
OVER = IncidentId("INC-2026-0398")
PAGE = f"/v/{KEY}?lang=cs"
JANA = Actor("novakova", "127.0.0.1")


@pytest.fixture
def inside(exhibit: Exhibit) -> FlaskClient:
    """Return a client that is logged in."""
    client = create_app(exhibit, exhibit, exhibit.clock).test_client()
    log_in(client)
    return client


def post(client: FlaskClient, exhibit: Exhibit, page: str, key: IncidentId = KEY, **form: str) -> int:
    return client.post(f"/v/{key}/{page}", data={"csrf_token": csrf_token(exhibit), **form}, headers=SAME).status_code


def test_who_is_logged_in_sees_the_supplier_and_can_touch_the_number(inside: FlaskClient) -> None:
    page = inside.get(PAGE).text
    assert "Poohří Net (vymyšlený)" in page
    assert 'href="tel:+420000111222"' in page
    assert '<dd class="pick">PN-10427</dd>' in page
    assert 'href="mailto:dohled@poohri.example"' in page
    assert page.index("Poohří Net") < page.index("Informatik, Městský úřad Aš")


def test_the_public_sees_neither_contacts_nor_tickets_nor_forms(exhibit: Exhibit, client: FlaskClient) -> None:
    exhibit.submit(NoteTicket(KEY, "EM-4711"), JANA)
    exhibit.submit(PromiseReport(KEY, Millis(NOW + HOUR)), JANA)
    page = client.get(PAGE).text
    for secret in ("EM-4711", "PN-10427", "tel:", "dohled@", "2026/118", "Poohří", "it@as.example", "/tiket"):
        assert secret not in page
    assert "do 03:47" in page


def test_a_ticket_and_a_promise_are_written_down(inside: FlaskClient, exhibit: Exhibit) -> None:
    assert post(inside, exhibit, "tiket", number=" EM-4711 ") == 303
    assert post(inside, exhibit, "dalsi-zprava", report_by="03:30") == 303
    assert exhibit.submitted[-2:] == [
        (NoteTicket(KEY, "EM-4711"), JANA),
        (PromiseReport(KEY, Millis(NOW + 42 * MINUTE + 55_000)), JANA),
    ]
    page = inside.get(PAGE).text
    assert '<dd class="pick">EM-4711</dd>' in page
    assert "do 03:30" in page


def test_a_time_before_now_is_tomorrows(inside: FlaskClient, exhibit: Exhibit) -> None:
    post(inside, exhibit, "dalsi-zprava", report_by="02:47")
    assert "do 24. 11. 02:47" in inside.get(PAGE).text.replace("\u00a0", " ")


def test_what_is_no_time_is_refused_in_words(inside: FlaskClient, exhibit: Exhibit) -> None:
    form = {"csrf_token": csrf_token(exhibit), "report_by": "brzy"}
    answer = inside.post(f"/v/{KEY}/dalsi-zprava", data=form, headers={**SAME, "Accept-Language": "cs"})
    assert answer.status_code == 409
    assert "není čas; napište třeba 14:30" in answer.text


def test_an_empty_ticket_changes_nothing(inside: FlaskClient, exhibit: Exhibit) -> None:
    before = len(exhibit.submitted)
    assert post(inside, exhibit, "tiket", number="  ") == 303
    assert len(exhibit.submitted) == before


@pytest.mark.parametrize("page", ["tiket", "dalsi-zprava"])
def test_nothing_is_written_without_a_login_or_from_elsewhere(
    client: FlaskClient, inside: FlaskClient, exhibit: Exhibit, page: str
) -> None:
    form = {"number": "EM", "report_by": "03:30"}
    before = len(exhibit.submitted)
    assert client.post(f"/v/{KEY}/{page}", data=form, headers=SAME).status_code == 303
    assert inside.post(f"/v/{KEY}/{page}", data=form, headers=SAME).status_code == 403
    assert post(inside, exhibit, page, IncidentId("INC-0"), **form) == 404
    assert len(exhibit.submitted) == before


def test_a_report_that_is_late_says_so_until_somebody_writes(inside: FlaskClient, exhibit: Exhibit) -> None:
    post(inside, exhibit, "dalsi-zprava", report_by="03:30")
    exhibit.clock.advance(20 * MINUTE)
    inside.get(PAGE)
    exhibit.clock.advance(23 * MINUTE)
    assert "měla být do 03:30" in inside.get(PAGE).text
    post(inside, exhibit, "poznamka", text="technik je na místě")
    assert 'id="record"' not in inside.get(PAGE).text


def test_of_an_incident_that_is_over_only_a_ticket_is_asked_for(inside: FlaskClient) -> None:
    page = inside.get(f"/v/{OVER}").text
    assert f"/v/{OVER}/tiket" in page
    assert f"/v/{OVER}/dalsi-zprava" not in page


def test_nothing_in_the_record_acts_on_the_reader(inside: FlaskClient, exhibit: Exhibit) -> None:
    inventory = shipped_inventory()
    link = inventory.links[CUT]
    hostile = link.model_copy(update={"supplier": HOSTILE, "circuit": HOSTILE})
    links = {**inventory.links, link.name: hostile}
    exhibit.show(replace(exhibit.view, inventory=inventory.model_copy(update={"links": links})))
    exhibit.submit(NoteTicket(KEY, HOSTILE), JANA)
    page = inside.get(PAGE).text
    assert "<script>window" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+420 000 111 222", "+420000111222"),
        ("+420\u00a0000\u00a0111\u00a0222", "+420000111222"),
        ("(000) 111-222 kl. 5", "000111222"),
        ("112", "112"),
        ("na lince", None),
        ("12", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_number_is_dialled_as_far_as_it_is_one(phone: str, number: str | None) -> None:
    assert dialled(phone) == number


def mail(**changes: object) -> tuple[str, str]:
    inventory, incident = shipped_inventory(), trunk_incident(shipped_inventory()).incident
    told: dict[str, Any] = dict(notice_of_incident(incident, inventory, "http://netmon.example").payload)
    rendered = VIEWS.render_mail({**told, **changes}, "cs")
    return rendered.subject, rendered.text


def test_mail_about_an_outage_says_whom_to_call_and_mail_about_its_end_does_not() -> None:
    line = "Koho volat: Poohří Net (vymyšlený), okruh PN-10427, číslo zákazníka 2026/118, +420 000 111 222, dohled@"
    assert line in mail()[1]
    assert "Koho volat" not in mail(kind="resolved", ended="2026-11-23T01:47:02+00:00")[1]
    assert "Koho volat" not in mail(calls=[])[1]


def test_a_reminder_reads_as_one() -> None:
    subject, text = mail(kind="reminder", summary="• do 03:30 je slíbena zpráva: Cheb – Aš")
    assert subject == "• do 03:30 je slíbena zpráva: Cheb – Aš"
    assert "Poohří Net" in text
