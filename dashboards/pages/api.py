"""What machines may ask and announce, under the same policies as people: planned work.

| request | body | answer |
|---|---|---|
| `GET /api/v1/maintenance` | | 200, every work of the year before and after now |
| `POST /api/v1/maintenance/preview` | works | 200, what they would do; nothing changes |
| `POST /api/v1/maintenance` | works | 201, what they will do: all of them are approved, or none |
| `POST /api/v1/maintenance/12/cancel` | `{"reason": "…"}` | 200 |

Works are the file of `netmon maintenance add`: JSON or YAML with a list `maintenance`, or CSV with a
row for each; the same judge reads it, so complaints name line and column of the body. Times in answers
are milliseconds UTC. Errors are JSON: `error` with `status` and `message`, 422 with `complaints`.

Who asks is known by the session's cookie, as on the pages, or by a token of the scope `maintenance`
(`Authorization: Bearer netmon_…`), and has to be an operator. What is posted with a session proves its
origin as a form does: by `Origin` or `Sec-Fetch-Site`, and by the session's token in the header
`X-CSRF-Token`, which every answer to a session carries; a token proves enough by itself.
"""

from collections.abc import Sequence

from flask import Blueprint, abort, g, request
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.door.access import TOKEN_HEADER
from dashboards.objects import as_object, tagged
from dashboards.works.outlook import Outlook, outlooks
from dashboards.works.sheet import sentence
from netmon.commands import CancelMaintenance, PlanWorks
from netmon.console.works import listed_object, preview_object, work_object
from netmon.inventory.complaint import Complaint
from netmon.maintenance.announcement import LONGEST_REASON, Announcement, announced
from netmon.phrase import in_language

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

FILES = {
    "application/json": "body.json",
    "application/yaml": "body.yaml",
    "application/x-yaml": "body.yaml",
    "text/yaml": "body.yaml",
    "text/csv": "body.csv",
}
"""What a body is called by the judge, which tells a table from YAML by it."""


@blueprint.get("/maintenance")
def works() -> Response:
    """List the works: under way, to come, over."""
    return tagged(as_object({"works": [listed_object(each) for each in desk().reader.works(visit().now)]}))


@blueprint.post("/maintenance/preview")
def preview() -> Response:
    """Say what works would do."""
    announcement = _announced()
    return _answer(announcement, _outlooks(announcement), approved=False, code=200)


@blueprint.post("/maintenance")
def announce() -> Response:
    """Announce works."""
    announcement = _announced()
    seen = _outlooks(announcement)
    if announcement.works:
        desk().commands.submit(PlanWorks(announcement.works), visit().actor)
    return _answer(announcement, seen, approved=bool(announcement.works), code=201)


@blueprint.post("/maintenance/<int:key>/cancel")
def cancel(key: int) -> Response:
    """Call a work off."""
    body = request.get_json()
    reason = body.get("reason") if isinstance(body, dict) else None
    if not isinstance(reason, str):
        abort(400)
    desk().commands.submit(CancelMaintenance(key, reason[:LONGEST_REASON]), visit().actor)
    return as_object({"cancelled": key})


@blueprint.after_request
def hand_token(response: Response) -> Response:
    """Give a session the token that it must send with what it posts."""
    visitor = visit().visitor if "visit" in g else None
    if visitor is not None and visitor.session is not None:
        response.headers[TOKEN_HEADER] = visitor.csrf_token
    return response


def _announced() -> Announcement:
    if request.mimetype not in FILES:
        abort(415)
    return announced(FILES[request.mimetype], request.get_data(), visit().snapshot.inventory, visit().now)


def _outlooks(announcement: Announcement) -> tuple[Outlook, ...]:
    return outlooks(announcement.works, visit().snapshot, desk().reader, visit().now)


def _answer(announcement: Announcement, seen: Sequence[Outlook], *, approved: bool, code: int) -> Response:
    tree = {
        "ok": bool(announcement.works),
        "approved": approved,
        "complaints": [_complaint(complaint) for complaint in announcement.complaints],
        "works": [{**work_object(each.work), **preview_object(each.preview), "sites": _sites(each)} for each in seen],
    }
    return as_object(tree, code if announcement.works else 422)


def _sites(outlook: Outlook) -> list[dict[str, str]]:
    return [{"kind": site.kind.value, "name": site.name, "title": site.title} for site in outlook.sites]


def _complaint(complaint: Complaint) -> dict[str, object]:
    language = visit().words.language
    return {
        "line": complaint.line,
        "column": complaint.column,
        "severity": complaint.severity.value,
        "what": in_language(complaint.what, language),
        "cure": in_language(complaint.cure, language),
        "message": sentence(complaint, language),
    }
