"""Every page in a real browser: nothing complains, nothing leaves the host or the screen, axe finds nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.dashboards.people import Who, enter
from tests.dashboards.site import ADMINISTRATORS_PAGES, PAGES, PUBLIC_PAGES, Site, in_language
from tests.parts.chromium import Watch

SIZES = {"desk": (1440, 900), "wall": (1920, 1080), "phone": (390, 844), "narrow": (320, 568)}
LANGUAGES: tuple[Literal["cs", "en"], ...] = ("cs", "en")
THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(
  node => !node.closest('.hidden, .scroll, svg') && node.scrollWidth > node.clientWidth + 1
    && node.clientWidth > 0 && getComputedStyle(node).display !== 'inline').map(node => node.outerHTML.slice(0, 120))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page."""

    language: Literal["cs", "en"]
    theme: Literal["dark", "light"]
    size: str

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.size}"


EVERY_LOOK = [
    *(Look(language, theme, size) for size in ("desk", "phone") for language in LANGUAGES for theme in THEMES),
    *(
        Look(language, theme, size)
        for size in ("wall", "narrow")
        for language, theme in zip(LANGUAGES, THEMES, strict=True)
    ),
]
"""The largest and the smallest screen are about room, which no theme takes."""
EACH_LANGUAGE = [Look("cs", "dark", "desk"), Look("en", "light", "desk")]


def complaints(browser: Browser, site: Site, path: str, look: Look, who: Who = Who.OPERATOR) -> list[str]:
    """Return everything that is wrong with a page, as somebody sees it."""
    width, height = SIZES[look.size]
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        if who not in (Who.STRANGER, Who.PUBLIC):
            context.add_cookies([{"name": "netmon", "value": enter(who, site.exhibit), "url": site.origin}])
        watch = Watch(context.new_page(), site.origin)
        watch.start()
        watch.page.goto(f"{site.origin}{in_language(path, look.language)}", wait_until="load")
        heard = [text for text in watch.complaints if "404 (NOT FOUND)" not in text]
        return [*heard, *_seen(watch.page, look)]


def _seen(page: Page, look: Look) -> Iterator[str]:
    if overflow := page.evaluate(OVERFLOW):
        yield f"overflows by {overflow} px"
    yield from (f"cut off: {html}" for html in page.evaluate(CUT_OFF))
    if page.evaluate("window.__xss") is not None:
        yield "a script ran"
    if page.evaluate("document.documentElement.lang") != look.language:
        yield "wrong language"
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    yield from (f"axe: {violation['id']} {violation['nodes'][0]['html']}" for violation in found)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_a_page_is_whole_in_each_language(chromium: Browser, site: Site, path: str, look: Look) -> None:
    assert complaints(chromium, site, path, look) == []


@pytest.mark.parametrize("path", PUBLIC_PAGES)
@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_a_page_is_whole_for_the_public_too(chromium: Browser, site: Site, path: str, look: Look) -> None:
    assert complaints(chromium, site, path, look, Who.PUBLIC) == []


@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_a_page_is_whole_for_administrators(chromium: Browser, site: Site, path: str, look: Look) -> None:
    assert complaints(chromium, site, path, look, Who.ADMINISTRATOR) == []


@pytest.mark.long
@pytest.mark.parametrize("path", ADMINISTRATORS_PAGES)
@pytest.mark.parametrize("look", [look for look in EVERY_LOOK if look.language == "cs"], ids=str)
def test_a_page_of_administrators_is_whole_in_every_size_and_theme(
    chromium: Browser, site: Site, path: str, look: Look
) -> None:
    assert complaints(chromium, site, path, look, Who.ADMINISTRATOR) == []


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_a_page_is_whole_in_every_size_and_theme(chromium: Browser, site: Site, path: str, look: Look) -> None:
    assert complaints(chromium, site, path, look) == []
