"""The keyboard does what its map says, and nothing while somebody types: in a real browser."""

from collections.abc import Generator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from dashboards.places import PLACES
from tests.dashboards.people import Who, enter
from tests.dashboards.site import Site
from tests.dashboards.test_browser import RULES
from tests.parts.chromium import Watch

GROUND = "getComputedStyle(document.documentElement).backgroundColor"
DARK, LIGHT = "rgb(15, 20, 25)", "rgb(255, 255, 255)"


@pytest.fixture
def page(chromium: Browser, own_site: Site) -> Generator[Page]:
    with chromium.new_context(locale="cs-CZ", color_scheme="dark") as context:
        cookie = enter(Who.OPERATOR, own_site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": own_site.origin}])
        watch = Watch(context.new_page(), own_site.origin)
        watch.start()
        watch.page.goto(own_site.origin)
        yield watch.page
        assert watch.complaints == []


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


@pytest.mark.parametrize(
    ("keys", "path"),
    [("g o", "/"), ("g v", "/vystrahy"), ("g u", "/udrzba"), ("g d", "/dostupnost"), ("g w", "/stena"),
     ("g t", "/ticho"), ("g s", "/sber"), ("g h", "/hledat")],
)  # fmt: skip
def test_two_keys_lead_to_a_page(page: Page, own_site: Site, keys: str, path: str) -> None:
    page.goto(f"{own_site.origin}/o/554634-luby")
    press(page, keys)
    page.wait_for_url(f"{own_site.origin}{path}")


def test_no_two_places_have_the_same_keys() -> None:
    assert len({place.keys for place in PLACES}) == len(PLACES)


@pytest.mark.parametrize(("language", "title"), [("cs", "Klávesové zkratky"), ("en", "Keyboard shortcuts")])
def test_a_question_mark_shows_the_map_in_both_languages(page: Page, own_site: Site, language: str, title: str) -> None:
    page.goto(f"{own_site.origin}/?lang={language}")
    press(page, "?")
    shown = page.get_by_role("dialog", name=title)
    expect(shown).to_be_visible()
    assert shown.locator("[data-keys]:visible").count() == len(PLACES) - 1 + 5, "no accounts, and nothing to take"
    assert Axe().run(page, options=RULES).response["violations"] == []
    press(page, "Escape")
    expect(shown).to_be_hidden()
    press(page, "? ?")
    expect(shown).to_be_hidden()


def test_the_map_opens_by_a_press_too(page: Page) -> None:
    page.get_by_role("button", name="Klávesy").click()
    shown = page.get_by_role("dialog")
    expect(shown).to_be_visible()
    shown.get_by_role("button", name="Zavřít").click()
    expect(shown).to_be_hidden()


def test_t_toggles_the_theme_and_the_browser_remembers(page: Page, own_site: Site) -> None:
    assert page.evaluate(GROUND) == DARK
    press(page, "t")
    assert page.evaluate(GROUND) == LIGHT
    page.goto(f"{own_site.origin}/vystrahy")
    assert page.evaluate(GROUND) == LIGHT
    press(page, "t")
    assert page.evaluate(GROUND) == DARK


def test_nothing_happens_while_somebody_types(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/v/INC-2026-0412")
    field = page.get_by_label("Poznámka", exact=True)
    field.click()
    page.keyboard.type("gut? g o t /")
    expect(field).to_have_value("gut? g o t /")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate(GROUND) == DARK
    assert page.url.endswith("/v/INC-2026-0412")


def test_keys_with_a_modifier_are_the_browsers(page: Page) -> None:
    press(page, "Control+t Alt+t")
    assert page.evaluate(GROUND) == DARK


def test_a_key_after_g_is_no_key_of_its_own(page: Page, own_site: Site) -> None:
    press(page, "g x t")
    assert page.evaluate(GROUND) == LIGHT, "g x is nothing, and over"
    press(page, "g l")
    assert page.url == f"{own_site.origin}/", "an operator has no page of accounts"


def test_a_slash_focuses_the_search(page: Page) -> None:
    press(page, "/")
    expect(page.locator("[type=search]")).to_be_focused()
    expect(page.locator("[type=search]")).to_have_value("")
    page.keyboard.type("luby / ?")
    expect(page.locator("[type=search]")).to_have_value("luby / ?")


def test_who_dislikes_shortcuts_turns_them_off(page: Page) -> None:
    press(page, "?")
    page.get_by_label("Zkratky jsou zapnuté").uncheck()
    press(page, "Escape t")
    assert page.evaluate(GROUND) == DARK
    page.reload()
    press(page, "t ?")
    assert page.evaluate(GROUND) == DARK
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_map_names_only_what_its_reader_may_open(client: FlaskClient, operator: FlaskClient) -> None:
    assert 'data-keys="g u"' in operator.get("/").text
    assert 'data-keys="g u"' not in client.get("/").text


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_j_and_k_go_through_the_rows_and_enter_opens_one(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/?view=table")
    seen = []
    for key in "jjjkkkk":
        press(page, key)
        seen.append(focused(page))
    assert seen == ["Luby", "Aš", "Hazlov", "Aš", "Luby", "Luby", "Luby"]
    press(page, "Enter")
    page.wait_for_url(f"{own_site.origin}/o/554634-luby")


def test_k_from_nowhere_goes_to_the_last_row(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/hledat?q=zlutice")
    last = page.locator("[data-row] a").last.text_content()
    press(page, "k")
    assert focused(page) == last


def test_letters_act_on_the_incident_of_the_page(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/v/INC-2026-0412")
    press(page, "m")
    expect(page.get_by_role("button", name="na 1 hodinu")).to_be_focused()
    press(page, "p")
    expect(page.locator(".handing button").first).to_be_focused()
    press(page, "n")
    expect(page.get_by_label("Poznámka", exact=True)).to_be_focused()
    page.keyboard.type("amp")
    expect(page.get_by_label("Poznámka", exact=True)).to_have_value("amp")
    assert own_site.exhibit.submitted == []
    page.get_by_label("Poznámka", exact=True).evaluate("node => { node.value = ''; node.blur(); }")
    press(page, "a")
    expect(page.get_by_text("řeší Jana Nováková")).to_be_visible()
    press(page, "a")
    assert len(own_site.exhibit.submitted) == 1, "what is taken has no key"


def test_brackets_turn_pages_and_months(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/udrzba/kalendar")
    press(page, "]")
    page.wait_for_url("**/udrzba/kalendar?month=2026-12")
    press(page, "[")
    page.wait_for_url("**/udrzba/kalendar?month=2026-11")


def test_a_page_without_rows_has_no_key_for_them(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/ticho")
    press(page, "?")
    shown = page.get_by_role("dialog")
    expect(shown.get_by_text("tato nápověda")).to_be_visible()
    for absent in ("další řádek", "převzít výpadek", "ztlumit výpadek", "další období nebo stránka"):
        expect(shown.get_by_text(absent)).to_be_hidden()
