"""The wall: the overview for a screen that hangs where everybody sees it and nobody touches it."""

from flask import Blueprint, render_template

from dashboards.pages.overview import board
from dashboards.tiles import packed

blueprint = Blueprint("wall", __name__)


@blueprint.get("/stena")
def show() -> str:
    """Show the region on one screen, without menus and without scrolling."""
    return render_template("wall.html", **board(packed))
