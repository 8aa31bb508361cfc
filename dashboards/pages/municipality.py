"""Is our municipality connected: the sentence, the figures, the last 90 days and the way out."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from dashboards.atlas.grafana import grafana_link
from dashboards.desk import desk, visit
from dashboards.drawing.days import draw_days
from dashboards.incidents.cards import card, record_of
from dashboards.incidents.dossier import expected
from dashboards.signs import sign_of
from dashboards.towns.backup import unbacked
from dashboards.towns.figures import contract, figures
from dashboards.towns.path import path
from dashboards.towns.slugs import municipality_slug
from dashboards.towns.tiles import maintained
from netmon.letters.workdays import last_month
from netmon.model import MunicipalityCode
from netmon.record.record import record_of as kept

blueprint = Blueprint("municipality", __name__)

DAYS = 90


@blueprint.get("/o/<slug>")
def show(slug: str) -> str | Response:
    """Show a municipality; an address with a former name leads to the present one."""
    seen = visit()
    inventory = seen.snapshot.inventory
    code = MunicipalityCode(slug.partition("-")[0])
    municipality = inventory.municipalities.get(code)
    if municipality is None:
        abort(404)
    if slug != municipality_slug(code, municipality.name):
        return redirect(url_for("municipality.show", slug=municipality_slug(code, municipality.name)), 301)
    standing = seen.snapshot.municipalities.get(code)
    sla = inventory.sla_classes.get(municipality.sla or "")
    record = record_of(seen.snapshot, code)
    return render_template(
        "municipality.html",
        code=code,
        slug=slug,
        municipality=municipality,
        orp=inventory.orps[municipality.orp],
        standing=standing,
        sign=sign_of(standing),
        card=card(record, seen, desk().reader) if record else None,
        window=maintained(seen.snapshot.maintenance, code),
        figures=figures(desk().reader, inventory, code, seen.now) if standing else (),
        sla=sla,
        contract=tuple(contract(sla, seen.words, seen.formats)) if sla else (),
        days=draw_days(desk().reader.days(code, DAYS)) if standing else None,
        path=path(seen.snapshot, code, seen.rights) if standing else None,
        grafana=grafana_link(seen, "municipality", orp=municipality.orp, municipality=code),
        unbacked=unbacked(desk().backups, inventory, code, seen.words, seen.rights) if standing else (),
        expected=expected(kept(record.notes), record.incident, desk().reader, seen.now) if record else None,
        month=last_month(seen.now).split("-"),
    )
