"""The first hour of an operator, typed at a terminal: from nothing to a green page, with routers that are real."""

import http.cookiejar
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.backbone.lab import Laboratory
from tests.backbone.scene import SETTLED_WITHIN
from tests.parts.keyboard import Session
from tests.parts.waiting import wait_until

WHOLE_WALK = 120.0
"""Seconds of terminal time that the walk may take."""
WORDS_OF_ENTRY = "správný kůň baterka"
FIRST, SECOND = "kv-core-1", "sokolov-core-1"
URL = re.compile(r"running url=(\S+)")


@dataclass
class Desk:
    """A clean directory and a shell's environment in it."""

    directory: Path
    environment: Mapping[str, str]

    def types(self, line: str, *dialogue: tuple[str, str]) -> str:
        """Type a command and the answers to its questions; return what was shown, once it ended well."""
        session = Session.start([sys.executable, "-m", *line.split(" ")], self.environment, self.directory)
        for question, keys in dialogue:
            session.answer(question, keys)
        code = session.ends()
        assert code == 0, f"{line}: exit code {code}\n{session.shown}"
        return session.shown

    @contextmanager
    def running(self) -> Iterator[str]:
        """Yield the address of the pages of `netmon run`, stopped at the end."""
        log = self.directory / "log"
        with log.open("wb") as file:
            words = [sys.executable, "-m", "netmon", "run"]
            process = subprocess.Popen(words, env=self.environment, cwd=self.directory, stdout=file, stderr=file)
        try:
            wait_until(lambda: URL.search(log.read_text(encoding="utf-8")) or process.poll(), "netmon runs")
            found = URL.search(log.read_text(encoding="utf-8"))
            assert found, log.read_text(encoding="utf-8")
            yield found[1]
        finally:
            process.terminate()
            process.wait(timeout=30)


def test_the_first_hour_ends_at_a_green_page(backbone: Laboratory, tmp_path: Path) -> None:
    user = next(user for user in backbone.access.users if user.name == "netmon")
    first, second = (str(backbone.plan.router(name).address) for name in (FIRST, SECOND))
    desk = Desk(tmp_path, shell_in(tmp_path))
    begun = time.monotonic()

    desk.types("netmon init inventory")
    desk.types("netmon secret set core-auth", ("core-auth", user.auth_key), ("Ještě jednou", user.auth_key))
    desk.types("netmon secret set core-priv", ("core-priv", user.priv_key), ("Ještě jednou", user.priv_key))
    shown = desk.types(f"netmon device add {first} --role core", ("Obec", "Karlovy Vary"), ("[a/N]", "a"))
    assert "inventory/devices/kv-core-1.yaml" in shown
    shown = desk.types(f"netmon device add {second}", ("[a/N]", "a"))
    assert "- kv-core-1:xe2" in shown
    desk.types("netmon device test sokolov-core-1")
    desk.types("netmon check")
    desk.types(
        "netmon user add novakova --full-name Nováková --role administrator",
        ("Heslo", WORDS_OF_ENTRY),
        ("Ještě jednou", WORDS_OF_ENTRY),
    )
    desk.types("netmon doctor")
    with desk.running() as url:
        pages = logged_in(url)
        wait_until(lambda: "2 ze 2" in read(pages, url), "the first page is green", within=SETTLED_WITHIN)
        assert 'class="tile disconnected' not in read(pages, url)
    print(f"\nthe first hour took {time.monotonic() - begun:.0f} s of terminal time")  # noqa: T201 -- the figure
    assert time.monotonic() - begun < WHOLE_WALK


def shell_in(directory: Path) -> dict[str, str]:
    """Return what a shell has after the line that `netmon init` says comes next."""
    places = {name: str(directory / name.lower()) for name in ("INVENTORY", "SECRETS", "STATE")}
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "cs_CZ.UTF-8",
        "TERM": "xterm",
        "PYTHONUTF8": "1",
        "NETMON_PORT": "0",
        **{f"NETMON_{name}": place for name, place in places.items()},
    }


def logged_in(url: str) -> urllib.request.OpenerDirector:
    """Return a browser's memory after the login form was sent."""
    jar = http.cookiejar.CookieJar()
    pages = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = urllib.parse.urlencode({"name": "novakova", "password": WORDS_OF_ENTRY, "next": "/"}).encode()
    login = urllib.request.Request(f"{url}/prihlaseni", form, {"Origin": url, "Sec-Fetch-Site": "same-origin"})  # noqa: S310
    assert pages.open(login, timeout=10).status == 200
    return pages


def read(pages: urllib.request.OpenerDirector, url: str) -> str:
    """Return the first page."""
    with pages.open(f"{url}/", timeout=10) as answer:
        text: str = answer.read(1 << 20).decode()
    return text
