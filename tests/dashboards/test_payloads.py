"""Whatever devices and people write is text, wherever it is shown, sent or handed out: none of it runs."""

import csv
import io
import json
import unicodedata
from collections.abc import Generator
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from playwright.sync_api import Browser, Dialog, Page

from dashboards import VIEWS
from netmon.report.rendering import FORMULA
from netmon.views import Mail
from tests.dashboards.crowd import Crowd, crowded
from tests.dashboards.markup import foreign
from tests.dashboards.payloads import FORMULAS, PAYLOADS
from tests.dashboards.people import Who, come_as, enter
from tests.dashboards.site import PAGES, Site, serve
from tests.dashboards.test_letters import payload as letter
from tests.dashboards.test_mail import payload as notice
from tests.parts.chromium import Watch

EVERY_PAGE = (*PAGES, "/sber", "/ucty")
MOST_WRITTEN = (
    "/", "/stena", "/o/554499-as", "/dostupnost", "/sla/2026/11", "/v/INC-2026-0412", "/zarizeni/cheb-core-1", "/ticho",
    "/udrzba", "/sber", "/ucty", "/mapa", "/linka/cheb-as",
)  # fmt: skip
"""Pages that show the most of what somebody wrote."""
TALES = ("/zarizeni/cheb-core-1", "/o/554499-as", "/linka/cheb-as", "/v/INC-2026-0412", "/ticho", "/udrzba/2", "/ucty")
"""Pages that show something once, and not a list of it."""
FAMILIES = 60
APART = 35
"""How far the places are apart that each text is put at in the short test."""
STRANGE = """() => [...document.querySelectorAll('*')].flatMap(node => [
  ...[...node.attributes].filter(each => each.name.startsWith('on')).map(each => each.name + '=' + each.value),
  ...['iframe', 'object', 'embed', 'base', 'img', 'image', 'video', 'style', 'template', 'math', 'xss', 'marquee',
      'animate', 'foreignObject'].filter(name => node.matches(name)),
  ...['href', 'src', 'action', 'formaction', 'xlink:href'].map(name => node.getAttribute(name)).filter(
    address => address && !/^(\\/|#|\\?|tel:|mailto:|https?:)/.test(address)),
  ...(node.matches('script') && !node.getAttribute('src')?.startsWith('/static/') ? ['script'] : []),
])"""
OWN_OF_MAIL = frozenset({"style"})


@pytest.fixture(scope="module")
def crowd_site() -> Generator[Site]:
    with serve(crowded()) as served:
        yield served


@pytest.fixture
def administrator() -> FlaskClient:
    return come_as(Who.ADMINISTRATOR, crowded())


def visited(page: Page, site: Site, path: str) -> list[str]:
    """Return what a page did in a browser, or holds, that it should not."""
    watch, asked = Watch(page, site.origin), list[str]()

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    watch.start()
    page.on("dialog", answer)
    page.goto(f"{site.origin}{path}", wait_until="load")
    page.mouse.move(200, 300)
    page.keyboard.press("Tab")
    ran = [] if page.evaluate("window.__xss") is None else ["a script ran"]
    left = [] if page.url.startswith(site.origin) else [page.url]
    heard = [text for text in watch.complaints if "404 (NOT FOUND)" not in text]
    return [*heard, *asked, *ran, *left, *page.evaluate(STRANGE)]


def test_there_are_enough_of_them_and_no_two_are_the_same() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= FAMILIES


def test_a_text_that_is_not_escaped_would_be_noticed(chromium: Browser, crowd_site: Site) -> None:
    assert foreign(f"<p title='{PAYLOADS[0]}'>x<p>{PAYLOADS[0]}") == ["<script>"]
    assert foreign('<a href="javascript:x">') == ["href=javascript:x"]
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content("<img src=x onerror=window.__xss=1>")
        page.wait_for_function("window.__xss === 1")
        assert page.evaluate(STRANGE) == ["onerror=window.__xss=1", "img", "x"]
    assert crowd_site.exhibit.view.inventory


@pytest.mark.parametrize("path", MOST_WRITTEN)
def test_nothing_runs_in_a_page(chromium: Browser, crowd_site: Site, path: str) -> None:
    assert opened(chromium, crowd_site, path) == []


@pytest.mark.long
def test_nothing_runs_in_any_other_page(chromium: Browser, crowd_site: Site) -> None:
    rest = [path for path in EVERY_PAGE if path not in MOST_WRITTEN]
    assert {path: found for path in rest if (found := opened(chromium, crowd_site, path))} == {}


def opened(chromium: Browser, crowd_site: Site, path: str) -> list[str]:
    cookie = {"name": "netmon", "value": enter(Who.ADMINISTRATOR, crowd_site.exhibit), "url": crowd_site.origin}
    with chromium.new_context() as context:
        context.add_cookies([cookie])  # type: ignore[list-item]
        return visited(context.new_page(), crowd_site, path)


def test_every_text_is_really_shown(administrator: FlaskClient) -> None:
    shown = "".join(administrator.get(path, follow_redirects=True).text for path in EVERY_PAGE)
    missing = [text for text in PAYLOADS if text.isascii() and text.isprintable() and _escaped(text) not in shown]
    assert missing == []


@pytest.mark.parametrize("path", TALES)
def test_no_text_becomes_an_element_where_it_stands_alone(path: str) -> None:
    assert [found for start in range(0, len(PAYLOADS), APART) if (found := found_in(path, start))] == []


@pytest.mark.long
@pytest.mark.parametrize("path", TALES[:2])
def test_no_text_becomes_an_element_at_any_place(path: str) -> None:
    assert [found for start in range(len(PAYLOADS)) if (found := found_in(path, start))] == []


def found_in(path: str, start: int) -> list[str]:
    return foreign(come_as(Who.ADMINISTRATOR, crowded(start)).get(path, follow_redirects=True).text)


@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY])
def test_nothing_runs_for_those_who_see_less(who: Who) -> None:
    client = come_as(who, crowded())
    assert [found for path in EVERY_PAGE if (found := foreign(client.get(path, follow_redirects=True).text))] == []


def test_nothing_runs_in_mail_whose_reader_has_no_policy(chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.abort())
        for text in PAYLOADS:
            for mail in mails(text):
                assert foreign(mail.html, OWN_OF_MAIL) == []
                assert "\n" not in mail.subject
                assert "\r" not in mail.subject
                page.set_content(mail.html)
                assert page.evaluate("window.__xss") is None


def mails(text: str) -> list[Mail]:
    one = notice(
        evidence=[text], summary=text, candidates=[text], subject="alert", runbook=text,
        cause={"kind": "device", "name": text, "title": text}, others=[{"kind": "link", "name": text, "title": text}],
    )  # fmt: skip
    other = letter(summary=text, button=text, footer=text, paragraphs=[text] * 4, facts=[[text, text]])
    return [VIEWS.render_mail(values, "cs") for values in (one, other)]


def test_no_cell_of_a_table_is_worked_out(administrator: FlaskClient) -> None:
    answer = administrator.get("/sla/2026/11.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert len({len(row) for row in rows}) == 1, "a cell of one line became two"
    assert [cell for row in rows for cell in row if is_worked_out(cell)] == []
    names = {cell for row in rows for cell in row}
    assert {f"'{text}" for text in FORMULAS if text[0] in FORMULA} <= names


def is_worked_out(cell: str) -> bool:
    """Return whether a spreadsheet would not show a cell: figures are shown, also below nought."""
    first = unicodedata.normalize("NFKC", cell.lstrip("\t\r\n \u200b\ufeff"))[:1]
    try:
        float(cell)
    except ValueError:
        return first in FORMULA
    return False


def test_a_feed_has_no_element_but_ours(administrator: FlaskClient) -> None:
    for path in towns("zpravy.rss"):
        root = ET.fromstring(administrator.get(path).data)  # noqa: S314 -- our own, and short
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"rss", "channel", "title", "link", "description", "language", "item", "guid", "pubDate", "ttl"}
        links = [element.text or "" for element in root.iter("link")]
        assert all(link.startswith("http://") for link in links if link)


def test_a_calendar_has_no_event_but_ours(administrator: FlaskClient) -> None:
    for path in towns("prace.ics"):
        events = list(Calendar.from_ical(administrator.get(path).data.decode()).walk("VEVENT"))
        assert len({str(event["UID"]) for event in events}) == len(events)
        assert all(str(event["URL"]).startswith("http://") for event in events)
        assert all(len(line.encode()) <= 75 for line in administrator.get(path).text.split("\r\n"))


@pytest.mark.parametrize(
    "path", ["/api/v1/municipalities", "/api/v1/incidents", "/api/v1/maintenance", "/sla/2026/11.json"]
)
def test_what_machines_get_is_json_and_no_browser_reads_it_as_a_page(administrator: FlaskClient, path: str) -> None:
    answer = administrator.get(path)
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert isinstance(json.loads(answer.data), dict)


def towns(feed: str) -> list[str]:
    """Return a feed of some municipalities, each of which has a hostile name of its own."""
    return [f"/o/{code}-x/{feed}" for code in list(crowded().view.inventory.municipalities)[:40]]


def _escaped(text: str) -> str:
    marks = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
    return "".join(marks.get(character, character) for character in " ".join(text.split()))


def test_the_house_is_the_same_whenever_it_is_made() -> None:
    assert crowded(3).view == crowded(3).view
    assert isinstance(crowded(), Crowd)
