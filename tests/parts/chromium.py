"""A real browser: Debian's headless Chromium, driven by Playwright, that talks to nobody but us."""

import shutil
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.parts.roll import Enrol

EXECUTABLES = ("chromium", "chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
PATIENCE = 60_000
"""Milliseconds to wait for a page."""


@dataclass
class Watch:
    """A page that remembers what it should not have done."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Listen to the console, to errors, and to every request."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.route("**/*", self._let_home_only)

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"console {kind}: {text}")

    def _let_home_only(self, route: Route) -> None:
        if route.request.url.startswith((self.origin, "data:")):
            route.continue_()
            return
        self.complaints.append(f"outside request: {route.request.url}")
        route.abort()


@pytest.fixture(scope="module")
def chromium(enrol: Enrol) -> Generator[Browser]:
    """Return the browser, with a fresh profile.

    It ends with the module: while Playwright runs, its event loop is the main thread's, and other
    tests want one of their own.
    """
    found = next((path for name in EXECUTABLES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=Path(found), args=list(FLAGS))
        enrol("Chromium", browser.version)
        yield browser
        browser.close()
