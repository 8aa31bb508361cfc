"""What is newly critical is told aloud once, and nothing else is: in a real browser."""

from collections.abc import Generator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from netmon.model import IncidentId, IncidentRecord, Severity
from tests.dashboards.exhibit import Exhibit
from tests.dashboards.site import Site
from tests.parts.chromium import PATIENCE, Watch


@pytest.fixture
def page(chromium: Browser, own_site: Site) -> Generator[Page]:
    with chromium.new_context(locale="cs-CZ") as context:
        watch = Watch(context.new_page(), own_site.origin)
        watch.start()
        yield watch.page
        assert watch.complaints == []


def another(exhibit: Exhibit, key: str, severity: Severity) -> IncidentRecord:
    """Return one more incident, which the public may see."""
    record = exhibit.view.incidents[0]
    return replace(record, incident=replace(record.incident, id=IncidentId(key), severity=severity))


def add(exhibit: Exhibit, *records: IncidentRecord) -> None:
    exhibit.show(replace(exhibit.view, incidents=(*records, *exhibit.view.incidents)))


def test_a_new_critical_incident_is_told_in_a_place_that_stays(page: Page, own_site: Site) -> None:
    page.goto(own_site.origin)
    page.evaluate("window.announcer = document.getElementById('announcer')")
    expect(page.locator("#announcer")).to_be_empty()
    add(own_site.exhibit, another(own_site.exhibit, "INC-2026-0500", Severity.CRITICAL))
    expect(page.locator("#announcer")).to_contain_text("Nový kritický výpadek: Trasa Cheb – Aš", timeout=PATIENCE)
    assert page.evaluate("window.announcer.isConnected && window.announcer.ariaLive") == "polite"
    assert page.locator("[data-live][aria-live], [data-live] [aria-live]").count() == 0


def test_what_is_not_critical_or_was_known_is_not_told(page: Page, own_site: Site) -> None:
    page.goto(own_site.origin)
    page.evaluate("window.told = 0; document.addEventListener('netmon:critical', () => { window.told += 1; })")
    add(own_site.exhibit, another(own_site.exhibit, "INC-2026-0501", Severity.WARNING))
    expect(page.locator('[data-incident="INC-2026-0501"]')).to_be_visible(timeout=PATIENCE)
    assert page.locator("#announcer").inner_text() == ""
    assert page.evaluate("window.told") == 0


def test_it_is_told_where_its_card_is_not_shown_too(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.origin}/dostupnost")
    add(own_site.exhibit, another(own_site.exhibit, "INC-2026-0502", Severity.CRITICAL))
    expect(page.locator("#announcer")).to_have_text("Nový kritický výpadek", timeout=PATIENCE)
