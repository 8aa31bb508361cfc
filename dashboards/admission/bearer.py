"""Programs that ask with a token (RFC 6750): which one it is, and what they are told where it opens nothing."""

from flask import Request
from werkzeug import Response

from dashboards.desk import Desk, Visitor
from dashboards.objects import as_object
from dashboards.texts import Words
from netmon.clock import Millis
from netmon.commands import Actor
from netmon.commands.admission import RecordRefusedToken
from netmon.model import ApiToken, Scope
from netmon.people.apitoken import PREFIX, digest_of

SCHEME = "bearer"
LONGEST = 128


def token_in(asked: Request) -> str | None:
    """Return the token that a request brings, None if it brings none of ours."""
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip()[:LONGEST] if scheme.lower() == SCHEME and token.strip().startswith(PREFIX) else None


def find_program(token: str, at: Desk, now: Millis, address: str) -> Visitor | None:
    """Return whom a token speaks for, if it is good and its owner may log in; one that is over is audited."""
    known = at.reader.token(digest_of(token))
    account = at.reader.account(known.account) if known else None
    if known is None or account is None:
        return None
    if account.disabled or not known.is_good(now):
        if at.refused_tokens.admit(str(known.id), at.clock.monotonic()):
            at.commands.submit(RecordRefusedToken(known.id, account.name), Actor("", address))
        return None
    return Visitor(account, token=known)


def unknown(words: Words, *, is_too_often: bool) -> Response:
    """Answer a token that opens nothing."""
    if is_too_often:
        return _problem(429, words("token.too_often"), {"Retry-After": "60"})
    return _problem(401, words("token.wrong"), {"WWW-Authenticate": 'Bearer realm="netmon", error="invalid_token"'})


def outside(words: Words, scope: Scope | None) -> Response:
    """Answer a token that does not open this."""
    if scope is None:
        return _problem(403, words("token.never"), {"WWW-Authenticate": 'Bearer error="insufficient_scope"'})
    challenge = f'Bearer realm="netmon", error="insufficient_scope", scope="{scope.value}"'
    return _problem(403, words("token.scope", scope=scope.value), {"WWW-Authenticate": challenge})


def opens(token: ApiToken, scope: Scope | None) -> bool:
    """Return whether a token opens what needs a scope; what needs none that there is, no token opens."""
    return scope is not None and scope in token.scopes


def _problem(status: int, message: str, headers: dict[str, str]) -> Response:
    answer = as_object({"error": {"status": status, "message": message}}, status)
    answer.headers.update(headers)
    return answer
