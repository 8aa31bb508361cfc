"""Who did what, when and from where: the audit, page after page, as a table to keep, and whether it is unbroken."""

from flask import Blueprint, Response, abort, render_template, request, url_for

from dashboards.admission.deeds import name_of, row_of, to_csv
from dashboards.desk import desk, visit
from dashboards.door.entrance import LONGEST_NAME
from netmon.reader import Sought

blueprint = Blueprint("audit", __name__)

AT_ONCE = 100
MOST_IN_TABLE = 50_000
"""Rows of one table: as many as a spreadsheet opens without thinking long."""
LONGEST_NUMBER = 15


@blueprint.get("/audit")
def show() -> str:
    """Show a page of the audit, the newest first; whether all of it is unbroken is looked at when asked."""
    sought, before, seen = _sought(), _before(), visit()
    found = desk().reader.deeds(sought, before=before, limit=AT_ONCE + 1)
    rows = [row_of(deed, seen.words, seen.formats) for deed in found[:AT_ONCE]]
    is_checked = request.args.get("check") == "1"
    return render_template(
        "audit.html",
        rows=rows,
        sought=sought,
        older=_address("audit.show", sought, before=rows[-1].id) if len(found) > AT_ONCE else "",
        table=_address("audit.table", sought),
        check=_address("audit.show", sought, check=1),
        actions=sorted((name_of(each, seen.words), each) for each in desk().reader.actions()),
        is_checked=is_checked,
        broken=desk().reader.first_broken_deed() if is_checked else None,
        most=MOST_IN_TABLE,
    )


@blueprint.get("/audit.csv")
def table() -> Response:
    """Hand the audit over as CSV."""
    deeds = desk().reader.deeds(_sought(), before=_before(), limit=MOST_IN_TABLE)
    answer = Response(to_csv(deeds, visit().formats), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=audit.csv"
    return answer


def _sought() -> Sought:
    return Sought(request.args.get("account", "").strip()[:LONGEST_NAME], request.args.get("action", "")[:LONGEST_NAME])


def _before() -> int | None:
    asked = request.args.get("before", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER):
        abort(400)
    return int(asked)


def _address(endpoint: str, sought: Sought, *, before: int | None = None, check: int | None = None) -> str:
    return url_for(endpoint, account=sought.account or None, action=sought.action or None, before=before, check=check)
