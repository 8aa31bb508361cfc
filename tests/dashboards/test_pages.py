"""What the pages say to an operator, in the words of the design."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.formats import Formats
from dashboards.headline import headline, of_number
from dashboards.texts import Words
from netmon.language import Language
from netmon.model import MunicipalityState, Standing
from netmon.settings import Settings
from tests.dashboards.exhibit import NOW, Exhibit, calm_snapshot
from tests.dashboards.people import Who, come_as
from tests.dashboards.site import PAGES, in_language

CS = (Words(Language.CS), Formats(Language.CS))


@pytest.fixture
def client(operator: FlaskClient) -> FlaskClient:
    return operator


def text_of(page: str) -> str:
    bare = re.sub(r"<[^>]+>", " ", page.partition("<main id=")[2].partition(">")[2].partition("</main>")[0])
    return " ".join(bare.replace("\u00a0", " ").split())


def test_the_one_sentence_counts_the_cut_off_with_the_disconnected(client: FlaskClient) -> None:
    said = text_of(client.get("/?lang=cs").text)
    assert said.startswith("6 obcí bez spojení · nejdéle 3 h 05 min 1 s vlastní poruchou 5 odříznutých 2 zhoršené")


def test_a_quiet_night_is_said_in_one_sentence() -> None:
    said = headline(calm_snapshot(Settings()), NOW, *CS)
    assert (said.tone, said.figure, said.sentence) == ("operational", "133 ze 133", "obcí v provozu")


def test_a_night_without_data_is_never_called_quiet() -> None:
    calm = calm_snapshot(Settings())
    blind = dict.fromkeys(calm.municipalities, Standing(MunicipalityState.UNKNOWN, NOW))
    said = headline(replace(calm, municipalities=blind), NOW, *CS)
    assert (said.tone, said.figure) == ("unknown", "Bez dat")
    assert said.sentence == "čekáme na první měření 133 obcí"


def test_an_unknown_municipality_is_not_counted_as_connected() -> None:
    calm = calm_snapshot(Settings())
    some = {**calm.municipalities, next(iter(calm.municipalities)): Standing(MunicipalityState.UNKNOWN, NOW)}
    assert headline(replace(calm, municipalities=some), NOW, *CS).figure == "132 ze 133"


@pytest.mark.parametrize(
    ("number", "preposition"),
    [(1, "z"), (2, "ze"), (4, "ze"), (5, "z"), (7, "ze"), (12, "z"), (17, "ze"), (45, "ze"), (90, "z"), (133, "ze"),
     (134, "ze"), (500, "z"), (1000, "z"), (4000, "ze")],
)  # fmt: skip
def test_czech_prepositions_follow_the_spoken_number(number: int, preposition: str) -> None:
    assert of_number(number) == preposition


def test_every_municipality_has_a_tile_that_links_to_its_page(client: FlaskClient, exhibit: Exhibit) -> None:
    page = client.get("/").text
    links = set(re.findall(r'class="tile[^"]*" href="/o/(\d{6})-', page))
    assert links == set(exhibit.view.inventory.municipalities)
    assert len(links) == 134


def test_tiles_stand_in_the_order_of_the_czech_alphabet(client: FlaskClient) -> None:
    names = re.findall(r'<span class="tile-name">([^<]+)', client.get("/").text)
    assert names.index("Hazlov") < names.index("Hranice") < names.index("Krásná")
    assert names.index("Hranice") < names.index("Cheb") < names.index("Libá")


def test_tiles_tell_the_states_apart_in_words(client: FlaskClient) -> None:
    tiles = text_of(client.get("/?lang=cs").text)
    for said in ("Luby , bez spojení", "Aš , odříznuto", "Bochov , zhoršeno", "Boží Dar , bez dat", "údržba"):
        assert said in tiles
    assert "nesledováno" in tiles


def test_a_card_says_cause_impact_and_that_nobody_has_taken_it(client: FlaskClient) -> None:
    said = text_of(client.get("/?lang=cs").text)
    assert "Trasa Cheb – Aš přerušena nebo zařízení Aš (as-core-1) 12 min · nikdo nepřevzal" in said
    assert (
        "5 obcí bez spojení, 17 611 obyvatel · od 02:35 Nemocnice Aš, Hasičská stanice Aš, Záchranná služba Aš" in said
    )


def test_a_municipality_reads_why_it_is_cut_off(client: FlaskClient) -> None:
    said = text_of(client.get("/o/554499-as?lang=cs").text)
    assert "Odříznuto od sítě od 02:35 (12 min)." in said
    assert "Příčina: Trasa Cheb – Aš přerušena nebo zařízení Aš (as-core-1). Zatím to nikdo nepřevzal." in said
    assert "tady cesta končí" in said


def test_a_disconnected_municipality_reads_who_works_on_it(client: FlaskClient) -> None:
    said = text_of(client.get("/o/554634-luby?lang=cs").text)
    assert "Bez spojení od 22. 11. 23:42 (3 h 05 min). Neodpovídá zařízení přímo na místě." in said
    assert "Pracuje na tom Jana Nováková." in said


def test_an_unmonitored_municipality_shows_no_figures(client: FlaskClient) -> None:
    said = text_of(client.get("/o/555177-hradiste?lang=cs").text)
    assert "Tady nic neměříme" in said
    assert "%" not in said


def test_a_former_name_leads_to_the_present_address(client: FlaskClient) -> None:
    answer = client.get("/o/554499-stary-nazev?lang=en")
    assert (answer.status_code, answer.location) == (301, "/o/554499-as?lang=en")


@pytest.mark.parametrize(
    "path", ["/o/999999-nikde", "/o/x", "/zarizeni/nikde", "/v/nikde", "/nikde", "/o/..%2f..%2fetc"]
)
def test_what_is_not_there_is_said_so(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_device_shows_its_interfaces_with_trouble_first(client: FlaskClient) -> None:
    said = text_of(client.get("/zarizeni/cheb-core-1?lang=cs").text)
    ports = said.partition("Popis na zařízení")[2]
    assert ports.index("down") < ports.index("vypnuto správcem") < ports.index(" up ")


def test_a_chart_keeps_its_gap(client: FlaskClient) -> None:
    page = client.get("/zarizeni/cheb-core-1?interface=et-0/0/1&from=now-6h&to=now").text
    path = re.search(r'class="series series-in_bps" d="([^"]+)"', page)
    assert path is not None
    assert path[1].count("M") == 2


def test_an_unknown_interface_falls_back_to_the_busiest(client: FlaskClient) -> None:
    assert client.get("/zarizeni/cheb-core-1?interface=nope&from=x&to=%00").status_code == 200


def test_a_closed_incident_offers_no_button(client: FlaskClient) -> None:
    page = client.get("/v/INC-2026-0398?lang=cs").text
    assert "Obnoveno · trvalo 5 h 00 min" in text_of(page)
    body, _, _ = page.partition("<dialog")
    assert "Převzít" not in body
    assert "převzít" not in body


def test_the_timeline_speaks_the_readers_language(client: FlaskClient) -> None:
    said = text_of(client.get("/v/INC-2026-0412?lang=cs").text)
    assert "Zjištěno trasa Cheb – Aš" in said
    assert "Dopad 5 obcí bez spojení 17 611 obyvatel 17 dalších zařízení" in said
    assert "Kritická místa bez spojení: Nemocnice Aš, x " in said


def test_critical_sites_are_named_and_kinds_told(client: FlaskClient) -> None:
    said = text_of(client.get("/v/INC-2026-0412?lang=cs").text)
    assert "Kritická místa bez spojení: Nemocnice Aš, Hasičská stanice Aš, Záchranná služba Aš Převzít" in said
    assert "Nemocnice Aš nemocnice Hasičská stanice Aš složka IZS Záchranná služba Aš složka IZS" in said


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("cs", "Kruh je otevřen: další přerušení odřízne 12 obcí, 31 000 obyvatel Všechny teď visí na jednom: trasa"),
        ("en", "Ring open: the next cut isolates 12 municipalities, 31,000 inhabitants All of them now hang on"),
    ],
)
def test_an_open_ring_says_what_the_next_cut_isolates(client: FlaskClient, language: str, sentence: str) -> None:
    assert sentence in text_of(client.get(f"/v/INC-2026-0410?lang={language}").text)
    assert sentence.partition(" Vš")[0].partition(" All")[0] in text_of(client.get(f"/vystrahy?lang={language}").text)


def test_the_next_cut_of_what_is_over_is_not_announced(client: FlaskClient, exhibit: Exhibit) -> None:
    ring = exhibit.view.incidents[-1]
    over = replace(ring, incident=replace(ring.incident, ended=NOW))
    exhibit.show(replace(exhibit.view, incidents=(over,)))
    headline = text_of(client.get("/v/INC-2026-0410?lang=cs").text).partition("Co víme")[0]
    assert "další přerušení" not in headline


def test_a_shared_risk_is_called_as_people_call_it(client: FlaskClient) -> None:
    said = text_of(client.get("/v/INC-2026-0410?lang=cs").text)
    assert "nebo Kabelovod podél Ohře mezi Loktem a Sokolovem 2 obce bez zálohy" in said
    assert "Zjištěno Kabelovod podél Ohře mezi Loktem a Sokolovem" in said
    assert "Po dalším přerušení: 12 obcí bez spojení, 31 000 obyvatel" in said


def test_a_joined_incident_is_no_outage_of_its_own_and_leads_to_its_whole(client: FlaskClient) -> None:
    page = client.get("/v/INC-2026-0409?lang=cs").text
    said = text_of(page)
    assert said.startswith("Součást jiného výpadku Aš (as-acc-1) neodpovídá Trasa Cheb – Aš přerušena Co víme")
    assert "Spojeno s jiným výpadkem Trasa Cheb – Aš přerušena" in said
    assert page.count('href="/v/INC-2026-0412') == 2
    assert "Obnoveno" not in said
    assert "obyvatel" not in said


def test_the_list_and_the_whole_show_what_was_joined(client: FlaskClient) -> None:
    listed = client.get("/vystrahy?lang=cs").text.partition('id="closed"')[2]
    assert "součást výpadku: Trasa Cheb – Aš přerušena · od 02:36" in text_of(f'<main id="x">{listed}')
    assert 'href="/v/INC-2026-0412' in listed
    whole = client.get("/v/INC-2026-0412?lang=cs").text
    assert "Patří sem i Aš (as-acc-1) neodpovídá" in text_of(whole)


def test_an_incident_joined_to_one_that_is_gone_keeps_its_name(client: FlaskClient, exhibit: Exhibit) -> None:
    exhibit.show(replace(exhibit.view, incidents=()))
    assert "INC-2026-0412" in text_of(client.get("/v/INC-2026-0409?lang=cs").text)


def test_deliveries_say_to_whom_and_what_became_of_them(client: FlaskClient) -> None:
    said = text_of(client.get("/v/INC-2026-0412?lang=cs").text)
    assert "výpadek · pohotovost doručeno 02:35" in said
    assert "nedoručeno po 3 pokusech" in said
    assert "noc@kraj.example" in said


def test_the_table_has_the_region_every_orp_and_every_municipality(client: FlaskClient, exhibit: Exhibit) -> None:
    page = client.get("/dostupnost?lang=cs").text
    assert len(re.findall(r"/o/\d{6}-", page)) == len(exhibit.view.municipalities)
    for name in ("Karlovarský kraj", "Aš", "Mariánské Lázně", "Sokolov"):
        assert f'<th scope="row">{name}</th>' in page


def test_the_language_comes_from_the_address_then_from_the_browser_then_from_the_house(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/?lang=en", headers={"Accept-Language": "cs"}).text
    assert '<html lang="cs"' in client.get("/", headers={"Accept-Language": "cs,en;q=0.5"}).text
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="cs"' in client.get("/?lang=xx").text


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/%00", "/%00"),
        ("/%22%3E%3Cb%3E", "/%22%3E%3Cb%3E"),
        ("/nikde/A%C5%A1", "/nikde/A%C5%A1"),
        ("/%2F%2Fzlo.example/%0D%0A", "/zlo.example/%0D%0A"),
        ("/%5Czlo.example", "/%5Czlo.example"),
    ],
)
def test_the_links_to_other_languages_stay_on_this_host_and_are_addresses(
    client: FlaskClient, path: str, address: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "\x00" not in answer.text
    assert re.findall(r'<a class="language" href="([^"]*)"', answer.text) == [
        f"{address}?lang=cs",
        f"{address}?lang=en",
    ]


def test_a_chosen_language_is_carried_from_page_to_page(client: FlaskClient) -> None:
    links = re.findall(r'href="(/[^"]*)"', client.get("/?lang=en").text)
    pages = [link for link in links if not link.startswith("/static/")]
    assert len(pages) > 100
    assert all("lang=" in link for link in pages)


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_the_age_of_the_data(client: FlaskClient, path: str, language: str) -> None:
    page = client.get(in_language(path, language)).text
    assert "<b data-age>8\u00a0s</b>" in page
    assert "199/216" in page


def test_a_synthetic_backbone_is_labelled_on_every_page() -> None:
    exhibit = Exhibit(calm_snapshot(Settings(public=True)))
    client = come_as(Who.OPERATOR, exhibit)
    for path in PAGES[:-1]:
        assert "vymyšlená" in client.get(path).text


def test_pages_are_small_enough_for_one_bar_of_signal(client: FlaskClient) -> None:
    assert len(client.get("/v/INC-2026-0412").data) < 17_500
    assert len(client.get("/").data) < 120_000


def test_a_silent_device_names_its_incident_and_speaks_the_reader_s_language(client: FlaskClient) -> None:
    page = client.get("/zarizeni/luby-acc-1?lang=cs").text
    assert 'href="/v/INC-2026-0411' in page
    assert "Příčina:" in page
