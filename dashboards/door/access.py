"""Who may do what: one policy per route, denied by default, and no change without proof of origin."""

from enum import StrEnum
from urllib.parse import urlsplit

from flask import Request, abort, redirect, request, url_for
from werkzeug import Response

from dashboards.admission.bearer import opens, outside
from dashboards.desk import Visit, Visitor
from dashboards.rights import OPERATORS
from dashboards.wire.masking import is_proof
from netmon.model import Role, Scope
from netmon.people.exposure import is_loopback
from netmon.settings import Settings

MACHINES = ("/api/", "/metrics", "/readyz")
"""Where visitors ask who cannot fill in a login form, or read a page."""
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 -- a header's name
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::", "[::]", "")  # noqa: S104 -- compared with, never bound


class Access(StrEnum):
    """What a route asks of its visitor; what of its objects is shown to whom, `rights` says."""

    OPEN = "open"
    """Anybody."""
    PUBLIC = "public"
    """Anybody where the house is open to the public, else whoever is logged in."""
    SELF = "self"
    """Whoever is logged in, about the own account alone; also who has yet to set up a second factor."""
    OWN = "own"
    """Whoever is logged in; an account of a municipality finds there only what is its own."""
    READ = "read"
    """An operator or an administrator."""
    ACT = "act"
    """The same, for what changes something."""
    ADMINISTER = "administer"
    """An administrator."""
    LOCAL = "local"
    """A program on this machine, or an operator: figures of the monitor itself, without names."""
    KEY = "key"
    """A machine that brings a secret with each request; the page looks at it, and no browser sends it by itself."""


POLICIES = {
    "static": Access.OPEN,
    "live.health": Access.OPEN,
    "machines.ready": Access.OPEN,
    "machines.metrics": Access.LOCAL,
    "login.form": Access.OPEN,
    "login.enter": Access.OPEN,
    "login.link": Access.OPEN,
    "login.redeem": Access.OPEN,
    "login.prove": Access.OPEN,
    "login.leave": Access.SELF,
    "password.form": Access.OPEN,
    "password.change": Access.OPEN,
    "live.events": Access.PUBLIC,
    "overview.show": Access.PUBLIC,
    "wall.show": Access.PUBLIC,
    "wall.light": Access.ACT,
    "search.show": Access.PUBLIC,
    "availability.show": Access.PUBLIC,
    "sla.latest": Access.PUBLIC,
    "sla.show": Access.PUBLIC,
    "sla.document": Access.PUBLIC,
    "municipality.show": Access.PUBLIC,
    "feeds.news": Access.PUBLIC,
    "feeds.works": Access.PUBLIC,
    "feeds.badge": Access.PUBLIC,
    "device.show": Access.OWN,
    "map.show": Access.PUBLIC,
    "link.show": Access.OWN,
    "incidents.index": Access.PUBLIC,
    "incidents.show": Access.PUBLIC,
    "incidents.acknowledge": Access.ACT,
    "incidents.pass_on": Access.ACT,
    "incidents.mute": Access.ACT,
    "incidents.note": Access.ACT,
    "incidents.ticket": Access.ACT,
    "incidents.promise": Access.ACT,
    "invitation.show": Access.OPEN,
    "invitation.accept": Access.OPEN,
    "silences.index": Access.READ,
    "silences.add": Access.ACT,
    "silences.end": Access.ACT,
    "maintenance.index": Access.READ,
    "maintenance.month": Access.READ,
    "maintenance.feed": Access.PUBLIC,
    "maintenance.show": Access.READ,
    "maintenance.form": Access.ACT,
    "maintenance.preview": Access.ACT,
    "maintenance.announce": Access.ACT,
    "maintenance.cancel": Access.ACT,
    "monitor.show": Access.READ,
    "account.show": Access.SELF,
    "account.end_session": Access.SELF,
    "factor.show": Access.SELF,
    "factor.begin": Access.SELF,
    "factor.confirm": Access.SELF,
    "factor.renew": Access.SELF,
    "tokens.index": Access.OWN,
    "tokens.add": Access.OWN,
    "tokens.revoke": Access.OWN,
    "people.index": Access.ADMINISTER,
    "people.form": Access.ADMINISTER,
    "people.add": Access.ADMINISTER,
    "people.show": Access.ADMINISTER,
    "people.assign": Access.ADMINISTER,
    "people.lock": Access.ADMINISTER,
    "people.unlock": Access.ADMINISTER,
    "people.reset": Access.ADMINISTER,
    "people.end_sessions": Access.ADMINISTER,
    "people.drop_factor": Access.ADMINISTER,
    "people.revoke": Access.ADMINISTER,
    "audit.show": Access.ADMINISTER,
    "audit.table": Access.ADMINISTER,
    "data.municipalities": Access.PUBLIC,
    "data.incidents": Access.PUBLIC,
    "data.openapi": Access.OPEN,
    "api.works": Access.READ,
    "api.preview": Access.ACT,
    "api.announce": Access.ACT,
    "api.cancel": Access.ACT,
    "sms.receive": Access.KEY,
}

SCOPES = {
    "data.municipalities": Scope.READ,
    "data.incidents": Scope.READ,
    "api.works": Scope.MAINTENANCE,
    "api.preview": Scope.MAINTENANCE,
    "api.announce": Scope.MAINTENANCE,
    "api.cancel": Scope.MAINTENANCE,
    "machines.metrics": Scope.METRICS,
}
"""What a token opens, by its scopes, and as far as its owner may; of what is not open to all, nothing else."""


def guard(visit: Visit) -> Response | None:
    """Return the way to the login where it may help; abort what is not allowed at all."""
    if request.endpoint is None:
        return None
    policy = POLICIES.get(request.endpoint)
    if policy is None:
        abort(403)
    if policy is Access.KEY or (policy is Access.LOCAL and is_local(request)):
        return None
    if answer := _hindrance(visit, request.endpoint, policy):
        return answer
    if visit.is_wall or may(policy, visit.visitor, visit.snapshot.settings):
        return None
    if visit.visitor is not None:
        abort(403)
    if is_machine(request):
        abort(401)
    return redirect(url_for("login.form", next=_return_to()), 303)


def _hindrance(visit: Visit, endpoint: str, policy: Access) -> Response | None:
    """Return what stands in the way of whoever is known: a token's scopes, or a second factor that is owed."""
    visitor = visit.visitor
    if visitor is not None and visitor.token is not None:
        scope = SCOPES.get(endpoint)
        return None if policy is Access.OPEN or opens(visitor.token, scope) else outside(visit.words, scope)
    if request.method not in SAFE_METHODS:
        _check_origin(visit.snapshot.settings, visitor)
    if visitor is not None and visitor.owes_factor and policy not in {Access.OPEN, Access.SELF}:
        return _to_enrolment()
    return None


def may(policy: Access, visitor: Visitor | None, settings: Settings) -> bool:
    """Return whether a visitor satisfies a policy."""
    if policy is Access.OPEN:
        return True
    if policy is Access.SELF:
        return visitor is not None and visitor.session is not None
    return _role_may(policy, None if visitor is None or visitor.owes_factor else visitor.account.role, settings)


def _role_may(policy: Access, role: Role | None, settings: Settings) -> bool:
    match policy:
        case Access.PUBLIC:
            return settings.public or role is not None
        case Access.OWN:
            return role is not None
        case Access.READ | Access.ACT | Access.LOCAL:
            return role in OPERATORS
        case Access.ADMINISTER:
            return role is Role.ADMINISTRATOR
        case _:
            return False


def is_machine(asked: Request) -> bool:
    """Return whether somebody asks who reads JSON and no pages."""
    return asked.path.startswith(MACHINES)


def is_local(asked: Request) -> bool:
    """Return whether a program on this machine asks, and asks for this machine.

    A proxy beside us that nobody told us to trust passes strangers on from this machine, but by the name they asked.
    """
    return is_loopback(asked.remote_addr or "") and is_loopback(urlsplit(asked.host_url).hostname or "")


def local_path(target: str) -> str:
    """Return a target if it leads to a page of ours, else the overview."""
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return target if is_ours and target.isprintable() else "/"


def trusted_hosts(settings: Settings) -> list[str]:
    """Return the host names people may ask for: any other is refused (DNS rebinding)."""
    hosts = {urlsplit(settings.url).hostname or "", settings.listen, *LOOPBACK}
    return sorted(hosts.difference(EVERY_ADDRESS))


def is_same_origin(asked: Request, settings: Settings) -> bool:
    """Return whether a browser says that the form stood on a page of ours."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    ours = {_origin(settings.url), _origin(asked.host_url)}
    return asked.headers.get("Origin") in ours


def _check_origin(settings: Settings, visitor: Visitor | None) -> None:
    token = request.headers.get(TOKEN_HEADER) or request.form.get("csrf_token", "")
    if not is_same_origin(request, settings):
        abort(403)
    if visitor is not None and not is_proof(token, visitor.csrf_token):
        abort(403)


def _to_enrolment() -> Response:
    """Lead who has to have a second factor to where it is set up."""
    if is_machine(request):
        abort(403)
    return redirect(url_for("factor.show"), 303)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _return_to() -> str:
    """Where to go after the login: this page, or for a form the page it stood on."""
    if request.method in SAFE_METHODS:
        return request.full_path.rstrip("?")
    return local_path(request.path.rpartition("/")[0] or "/")
