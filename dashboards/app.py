"""How a request is answered: one snapshot, one policy, one language, the same headers everywhere."""

import logging
from collections.abc import Mapping
from threading import BoundedSemaphore

from flask import Flask, current_app, g, make_response, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import HTTPException, SecurityError

from dashboards.admission.bearer import find_program, token_in, unknown
from dashboards.build import build_id
from dashboards.desk import EXTENSION, Desk, Visit, desk, visit
from dashboards.door.access import POLICIES, Access, guard, is_machine, trusted_hosts
from dashboards.door.encryption import insist
from dashboards.door.renewal import renew
from dashboards.door.sessions import find_visitor, is_https
from dashboards.door.wallpass import is_lit
from dashboards.formats import Formats
from dashboards.kept import EXTENSION as KEPT
from dashboards.kept import Kept
from dashboards.numbers import Number
from dashboards.objects import as_object
from dashboards.pages import BLUEPRINTS
from dashboards.pages.live import CLIENTS, STREAMS
from dashboards.passwords import Busy
from dashboards.plain import plain
from dashboards.rights import ALL, Rights
from dashboards.shell import shell
from dashboards.texts import Words
from dashboards.wire.compression import compress
from dashboards.wire.writable import Page, writable
from netmon.clock import Clock, SystemClock
from netmon.commands import Commands
from netmon.errors import CommandRefused
from netmon.language import Language
from netmon.phrase import in_language
from netmon.reader import Reader
from netmon.settings import Settings

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with it a browser sends `Origin: null` with our own forms (Fetch §3.2).
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OURS = "Cross-Origin-Resource-Policy"
"""No other site shows what is ours, but what says itself that it may."""
HSTS = "max-age=31536000"
TOLD = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 503})
"""The errors that have words of their own."""
UNAUTHORIZED = 401
STRANGE_HOST = "Set NETMON_URL to the address people use."


def create_app(reader: Reader, commands: Commands, clock: Clock | None = None) -> Flask:
    """Return the dashboard; its settings are those of the first snapshot."""
    settings = reader.snapshot().settings
    app = Flask("dashboards")
    app.response_class = Page
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, TRUSTED_HOSTS=trusted_hosts(settings))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions[EXTENSION] = Desk(reader, commands, clock or SystemClock(), build_id())
    app.extensions[KEPT] = Kept()
    app.extensions[STREAMS] = BoundedSemaphore(CLIENTS)
    app.jinja_env.filters["plain"] = plain
    app.url_map.converters["int"] = Number
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _wire(app)
    return app


def _wire(app: Flask) -> None:
    app.before_request(_arrive)
    app.after_request(_seal)
    app.context_processor(shell)
    app.url_defaults(_complete)
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(CommandRefused, _refused)
    app.register_error_handler(TimeoutError, _busy)
    app.register_error_handler(Busy, _busy)


def _arrive() -> Response | None:
    at = desk()
    snapshot = at.reader.snapshot()
    if answer := insist(request, snapshot.settings):
        return answer
    language = _language(snapshot.settings)
    address, now, token = request.remote_addr or "", at.clock.now(), _token()
    visitor = find_program(token, at, now, address) if token else find_visitor(request, at.reader, snapshot.settings)
    is_wall = visitor is None and is_lit(request, at.reader, snapshot.settings, now)
    known = Rights.of(visitor.account if visitor and not visitor.owes_factor else None)
    rights = ALL if is_wall else known
    kept: Kept = current_app.extensions[KEPT]
    seen = kept.of(snapshot.version, ("view", rights), lambda: rights.view(snapshot))
    g.visit = Visit(seen, now, Words(language), Formats(language), address, visitor, rights, is_wall)
    if token and visitor is None:
        return unknown(Words(language), is_too_often=not at.wrong_tokens.admit(address, at.clock.monotonic()))
    if answer := guard(visit()):
        return answer
    renew(visit())
    return None


def _token() -> str | None:
    """Return the token of a program, where programs ask; a gateway has a secret of its own."""
    is_gateway = POLICIES.get(request.endpoint or "") is Access.KEY
    return token_in(request) if is_machine(request) and not is_gateway else None


def _language(settings: Settings) -> Language:
    """Return the language of the address, else the browser's, else the house's."""
    languages = [language.value for language in Language]
    asked = request.args.get("lang")
    if asked in languages:
        return Language(asked)
    return Language(request.accept_languages.best_match(languages, settings.language.value))


def _complete(endpoint: str, values: dict[str, object]) -> None:
    """Carry `?lang=` from page to page: nothing is remembered, so a GET changes nothing. Addresses can be written."""
    values.update({key: writable(value) for key, value in values.items() if isinstance(value, str)})
    if endpoint != "static" and "lang" in request.args:
        values.setdefault("lang", visit().words.language.value)


def _seal(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers.setdefault(OURS, "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Accept-Language", "Cookie", "Authorization"))
    if "visit" in g and is_https(visit().snapshot.settings):
        response.headers["Strict-Transport-Security"] = HSTS
    is_file = request.endpoint == "static"
    is_private = not is_file and "visit" in g and visit().visitor is not None
    return compress(response, request, is_private=is_private, is_file=is_file)


def _explain(error: HTTPException) -> Response:
    """Answer an HTTP error in words; in werkzeug's own where there is no snapshot or no host to link to."""
    code = error.code or 500
    if isinstance(error, SecurityError):
        return Response(f"{error.description} {STRANGE_HOST}\n", code, mimetype="text/plain")
    if "visit" not in g:
        return Response(f"{code} {error.name}: {error.description}\n", code, mimetype="text/plain")
    return _page(code)


def _refused(error: CommandRefused) -> Response:
    return _page(409, in_language(error, visit().words.language))


def _busy(error: Exception) -> Response:
    log.warning("event=busy path=%s error=%r", request.path, error)
    response = _page(503)
    response.headers["Retry-After"] = "5"
    return response


def _page(code: int, reason: str = "") -> Response:
    if is_machine(request):
        return _object(code, reason)
    values: Mapping[str, object] = {
        "code": code,
        "told": TOLD,
        "reason": plain(reason),
        "home": url_for("overview.show"),
    }
    return make_response(render_template("error.html", **values), code)


def _object(code: int, reason: str) -> Response:
    """Return an error for machines, in the same words."""
    words = visit().words
    message = plain(reason) or words(f"error.{code}" if code in TOLD else "error.500")
    answer = as_object({"error": {"status": code, "message": message}}, code)
    if code == UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="netmon"'
    return answer
