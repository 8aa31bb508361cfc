"""How an answer for machines leaves: JSON in UTF-8, its keys in the order they were written in."""

import json
from collections.abc import Mapping
from hashlib import sha256

from flask import request
from werkzeug import Response


def as_object(tree: Mapping[str, object], code: int = 200) -> Response:
    """Return one JSON object as an answer."""
    body = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return Response(body + "\n", code, mimetype="application/json")


def tagged(response: Response) -> Response:
    """Return an answer, or that it is the same as the one whose tag was sent along."""
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request.environ)
