"""Administrators review who may log in, as what and for which towns."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.dashboards.exhibit import HOSTILE, PASSWORD, Exhibit
from tests.dashboards.people import Who, come_as, enter
from tests.dashboards.site import Site
from tests.dashboards.test_browser import CUT_OFF, OVERFLOW, RULES, SIZES
from tests.dashboards.test_pages import text_of


def test_every_account_is_listed_with_role_towns_and_state(exhibit: Exhibit) -> None:
    page = come_as(Who.ADMINISTRATOR, exhibit).get("/ucty?lang=cs").text
    said = text_of(page)
    assert "asak Aška Ašská obec: Aš povolen 23. 11. 2026 02:47 –" in said
    assert "novakova Jana Nováková operátor povolen" in said
    assert "byvaly Bývalý Kolega operátor zakázán" in said
    assert HOSTILE not in page
    assert "argon2" not in page
    assert PASSWORD not in page


def test_only_an_administrator_is_led_there(exhibit: Exhibit) -> None:
    assert 'href="/ucty' in come_as(Who.ADMINISTRATOR, exhibit).get("/").text
    for who in (Who.PUBLIC, Who.MUNICIPALITY, Who.OPERATOR):
        assert "/ucty" not in come_as(who, exhibit).get("/").text


@pytest.mark.parametrize("size", ["desk", "narrow"])
def test_the_list_is_whole_in_a_browser(chromium: Browser, own_site: Site, size: str) -> None:
    width, height = SIZES[size]
    with chromium.new_context(viewport={"width": width, "height": height}) as context:
        cookie = enter(Who.ADMINISTRATOR, own_site.exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": own_site.origin}])
        page = context.new_page()
        page.goto(f"{own_site.origin}/ucty?lang=cs")
        found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
        assert (page.evaluate(OVERFLOW), page.evaluate(CUT_OFF), [each["id"] for each in found]) == (0, [], [])
