"""A chart's span in a real browser: by keyboard, by form without scripts, and by a link that is copied."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from netmon.clock import HOUR
from tests.dashboards.exhibit import CUT, NOW
from tests.dashboards.people import Who, enter
from tests.dashboards.site import Site
from tests.parts.chromium import Watch

DAY_BEFORE = f"/linka/{CUT}?from=now-24h&to=now"


@contextmanager
def opened(chromium: Browser, site: Site, path: str, *, scripts: bool = True) -> Generator[Page]:
    with chromium.new_context(locale="cs-CZ", java_script_enabled=scripts, timezone_id="Europe/Prague") as context:
        cookie = enter(Who.OPERATOR, site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": site.origin}])
        watch = Watch(context.new_page(), site.origin)
        watch.start()
        watch.page.goto(site.origin + path)
        yield watch.page
        assert watch.complaints == []


def test_a_span_is_typed_and_moved_without_a_script(chromium: Browser, own_site: Site) -> None:
    with opened(chromium, own_site, DAY_BEFORE, scripts=False) as page:
        page.locator(".own-span summary").click()
        page.locator("[name=from]").fill("2026-11-22T10:00")
        page.locator("[name=to]").fill("2026-11-22T12:00")
        page.locator(".own-span button").press("Enter")
        page.wait_for_url("**/linka/cheb-as?from=1795338000000&to=1795345200000*")
        page.get_by_role("link", name="dříve").press("Enter")
        page.wait_for_url("**from=1795334400000&to=1795341600000*")
        assert page.locator("svg.plot").count() == 2


@pytest.mark.parametrize(("key", "span"), [("[", (-36, -12)), ("]", (-12, 12)), ("=", (-18, -6)), ("-", (-36, 12))])
def test_keys_move_and_stretch_the_span(chromium: Browser, own_site: Site, key: str, span: tuple[int, int]) -> None:
    with opened(chromium, own_site, DAY_BEFORE) as page:
        page.keyboard.press(key)
        start, end = (NOW + hours * HOUR for hours in span)
        page.wait_for_url(f"**from={start}&to={end}*")


def test_the_link_is_copied(chromium: Browser, own_site: Site) -> None:
    with opened(chromium, own_site, DAY_BEFORE) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("link", name="Kopírovat odkaz").click()
        expect(page.get_by_role("link", name="Zkopírováno")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{own_site.origin}/linka/{CUT}?from={NOW - 24 * HOUR}&to={NOW}"
