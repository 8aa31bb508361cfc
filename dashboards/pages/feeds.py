"""What a municipality's subscribers fetch: news for a feed reader, works for a calendar program.

Who may see the municipality's page may subscribe; the addresses in it are those of the settings, whoever asks.
"""

from hashlib import sha256

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.drawing.badge import draw_badge
from dashboards.freshness import is_stale
from dashboards.incidents.bulletin import Town, events, items, outages_of, works_on
from dashboards.links import whole
from dashboards.machines.rss import CONTENT_TYPE, Feed, rss
from dashboards.signs import MUNICIPALITY_SIGNS, sign_of
from dashboards.towns.slugs import municipality_slug
from netmon.icalendar import calendar
from netmon.model import MunicipalityCode, MunicipalityState

blueprint = Blueprint("feeds", __name__)

KEPT_FOR = 60
"""Seconds for which a badge may be shown again."""


@blueprint.get("/o/<slug>/zpravy.rss")
def news(slug: str) -> Response:
    """Answer with the outages of late and the announced works."""
    town, seen, reader = _town(slug), visit(), desk().reader
    settled = seen.snapshot.inventory.region.letters.settled
    outages, works = outages_of(town.code, seen, reader), works_on(town.code, seen, reader)
    feed = Feed(
        title=town.words("feed.title", name=town.name),
        about=town.words("feed.about", name=town.name),
        page=_address("municipality.show", town),
        own=_address("feeds.news", town),
        language=town.words.language.value,
        items=tuple(items(town, outages, works, settled, seen.now)),
    )
    return Response(rss(feed), content_type=CONTENT_TYPE)


@blueprint.get("/o/<slug>/prace.ics")
def works(slug: str) -> Response:
    """Answer with the announced works."""
    town = _town(slug)
    found = events(town, works_on(town.code, visit(), desk().reader), _address("municipality.show", town))
    title = town.words("feed.calendar", name=town.name)
    return Response(calendar("works", title, found), content_type="text/calendar; charset=utf-8")


@blueprint.get("/o/<slug>/badge.svg")
def badge(slug: str) -> Response:
    """Answer with the state on a badge, which a site of the town may show; of data that is old, that it is unknown."""
    town, snapshot = _town(slug), visit().snapshot
    sign = sign_of(snapshot.municipalities.get(town.code))
    shown = MUNICIPALITY_SIGNS[MunicipalityState.UNKNOWN] if is_stale(snapshot, visit().now) else sign
    drawn = render_template("badge.svg", badge=draw_badge(town.name, town.words(shown.word), shown.name))
    response = Response(drawn, content_type="image/svg+xml; charset=utf-8")
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    if snapshot.settings.public:
        response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        response.headers["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    return response.make_conditional(request)


def _town(slug: str) -> Town:
    """Return a municipality by its code; what follows the code is for people, and may be a former name."""
    code = MunicipalityCode(slug.partition("-")[0])
    if code not in visit().snapshot.inventory.municipalities:
        abort(404)
    return Town.of(code, visit())


def _address(endpoint: str, town: Town) -> str:
    return whole(url_for(endpoint, slug=municipality_slug(town.code, town.name), lang=town.words.language.value))
