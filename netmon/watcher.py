"""`netmon-watch`: a second process, which says when netmon has fallen silent and when it is back.

It shares nothing with what it watches: it looks at the heartbeat in `state.db`, asks the pages for `/healthz`, and has
ways out of its own. `netmon print systemd --watcher` explains its settings; `netmon-watch test` tries every way.
"""

import http.client
import json
import logging
import os
import signal
import smtplib
import socket
import sqlite3
import ssl
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

log = logging.getLogger("netmon-watch")

Way = Callable[[str], None]
"""Sends a line, or raises what kept it from that."""
REPLY_WITHIN, TALK_WITHIN, LARGEST = 10, 40, 64 * 1024
"""Seconds that an answer may take, and a whole conversation; characters of a secret."""
WELL, SILENT, UNHEALTHY, TEST = "well", "silent", "unhealthy", "test"
TEXTS = {
    "cs": {
        WELL: "✔ netmon na {host} zase běží",
        SILENT: "✖ netmon na {host} mlčí, síť nikdo nehlídá; poslední známka života: {beat}",
        UNHEALTHY: "✖ netmon na {host} běží, ale /healthz neodpovídá 200: stojí stránky nebo data",
        TEST: "• zkouška: hlídač netmonu na {host} se dovolá",
    },
    "en": {
        WELL: "✔ netmon at {host} runs again",
        SILENT: "✖ netmon at {host} is silent, nobody watches the network; last sign of life: {beat}",
        UNHEALTHY: "✖ netmon at {host} runs, but /healthz does not answer 200: its pages or its data stand still",
        TEST: "• test: the watcher of netmon at {host} gets through",
    },
}


class Watcher:
    """Watches one state directory; what is wrong has to stay wrong for `after` seconds before it is told."""

    def __init__(self, told: Mapping[str, str], monotonic: Callable[[], float] = time.monotonic) -> None:
        self.ways = dict(ways(told))
        self.every = float(told.get("NETMON_WATCH_EVERY", "15"))
        self._after = float(told.get("NETMON_WATCH_AFTER", "180"))
        self._database = Path(told.get("NETMON_STATE", "state")) / "state.db"
        self._healthz = told.get("NETMON_WATCH_HEALTHZ", "")
        self._texts = TEXTS["en" if told.get("NETMON_LANGUAGE") == "en" else "cs"]
        self._memory = Path(told.get("NETMON_WATCH_MEMORY", os.devnull))
        self._told: dict[str, str] = {}
        with suppress(OSError, ValueError):  # what was said by each way before this process began
            self._told.update(json.loads(secret(self._memory)))
        self._monotonic, self._beat = monotonic, last_beat(self._database)
        now, long_ago = monotonic(), monotonic() - self._after - 1
        self._moved = long_ago if SILENT in self._told.values() else now
        self._answered = long_ago if UNHEALTHY in self._told.values() else now

    def look(self) -> None:
        """Look once, and say by each way what it has not heard yet: one that fails is tried at the next look."""
        finding = self._finding()
        for name, way in self.ways.items():
            if self._told.get(name, WELL) != finding and self.say(finding, name, way):
                self._told[name] = finding
                with suppress(OSError):  # a restart says it again, then
                    self._memory.write_text(json.dumps(self._told), encoding="utf-8")

    def say(self, what: str, name: str, way: Way) -> bool:
        """Say something by a way; return whether it got through."""
        beat = "–" if self._beat is None else time.strftime("%H:%M:%S, %d.%m.%Y", time.localtime(self._beat / 1000))
        try:
            with limited():
                way(self._texts[what].format(host=socket.gethostname(), beat=beat))
        except (OSError, http.client.HTTPException, ValueError) as error:
            log.error("not told what=%s way=%s error=%s", what, name, type(error).__name__)  # noqa: TRY400 -- its text may hold the URL
            return False
        log.warning("told what=%s way=%s", what, name)
        return True

    def _finding(self) -> str:
        """Return how it is with netmon. That the heartbeat moves counts, not its age: either clock may be wrong."""
        now, beat = self._monotonic(), last_beat(self._database)
        if beat is not None and beat != self._beat:
            if now - self._moved > self._after:  # who comes back needs time for its pages
                self._answered = now
            self._beat, self._moved = beat, now
        if not self._healthz or is_healthy(self._healthz):
            self._answered = now
        if now - self._moved > self._after:
            return SILENT
        return UNHEALTHY if self._moved - self._answered > self._after else WELL


def last_beat(database: Path) -> int | None:
    """Return the moment of the last heartbeat, None if there is none, or none to be read."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT at FROM heartbeat").fetchone()
    except sqlite3.Error:
        return None
    return int(row[0]) if row else None


def is_healthy(url: str) -> bool:
    """Say whether the pages answer, and think well of their data."""
    try:
        with limited():
            return ask(url, "GET") == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException, ValueError):
        return False


def ways(told: Mapping[str, str]) -> Iterator[tuple[str, Way]]:
    """Yield each way out that an environment describes, with its name."""
    secrets = Path(told.get("NETMON_WATCH_SECRETS") or told.get("CREDENTIALS_DIRECTORY") or os.devnull)
    if told.get("NETMON_WATCH_SMTP"):
        yield "mail", partial(send_mail, told, secrets / "watch_password")
    if (secrets / "watch_url").is_file():
        yield "post", partial(post, secrets / "watch_url")


def send_mail(told: Mapping[str, str], password: Path, text: str) -> None:
    """Send a line as a mail."""
    (host, _, port), to = told["NETMON_WATCH_SMTP"].partition(":"), told.get("NETMON_WATCH_TO", "")
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["Date"] = text, to, formatdate()
    mail["From"] = told.get("NETMON_WATCH_SENDER") or to.partition(",")[0]
    mail.set_content(f"{text}\n")
    with smtplib.SMTP(host, int(port or 25), local_hostname=socket.gethostname(), timeout=REPLY_WITHIN) as server:
        if told.get("NETMON_WATCH_STARTTLS") == "true":
            server.starttls(context=ssl.create_default_context())
        if told.get("NETMON_WATCH_USER"):
            server.login(told["NETMON_WATCH_USER"], secret(password))
        server.send_message(mail)


def post(url: Path, text: str) -> None:
    """Post a line as JSON to the URL that a file holds."""
    status = ask(secret(url), "POST", json.dumps({"text": text}).encode())
    if status not in range(200, 300):
        raise ConnectionError(status)


def ask(url: str, method: str, body: bytes | None = None) -> int:
    """Return the status that a server answers with."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    with closing(kind(parts.hostname or "", parts.port, timeout=REPLY_WITHIN)) as connection:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
        return connection.getresponse().status


def secret(path: Path) -> str:
    """Return what a file holds."""
    with path.open(encoding="utf-8") as file:
        return file.read(LARGEST).strip()


@contextmanager
def limited() -> Iterator[None]:
    """Raise TimeoutError after a while, wherever a conversation hangs."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, TALK_WITHIN, REPLY_WITHIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _give_up(*_: object) -> NoReturn:
    raise TimeoutError


def main(arguments: Sequence[str] = sys.argv[1:], told: Mapping[str, str] = os.environ) -> None:
    """Watch for ever, or test every way."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    watcher = Watcher(told)
    if not watcher.ways:
        sys.exit("netmon-watch: it could tell nobody; set NETMON_WATCH_SMTP and NETMON_WATCH_TO, or put a watch_url")
    if arguments:
        sys.exit(1 if [name for name, way in watcher.ways.items() if not watcher.say(TEST, name, way)] else 0)
    while True:
        watcher.look()
        time.sleep(watcher.every)


if __name__ == "__main__":
    main()
