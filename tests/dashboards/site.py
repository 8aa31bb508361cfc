"""Where the exhibit is served, and which addresses it has."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from dashboards.app import create_app
from netmon.process.web import WebServer
from tests.dashboards.exhibit import Exhibit

PAGES = (
    "/",
    "/?view=table",
    "/hledat?q=as",
    "/stena",
    "/o/554499-as",
    "/o/554634-luby",
    "/o/555177-hradiste",
    "/dostupnost",
    "/sla/2026/10",
    "/sla/2026/11",
    "/vystrahy",
    "/v/INC-2026-0412",
    "/v/INC-2026-0410",
    "/v/INC-2026-0409",
    "/v/INC-2026-0398",
    "/zarizeni/cheb-core-1",
    "/mapa",
    "/linka/cheb-as",
    "/ticho",
    "/udrzba",
    "/udrzba/2",
    "/udrzba/kalendar",
    "/prihlaseni",
    "/prihlaseni/jednorazovy",
    "/heslo",
    "/ucet",
    "/ucet/klice",
    "/ucet/druhy-faktor",
    "/nikde",
)
"""What an operator can open, one of each kind: isolated, disconnected and unmonitored municipalities, open, joined
and closed incidents."""

PUBLIC_PAGES = ("/", "/?view=table", "/hledat?q=as", "/stena", "/o/554499-as", "/o/554634-luby",
                "/o/555177-hradiste", "/dostupnost", "/vystrahy",
                "/mapa", "/sla/2026/11", "/v/INC-2026-0412", "/v/INC-2026-0398")  # fmt: skip
"""What is open to the public, where it has less in it."""

ADMINISTRATORS_PAGES = ("/ucty", "/ucty/novakova", "/novy-ucet", "/audit")
"""What only an administrator can open."""


def in_language(path: str, language: str) -> str:
    """Return the address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@dataclass(frozen=True, slots=True)
class Site:
    """A served exhibit."""

    origin: str
    exhibit: Exhibit


@contextmanager
def serve(exhibit: Exhibit) -> Generator[Site]:
    """Serve an exhibit on an ephemeral port, as `netmon run` does."""
    server = WebServer(create_app(exhibit, exhibit, exhibit.clock), "127.0.0.1", 0)
    server.start()
    try:
        yield Site(f"http://127.0.0.1:{server.port}", exhibit)
    finally:
        server.close(lambda: exhibit.show(exhibit.view))  # wakes the streams that still wait
