"""An open page learns of every new snapshot, and machines learn whether the data is fresh."""

from dataclasses import replace

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.pages.live import CLIENTS
from netmon.clock import MINUTE, Millis
from tests.dashboards.exhibit import Exhibit


def test_the_stream_tells_every_new_version(client: FlaskClient, exhibit: Exhibit) -> None:
    with client.get("/udalosti?version=0", buffered=False) as answer:
        lines = iter(answer.iter_encoded())
        assert answer.mimetype == "text/event-stream"
        assert next(lines) == b"retry: 5000\n\n"
        assert next(lines) == b'id: 1\ndata: {"version": 1, "age": 8000}\n\n'
        exhibit.show(exhibit.view)
        assert next(lines) == b'id: 2\ndata: {"version": 2, "age": 8000}\n\n'


def test_a_browser_that_comes_back_hears_only_what_it_missed(client: FlaskClient, exhibit: Exhibit) -> None:
    exhibit.show(exhibit.view)
    with client.get("/udalosti", headers={"Last-Event-ID": "1"}, buffered=False) as answer:
        lines = iter(answer.iter_encoded())
        next(lines)
        assert next(lines).startswith(b"id: 2\n")


def test_nonsense_for_a_version_is_none(client: FlaskClient) -> None:
    for version in ("x", "-1", "9" * 30, "½"):
        with client.get("/udalosti", query_string={"version": version}, buffered=False) as answer:
            assert answer.status_code == 200


def test_the_stream_too_many_is_told_to_poll_and_a_place_that_is_left_is_free(exhibit: Exhibit) -> None:
    app = create_app(exhibit, exhibit)
    open_streams = [app.test_client().get("/udalosti?version=0", buffered=False) for _ in range(CLIENTS)]
    assert {answer.status_code for answer in open_streams} == {200}
    refused = app.test_client().get("/udalosti")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "15")
    open_streams.pop().close()
    with app.test_client().get("/udalosti?version=0", buffered=False) as answer:
        assert answer.status_code == 200
    for stream in open_streams:
        stream.close()


def test_health_follows_the_age_of_the_data(client: FlaskClient, exhibit: Exhibit) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok age_s=8\n")
    exhibit.clock.advance(3 * MINUTE)
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (503, "stale age_s=188\n")


def test_a_page_with_old_data_looks_dead_without_a_script(client: FlaskClient, exhibit: Exhibit) -> None:
    assert '<html lang="cs">' in client.get("/?lang=cs").text
    exhibit.show(
        replace(exhibit.view, health=replace(exhibit.view.health, data_at=Millis(exhibit.view.at - 3 * MINUTE)))
    )
    page = client.get("/?lang=cs").text
    assert '<html lang="cs" class="stale">' in page
    assert "DATA STARÁ <span data-age>3\u00a0min</span>" in page
