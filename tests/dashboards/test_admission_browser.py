"""What is shown once, and what follows a form, in a real browser: whole, and without a complaint."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from netmon.model import Account
from netmon.settings import Settings
from tests.dashboards.exhibit import PASSWORD, Exhibit, busy_snapshot
from tests.dashboards.people import Who, enter
from tests.dashboards.site import serve
from tests.dashboards.test_browser import CUT_OFF, OVERFLOW, RULES, SIZES
from tests.parts.chromium import Watch


@dataclass
class Factored(Exhibit):
    """An exhibit in which one account has a second factor."""

    def account(self, name: str) -> Account | None:
        """Return a person's account."""
        found = super().account(name)
        return replace(found, has_factor=True) if found and name == Who.OPERATOR else found


def faults(page: Page) -> list[str]:
    """Return what is wrong with what is shown now."""
    found: Sequence[Any] = Axe().run(page, options=RULES).response["violations"]
    cut: list[str] = page.evaluate(CUT_OFF)
    return [*(str(each["id"]) for each in found), *cut, *(["overflow"] if page.evaluate(OVERFLOW) else [])]


@pytest.mark.parametrize("size", ["narrow"])
def test_everything_that_is_shown_once_is_whole(chromium: Browser, size: str) -> None:
    exhibit = Factored(busy_snapshot(Settings()))
    width, height = SIZES[size]
    with serve(exhibit) as site, chromium.new_context(viewport={"width": width, "height": height}) as context:
        watch = Watch(context.new_page(), site.origin)
        watch.start()
        page = watch.page
        page.goto(f"{site.origin}/prihlaseni?lang=cs")
        page.fill("#name", "novakova")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.locator("#code-hint").wait_for()
        seen = {"code": faults(page)}
        context.add_cookies([{"name": "netmon", "value": enter(Who.ADMINISTRATOR, exhibit), "url": site.origin}])
        page.goto(f"{site.origin}/ucet/druhy-faktor?lang=cs")
        page.click("main button")
        page.locator(".qr svg").wait_for()
        seen["picture"] = faults(page)
        page.fill("#code", "123456")
        page.click("text=Potvrdit")
        page.locator(".codes li").nth(9).wait_for()
        seen["recovery"] = faults(page)
        page.goto(f"{site.origin}/ucet/klice?lang=cs")
        page.fill("#label", "Grafana")
        page.check("input[value=read]")
        page.click("text=Vytvořit klíč")
        assert page.inner_text(".handed .secret").startswith("netmon_")
        seen["token"] = faults(page)
        page.goto(f"{site.origin}/ucty/novakova?lang=cs")
        page.click("text=Nové dočasné heslo")
        page.locator(".handed").wait_for()
        seen["password"] = faults(page)
        assert page.inner_text(".secret").count("-") == 5
    assert seen == {name: [] for name in seen}
    assert watch.complaints == []
