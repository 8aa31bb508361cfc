"""The wall in a real browser: one glance, never scrolled, never burnt in, never silent about its own death."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.build import build_id
from dashboards.towns.tiles import districts, packed
from netmon.clock import MINUTE, Millis
from netmon.model import MunicipalityState, Severity, Standing
from netmon.settings import Settings
from tests.dashboards.exhibit import NOW, Exhibit, calm_snapshot
from tests.dashboards.people import Who, enter
from tests.dashboards.site import Site
from tests.dashboards.test_news import add, another
from tests.parts.chromium import PATIENCE, Watch

SCREENS = ((1920, 1080), (3840, 2160), (1366, 768))
SCROLLS = "document.documentElement.scrollHeight - innerHeight + document.documentElement.scrollWidth - innerWidth"
CUT = """() => [...document.querySelectorAll('main *')].filter(node => !node.closest('.hidden, svg')
  && (node.scrollWidth > node.clientWidth + 1) && getComputedStyle(node).display !== 'inline'
  && node.clientWidth > 0).map(node => node.className)"""
UNDER_THE_FOOT = """() => {
  const end = document.querySelector('.foot').getBoundingClientRect().top;
  const ends = [...document.querySelectorAll('.tile, .card')].map(node => node.getBoundingClientRect().bottom);
  return ends.filter(bottom => bottom > end).length;
}"""
SPY = """
  window.tones = window.locks = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    document.body.dataset.tones = window.tones += 1;
    return make.call(this);
  };
  if (navigator.wakeLock) {
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    navigator.wakeLock.request = (kind) => { window.locks += 1; return request(kind); };
  }
"""


@dataclass(frozen=True, slots=True)
class Glance:
    """What is seen of the wall, and what is wrong with it."""

    cards: int
    names: int = 134
    beyond: int = 0
    covered: int = 0
    cut: tuple[str, ...] = ()


def seen(page: Page) -> Glance:
    return Glance(
        page.locator(".card:visible").count(),
        page.locator(".tile-name:visible").count(),
        page.evaluate(SCROLLS),
        page.evaluate(UNDER_THE_FOOT),
        tuple(page.evaluate(CUT)),
    )


@pytest.fixture
def wall(chromium: Browser, own_site: Site) -> Generator[Page]:
    with chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="cs-CZ") as context:
        watch = Watch(context.new_page(), own_site.origin)
        watch.start()
        watch.page.add_init_script(SPY)
        watch.page.goto(f"{own_site.origin}/stena")
        yield watch.page
        assert watch.complaints == []


def nights(exhibit: Exhibit) -> Generator[tuple[str, int]]:
    """Show the region in all the ways that need room, and tell the name of each and its cards."""
    night = exhibit.view
    lost = Standing(MunicipalityState.ISOLATED, Millis(NOW - MINUTE))
    dead = replace(night.health, data_at=Millis(NOW - 10 * MINUTE))
    for incidents in (0, 2, 9):
        exhibit.show(replace(night, incidents=night.incidents[:1] * incidents))
        yield f"{incidents} incidents", min(3, incidents)
    exhibit.show(replace(night, incidents=night.incidents[:1] * 9, health=dead))
    yield "dead", 3
    every = dict.fromkeys(night.municipalities, lost)
    exhibit.show(replace(night, incidents=night.incidents[:1] * 9, municipalities=every, health=dead))
    yield "everything lost, and dead", 3


@pytest.mark.parametrize("language", ["cs", "en"])
def test_all_names_fit_any_screen_in_any_night(chromium: Browser, own_site: Site, language: str) -> None:
    with chromium.new_context() as context:
        context.add_cookies(
            [{"name": "netmon", "value": enter(Who.OPERATOR, own_site.exhibit), "url": own_site.origin}]
        )
        page = context.new_page()
        for night, cards in nights(own_site.exhibit):
            for width, height in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{own_site.origin}/stena?lang={language}")
                assert seen(page) == Glance(cards), (night, width, height)
                assert page.locator(".map").evaluate("node => node.clientHeight / innerHeight") > 0.2, night


def size(page: Page, selector: str) -> float:
    found: float = page.locator(selector).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    return found


def test_it_is_read_from_afar_and_has_no_menus(wall: Page, own_site: Site) -> None:
    assert size(wall, ".figure") >= 64
    assert wall.locator("nav, form, .language, details:visible").count() == 0
    large = size(wall, "#strip")
    wall.goto(own_site.origin)
    assert large >= 1.5 * size(wall, "#strip"), "the monitor's own health is larger than the strip of other pages"


def test_it_is_dead_when_its_data_is(wall: Page, own_site: Site) -> None:
    night = own_site.exhibit.view
    own_site.exhibit.show(replace(night, health=replace(night.health, data_at=Millis(NOW - 10 * MINUTE))))
    expect(wall.get_by_role("status")).to_have_text("DATA STARÁ 10 min", timeout=PATIENCE)
    assert size(wall, ".dead") >= 36
    assert "grayscale(1)" in wall.locator("main").evaluate("node => getComputedStyle(node).filter")


def test_it_moves_a_little_each_minute_and_stays_on_the_screen(chromium: Browser, own_site: Site) -> None:
    assert places(chromium, own_site, "no-preference") == {
        (0, 0), (-2, 0), (-4, 0), (-4, -2), (-4, -4), (-2, -4), (0, -4), (0, -2),
    }  # fmt: skip


def test_it_moves_nothing_for_whom_motion_hurts(chromium: Browser, own_site: Site) -> None:
    assert places(chromium, own_site, "reduce") == {(0, 0)}


def places(chromium: Browser, site: Site, motion: str) -> set[tuple[float, float]]:
    """Return where the page stood in nine minutes."""
    with chromium.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
        page.clock.install()
        page.goto(f"{site.origin}/stena")
        found = set()
        for _ in range(9):
            box = page.locator("body").bounding_box()
            assert box is not None
            found.add((box["x"], box["y"]))
            assert page.evaluate(SCROLLS) == 0
            page.clock.run_for(60_000)
        return found


def test_it_loads_itself_anew_when_a_new_build_has_come(wall: Page, own_site: Site) -> None:
    wall.evaluate("window.same = true")
    own_site.exhibit.show(replace(own_site.exhibit.view, incidents=()))
    expect(wall.locator("#cards .calm")).to_be_visible(timeout=PATIENCE)
    assert wall.evaluate("window.same") is True
    build = wall.evaluate("document.body.dataset.build")
    wall.evaluate("document.body.dataset.build = 'an older one'")
    own_site.exhibit.show(own_site.exhibit.view)
    expect(wall.locator("body")).to_have_attribute("data-build", build, timeout=PATIENCE)
    assert wall.evaluate("window.same") is None


def test_it_keeps_the_screen_awake(wall: Page) -> None:
    assert wall.evaluate("'wakeLock' in navigator ? window.locks : 1") == 1


def test_it_is_silent_until_somebody_wishes_otherwise(wall: Page, own_site: Site) -> None:
    button = wall.get_by_role("button")
    expect(button).to_have_text("Zapnout zvuk")
    add(own_site.exhibit, another(own_site.exhibit, "INC-2026-0500", Severity.CRITICAL))
    expect(wall.locator("#announcer")).not_to_be_empty(timeout=PATIENCE)
    assert wall.evaluate("window.tones") == 0
    button.click()
    expect(button).to_have_text("Zvuk zapnutý")
    heard = wall.evaluate("window.tones")
    assert heard > 0, "who turns it on hears what it is"
    add(own_site.exhibit, another(own_site.exhibit, "INC-2026-0501", Severity.WARNING))
    expect(wall.locator('[data-incident="INC-2026-0501"]')).to_be_visible(timeout=PATIENCE)
    assert wall.evaluate("window.tones") == heard, "a warning does not sound"
    add(own_site.exhibit, another(own_site.exhibit, "INC-2026-0502", Severity.CRITICAL))
    expect(wall.locator("body")).to_have_attribute("data-tones", str(2 * heard), timeout=PATIENCE)
    button.click()
    expect(button).to_have_text("Zapnout zvuk")
    assert wall.evaluate("window.tones") == 2 * heard, "who turns it off hears nothing any more"
    assert wall.evaluate("localStorage.getItem('netmon-sound')") == "off"


def test_it_says_that_a_browser_still_forbids_the_sound(wall: Page) -> None:
    wall.evaluate("localStorage.setItem('netmon-sound', 'on')")
    wall.reload()
    button = wall.get_by_role("button")
    expect(button).to_have_text("Zvuk čeká na stisk")
    wall.locator("#headline").click()
    expect(button).to_have_text("Zvuk zapnutý")


def test_no_other_page_sounds(wall: Page, own_site: Site) -> None:
    wall.goto(own_site.origin)
    assert wall.locator("#sound, script[src*='wall.js']").count() == 0


def test_columns_are_even_and_lose_nothing() -> None:
    snapshot = calm_snapshot(Settings())
    columns = packed(snapshot)
    rows = [sum(len(district.tiles) for district in column) for column in columns]
    assert max(rows) - min(rows) <= 6
    names = [district.name for column in columns for district in column]
    assert sorted(names) == sorted(district.name for district in districts(snapshot))
    bare = snapshot.inventory.model_copy(update={"orps": {}})
    assert packed(replace(snapshot, inventory=bare)) == []


def test_a_build_is_named_by_what_its_files_hold(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("one")
    first = build_id(tmp_path)
    assert build_id(tmp_path) == first
    (tmp_path / "left.pyc").write_text("none of ours")
    assert build_id(tmp_path) == first
    page.write_text("two")
    assert build_id(tmp_path) != first
