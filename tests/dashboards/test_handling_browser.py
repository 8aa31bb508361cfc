"""What is pressed at three in the morning on a bad line, in a real browser."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from netmon.commands import Acknowledge, AddSilence, PassOn
from tests.dashboards.people import Who, enter
from tests.dashboards.site import Site
from tests.dashboards.test_browser import EACH_LANGUAGE, EVERY_LOOK, SIZES, Look, _seen
from tests.parts.chromium import Watch

PAGE = "/v/INC-2026-0412"
TAKING = "**/prevzit"
WAITS = "Převzetí čeká na spojení"


@pytest.fixture
def page(chromium: Browser, own_site: Site) -> Generator[Page]:
    with chromium.new_context(locale="cs-CZ", viewport={"width": 390, "height": 844}) as context:
        cookie = enter(Who.OPERATOR, own_site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": own_site.origin}])
        page = context.new_page()
        page.goto(f"{own_site.origin}{PAGE}")
        yield page


def taken(site: Site) -> int:
    return sum(isinstance(command, Acknowledge) for command, _ in site.exhibit.submitted)


def test_the_first_thing_under_the_thumb_takes_it(page: Page) -> None:
    button = page.locator("button.take").first
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 64
    assert box["y"] + box["height"] < 844, "no scrolling"
    for act in ("Předat dál", "Ztlumit"):
        place = page.locator("summary", has_text=act).bounding_box()
        assert place is not None
        assert place["height"] >= 48


def test_a_taking_that_cannot_be_sent_waits_and_says_so_until_it_is_heard(page: Page, own_site: Site) -> None:
    page.route(TAKING, lambda route: route.abort("internetdisconnected"))
    page.locator("button.take").first.click()
    expect(page.get_by_role("status").filter(has_text=WAITS)).to_be_visible()
    assert taken(own_site) == 0
    page.unroute(TAKING)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("řeší Jana Nováková")).to_be_visible()
    assert taken(own_site) == 1


def test_a_netmon_that_is_busy_is_asked_again(page: Page, own_site: Site) -> None:
    page.route(TAKING, lambda route: route.fulfill(status=503, body=""))
    page.locator("button.take").first.click()
    expect(page.get_by_role("status").filter(has_text=WAITS)).to_be_visible()
    page.unroute(TAKING)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("řeší Jana Nováková")).to_be_visible()
    assert taken(own_site) == 1


def test_an_answer_that_was_lost_does_not_take_it_twice(page: Page, own_site: Site) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route(TAKING, lose_the_answer)
    page.locator("button.take").first.click()
    expect(page.get_by_role("status").filter(has_text=WAITS)).to_be_visible()
    page.unroute(TAKING)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_load_state("load")
    expect(page.get_by_text("řeší Jana Nováková")).to_be_visible()
    assert taken(own_site) == 1


def test_what_waits_moves_nothing(page: Page) -> None:
    page.route(TAKING, lambda route: route.abort("internetdisconnected"))
    place = page.locator("#evidence")
    before = place.bounding_box()
    page.locator("button.take").first.click()
    expect(page.get_by_role("status").filter(has_text=WAITS)).to_be_visible()
    assert place.bounding_box() == before


def test_an_answer_that_says_no_is_shown(page: Page, own_site: Site) -> None:
    session = next(iter(own_site.exhibit.sessions))
    del own_site.exhibit.sessions[session]
    page.locator("button.take").first.click()
    page.wait_for_url(lambda url: "/prihlaseni?next=" in url)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_it_is_passed_on_and_muted_with_two_taps_each(chromium: Browser, own_site: Site, *, has_scripts: bool) -> None:
    with chromium.new_context(locale="cs-CZ", java_script_enabled=has_scripts) as context:
        cookie = enter(Who.OPERATOR, own_site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": own_site.origin}])
        page = context.new_page()
        page.goto(f"{own_site.origin}{PAGE}")
        page.locator("summary", has_text="Ztlumit").click()
        page.get_by_role("button", name="do rána").click()
        expect(page.get_by_text("ztlumeno do 07:00")).to_be_visible()
        page.locator("summary", has_text="Předat dál").click()
        page.get_by_role("button", name="Tomáš Dvořák").click()
        expect(page.get_by_text("čeká na převzetí")).to_be_visible()
    assert [type(command) for command, _ in own_site.exhibit.submitted] == [AddSilence, PassOn]


def acting(chromium: Browser, site: Site, look: Look) -> list[str]:
    """Return everything that is wrong with the page while somebody passes on or mutes, and afterwards."""
    width, height = SIZES[look.size]
    with chromium.new_context(viewport={"width": width, "height": height}, color_scheme=look.theme) as context:
        cookie = enter(Who.OPERATOR, site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": site.origin}])
        watch = Watch(context.new_page(), site.origin)
        watch.start()
        found: list[str] = []
        watch.page.goto(f"{site.origin}{PAGE}?lang={look.language}")
        for which in (".muting", ".handing"):
            watch.page.locator(f"{which} summary").click()
            found += _seen(watch.page, look)
            watch.page.locator(f"{which} button").first.click()
            watch.page.wait_for_load_state("load")
        found += _seen(watch.page, look)
        return [*watch.complaints, *found]


@pytest.mark.parametrize("look", EACH_LANGUAGE, ids=str)
def test_acting_is_whole_in_each_language(chromium: Browser, own_site: Site, look: Look) -> None:
    assert acting(chromium, own_site, look) == []


@pytest.mark.long
@pytest.mark.parametrize("look", EVERY_LOOK, ids=str)
def test_acting_is_whole_in_every_size_and_theme(chromium: Browser, own_site: Site, look: Look) -> None:
    assert acting(chromium, own_site, look) == []
