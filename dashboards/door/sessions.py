"""Who is asking: a session found by a cookie's hash, opened and closed through commands."""

import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from flask import Request
from werkzeug import Response

from dashboards.desk import Visitor
from dashboards.rights import OPERATORS
from netmon.model import Account, Role
from netmon.reader import Reader
from netmon.settings import SecondFactor, Settings

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """The two secrets of a new session: the browser keeps one, every form carries the other."""

    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES), repr=False)
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES), repr=False)


def digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256."""
    return sha256(token.encode()).hexdigest()


def is_https(settings: Settings) -> bool:
    """Return whether people reach the dashboard over TLS."""
    return settings.url.startswith("https://")


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; `__Host-` keeps sister hosts from planting one (RFC 6265bis §4.1.3)."""
    return "__Host-netmon" if is_https(settings) else "netmon"


def find_visitor(request: Request, reader: Reader, settings: Settings) -> Visitor | None:
    """Return the person behind a request's cookie, if the session lives and the account may log in."""
    token = request.cookies.get(cookie_name(settings))
    session = reader.session(digest(token)) if token else None
    account = reader.account(session.account) if session else None
    if session is None or account is None or account.disabled:
        return None
    return Visitor(account, session, owes_factor=owes_factor(account, settings))


def owes_factor(account: Account, settings: Settings) -> bool:
    """Return whether an account has to have a second factor and has none; one for emergencies never has to."""
    match settings.second_factor:
        case SecondFactor.OPTIONAL:
            has_to = False
        case SecondFactor.ADMINISTRATORS:
            has_to = account.role is Role.ADMINISTRATOR
        case SecondFactor.OPERATORS:
            has_to = account.role in OPERATORS
    return has_to and not account.has_factor and not account.is_break_glass


def keep_cookie(response: Response, token: str, settings: Settings) -> None:
    """Give the browser its session; it ends with the browser, or when the store says so."""
    response.set_cookie(
        cookie_name(settings), token, secure=is_https(settings), httponly=True, samesite="Lax", path="/"
    )


def drop_cookie(response: Response, settings: Settings) -> None:
    """Take the session's cookie away."""
    response.delete_cookie(cookie_name(settings), secure=is_https(settings), httponly=True, samesite="Lax", path="/")
