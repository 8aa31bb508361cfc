"""Text leaves compressed where the browser takes it; what it may leave out, and what may be guessed, decides how.

An answer to somebody who is logged in is compressed only for pages of ours and for people who ask themselves:
a strange page that makes a browser ask learns nothing of its contents by their compressed length (BREACH).
"""

from functools import lru_cache
from gzip import compress as gzipped

from flask import Request
from werkzeug import Response
from werkzeug.datastructures import Accept

LEAST = 1024
"""Octets; less than this fits one packet in any case."""
QUICK, BEST = 5, 9
"""Levels of zlib: for a page, which is made once, and for a file, which is kept."""
FILES = 64
"""Compressed files that are kept; there are a dozen."""
TEXTS = frozenset({
    "text/html", "text/css", "text/javascript", "text/plain", "text/csv", "text/calendar", "image/svg+xml",
    "application/javascript", "application/json", "application/rss+xml", "application/xml",
})  # fmt: skip
"""Streams of events are not among them: what is compressed comes late."""
PARTIAL, UNCHANGED = 206, 304
STRANGE = frozenset({"cross-site", "same-site"})
"""Who makes a browser ask without being a page of ours, in the words of Fetch Metadata."""


def compress(response: Response, asked: Request, *, is_private: bool, is_file: bool) -> Response:
    """Return an answer, compressed if it is worth it and safe."""
    if response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if takes_gzip(asked.accept_encodings) and not (is_private and is_strange(asked)):
        _shorten(response, is_file=is_file)
    return response


def takes_gzip(accepted: Accept) -> bool:
    """Return whether a browser takes gzip, and does not rather have the text as it is."""
    gzip = accepted.quality("gzip")
    return gzip > 0 and gzip >= accepted.quality("identity")


def is_strange(asked: Request) -> bool:
    """Return whether another site's page makes the browser ask."""
    return asked.headers.get("Sec-Fetch-Site") in STRANGE


def _shorten(response: Response, *, is_file: bool) -> None:
    """Compress an answer; one without its text only says the same of it as the one with it."""
    if response.status_code == PARTIAL or "Content-Encoding" in response.headers:
        return
    _weaken(response)
    if response.status_code == UNCHANGED or (response.is_streamed and not is_file):
        return
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= LEAST:
        response.set_data(_kept(body) if is_file else gzipped(body, QUICK, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.remove("Accept-Ranges")


def _weaken(response: Response) -> None:
    """Say that the tag is of the text, not of the octets: those are others where nobody takes gzip."""
    tag, is_weak = response.get_etag()
    if tag is not None and not is_weak:
        response.set_etag(tag, weak=True)


@lru_cache(maxsize=FILES)
def _kept(body: bytes) -> bytes:
    return gzipped(body, BEST, mtime=0)
