"""Where somebody finds a municipality, a device, a link or an incident by a few letters."""

from flask import Blueprint, render_template, request

from dashboards.desk import desk, visit
from dashboards.finding.search import LONGEST, findings
from netmon.foreign import one_line

blueprint = Blueprint("search", __name__)


@blueprint.get("/hledat")
def show() -> str:
    """Show what the asked letters find among what the visitor may see."""
    asked = one_line(request.args.get("q", ""))[:LONGEST].strip()
    return render_template("search.html", asked=asked, findings=findings(asked, visit(), desk().reader))
