"""The page of the monitor itself in a real browser: nothing overflows, axe finds nothing."""

import pytest
from playwright.sync_api import Browser

from tests.dashboards.site import Site
from tests.dashboards.test_browser import EACH_LANGUAGE, EVERY_LOOK, SIZES, Look, _seen
from tests.dashboards.test_maintenance_browser import log_in
from tests.parts.chromium import Watch


def complaints(chromium: Browser, site: Site, look: Look) -> list[str]:
    width, height = SIZES[look.size]
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        watch = Watch(context.new_page(), site.origin)
        log_in(watch.page, site)
        watch.start()
        watch.page.goto(f"{site.origin}/sber?lang={look.language}", wait_until="load")
        return [*watch.complaints, *_seen(watch.page, look)]


@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_it_is_whole_in_each_language(chromium: Browser, own_site: Site, look: Look) -> None:
    assert complaints(chromium, own_site, look) == []


@pytest.mark.long
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_it_is_whole_in_every_size_and_theme(chromium: Browser, own_site: Site, look: Look) -> None:
    assert complaints(chromium, own_site, look) == []
