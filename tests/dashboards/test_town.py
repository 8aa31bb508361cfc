"""What a town reads beside its state: what has no backup, when more is told, the year, its report and its badge."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from dashboards.drawing.badge import GROUNDS, MOST_LETTERS, UNSURE, draw_badge
from dashboards.towns.backup import Backups
from netmon.clock import HOUR, Millis
from netmon.commands import Actor, PromiseReport
from netmon.judgement.topology import Topology
from netmon.model import IncidentId, MunicipalityCode
from tests.dashboards.exhibit import AS, NOW, Exhibit, shipped_inventory
from tests.dashboards.people import Who, come_as, exhibit_for
from tests.dashboards.test_palette import contrast

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def exhibit() -> Exhibit:
    return exhibit_for(Who.PUBLIC)


@pytest.fixture
def public(exhibit: Exhibit) -> FlaskClient:
    return come_as(Who.PUBLIC, exhibit)


def badge(client: FlaskClient, slug: str = "554499-as", language: str = "cs") -> str:
    return client.get(f"/o/{slug}/badge.svg?lang={language}").text


def test_what_has_no_backup_is_what_the_plan_says() -> None:
    inventory = shipped_inventory()
    planned = Topology.of(inventory).planned
    backups = Backups()
    for code in inventory.municipalities:
        assert backups.single(inventory, code) == planned.get(code, frozenset())
    other = inventory.model_copy(update={"links": {}})
    assert backups.single(other, AS) != planned[AS], "another inventory is reckoned anew"


def test_operators_read_the_link_and_the_public_only_between_which_places(
    exhibit: Exhibit, public: FlaskClient
) -> None:
    shown, outside = come_as(Who.OPERATOR, exhibit).get("/o/554499-as").text, public.get("/o/554499-as").text
    assert "V plánu bez zálohy: trasa Cheb – Aš" in shown
    assert "V plánu bez zálohy: trasa Cheb – Aš" in outside
    assert "core-1" not in outside


def test_it_says_when_more_is_told(exhibit: Exhibit, public: FlaskClient) -> None:
    assert "Další zpráva" not in public.get("/o/554499-as").text
    promise = PromiseReport(IncidentId("INC-2026-0412"), Millis(NOW + HOUR))
    exhibit.submit(promise, Actor("novakova", ""))
    page = public.get("/o/554499-as").text
    assert "Další zpráva</b> do 03:47" in page
    assert "Nováková" not in page


def test_it_has_the_year_and_leads_to_the_month_s_report(public: FlaskClient) -> None:
    page = public.get("/o/554499-as?lang=cs").text
    assert "<h3>letos</h3>" in page
    for path in ("/sla/2026/10", "/sla/2026/10.csv", "/sla/2026/10.json", "/o/554499-as/badge.svg"):
        assert f'"{path}?lang=cs"' in page


@pytest.mark.parametrize(
    ("slug", "word"),
    [("554499-as", "odříznuto"), ("554634-luby", "bez spojení"), ("554961-karlovy-vary", "v provozu"),
     ("555177-hradiste", "nesledováno")],
)  # fmt: skip
def test_a_badge_says_the_name_and_the_state_and_nothing_else(public: FlaskClient, slug: str, word: str) -> None:
    root = ET.fromstring(badge(public, slug))  # noqa: S314 -- our own
    texts = [node.text or "" for node in root.iter(f"{SVG}text")]
    assert texts[1] == word
    assert len(texts) == 2
    assert {node.tag.removeprefix(SVG) for node in root.iter()} == {"svg", "title", "g", "rect", "text"}


def test_a_badge_speaks_english_too(public: FlaskClient) -> None:
    assert "cut off" in badge(public, language="en")


def test_a_badge_of_old_data_says_that_nothing_is_known(exhibit: Exhibit, public: FlaskClient) -> None:
    health = exhibit.view.health
    exhibit.show(replace(exhibit.view, health=replace(health, data_at=Millis(NOW - HOUR))))
    assert "bez dat" in badge(public)


def test_a_badge_may_be_shown_elsewhere_and_kept_a_minute_where_the_house_is_open(public: FlaskClient) -> None:
    answer = public.get("/o/554499-as/badge.svg")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = public.get("/o/554499-as/badge.svg", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert public.get("/o/554499-as").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_in_a_closed_house_it_is_nobody_else_s() -> None:
    answer = come_as(Who.OPERATOR, exhibit_for(Who.STRANGER)).get("/o/554499-as/badge.svg")
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_every_badge_can_be_read() -> None:
    for ground, ink in (*GROUNDS.values(), UNSURE):
        assert contrast(ground, ink) >= 4.5


def test_a_badge_is_bounded_and_never_breaks_its_drawing(exhibit: Exhibit, public: FlaskClient) -> None:
    assert len(draw_badge("A" * 500, "x", "operational").label.text) == MOST_LETTERS
    inventory = exhibit.view.inventory
    code = MunicipalityCode("554499")
    hostile = inventory.municipalities[code].model_copy(update={"name": "</text><script>1</script>&\"'"})
    towns = {**inventory.municipalities, code: hostile}
    exhibit.show(replace(exhibit.view, inventory=inventory.model_copy(update={"municipalities": towns})))
    text = badge(public, "554499")
    assert "<script>" not in text
    assert ET.fromstring(text).tag == f"{SVG}svg"  # noqa: S314 -- our own
