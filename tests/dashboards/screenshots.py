"""Take the README's pictures of a demo that is started for it: `make pictures`."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.parts.chromium import EXECUTABLES, FLAGS

Theme = Literal["dark", "light"]
Picture = tuple[str, tuple[int, int], Theme, str]

PICTURES = Path(__file__).parents[2] / "dashboards" / "pictures"
LINK = re.compile(r"http://\S+")
DESK, PHONE, WALL = (1440, 900), (390, 844), (1920, 1080)
MORE: Sequence[Picture] = (
    ("wall", WALL, "dark", "/stena"),
    ("map", DESK, "dark", "/mapa"),
    ("sla", DESK, "light", "/sla"),
    ("overview-phone", PHONE, "light", "/"),
    ("monitor", DESK, "dark", "/sber"),
)
"""Further pictures: name, size, theme and page; of a page that is not there, none."""
NOT_FOUND = 404
OUTAGE_WITHIN = 120_000
"""Milliseconds to wait for the story's outage."""
TROUBLE = ".tile.is-isolated, .tile.is-disconnected"


@contextmanager
def demo() -> Generator[tuple[str, str]]:
    """Run the demo, and return its address and its login link."""
    command = [sys.executable, "-m", "netmon", "demo", "--port", "0", "--lang", "cs"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            links = (link for line in process.stdout or () for link in LINK.findall(line))
            url = next(links)
            yield url.rstrip("/"), next(links)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def take(url: str, login_link: str) -> None:
    """Shoot an outage: the overview, an incident and a municipality first, then all other pictures."""
    executable = next(path for name in EXECUTABLES if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        with open_page(browser, DESK, "dark") as page:
            page.goto(login_link)
            page.locator("form.stack button").click()
            page.goto(f"{url}/?lang=cs")
            page.locator(TROUBLE).first.wait_for(timeout=OUTAGE_WITHIN)
            town = page.locator(TROUBLE).first.evaluate("node => node.href")
            page.locator("#cards .card").first.click(timeout=OUTAGE_WITHIN)
            page.locator("#deliveries").wait_for(timeout=OUTAGE_WITHIN)
            incident = page.url
            shoot(page, "incident")
            page.goto(f"{url}/?lang=cs")
            shoot(page, "overview")
            cookies = page.context.cookies()
        with open_page(browser, DESK, "light") as page:
            page.goto(town)
            shoot(page, "municipality")
        phone: Picture = ("incident-phone", PHONE, "dark", urlsplit(incident).path)
        for name, size, theme, path in (phone, *MORE):
            with open_page(browser, size, theme) as page:
                page.context.add_cookies([{"name": c["name"], "value": c["value"], "url": url} for c in cookies])
                answer = page.goto(f"{url}{path}?lang=cs")
                if answer is not None and answer.status != NOT_FOUND:
                    shoot(page, name)
        browser.close()


@contextmanager
def open_page(browser: Browser, size: tuple[int, int], theme: Theme) -> Generator[Page]:
    """Open a page of a size in a theme."""
    width, height = size
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, locale="cs-CZ"
    ) as context:
        yield context.new_page()


def shoot(page: Page, name: str) -> None:
    """Save what is seen."""
    PICTURES.mkdir(exist_ok=True)
    page.mouse.move(0, 0)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    with demo() as links:
        take(*links)
