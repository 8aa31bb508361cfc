"""Taking by a link and silencing in a real browser, without JavaScript too; axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from netmon.alerting.notify.invitation import sealed
from netmon.commands import AcceptInvitation, Acknowledge, AddSilence, EndSilence
from tests.dashboards.exhibit import LINK_KEY, Exhibit
from tests.dashboards.site import Site, serve
from tests.dashboards.test_browser import EACH_LANGUAGE, EVERY_LOOK, SIZES, Look, _seen
from tests.dashboards.test_invitation import GENUINE, page, staffed
from tests.dashboards.test_maintenance_browser import log_in
from tests.parts.chromium import Watch


@pytest.fixture
def night(exhibit: Exhibit) -> Iterator[Site]:
    """Return a served dashboard whose inventory knows Jana."""
    with serve(staffed(exhibit)) as served:
        yield served


def invitation(chromium: Browser, site: Site, look: Look) -> list[str]:
    """Return everything that is wrong with the page of a link: open, taken, and of a forged one."""
    width, height = SIZES[look.size]
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        watch = Watch(context.new_page(), site.origin)
        watch.start()
        found: list[str] = []
        watch.page.goto(f"{site.origin}{page(sealed(LINK_KEY, GENUINE))}&lang={look.language}")
        found += _seen(watch.page, look)
        watch.page.locator("button.take").click()
        watch.page.locator("p.taken").wait_for()
        watch.page.wait_for_load_state("load")
        found += _seen(watch.page, look)
        watch.page.goto(f"{site.origin}{page('forged')}&lang={look.language}")
        found += _seen(watch.page, look)
        return [*(text for text in watch.complaints if "410" not in text), *found]


def silencing(chromium: Browser, site: Site, look: Look) -> list[str]:
    """Return everything that is wrong with the page of silences, its complaints, and the ways to take an incident."""
    width, height = SIZES[look.size]
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        watch = Watch(context.new_page(), site.origin)
        log_in(watch.page, site)
        watch.start()
        watch.page.goto(f"{site.origin}/ticho?lang={look.language}")
        found = list(_seen(watch.page, look))
        watch.page.locator("input[name=what]").first.fill("Nikdekov")
        watch.page.fill("#reason", "měření")
        watch.page.locator("button.take").click()
        watch.page.locator("p.fault").wait_for()
        watch.page.wait_for_load_state("load")
        found += _seen(watch.page, look)
        watch.page.goto(f"{site.origin}/v/INC-2026-0412?lang={look.language}")
        watch.page.locator("details.taking summary").click()
        found += _seen(watch.page, look)
        return [*(text for text in watch.complaints if "422" not in text), *found]


@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_taking_by_a_link_is_whole_in_each_language(chromium: Browser, night: Site, look: Look) -> None:
    assert invitation(chromium, night, look) == []


@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_silencing_is_whole_in_each_language(chromium: Browser, own_site: Site, look: Look) -> None:
    assert silencing(chromium, own_site, look) == []


@pytest.mark.long
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_both_are_whole_in_every_size_and_theme(chromium: Browser, night: Site, look: Look) -> None:
    assert invitation(chromium, night, look) == []
    assert silencing(chromium, night, look) == []


def test_a_link_takes_an_incident_without_javascript_and_without_a_login(chromium: Browser, night: Site) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto(f"{night.origin}{page(sealed(LINK_KEY, GENUINE))}&lang=cs")
        assert night.exhibit.submitted == []
        opened.locator("button.take").click()
        opened.get_by_text("řeší Jana Dvořáková").wait_for()
    ((command, actor),) = night.exhibit.submitted
    assert isinstance(command, AcceptInvitation)
    assert actor.account == "jana"


def test_a_person_takes_for_longer_silences_and_ends_a_silence_without_javascript(
    chromium: Browser, own_site: Site
) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        opened = context.new_page()
        log_in(opened, own_site)
        opened.goto(f"{own_site.origin}/v/INC-2026-0412?lang=cs")
        opened.locator("details.taking summary").click()
        opened.locator("#hold").select_option("8")
        opened.locator("#note").fill("jedu tam")
        opened.locator("details.taking button").click()
        opened.get_by_text("do 10:47").wait_for()
        opened.goto(f"{own_site.origin}/ticho?lang=cs")
        opened.locator("input[name=what]").first.fill("Třebeň – Skalná")
        opened.locator("#reason").fill("měření")
        opened.locator("button.take").click()
        opened.get_by_text("měření").last.wait_for()
        opened.get_by_role("button", name="Ukončit ticho").first.click()
        opened.wait_for_url("**/ticho*")
    done = [type(command) for command, _ in own_site.exhibit.submitted]
    assert done[-3:] == [Acknowledge, AddSilence, EndSilence]
