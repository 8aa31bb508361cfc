"""What happens to whoever comes without TLS."""

from urllib.parse import urlsplit

from flask import Request, redirect
from werkzeug import Response

from dashboards.door.sessions import is_https
from netmon.people.exposure import is_loopback
from netmon.settings import Settings

PROBES = frozenset({"live.health", "machines.ready", "machines.metrics"})
"""Machines beside netmon ask these without a proxy."""
NOT_FOR_READING = "This page is served over TLS only: open {url}. A proxy before it must set X-Forwarded-Proto.\n"


def is_exposed(asked: Request, settings: Settings) -> bool:
    """Return whether what this visitor sends can be read on the way, as far as netmon is told."""
    host = urlsplit(asked.host_url).hostname or ""
    return not is_https(settings) and not asked.is_secure and not is_loopback(host)


def insist(asked: Request, settings: Settings) -> Response | None:
    """Return the way to the encrypted page, or a refusal, for a request that came in plain text.

    Only a trusted proxy can say how a visitor came; its word is all that is left of these headers.
    """
    is_fine = not is_https(settings) or settings.trusted_proxy is None or asked.is_secure
    if is_fine or asked.endpoint in PROBES:
        return None
    if "X-Forwarded-Proto" in asked.headers and asked.method in ("GET", "HEAD"):
        ours = urlsplit(settings.url)
        return redirect(urlsplit(asked.url)._replace(scheme=ours.scheme, netloc=ours.netloc).geturl(), 307)
    return Response(NOT_FOR_READING.format(url=settings.url), 403, mimetype="text/plain")
