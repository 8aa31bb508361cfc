"""Planning a work in a real browser, with and without JavaScript: axe finds nothing, nothing leaves the screen."""

import pytest
from playwright.sync_api import Browser, Page

from netmon.commands import PlanWorks
from tests.dashboards.exhibit import LINK_TOKEN
from tests.dashboards.site import Site
from tests.dashboards.test_browser import EACH_LANGUAGE, EVERY_LOOK, SIZES, Look, _seen
from tests.parts.chromium import Watch


def log_in(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/prihlaseni/{LINK_TOKEN}")
    page.locator("form.stack button").click()
    page.wait_for_url(f"{site.origin}/")


def fill(page: Page, place: str, start: str = "2026-11-23T22:00", end: str = "2026-11-24T03:00") -> None:
    page.fill("#reason", "Přepojení trasy")
    page.locator("input[name=what]").first.fill(place)
    page.fill("#start", start)
    page.fill("#end", end)
    page.locator("button.take").click()


def steps(chromium: Browser, site: Site, look: Look) -> list[str]:
    """Return everything that is wrong with the form, its complaints, the preview and the work's own page."""
    width, height = SIZES[look.size]
    address = f"{site.origin}/udrzba/nova?lang={look.language}"
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        watch = Watch(context.new_page(), site.origin)
        log_in(watch.page, site)
        watch.start()
        watch.page.goto(address)
        found = list(_seen(watch.page, look))
        fill(watch.page, "Lubi", end="2026-11-22T03:00")
        watch.page.locator("p.fault").first.wait_for()
        watch.page.wait_for_load_state("load")
        found += _seen(watch.page, look)
        watch.page.goto(address)
        fill(watch.page, "Třebeň – Skalná")
        watch.page.locator(".collision").wait_for()
        watch.page.wait_for_load_state("load")
        found += _seen(watch.page, look)
        watch.page.goto(f"{site.origin}/udrzba/5?lang={look.language}")
        found += _seen(watch.page, look)
        heard = [text for text in watch.complaints if "422" not in text]
        return [*heard, *found]


@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_planning_is_whole_in_each_language(chromium: Browser, own_site: Site, look: Look) -> None:
    assert steps(chromium, own_site, look) == []


@pytest.mark.long
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_planning_is_whole_in_every_size_and_theme(chromium: Browser, own_site: Site, look: Look) -> None:
    assert steps(chromium, own_site, look) == []


def test_a_work_is_announced_without_javascript(chromium: Browser, own_site: Site) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        log_in(page, own_site)
        page.goto(f"{own_site.origin}/udrzba/nova?lang=cs")
        page.locator("#reason").fill("Přepojení trasy")
        page.locator("input[name=what]").first.fill("Třebeň – Skalná")
        page.locator("#start").fill("2026-11-26T22:00")
        page.locator("#end").fill("2026-11-27T03:00")
        page.locator("#end").press("Enter")
        page.get_by_role("button", name="Ohlásit práci").click()
        page.get_by_text("Přepojení trasy").wait_for()
    assert isinstance(own_site.exhibit.submitted[-1][0], PlanWorks)
