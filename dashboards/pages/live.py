"""What has changed since: a stream of snapshot versions for open pages, and health for machines."""

import json
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Blueprint, Response, current_app, request

from dashboards.desk import Desk, desk, visit
from dashboards.freshness import age, is_stale
from netmon.reader import Snapshot

blueprint = Blueprint("live", __name__)

STREAMS = "netmon-streams"
CLIENTS = 48
"""Each stream holds one of the server's 64 threads; the rest must stay free for pages."""
HEARTBEAT = 5.0
"""Seconds; a thread whose client has gone is free again at its next write."""
LONGEST = 720
"""Events after which a stream ends; the browser reconnects by itself."""
RETRY_AFTER = {"Retry-After": "15"}


@blueprint.get("/udalosti")
def events() -> Response:
    """Stream server-sent events: the version of the snapshot and the age of its data."""
    places = streams()
    if not places.acquire(blocking=False):
        return Response("no stream is free; poll instead\n", 503, RETRY_AFTER, mimetype="text/plain")
    response = Response(_versions(desk(), _last_seen()), mimetype="text/event-stream")
    response.call_on_close(places.release)
    return response


@blueprint.get("/healthz")
def health() -> Response:
    """Answer 200 while the data is fresh, else 503."""
    seen = visit()
    stale = is_stale(seen.snapshot, seen.now)
    body = f"{'stale' if stale else 'ok'} age_s={age(seen.snapshot, seen.now) // 1000}\n"
    return Response(body, 503 if stale else 200, mimetype="text/plain")


def streams() -> BoundedSemaphore:
    """Return the app's free places for streams."""
    places: BoundedSemaphore = current_app.extensions[STREAMS]
    return places


def _versions(at: Desk, version: int) -> Iterator[str]:
    yield "retry: 5000\n\n"
    for _ in range(LONGEST):
        snapshot = at.reader.wait(version, HEARTBEAT)
        version = snapshot.version
        yield _event(snapshot, at)


def _event(snapshot: Snapshot, at: Desk) -> str:
    body = json.dumps({"version": snapshot.version, "age": age(snapshot, at.clock.now())})
    return f"id: {snapshot.version}\ndata: {body}\n\n"


def _last_seen() -> int:
    """Return the version the page shows; a browser that reconnects says which event it saw last."""
    text = request.headers.get("Last-Event-ID") or request.args.get("version", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0  # noqa: PLR2004 -- far below 2⁶³
