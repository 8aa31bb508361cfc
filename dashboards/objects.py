"""How an answer for machines leaves: JSON in UTF-8, its keys in the order they were written in."""

import json
from collections.abc import Mapping

from werkzeug import Response


def as_object(tree: Mapping[str, object], code: int = 200) -> Response:
    """Return one JSON object as an answer."""
    body = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return Response(body + "\n", code, mimetype="application/json")
