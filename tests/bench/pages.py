"""What a look at a region of 2,000 devices costs: octets, time in the server, time to the first paint, open streams.

The region is the shipped one, grown; what pages read comes from an engine over real stores through presenter and
publisher. Each page is asked for first after every change, as a single screen does, then by the other screens.
"""

import atexit
import os
import shutil
import socket
import statistics
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from dashboards.pages.live import CLIENTS
from netmon.process.heap import spare_collections
from netmon.process.web import WebServer
from tests.dashboards.thousands import House, house_of
from tests.dashboards.weight import GZIP, weigh
from tests.parts.chromium import EXECUTABLES, FLAGS

PAGES = {"wall": "/stena", "overview": "/"}
WHO = ("public", "operator")
OPENED = {"first_paint_ms": "/stena", "first_paint_of_the_login_ms": "/prihlaseni"}
CHANGES, LOOKS = 30, 8
"""Snapshots in a round, and how often each is looked at."""
OPENINGS = 5
"""How often a page is opened in a round; a browser that was started a moment ago paints its first one later."""
WATCHED = 20.0
"""Seconds over which open streams are watched; two snapshots' worth."""
NEWS_EVERY = 10.0
LIMITS = {
    "wall_kB": 60, "wall_js_kB": 40, "wall_operator_p95_ms": 20, "overview_operator_p95_ms": 20,
    "wall_public_p95_ms": 20,
    "overview_public_p95_ms": 20, "first_paint_ms": 300, "streams_48_MB": 20, "streams_48_cpu_percent": 1,
}  # fmt: skip
PAINTED = """() => new Promise(done => new PerformanceObserver(list => {
  const paint = list.getEntriesByName('first-contentful-paint')[0]; if (paint) done(paint.startTime);
}).observe({ type: 'paint', buffered: true }))"""


def weight() -> Mapping[str, float]:
    """Weigh what the wall and the overview load, compressed."""
    client, figures = _client("operator"), dict[str, float]()
    for name, path in PAGES.items():
        weighed = weigh(client, path)
        figures |= {f"{name}_kB": weighed.whole / 1000, f"{name}_js_kB": weighed.by_kind["js"] / 1000}
    return figures


def server() -> Mapping[str, float]:
    """Ask for each page after each change, and again; the p95 is of the first looks alone, all that one screen has.

    On a machine that others use, too, the time on the clock says little: the CPU's time stands beside it.
    """
    figures: dict[str, float] = {}
    for name, path in PAGES.items():
        for who in WHO:
            first, again, work = _asked(_client(who), path)
            figures |= {
                f"{name}_{who}_first_ms": statistics.median(first),
                f"{name}_{who}_again_ms": statistics.median(again),
                f"{name}_{who}_p95_ms": _p95(first),
                f"{name}_{who}_cpu_p95_ms": _p95(work),
            }
    return figures


def paint() -> Mapping[str, float]:
    """Open the wall where its origin has never been seen, and for comparison a page with next to nothing in it."""
    found = next(path for name in EXECUTABLES if (path := shutil.which(name)))
    with _served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        painted = {
            name: statistics.median(_painted(browser, origin, path) for _ in range(OPENINGS))
            for name, path in OPENED.items()
        }
        browser.close()
    return painted


def streams() -> Mapping[str, float]:
    """Hold 48 streams open while news come."""
    with _served() as origin, ExitStack() as open_streams:
        before = _resident()
        for _ in range(CLIENTS):
            open_streams.enter_context(_stream(origin))
        _house().renew()
        begun, used = time.perf_counter(), time.process_time()
        for _ in range(int(WATCHED / NEWS_EVERY)):
            time.sleep(NEWS_EVERY)
            _house().renew()
        share = (time.process_time() - used) / (time.perf_counter() - begun)
        return {"streams_48_MB": (_resident() - before) / 1e6, "streams_48_cpu_percent": 100 * share}


def rows(medians: Mapping[str, float]) -> Sequence[Mapping[str, str | float]]:
    """Return what was asked for beside what came of it."""
    return [
        {"what": name, "limit": limit, "measured": medians[name], "": "met" if medians[name] <= limit else "MISSED"}
        for name, limit in LIMITS.items()
    ] + [
        {"what": name, "limit": "", "measured": value, "": ""} for name, value in medians.items() if name not in LIMITS
    ]


@cache
def _house() -> House:
    """Return the region; it is made once, and taken down with the process."""
    stack = ExitStack()
    atexit.register(stack.close)
    directory = stack.enter_context(tempfile.TemporaryDirectory())
    spare_collections()  # as `netmon run` does
    return stack.enter_context(house_of(Path(directory)))


@cache
def _cookie() -> str:
    return _house().log_in()


@cache
def _client(who: str) -> FlaskClient:
    client = _house().app().test_client()
    if who == "operator":
        client.set_cookie("netmon", _cookie())
    return client


def _asked(client: FlaskClient, path: str) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of the first look at each change, of all others, and what the first took of the CPU."""
    first: list[float] = []
    again: list[float] = []
    work: list[float] = []
    for _ in range(CHANGES):
        _house().renew()
        used = time.thread_time()
        first.append(_timed(client, path))
        work.append(1000 * (time.thread_time() - used))
        again += [_timed(client, path) for _ in range(LOOKS - 1)]
    return first, again, work


def _timed(client: FlaskClient, path: str) -> float:
    begun = time.perf_counter()
    client.get(path, headers=GZIP)
    return 1000 * (time.perf_counter() - begun)


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _painted(browser: Browser, origin: str, path: str) -> float:
    """Return the milliseconds to the first paint; the process of the page's origin is there, its cache empty."""
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = context.new_page()
        page.goto(f"{origin}/healthz")
        page.goto(f"{origin}{path}")
        return float(page.evaluate(PAINTED))


@contextmanager
def _served() -> Generator[str]:
    server = WebServer(_house().app(), "127.0.0.1", 0)
    server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.close(_house().renew)


@contextmanager
def _stream(origin: str) -> Generator[socket.socket]:
    """Open a stream of events; what comes is left in the socket."""
    where = urlsplit(origin)
    with socket.create_connection((where.hostname, where.port), timeout=30) as connection:
        connection.sendall(f"GET /udalosti?version=0 HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        if b" 200 " not in connection.recv(4096):
            raise AssertionError(origin)
        yield connection


def _resident() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


MEASURES = (weight, server, paint, streams)
