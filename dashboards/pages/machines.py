"""What machines ask about the monitor itself: figures to scrape, and whether it does its work.

`/healthz` says that what is shown is true, `/readyz` also why it might soon not be.
"""

from flask import Blueprint
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.freshness import age
from dashboards.machines.exposition import CONTENT_TYPE, exposition
from dashboards.machines.measures import families
from dashboards.machines.ready import hindrances
from dashboards.objects import as_object
from netmon.clock import SECOND

blueprint = Blueprint("machines", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer with figures in Prometheus' text format: of everything, whatever the visitor may see by name."""
    return Response(exposition(families(desk().reader.snapshot(), visit().now)), content_type=CONTENT_TYPE)


@blueprint.get("/readyz")
def ready() -> Response:
    """Answer 200 while netmon sees, decides and writes down, else 503, with the reasons."""
    seen = visit()
    found = hindrances(seen.snapshot, seen.now)
    tree = {
        "ready": not found,
        "reasons": [hindrance.value for hindrance in found],
        "data_age_s": age(seen.snapshot, seen.now) // SECOND,
        "decision_age_s": max(0, seen.now - seen.snapshot.at) // SECOND,
    }
    return as_object(tree, 503 if found else 200)
