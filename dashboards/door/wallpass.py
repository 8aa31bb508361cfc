"""What keeps a wall lit in a closed house: a pass for a screen that nobody touches, good for the wall and nothing else.

It is sealed with the password's hash of whoever lit the wall, so nothing is stored, and it ends with that password:
whoever changes it, or is locked out, or is no operator any more, takes the wall along.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from flask import Request
from werkzeug import Response

from dashboards.door.sessions import cookie_name, is_https
from dashboards.rights import OPERATORS
from netmon.clock import DAY, Millis
from netmon.model import Account
from netmon.reader import Reader
from netmon.settings import Settings

LASTS = Millis(366 * DAY)
LONGEST = 200
LIT = frozenset({"wall.show", "live.events"})
"""What a pass opens."""
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Pass:
    """Who lit a wall, and until when."""

    account: str
    until: Millis

    def sealed(self, account: Account) -> str:
        """Return the pass as a cookie holds it; nobody but this account makes the same."""
        return f"{self.until}.{_seal(self, account)}.{self.account}"


def new_pass(account: Account, now: Millis) -> Pass:
    """Return a pass for a wall that somebody lights now."""
    return Pass(account.name, Millis(now + LASTS))


def is_lit(request: Request, reader: Reader, settings: Settings, now: Millis) -> bool:
    """Say whether a request comes from a wall that an operator lit, and asks for the wall."""
    if request.endpoint not in LIT or request.method not in ("GET", "HEAD"):
        return False
    shown = request.cookies.get(_cookie(settings), "")[:LONGEST]
    found = _read(shown)
    account = reader.account(found.account) if found else None
    if found is None or account is None or account.disabled or account.role not in OPERATORS:
        return False
    return now < found.until and hmac.compare_digest(shown.encode(), found.sealed(account).encode())


def keep_pass(response: Response, kept: str, settings: Settings) -> None:
    """Give the browser a pass; no script reads it, and it outlives the browser."""
    response.set_cookie(
        _cookie(settings),
        kept,
        max_age=LASTS // 1000,
        secure=is_https(settings),
        httponly=True,
        samesite="Strict",
        path="/",
    )


def _cookie(settings: Settings) -> str:
    return f"{cookie_name(settings)}-wall"


def _seal(kept: Pass, account: Account) -> str:
    said = f"netmon wall\n{kept.account}\n{kept.until}".encode()
    return hmac.new(account.password_hash.encode(), said, sha256).hexdigest()


def _read(shown: str) -> Pass | None:
    until, _, rest = shown.partition(".")
    _, _, account = rest.partition(".")
    is_number = until.isascii() and until.isdecimal() and len(until) <= MOST_DIGITS
    return Pass(account, Millis(int(until))) if is_number and account else None
