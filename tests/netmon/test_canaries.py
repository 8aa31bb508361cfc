"""A canary in every place a secret can be: none is ever seen in logs, files, messages, pages or the process list."""

import asyncio
import base64
import http.client
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest

from netmon.alerting.notify.invitation import KEY_FILE
from netmon.simulate.orders import Action, Assignment
from netmon.simulate.region import Region
from tests.netmon.everywhere import CANARIES, World, family, links_in, prepare, told_of
from tests.netmon.region import SPUR, free_udp_port
from tests.netmon.running import RUNNING, Process
from tests.parts.ntfy import NtfyStarter
from tests.parts.smtp import SmtpStarter
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookStarter

pytestmark = pytest.mark.long

MOST_PAGES = 150
FIRST_AUDIT = 90.0
"""Seconds until the heartbeat begins: an audit has to find nothing first."""
WRONG = ("/nowhere", "/v/nowhere", "/v/x/odkaz?k=guess", "/%00", "/z/999999", "/api/nowhere", "/?at=never&range=x")
COMMANDS = (
    ("notify", "test", "noc", "--json"),
    ("notify", "test", "nobody"),
    ("status", "--json"),
    ("check", "--json"),
    ("doctor", "--json"),
    ("poll", "hub", "--once", "--json"),
    ("poll", "deaf", "--once"),
    ("influx", "setup"),
    ("snmp", "get", "hub", "sysUpTime.0"),
)
"""Whatever touches a secret, as it is or in vain."""


@pytest.fixture
def world(tmp_path: Path, start_webhook: WebhookStarter, start_smtp: SmtpStarter, start_ntfy: NtfyStarter) -> World:
    return prepare(tmp_path, free_udp_port(), start_webhook, start_smtp, start_ntfy)


class Talkative(Process):
    """A netmon that logs every decision."""

    def start(self) -> None:
        """Start it and wait until it says that it runs."""
        with (self.place.directory / "log").open("ab") as log:
            words = [sys.executable, "-m", "netmon", "run", "--debug"]
            self.child = subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)
        wait_until(lambda: RUNNING in self.log(), "netmon runs")


@dataclass
class Spy:
    """Looks at everything anybody else could see of a netmon, and keeps what it saw by place."""

    world: World
    netmon: Process
    seen: dict[str, bytes] = field(default_factory=dict)

    def look(self, when: str) -> None:
        """Look at the processes, the log and the files as they are."""
        assert self.netmon.child is not None
        for process in family(self.netmon.child.pid):
            for name in ("cmdline", "environ", "comm"):
                self.seen[f"{when}: /proc/{process}/{name}"] = told_of(process, name)
        self.seen[f"{when}: log"] = self.netmon.log().encode()
        for path in self.world.state.rglob("*"):
            if path.is_file() and path.name != KEY_FILE:
                self.seen[f"{when}: {path.name}"] = path.read_bytes()

    def browse(self, origin: str) -> None:
        """Open every page that leads to another, and some that there are not."""
        for path, body in pages(origin, ["/", *WRONG]):
            self.seen[f"page {path}"] = body

    def ask(self, when: str, *words: str) -> None:
        """Call a command."""
        called = [sys.executable, "-m", "netmon", *words]
        done = subprocess.run(called, env=self.world.environment, capture_output=True, check=False, timeout=60)
        self.seen[f"{when}: netmon {' '.join(words)}"] = done.stdout + done.stderr

    def hear(self) -> None:
        """Read what arrived."""
        self.seen |= {f"message by {way}": text.encode() for way, text in self.world.messages().items()}

    def found(self) -> list[tuple[str, str]]:
        """Return where which canary was seen."""
        return [(place, canary) for place, text in self.seen.items() for canary in sung(text, self.world.canaries)]


def sung(text: bytes, canaries: Iterable[str]) -> Iterator[str]:
    """Yield the canaries that a text holds, plainly, quoted for a URL, or in base64."""
    for canary in canaries:
        plain = canary.encode()
        shapes = (plain, quote(canary, safe="").encode(), base64.b64encode(plain).rstrip(b"="), plain.hex().encode())
        if any(shape in text for shape in shapes):
            yield canary


def pages(origin: str, beginnings: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each page that can be reached by links, its head included, up to a bound."""
    waiting, known = list(beginnings), set(beginnings)
    for _ in range(MOST_PAGES):
        if not waiting:
            return
        path = waiting.pop(0)
        with closing(http.client.HTTPConnection(urlsplit(origin).netloc, timeout=10)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            if "event-stream" in (answer.headers["Content-Type"] or ""):
                continue
            body = answer.read()
        yield path, str(answer.headers).encode() + body
        for link in links_in(body.decode("utf-8", "replace")):
            there = urlsplit(urljoin(f"{origin}{path}", link))
            target = quote(f"{there.path}?{there.query}" if there.query else there.path, safe="/?&=%:,;+~@!")
            if there.netloc == urlsplit(origin).netloc and target not in known:
                known.add(target)
                waiting.append(target)


def origin_of(netmon: Process) -> str:
    """Return where the pages of a running netmon are."""
    return netmon.log().rpartition("running url=")[2].split()[0]


def test_what_is_looked_for_would_be_found() -> None:
    for shape in ("c4nary", "YzRuYXJ5", "63346e617279"):
        assert list(sung(f"x{shape}y".encode(), ["c4nary", "other"])) == ["c4nary"]


def test_no_secret_is_seen_while_everything_fails_and_everything_works(world: World) -> None:
    netmon = Talkative(world.place, world.environment)
    spy = Spy(world, netmon)
    assignment = Assignment.model_validate(
        {**world.place.assignment().model_dump(), "communities": {"test": CANARIES["community"]}}
    )
    with asyncio.Runner() as runner, ExitStack() as ending:
        region = runner.run(Region.open(assignment))
        ending.callback(lambda: runner.run(region.close()))
        ending.callback(netmon.kill)
        world.heartbeat.status = 500
        netmon.start()
        wait_until(lambda: "dead-man heartbeat" in netmon.log(), "the heartbeat was refused", FIRST_AUDIT)
        world.refuse()
        runner.run(region.order(Action.CUT, SPUR))
        wait_until(lambda: SPUR in world.messages()["webhook"], "the cut was told, and refused")
        wait_until(lambda: netmon.log().count("answered 403") > 0, "the push was refused")
        wait_until(lambda: "influxdb takes no points" in netmon.log(), "InfluxDB refused")
        spy.look("refused")
        for words in COMMANDS:
            spy.ask("refused", *words)
        world.accept()
        wait_until(lambda: SPUR in world.messages()["mail"], "mail of the cut arrives")
        spy.look("accepted")
        spy.browse(origin_of(netmon))
        for words in COMMANDS:
            spy.ask("accepted", *words)
        spy.look("at work")
        netmon.kill()
        spy.hear()
    assert len(spy.seen) > 60
    assert all(world.messages().values()) or world.heartbeat.posted
    assert spy.found() == []
