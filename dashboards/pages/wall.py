"""The wall: the overview for a screen that hangs where everybody sees it and nobody touches it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.door.sessions import cookie_name, digest, drop_cookie
from dashboards.door.wallpass import keep_pass, new_pass
from dashboards.pages.overview import board
from dashboards.towns.tiles import packed
from netmon.commands import CloseSession, LightWall

blueprint = Blueprint("wall", __name__)


@blueprint.get("/stena")
def show() -> str:
    """Show the region on one screen, without menus and without scrolling."""
    return render_template("wall.html", **board(packed))


@blueprint.post("/stena")
def light() -> Response:
    """Leave the wall lit for a long time, with nobody logged in at it."""
    seen = visit()
    if seen.visitor is None:
        abort(403)
    settings, account = seen.snapshot.settings, seen.visitor.account
    kept = new_pass(account, seen.now)
    desk().commands.submit(LightWall(kept.until), seen.actor)
    desk().commands.submit(CloseSession(digest(request.cookies.get(cookie_name(settings), ""))), seen.actor)
    response = redirect(url_for("wall.show"), 303)
    drop_cookie(response, settings)
    keep_pass(response, kept.sealed(account), settings)
    return response
