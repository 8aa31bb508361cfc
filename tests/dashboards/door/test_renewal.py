"""A login lasts while somebody works with it: an open page that renews itself does not keep it alive."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from dashboards.app import create_app
from dashboards.door.renewal import BY_ITSELF
from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.commands import Actor, Command, Done, RenewSession
from netmon.errors import CommandRefused
from netmon.phrase import Phrase
from netmon.settings import Settings
from netmon.store.logins import SESSION_IDLE, SESSION_LIFE
from tests.dashboards.door.test_access import SAME, csrf_token, log_in
from tests.dashboards.exhibit import LINK_TOKEN, Exhibit, busy_snapshot
from tests.dashboards.house import GIVEN, House
from tests.dashboards.people import Who, enter
from tests.dashboards.site import Site
from tests.parts.chromium import PATIENCE

PAGE = "/v/INC-2026-0412"
LIVE = {BY_ITSELF: "1"}
SCRIPT = {"Sec-Fetch-Mode": "cors"}
NAVIGATION = {"Sec-Fetch-Mode": "navigate"}


def renewals(exhibit: Exhibit) -> int:
    return sum(isinstance(command, RenewSession) for command, _ in exhibit.submitted)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(busy_snapshot(Settings()), directory=tmp_path)
    built.add()
    yield built
    built.register.close()
    built.store.close()


@pytest.fixture
def worker(house: House) -> FlaskClient:
    client = create_app(house, house, house.clock).test_client()
    data = {"name": "novakova", "password": GIVEN}
    assert client.post("/prihlaseni", data=data, headers=SAME).status_code == 303
    return client


def stays(client: FlaskClient, house: House, every: int, headers: Mapping[str, str]) -> int:
    """Return for how long a closed page is shown that is asked for again and again."""
    began = house.clock.now()
    while client.get(PAGE, headers=headers).status_code == 200:
        house.clock.advance(every)
    return house.clock.now() - began


def test_who_works_stays_logged_in_until_the_absolute_limit(worker: FlaskClient, house: House) -> None:
    assert stays(worker, house, 20 * MINUTE, NAVIGATION) == SESSION_LIFE == 12 * HOUR


@pytest.mark.parametrize("headers", [LIVE, SCRIPT, {**SCRIPT, **LIVE}])
def test_a_page_that_renews_itself_ends_when_idle(
    worker: FlaskClient, house: House, headers: Mapping[str, str]
) -> None:
    assert stays(worker, house, 30 * SECOND, headers) == SESSION_IDLE == 30 * MINUTE


def test_what_a_person_does_is_written_once_a_minute(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    for _ in range(30):
        exhibit.clock.advance(10 * SECOND)
        client.get("/")
    assert renewals(exhibit) == 5


def test_two_pages_at_once_write_once(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    exhibit.clock.advance(MINUTE)
    (key, session), *_ = exhibit.sessions.items()
    client.get("/")
    exhibit.sessions[key] = session  # what the second page read before the first one's commit
    client.get("/vystrahy")
    assert renewals(exhibit) == 1


@pytest.mark.parametrize("path", ["/static/tokens.css", "/udalosti?version=0", "/healthz", "/api/v1/maintenance"])
@pytest.mark.parametrize("headers", [{}, SCRIPT])
def test_parts_of_pages_streams_and_machines_renew_nothing(
    client: FlaskClient, exhibit: Exhibit, path: str, headers: Mapping[str, str]
) -> None:
    log_in(client)
    exhibit.clock.advance(MINUTE)
    with client.get(path, headers=headers, buffered=False) as answer:
        assert answer.status_code == 200
    assert renewals(exhibit) == 0


def test_a_form_that_a_script_sends_is_somebodys_doing(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    exhibit.clock.advance(MINUTE)
    data = {"csrf_token": csrf_token(exhibit), "text": "vyjíždím"}
    client.post(f"{PAGE}/poznamka", data=data, headers={**SAME, **SCRIPT})
    assert renewals(exhibit) == 1


def test_what_is_refused_renews_nothing(client: FlaskClient, exhibit: Exhibit) -> None:
    log_in(client)
    exhibit.clock.advance(MINUTE)
    assert client.post(f"{PAGE}/poznamka", data={"csrf_token": "guess"}, headers=SAME).status_code == 403
    assert renewals(exhibit) == 0


@pytest.mark.parametrize("error", [TimeoutError(), CommandRefused(Phrase("this session is over; log in again"))])
def test_a_page_is_served_even_where_nothing_can_be_written(exhibit: Exhibit, error: Exception) -> None:
    class Stuck(Exhibit):
        def submit(self, command: Command, actor: Actor) -> Done:
            done = super().submit(command, actor)
            if isinstance(command, RenewSession):
                raise error
            return done

    stuck = Stuck(exhibit.view)
    client = create_app(stuck, stuck, stuck.clock).test_client()
    log_in(client)
    stuck.clock.advance(MINUTE)
    assert client.get("/").status_code == 200
    assert client.get("/").status_code == 200
    assert renewals(stuck) == 1, "a store that does not answer is waited for once a minute"


@pytest.mark.parametrize("key", ["INC-2026-0412", "INC-2026-0409"])
def test_in_a_browser_an_abandoned_page_shows_nothing_that_the_login_showed(
    chromium: Browser, own_site: Site, key: str
) -> None:
    exhibit = own_site.exhibit
    with chromium.new_context(locale="cs-CZ") as context:
        cookie = enter(Who.OPERATOR, exhibit)
        context.add_cookies([{"name": "netmon", "value": cookie, "url": own_site.origin}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{own_site.origin}/v/{key}")
        page.locator("#text").wait_for()
        exhibit.clock.advance(SESSION_IDLE)
        exhibit.show(exhibit.view)
        page.locator("#text").wait_for(state="detached")
        page.get_by_role("link", name="Přihlásit se", exact=True).wait_for()
        assert "as-acc-1" not in page.content()


def test_in_a_browser_a_page_that_follows_events_renews_nothing_and_a_click_does(
    chromium: Browser, own_site: Site
) -> None:
    exhibit = own_site.exhibit
    with chromium.new_context(locale="cs-CZ") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{own_site.origin}/prihlaseni/{LINK_TOKEN}")
        page.get_by_role("button", name="Přihlásit se").click()
        page.get_by_role("button", name="Odhlásit").wait_for()
        exhibit.clock.advance(10 * MINUTE)
        exhibit.show(exhibit.view)
        expect(page.locator("#strip")).to_have_attribute("data-now", str(exhibit.clock.now()))
        assert renewals(exhibit) == 0
        page.get_by_role("link", name="Výpadky").click()
        page.locator("#closed").wait_for()
        assert renewals(exhibit) == 1
    (session,) = exhibit.sessions.values()
    assert session.last_used == Millis(exhibit.clock.now())
