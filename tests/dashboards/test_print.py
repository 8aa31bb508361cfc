"""What is printed is light and stands alone: no navigation, nothing to press, nothing dark."""

import pytest
from playwright.sync_api import Browser

from tests.dashboards.people import Who, enter
from tests.dashboards.site import Site

PRINTED = ("/", "/?view=table", "/o/554499-as", "/v/INC-2026-0412", "/vystrahy", "/udrzba", "/udrzba/kalendar",
           "/dostupnost", "/zarizeni/cheb-core-1")  # fmt: skip
PRESSED = "header nav, header .top, footer, button, input, select, form, .notice, .switch, .acts, dialog"
WHITE = "rgb(255, 255, 255)"
DARK = """() => {
  const dark = node => { const c = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
    return (c[3] ?? 1) > 0 && c[0] + c[1] + c[2] < 200; };
  const stated = '.is-disconnected, .is-isolated, .is-degraded, .is-unknown, .key, svg';
  const all = [...document.querySelectorAll('main *')].filter(node => node.checkVisibility() && !node.closest(stated));
  return all.filter(dark).map(node => node.outerHTML.slice(0, 90));
}"""


@pytest.mark.parametrize("theme", [None, "dark"])
def test_paper_is_light_whatever_the_screen_is(chromium: Browser, site: Site, theme: str | None) -> None:
    with chromium.new_context(color_scheme="dark", locale="cs-CZ") as context:
        cookie = enter(Who.OPERATOR, site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": site.origin}])
        page = context.new_page()
        found: dict[str, object] = {}
        for path in PRINTED:
            page.goto(f"{site.origin}{path}")
            if theme:
                page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            page.emulate_media(media="print", color_scheme="dark")
            ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            shown = [node.evaluate("node => node.outerHTML.slice(0, 90)") for node in page.locator(PRESSED).all()
                     if node.is_visible()]  # fmt: skip
            if ground != WHITE or shown or page.evaluate(DARK):
                found[path] = (ground, shown, page.evaluate(DARK))
            page.emulate_media(media="screen")
        assert found == {}
