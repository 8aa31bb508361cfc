"""What a look at the region costs: octets on the wire, and parts that are made once for all who look."""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

from dashboards.app import create_app
from dashboards.kept import MOST, Kept
from netmon.clock import SECOND
from netmon.settings import Settings
from tests.dashboards.exhibit import Exhibit, busy_snapshot
from tests.dashboards.people import Who, come_as
from tests.dashboards.thousands import MANY, grown
from tests.dashboards.weight import weigh

WHOLE, SCRIPTS = 60_000, 40_000
"""Octets on the wire that the wall may weigh, and all scripts of a page."""
SCREENS = 48
PARTS = ("map.html", "districts.html")


@pytest.fixture
def large() -> Exhibit:
    view = busy_snapshot(Settings(public=True))
    return Exhibit(replace(view, inventory=grown(view.inventory)))


@contextmanager
def counting(app: Flask) -> Generator[Counter[str | None]]:
    """Count which templates are rendered."""
    seen: Counter[str | None] = Counter()

    def count(_app: Flask, template: Template, **_more: object) -> None:
        seen[template.name] += 1

    with template_rendered.connected_to(count, app):
        yield seen


def made(seen: Counter[str | None]) -> list[int]:
    return [seen[part] for part in PARTS]


@pytest.mark.parametrize("who", [Who.PUBLIC, Who.OPERATOR])
@pytest.mark.parametrize("path", ["/", "/stena"])
def test_the_region_of_two_thousand_devices_is_light(large: Exhibit, who: Who, path: str) -> None:
    assert len(large.view.inventory.devices) == MANY
    weight = weigh(come_as(who, large), path)
    assert weight.whole <= WHOLE, weight
    assert weight.by_kind["js"] <= SCRIPTS


def test_the_parts_that_are_dear_are_made_once_for_all_screens(large: Exhibit) -> None:
    app = create_app(large, large, large.clock)
    with counting(app) as seen:
        for _ in range(SCREENS):
            assert app.test_client().get("/stena").status_code == 200
        assert made(seen) == [1, 1]
        app.test_client().get("/")
        assert made(seen) == [1, 2]  # the same map; the tiles stand on other shelves
        large.show(large.view)
        app.test_client().get("/stena")
        assert made(seen) == [2, 3]


def test_screens_that_ask_at_the_same_moment_wait_for_one(large: Exhibit) -> None:
    app, start = create_app(large, large, large.clock), Barrier(8)

    def ask() -> None:
        start.wait(60)
        app.test_client().get("/stena")

    with counting(app) as seen:
        threads = [Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert made(seen) == [1, 1]


def test_nobody_gets_a_part_that_was_made_for_others(large: Exhibit) -> None:
    app = create_app(large, large, large.clock)
    operator, public = come_as(Who.OPERATOR, large), app.test_client()
    pages = [public.get("/?lang=en").text, public.get("/?lang=cs").text, public.get("/").text, operator.get("/").text]
    alone = [
        create_app(large, large, large.clock).test_client().get(path).text for path in ("/?lang=en", "/?lang=cs", "/")
    ]
    assert pages[:3] == alone
    assert "lang=cs" in pages[1].partition('id="districts"')[2].partition("</section>")[0]
    assert "lang=" not in pages[2].partition('id="districts"')[2].partition("</section>")[0]


def test_how_long_a_trunk_has_been_broken_goes_on_between_two_snapshots(large: Exhibit) -> None:
    client = create_app(large, large, large.clock).test_client()
    assert "✖ 12 min" in client.get("/").text.replace("\u00a0", " ")
    large.clock.advance(61 * SECOND)
    assert "✖ 13 min" in client.get("/").text.replace("\u00a0", " ")


def test_what_is_kept_is_of_the_last_version_and_bounded() -> None:
    kept, made_for = Kept(), list[int]()

    def make(name: int) -> Callable[[], int]:
        def made() -> int:
            made_for.append(name)
            return name

        return made

    assert [kept.of(version, "a", make(version)) for version in (1, 1, 2, 2, 1, 2)] == [1, 1, 2, 2, 1, 2]
    assert made_for == [1, 2, 1]
    for number in range(3 * MOST):
        kept.of(2, number, make(number))
    assert len(kept._things) <= MOST  # noqa: SLF001 -- the bound is not to be seen otherwise
