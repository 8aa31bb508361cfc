"""How NetBox is asked: GET alone, page after page of one origin, each within limits of time and size.

The address may be internal: the operator names it. Redirects are not followed, TLS is verified, and
the token stands in a header and nowhere else.
"""

import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from netmon.deadline import limited_http
from netmon.errors import CommandRefused, SecretError
from netmon.foreign import one_line
from netmon.imports.answers import MOST_RECORDS, Answers, Cable, Circuit, Device, Interface, Item, Page, Site, parse
from netmon.phrase import Phrase
from netmon.secret import Secret

REQUEST_WITHIN = 10.0
"""Seconds for one page, however slowly it drips."""
LARGEST_PAGE = 8_000_000
"""Bytes: five hundred interfaces are one and a half million."""
PAGE_LENGTH = 500
MOST_PAGES = 2_000
"""Pages of one list: NetBox may give fewer records a page than asked for, but not one by one."""
LONGEST_REASON = 200
REDIRECTION = range(300, 400)
PORTS = {"http": 80, "https": 443}
TOKEN_V2 = "nbt_"  # noqa: S105 -- how such tokens begin
"""NetBox 4.5 and later: these are sent as `Bearer`, the older ones as `Token`."""

LISTS = 5
"""How many lists are fetched."""

Progress = Callable[[str, int, int], None]
"""Told after each page: the list, how many of its records have arrived, and how many there are."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where NetBox's API is, the token that may read it, and how much patience it deserves."""

    origin: tuple[str, str, int]
    root: str
    token: Secret | None = None
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    within: float = REQUEST_WITHIN
    most_pages: int = MOST_PAGES

    @classmethod
    def at(cls, url: str, token: Secret | None = None) -> "Server":
        """Return the server that an address means, with or without the `/api/` at its end."""
        try:
            parts = urlsplit(url)
            origin = _origin(parts)
        except ValueError:
            origin = None
        if origin is None or parts.username is not None or parts.query or parts.fragment:
            # The address may hold a password, so it is not repeated.
            message = Phrase("NetBox's address must be http:// or https:// and a host, without user, ? and #")
            raise CommandRefused(message)
        return cls(origin, parts.path.rstrip("/").removesuffix("/api") + "/api/", token)

    @property
    def host(self) -> str:
        """The host, for messages."""
        return one_line(self.origin[1])

    @property
    def tells_token_in_clear(self) -> bool:
        """Whether whoever listens on the way reads the token."""
        return self.token is not None and self.origin[0] == "http" and self.origin[1] not in ("127.0.0.1", "::1")

    def headers(self) -> dict[str, str]:
        """Return the headers of a request; raise SecretError if the token cannot be in one."""
        common = {"Accept": "application/json", "User-Agent": "netmon", "Connection": "close"}
        if self.token is None:
            return common
        token = self.token.reveal()
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise SecretError(Phrase("NetBox's token holds characters that no token has; store it anew"))
        return common | {"Authorization": f"{'Bearer' if token.startswith(TOKEN_V2) else 'Token'} {token}"}


def fetch(server: Server, progress: Progress) -> Answers:
    """Return all that netmon reads of NetBox; raise CommandRefused with what failed and the cure."""
    return Answers(
        sites=_all(server, "dcim/sites/", Page[Site], progress),
        devices=_all(server, "dcim/devices/", Page[Device], progress, "&exclude=config_context"),
        interfaces=_all(server, "dcim/interfaces/", Page[Interface], progress, "&cabled=true"),
        cables=_all(server, "dcim/cables/", Page[Cable], progress),
        circuits=_all(server, "circuits/circuits/", Page[Circuit], progress),
    )


def _all(server: Server, path: str, page: type[Page[Item]], progress: Progress, query: str = "") -> tuple[Item, ...]:
    """Return the records of a list, from all of its pages."""
    target: str | None = f"{server.root}{path}?limit={PAGE_LENGTH}{query}"
    asked: set[str] = set()
    records: list[Item] = []
    while target is not None:
        if target in asked or len(asked) >= server.most_pages or len(records) > MOST_RECORDS:
            raise _refused(server, path, Phrase("the pages of this list do not end"))
        asked.add(target)
        answer = parse(page, _get(server, path, target), _where(server, path))
        records += answer.results
        progress(path, len(records), answer.count)
        target = _following(server, path, answer.next) if answer.results else None
    return tuple(records)


def _following(server: Server, path: str, address: str | None) -> str | None:
    """Return what to ask for next, None at the end; raise CommandRefused if it is not this list."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        is_ours = _origin(parts) == server.origin and parts.path == server.root + path
    except ValueError:
        is_ours = False
    if not is_ours:
        message = Phrase(
            "its next page is said to be at another address; give NetBox's own address, or let its proxy pass on "
            "Host and X-Forwarded-Proto"
        )
        raise _refused(server, path, message)
    return f"{parts.path}?{parts.query}"


def _get(server: Server, path: str, target: str) -> bytes:
    """Return the body of one answer."""
    headers = server.headers()
    try:
        return _exchange(server, path, target, headers)
    except TimeoutError:
        late = Phrase("the answer broke off, or took more than {seconds:g} s; try again later", seconds=server.within)
        raise _refused(server, path, late) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        verdict = getattr(error, "verify_message", None) or getattr(error, "strerror", None)
        reason = one_line(str(verdict or type(error).__name__))[:LONGEST_REASON]
        message = Phrase("no answer ({reason}); check the address", reason=reason)
        raise _refused(server, path, message) from None  # their texts quote addresses and headers


def _exchange(server: Server, path: str, target: str, headers: Mapping[str, str]) -> bytes:
    connection = _connection(server)
    with limited_http(connection, server.within):
        connection.request("GET", target, headers=dict(headers))
        with connection.getresponse() as response:
            if response.status != HTTPStatus.OK:
                raise _refused(server, path, _verdict(response.status))
            body = response.read(LARGEST_PAGE + 1)
            if len(body) <= LARGEST_PAGE and response.length:
                raise TimeoutError
    if len(body) > LARGEST_PAGE:
        raise _refused(server, path, Phrase("one page has more than {limit:,} bytes", limit=LARGEST_PAGE))
    return body


def _connection(server: Server) -> http.client.HTTPConnection:
    scheme, host, port = server.origin
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=server.within, context=server.tls)
    return http.client.HTTPConnection(host, port, timeout=server.within)


def _verdict(status: int) -> Phrase:
    """Return what a status other than 200 means, and what to do."""
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Phrase("it does not accept the token; give one that may read, with --token secret://name")
    if status == HTTPStatus.NOT_FOUND:
        return Phrase("there is no such list; is this NetBox's address?")
    if status in REDIRECTION:
        return Phrase(
            "it answered {status}, and redirects are not followed; give the address it leads to", status=status
        )
    return Phrase("it answered {status}; look into its log", status=status)


def _refused(server: Server, path: str, reason: Phrase) -> CommandRefused:
    return CommandRefused(Phrase("{where}: {reason}", where=_where(server, path), reason=reason))


def _where(server: Server, path: str) -> Phrase:
    return Phrase("NetBox at {host}, {path}", host=server.host, path=path.rstrip("/"))


def _origin(parts: SplitResult) -> tuple[str, str, int] | None:
    """Return scheme, host and port, None where it is no web address; raise ValueError where it is none at all."""
    port = PORTS.get(parts.scheme)
    return (parts.scheme, parts.hostname, parts.port or port) if port and parts.hostname else None
