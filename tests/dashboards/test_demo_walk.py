"""A walk through a running `netmon demo`, from link to link: each kind of page once per language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.dashboards.screenshots import demo
from tests.dashboards.site import PAGES, in_language
from tests.dashboards.test_browser import EACH_LANGUAGE, SIZES, Look, _seen
from tests.parts.chromium import Watch

Shape = tuple[str, ...]

LINKS = "[...document.querySelectorAll('a[href]')].map(node => node.getAttribute('href'))"
FILES = re.compile(r"\.(?:rss|ics|csv|json|pdf|xlsx|svg)$|^/(?:static|api)/")
LED_TO: frozenset[Shape] = frozenset({
    ("",), ("stena",), ("vystrahy",), ("v", "#"), ("o", "#"), ("zarizeni", "#"), ("udrzba",), ("sla", "#", "#"),
})  # fmt: skip
"""Kinds of pages that must be led to."""
MOST = 60
"""Pages; there are some twenty kinds."""


def shape_of(path: str) -> Shape:
    """Return which kind of page an address is of: what names an object has a figure in it, or is a link's name."""
    first, *others = path.strip("/").split("/")
    return (first, *("#" if first == "linka" or re.search(r"\d", part) else part for part in others))


@dataclass
class Walk:
    """One visitor's way, in all languages; `found` has a page of each kind."""

    watch: Watch
    found: dict[Shape, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def look(self, path: str) -> Iterator[str]:
        """Open a page in each language, and yield where its links lead."""
        page = self.watch.page
        for look in EACH_LANGUAGE:
            page.emulate_media(color_scheme=look.theme)
            page.goto(f"{self.watch.origin}{in_language(path, look.language)}", wait_until="load")
            self.complaints += [f"{path} {look}: {text}" for text in self._wrong(look)]
            yield from (urlsplit(address).path for address in page.evaluate(LINKS) if address.startswith("/"))

    def all(self, paths: list[str]) -> None:
        """Look at pages, and at one of each kind that they lead to."""
        rest = list(paths)
        while rest and len(self.found) < MOST:
            path = rest.pop(0)
            if shape_of(path) not in self.found:
                self.found[shape_of(path)] = path
                rest += [link for link in self.look(path) if not FILES.search(link)]

    def _wrong(self, look: Look) -> list[str]:
        heard = [text for text in self.watch.complaints if "404 (NOT FOUND)" not in text]
        self.watch.complaints.clear()
        return [*heard, *_seen(self.watch.page, look)]


def test_every_page_of_a_running_demo_is_whole(chromium: Browser) -> None:
    width, height = SIZES["desk"]
    with demo() as (url, login), chromium.new_context(viewport={"width": width, "height": height}) as context:
        walk = Walk(Watch(context.new_page(), url))
        walk.watch.start()
        walk.watch.page.goto(login)
        walk.watch.page.locator("form.stack button").click()
        walk.all(["/"])
        walk.all(list(PAGES))
        assert walk.found.keys() >= LED_TO
        assert len(walk.found) < MOST
        assert walk.complaints == []
