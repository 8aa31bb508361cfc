"""One thing among many is found: by a table with filters, and by a few letters, never more than may be seen."""

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboards.finding.search import MOST_FOUND, is_meant
from netmon.inventory.whereabouts import words_of
from tests.dashboards.exhibit import AS, HOSTILE, Exhibit, shipped_inventory
from tests.dashboards.people import Who, come_as, exhibit_for

ROW = re.compile(r'<th scope="row"><a href="/o/[^"]+">([^<]+)</a>')
HIT = re.compile(r'<li data-row><a href="([^"]+)">([^<]+)</a>')

AS_DISTRICT = shipped_inventory().municipalities[AS].orp


@pytest.fixture
def exhibit() -> Exhibit:
    return exhibit_for(Who.OPERATOR)


@pytest.fixture
def operator(exhibit: Exhibit) -> FlaskClient:
    return come_as(Who.OPERATOR, exhibit)


def rows(client: FlaskClient, query: str = "") -> list[str]:
    return ROW.findall(client.get(f"/?view=table&lang=cs{query}").text)


def hits(client: FlaskClient, text: str) -> list[tuple[str, str]]:
    return HIT.findall(client.get(f"/hledat?lang=cs&q={quote(text)}").text.replace("?lang=cs", ""))


def test_the_table_has_every_municipality_the_worst_first(operator: FlaskClient) -> None:
    found = rows(operator)
    assert len(found) == 134
    assert found[0] == "Luby", "its own router is silent"
    assert found[1:6] == ["Aš", "Hazlov", "Hranice", "Krásná", "Podhradí"]
    assert found[6:9] == ["Bochov", "Žlutice", "Boží Dar"]
    assert found.index("Chyše") > found.index("Hroznětín"), "the Czech alphabet"


@pytest.mark.parametrize(
    ("query", "expected"),
    [("&state=isolated", ["Aš", "Hazlov", "Hranice", "Krásná", "Podhradí"]), ("&state=unknown", ["Boží Dar"]),
     (f"&state=disconnected&orp={AS_DISTRICT}", []), ("&state=unmonitored", ["Hradiště"])],
)  # fmt: skip
def test_an_address_filters_it(operator: FlaskClient, query: str, expected: list[str]) -> None:
    assert rows(operator, query) == expected


@pytest.mark.parametrize("query", ["&state=nonsense", "&orp=nikde", f"&orp={quote(HOSTILE)}", "&state=&orp="])
def test_a_filter_that_means_nothing_filters_nothing(operator: FlaskClient, query: str) -> None:
    assert len(rows(operator, query)) == 134


def test_it_tells_the_cause_and_who_has_taken_it(operator: FlaskClient) -> None:
    page = operator.get("/?view=table&state=disconnected").text
    assert "Luby (luby-acc-1) neodpovídá" in page
    assert "Jana Nováková" in page
    assert "nikdo nepřevzal" in operator.get("/?view=table&state=isolated").text


def test_outsiders_read_no_internals_in_it(exhibit: Exhibit) -> None:
    page = come_as(Who.PUBLIC, exhibit).get("/?view=table").text
    assert "luby-acc-1" not in page
    assert "Jana Nováková" not in page


@pytest.mark.parametrize(
    ("text", "first"),
    [("as", "Aš"), ("AŠ", "Aš"), ("luby", "Luby"), ("zlutice", "Žlutice"), ("bozi dar", "Boží Dar"),
     ("554634", "Luby"), ("dar bozi", "Boží Dar"), ("karl var", "Karlovy Vary")],
)  # fmt: skip
def test_neither_case_nor_diacritics_count(operator: FlaskClient, text: str, first: str) -> None:
    assert hits(operator, text)[0][1] == first


def test_links_devices_and_incidents_are_found_too(operator: FlaskClient) -> None:
    assert ("/zarizeni/cheb-core-1", "cheb-core-1") in hits(operator, "cheb-core-1")
    assert ("/linka/cheb-as", "Cheb – Aš") in hits(operator, "cheb as")
    assert hits(operator, "inc-2026-0412") == [("/v/INC-2026-0412", "Trasa Cheb – Aš přerušena")]


def test_nobody_finds_what_may_not_be_seen(exhibit: Exhibit) -> None:
    public, town = come_as(Who.PUBLIC, exhibit), come_as(Who.MUNICIPALITY, exhibit)
    assert {path.split("/")[1] for path, _ in hits(public, "as")} == {"o"}
    assert hits(public, "INC-2026-0409") == []
    devices = {path for path, _ in hits(town, "acc") if path.startswith("/zarizeni/")}
    assert devices == {"/zarizeni/as-acc-1"}, "and nothing of Kraslice"


def test_a_search_is_bounded_and_says_how_much_it_left_out(operator: FlaskClient) -> None:
    page = operator.get("/hledat?q=a&lang=cs").text
    assert max(len(HIT.findall(section)) for section in page.split("<section>")) == MOST_FOUND
    assert "dalších; napište víc písmen" in page
    assert operator.get(f"/hledat?q={'a' * 10_000}").status_code == 200


@pytest.mark.parametrize("text", ["", "   ", "–", "%%%", "\x00"])
def test_what_says_nothing_finds_nothing(operator: FlaskClient, text: str) -> None:
    assert hits(operator, text) == []


def test_what_was_asked_is_shown_and_never_run(operator: FlaskClient) -> None:
    page = operator.get(f"/hledat?q={quote(HOSTILE)}").text
    assert "<script>window" not in page
    assert "&lt;script&gt;" in page


@given(st.sampled_from([place.name for place in shipped_inventory().municipalities.values()]), st.data())
def test_every_name_is_found_by_any_of_its_words(name: str, data: st.DataObject) -> None:
    words = words_of(name)
    wanted = tuple(data.draw(st.permutations(words)))[: data.draw(st.integers(1, len(words)))]
    assert is_meant(wanted, name)
