"""The record in a real browser: written on a phone without JavaScript, and axe finds nothing in any look."""

import pytest
from playwright.sync_api import Browser

from netmon.commands import NoteTicket, PromiseReport
from tests.dashboards.site import Site
from tests.dashboards.test_browser import EACH_LANGUAGE, EVERY_LOOK, SIZES, Look, _seen
from tests.dashboards.test_maintenance_browser import log_in
from tests.parts.chromium import Watch

PAGE = "/v/INC-2026-0412"


def record(chromium: Browser, site: Site, look: Look) -> list[str]:
    """Return everything that is wrong with an incident's page, its forms open, before and after they were used."""
    width, height = SIZES[look.size]
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        watch = Watch(context.new_page(), site.origin)
        page = watch.page
        log_in(page, site)
        watch.start()
        found: list[str] = []
        for field, value in (("#number", "EM-4711"), ("#report-by", "03:30")):
            page.goto(f"{site.origin}{PAGE}?lang={look.language}")
            page.locator("details.recording summary").click()
            found += _seen(page, look)
            page.fill(field, value)
            page.locator(f"form.brief:has({field}) button").click()
            page.locator("#record").get_by_text(value).wait_for()
            page.wait_for_load_state("load")
            found += _seen(page, look)
        return [*watch.complaints, *found]


@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_the_record_is_whole_in_each_language(chromium: Browser, own_site: Site, look: Look) -> None:
    assert record(chromium, own_site, look) == []


@pytest.mark.long
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_the_record_is_whole_in_every_size_and_theme(chromium: Browser, own_site: Site, look: Look) -> None:
    assert record(chromium, own_site, look) == []


def test_on_a_phone_the_supplier_is_called_by_a_thumb_and_the_forms_need_no_script(
    chromium: Browser, own_site: Site
) -> None:
    phone = {"width": 390, "height": 844}
    with chromium.new_context(viewport=phone, java_script_enabled=False) as context:  # type: ignore[arg-type]
        page = context.new_page()
        log_in(page, own_site)
        page.goto(f"{own_site.origin}{PAGE}")
        box = page.locator("a.call").first.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        page.locator("details.recording summary").click()
        page.fill("#number", "EM-4711")
        page.locator("form.brief:has(#number) button").click()
        page.locator("#record").get_by_text("EM-4711").wait_for()
        page.locator("details.recording summary").click()
        page.fill("#report-by", "03:30")
        page.locator("form.brief:has(#report-by) button").click()
        page.locator("#record").get_by_text("03:30").wait_for()
    kinds = {type(command) for command, _ in own_site.exhibit.submitted}
    assert {NoteTicket, PromiseReport} <= kinds
