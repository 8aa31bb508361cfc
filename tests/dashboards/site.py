"""Where the exhibit is served, and which addresses it has."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from waitress.server import create_server

from dashboards.app import create_app
from tests.dashboards.exhibit import Exhibit

THREADS = 64

PAGES = (
    "/",
    "/o/554499-as",
    "/o/554634-luby",
    "/o/555177-hradiste",
    "/dostupnost",
    "/vystrahy",
    "/v/INC-2026-0412",
    "/v/INC-2026-0410",
    "/v/INC-2026-0409",
    "/v/INC-2026-0398",
    "/zarizeni/cheb-core-1",
    "/udrzba",
    "/udrzba/2",
    "/prihlaseni",
    "/prihlaseni/jednorazovy",
    "/heslo",
    "/nikde",
)
"""One of each kind: isolated, disconnected and unmonitored municipalities, open, joined and closed incidents."""


@dataclass(frozen=True, slots=True)
class Site:
    """A served exhibit."""

    origin: str
    exhibit: Exhibit


@contextmanager
def serve(exhibit: Exhibit) -> Generator[Site]:
    """Serve an exhibit by waitress on an ephemeral port, as `netmon run` does."""
    app = create_app(exhibit, exhibit, exhibit.clock)
    server = create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    thread = Thread(target=server.run, name="waitress", daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", exhibit)
    server.close()
    exhibit.show(exhibit.view)  # wakes the streams that still wait
    server.task_dispatcher.shutdown(timeout=0.1)
