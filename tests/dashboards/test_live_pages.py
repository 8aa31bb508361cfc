"""An open page stays true by itself, and a person can act on it: in a real browser."""

import re
from collections.abc import Generator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from netmon.clock import Millis
from netmon.model import MunicipalityState, Standing
from netmon.settings import Settings
from tests.dashboards.exhibit import LINK_TOKEN, NOW, PASSWORD, Exhibit, calm_snapshot
from tests.dashboards.site import Site
from tests.parts.chromium import PATIENCE, Watch

SIX = re.compile("6 obcí")
SEVEN = re.compile("7 obcí")


@pytest.fixture
def page(chromium: Browser, own_site: Site) -> Generator[Page]:
    with chromium.new_context(viewport={"width": 390, "height": 844}, locale="cs-CZ") as context:
        watch = Watch(context.new_page(), own_site.origin)
        watch.start()
        yield watch.page
        assert watch.complaints == []


def lose_one_more(exhibit: Exhibit) -> None:
    lost = next(code for code, at in exhibit.view.municipalities.items() if at.state is MunicipalityState.OPERATIONAL)
    towns = {**exhibit.view.municipalities, lost: Standing(MunicipalityState.DISCONNECTED, NOW)}
    exhibit.show(replace(exhibit.view, municipalities=towns))


def test_a_new_snapshot_changes_the_page_without_a_reload(page: Page, own_site: Site) -> None:
    page.goto(own_site.origin)
    page.evaluate("window.same = true")
    expect(page.locator("#headline")).to_contain_text(SIX)
    lose_one_more(own_site.exhibit)
    expect(page.locator("#headline")).to_contain_text(SEVEN, timeout=PATIENCE)
    expect(page).to_have_title(re.compile("^7 obcí"))
    assert page.evaluate("window.same") is True


def test_nothing_moves_under_the_pointer(page: Page, own_site: Site) -> None:
    page.goto(own_site.origin)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator("#headline").hover()
    page.evaluate("window.kept = document.getElementById('headline')")
    lose_one_more(own_site.exhibit)
    expect(page).to_have_title(re.compile("^7 obcí"), timeout=PATIENCE)
    assert page.evaluate("window.kept.isConnected") is True
    page.locator("#cards").hover()
    expect(page.locator("#headline")).to_contain_text(SEVEN, timeout=PATIENCE)


def test_the_age_grows_each_second_and_the_screen_dies(page: Page, own_site: Site) -> None:
    health = own_site.exhibit.view.health
    quick = Settings(public=True, intervals={"reachability": Millis(2_000)})
    own_site.exhibit.show(
        replace(own_site.exhibit.view, settings=quick, health=replace(health, data_at=Millis(NOW - 12_000)))
    )
    page.goto(own_site.origin)
    expect(page.locator("html")).not_to_have_class("stale")
    expect(page.locator("#strip [data-age]")).to_have_text("14\u00a0s", timeout=PATIENCE)
    expect(page.locator("html")).to_have_class("stale", timeout=PATIENCE)
    expect(page.get_by_role("status")).to_contain_text("DATA STARÁ")


def test_a_person_on_call_takes_an_incident_on_the_phone(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/v/INC-2026-0412")
    page.get_by_role("link", name="Přihlásit se a převzít").click()
    page.get_by_label("Jméno").fill("novakova")
    page.get_by_label("Heslo").fill(PASSWORD)
    page.get_by_role("button", name="Přihlásit se").click()
    button = page.get_by_role("button", name="Převzít (já to řeším)")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 64
    assert box["y"] + box["height"] < 844, "the button needs no scrolling"
    button.click()
    expect(page.locator("#duty")).to_contain_text("řeší Jana Nováková")
    page.get_by_label("Poznámka", exact=True).fill("Jedu tam.")
    page.get_by_role("button", name="Připsat").click()
    expect(page.locator("#timeline")).to_contain_text("Jedu tam.")


def test_a_one_time_link_logs_in_with_one_press(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/prihlaseni/{LINK_TOKEN}")
    page.get_by_role("button", name="Přihlásit se").click()
    expect(page.get_by_role("button", name="Odhlásit")).to_be_visible()
    page.get_by_role("button", name="Odhlásit").click()
    expect(page.get_by_role("link", name="Přihlásit se")).to_be_visible()


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("incidents", [0, 2, 9])
def test_the_wall_holds_the_whole_region_without_scrolling(
    chromium: Browser, own_site: Site, language: str, incidents: int
) -> None:
    night = own_site.exhibit.view
    own_site.exhibit.show(replace(night, incidents=night.incidents[:1] * incidents))
    with chromium.new_context(viewport={"width": 1920, "height": 1080}) as context:
        wall = context.new_page()
        wall.goto(f"{own_site.origin}/?lang={language}")
        assert wall.evaluate("document.documentElement.scrollHeight") <= 1080
        assert wall.locator(".figure").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 64


def test_a_page_reads_the_same_without_a_script(chromium: Browser, site: Site) -> None:
    with chromium.new_context(java_script_enabled=False, locale="cs-CZ") as context:
        page = context.new_page()
        page.goto(site.origin)
        expect(page.locator("#headline")).to_contain_text(SIX)
        expect(page.locator(".tile")).to_have_count(134)
        expect(page.locator("#map line.trunk").first).to_be_visible()


def test_a_quiet_night_colours_nothing(chromium: Browser, own_site: Site) -> None:
    own_site.exhibit.show(calm_snapshot(Settings(public=True)))
    with chromium.new_context(locale="cs-CZ") as context:
        page = context.new_page()
        page.goto(own_site.origin)
        expect(page.locator("#headline")).to_contain_text("133 ze 133")
        assert page.locator(".is-disconnected, .is-isolated, .is-degraded, .is-unknown").count() == 0
