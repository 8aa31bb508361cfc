"""Everything that can be pressed or filled in is reached by Tab, is seen when it is, and in the order one reads."""

import re
from collections.abc import Generator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import dashboards
from tests.dashboards.people import Who, enter
from tests.dashboards.site import PAGES, Site
from tests.parts.chromium import Watch

DESK = {"width": 1440, "height": 900}
FIRST = ("/", "/v/INC-2026-0412", "/ticho", "/prihlaseni")
REST = tuple(path for path in (*PAGES, "/sber", "/ucty", "/udrzba/nova") if path not in FIRST)
SPARE = 12
"""More presses than there are places: fields of a date or a time have several stops."""
PARTS_OF_A_MOMENT = 6
LISTEN = """() => {
  const places = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
    node => node.tabIndex >= 0 && !node.disabled && node.checkVisibility({ visibilityProperty: true })
      && !(node.type === 'radio' && !node.checked && document.querySelector(`[name="${node.name}"]:checked`)));
  window.__seen = [];
  const name = node => `${places.indexOf(node)} ${node.outerHTML.slice(0, 90)}`;
  document.addEventListener('focusin', ({ target }) => {
    const box = target.getBoundingClientRect(), style = getComputedStyle(target);
    const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const isMarked = hasOutline || style.boxShadow !== 'none';
    const isInSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth;
    window.__seen.push({ place: places.indexOf(target), name: name(target), isMarked, isInSight });
  });
  const moments = places.filter(node => /^(date|time|month|week)/.test(node.type)).length;
  return { places: places.map(name), moments };
}"""
REORDERED = re.compile(r"[^-\w]order:|-reverse\b|grid-auto-flow:[^;]*dense")
FOLLOWED = "reading-flow:"
"""Has Tab follow what is seen."""
PHONE = {"width": 390, "height": 844}
HEADS = (
    """() => [...document.querySelectorAll('header a, header button')].filter(node => node.checkVisibility()).length"""
)
PLACED = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return [box.top + box.height / 2, box.left];
}"""
MENU = 5
"""So many things are in the head at least."""
LINE = 16
"""Pixels by which things in one line may stand higher or lower."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where Tab led to."""

    place: int
    name: str
    is_marked: bool
    is_in_sight: bool

    @classmethod
    def of(cls, seen: dict[str, Any]) -> "Stop":
        """Return what the page noted."""
        return cls(seen["place"], seen["name"], seen["isMarked"], seen["isInSight"])


@pytest.fixture
def page(chromium: Browser, site: Site) -> Generator[Page]:
    with chromium.new_context(viewport=DESK, locale="cs-CZ") as context:  # type: ignore[arg-type]
        cookie = {"name": "netmon", "value": enter(Who.ADMINISTRATOR, site.exhibit), "url": site.origin}
        context.add_cookies([cookie])  # type: ignore[list-item]
        watch = Watch(context.new_page(), site.origin)
        watch.start()
        yield watch.page


def complaints(page: Page, address: str) -> list[str]:
    """Return what cannot be reached, is reached unseen, or out of order."""
    page.goto(address, wait_until="load")
    found = page.evaluate(LISTEN)
    wanted, moments = list[str](found["places"]), int(found["moments"])
    stops = walked(page, len(wanted) + PARTS_OF_A_MOMENT * moments + SPARE)
    order = [stop.place for stop in stops if stop.place >= 0]
    return [
        *(f"not reached: {name}" for number, name in enumerate(wanted) if number not in order),
        *(f"focus not seen: {stop.name}" for stop in stops if not stop.is_marked),
        *(f"out of sight: {stop.name}" for stop in stops if not stop.is_in_sight),
        *([] if order == sorted(order) else [f"out of order: {order}"]),
    ]


def walked(page: Page, presses: int) -> list[Stop]:
    """Press Tab until it has led around once, and return the stops; raise AssertionError if it never comes around."""
    for _ in range(presses):
        page.keyboard.press("Tab")
    stops = [Stop.of(seen) for seen in page.evaluate("window.__seen")]
    again = [number for number, stop in enumerate(stops) if number and stop.place == stops[0].place]
    assert again, f"Tab stays in {stops[-1].name}"
    return stops[: again[0]]


@pytest.mark.parametrize("path", FIRST)
def test_everything_is_reached_by_tab(page: Page, site: Site, path: str) -> None:
    assert complaints(page, f"{site.origin}{path}") == []


@pytest.mark.long
@pytest.mark.parametrize("path", REST)
def test_everything_is_reached_by_tab_on_every_other_page(page: Page, site: Site, path: str) -> None:
    assert complaints(page, f"{site.origin}{path}") == []


def test_the_first_key_offers_to_skip_what_every_page_has(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/v/INC-2026-0412")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.skip')")
    box = page.locator("a.skip").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_one_gets_back_the_way_one_came(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/ticho")
    page.evaluate(LISTEN)
    for key in ("Tab",) * 9 + ("Shift+Tab",) * 8:
        page.keyboard.press(key)
    there = [Stop.of(seen).place for seen in page.evaluate("window.__seen")]
    assert there[8:] == there[8::-1]


def test_on_a_phone_the_head_is_walked_from_left_to_right_and_down(page: Page, site: Site) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{site.origin}/v/INC-2026-0412")
    page.keyboard.press("Tab")  # the link that skips stands above all
    places = []
    for _ in range(page.evaluate(HEADS)):
        page.keyboard.press("Tab")
        places.append(page.evaluate(PLACED))
    backward = [
        (here, there)
        for here, there in pairwise(places)
        if there[0] <= here[0] + LINE and not (abs(there[0] - here[0]) <= LINE and there[1] > here[1])
    ]
    assert len(places) > MENU
    assert backward == []


def test_a_sheet_that_shows_things_in_another_order_has_tab_follow() -> None:
    sheets = [path.read_text(encoding="utf-8") for path in (Path(dashboards.__file__).parent / "static").glob("*.css")]
    assert [sheet for sheet in sheets if len(REORDERED.findall(sheet)) > sheet.count(FOLLOWED)] == []


def test_no_template_has_an_order_of_its_own() -> None:
    templates = sorted((Path(dashboards.__file__).parent / "templates").rglob("*.html"))
    assert [each.name for each in templates if re.search(r'tabindex="[1-9]', each.read_text(encoding="utf-8"))] == []
