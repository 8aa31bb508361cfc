"""Machines open every link of every message, as mail scanners and phones do: nothing of what netmon knows changes."""

import asyncio
import http.client
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from netmon.simulate.orders import Action, Assignment
from netmon.simulate.region import Region
from netmon.store.database import STATE_FILE
from tests.netmon.everywhere import CANARIES, World, links_in, parts, prepare
from tests.netmon.region import SPUR, free_udp_port
from tests.netmon.running import Process
from tests.parts.ntfy import NtfyStarter
from tests.parts.smtp import SmtpStarter
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookStarter

pytestmark = pytest.mark.long

URL = re.compile(r"https?://[^\s\"'<>)\]}\\]+")
PULSE = frozenset({"heartbeat", "tracks", "ports", "standings"})
"""Tables that netmon writes by itself, whether anybody looks or not."""
SAFE = ("GET", "HEAD", "OPTIONS")


@pytest.fixture
def world(tmp_path: Path, start_webhook: WebhookStarter, start_smtp: SmtpStarter, start_ntfy: NtfyStarter) -> World:
    return prepare(tmp_path, free_udp_port(), start_webhook, start_smtp, start_ntfy)


@dataclass(frozen=True, slots=True)
class Told:
    """A netmon that has told of a cut by every way."""

    world: World
    netmon: Process
    origin: str

    def links(self) -> dict[str, set[str]]:
        """Return every address in the messages, by way."""
        mails = [each.mail for each in self.world.mail.received]
        html = "\n".join(text for mail in mails for text in parts(mail) if "<html" in text)
        texts = self.world.messages()
        found = {way: set(map(unescape, URL.findall(text))) for way, text in texts.items()}
        found["html"] = {
            urljoin(self.origin, link) for link in links_in(html) if not link.startswith(("cid:", "mailto:"))
        }
        return found

    def known(self) -> dict[str, list[tuple[object, ...]]]:
        """Return everything in state.db that netmon does not write by itself."""
        path = self.world.state / STATE_FILE
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names if name not in PULSE}  # noqa: S608 -- names of the schema

    def ask(self, method: str, url: str, body: str | None = None, **headers: str) -> tuple[int, str]:
        """Ask for an address as a machine does, without cookies; return the status and the page."""
        there = urlsplit(url)
        with closing(http.client.HTTPConnection(there.netloc, timeout=10)) as connection:
            target = f"{there.path or '/'}?{there.query}" if there.query else there.path or "/"
            connection.request(method, target, body, headers)
            answer = connection.getresponse()
            if "event-stream" in (answer.headers["Content-Type"] or ""):
                return answer.status, ""
            return answer.status, answer.read().decode("utf-8", "replace")


@pytest.fixture
def told(world: World) -> Iterator[Told]:
    with _told(world) as told:
        yield told


@contextmanager
def _told(world: World) -> Iterator[Told]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    netmon = Process(world.place, {**world.environment, "NETMON_PORT": str(port), "NETMON_URL": origin})
    assignment = Assignment.model_validate(
        {**world.place.assignment().model_dump(), "communities": {"test": CANARIES["community"]}}
    )
    with asyncio.Runner() as runner, ExitStack() as ending:
        region = runner.run(Region.open(assignment))
        ending.callback(lambda: runner.run(region.close()))
        ending.callback(netmon.kill)
        netmon.start()
        runner.run(region.order(Action.CUT, SPUR))
        found = Told(world, netmon, origin)
        ways = ("mail", "webhook", "push")
        wait_until(lambda: all(SPUR in world.messages()[way] for way in ways), "every way tells of the cut")
        wait_until(lambda: _is_quiet(found), "nothing waits any more")
        yield found


def _is_quiet(told: Told) -> bool:
    return all("'new'" not in str(row) and "'sending'" not in str(row) for row in told.known()["notifications"])


def test_opening_every_link_of_every_message_changes_nothing_and_the_link_still_works(told: Told) -> None:
    links, before = told.links(), told.known()
    for way in ("mail", "html", "push", "webhook"):
        assert links[way], f"{way} leads somewhere"
    every = sorted(link for found in links.values() for link in found if link.startswith(told.origin))
    single = sorted({link for link in every if "/odkaz?" in link})
    assert single
    for _ in range(2):
        for link in every:
            for method in SAFE:
                status, page = told.ask(method, link)
                assert status < HTTPStatus.INTERNAL_SERVER_ERROR, (method, link)
                for inner in links_in(page) if method == "GET" and link in single else ():
                    told.ask("GET", urljoin(link, inner))
    assert told.known() == before
    (token,) = parse_qs(urlsplit(single[0]).query)["k"]
    page = single[0].partition("?")[0]
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": told.origin}
    assert told.ask("POST", page, f"k={token}", **form)[0] == HTTPStatus.SEE_OTHER
    after = told.known()
    assert len(after["acknowledgements"]) == len(before["acknowledgements"]) + 1
    assert told.ask("POST", page, f"k={token}", **form)[0] == HTTPStatus.GONE
    replayed = told.known()
    assert replayed["acknowledgements"] == after["acknowledgements"]
    assert len(replayed["audit"]) == len(after["audit"]) + 1


def test_forged_links_are_refused_and_leave_a_row_in_the_audit_each(told: Told) -> None:
    before = told.known()
    link = next(link for link in told.links()["push"] if "/odkaz?" in link)
    (token,) = parse_qs(urlsplit(link).query)["k"]
    address, minute, seal = token.split(".")
    forged = [f"{address}.{int(minute) + 1}.{seal}", f"{address}.{minute}.{seal[::-1]}", "guess", f"{address}..{seal}"]
    page = link.partition("?")[0]
    form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": told.origin}
    for attempt in forged:
        assert told.ask("GET", f"{page}?k={attempt}")[0] == HTTPStatus.GONE
        assert told.ask("POST", page, f"k={attempt}", **form)[0] == HTTPStatus.GONE
    after = told.known()
    assert len(after["audit"]) == len(before["audit"]) + len(forged)
    assert after["acknowledgements"] == before["acknowledgements"] == []
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed == {"audit"}
