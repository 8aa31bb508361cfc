"""What nobody is told about for a time, although it is watched and shown all the same; begun and ended here."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.hush import LENGTHS, LONGEST_VALUE, PLACES, Wanted, choices, hushed_of, silence_cards
from dashboards.plain import plain
from dashboards.signs import SEVERITY_SIGNS
from dashboards.works.places import Register
from netmon.clock import HOUR, Millis
from netmon.commands import AddSilence, EndSilence
from netmon.errors import CommandRefused
from netmon.phrase import in_language

blueprint = Blueprint("silences", __name__)

UNPROCESSABLE = 422


@blueprint.get("/ticho")
def index() -> str:
    """List the silences, those in force first; whoever is logged in may add one and end them."""
    return _page(Wanted.of(request.args))


@blueprint.post("/ticho")
def add() -> Response:
    """Begin a silence in the name of the person who is logged in."""
    seen = visit()
    wanted = Wanted.of(request.form)
    hushed, strange = hushed_of(wanted, Register.of(seen.snapshot.inventory, seen.words))
    if strange:
        faults = tuple(seen.words("silence.unknown", text=plain(name)) for name in strange)
        return make_response(_page(wanted, faults), UNPROCESSABLE)
    end = Millis(seen.now + wanted.hours * HOUR)
    try:
        desk().commands.submit(AddSilence(hushed, end, wanted.reason), seen.actor)
    except CommandRefused as error:
        return make_response(_page(wanted, (plain(in_language(error, seen.words.language)),)), UNPROCESSABLE)
    return redirect(url_for("silences.index"), 303)


@blueprint.post("/ticho/<int:key>/konec")
def end(key: int) -> Response:
    """End a silence early in the name of the person who is logged in."""
    desk().commands.submit(EndSilence(key), visit().actor)
    return redirect(url_for("silences.index"), 303)


def _page(wanted: Wanted, faults: tuple[str, ...] = ()) -> str:
    seen = visit()
    inventory = seen.snapshot.inventory
    cards = silence_cards(desk().reader, inventory, seen.words, seen.now)
    return render_template(
        "silences.html",
        in_force=[card for card in cards if card.is_in_force],
        over=[card for card in cards if not card.is_in_force],
        wanted=wanted,
        faults=faults,
        blank=max(1, PLACES - len(wanted.places)),
        choices=choices(inventory, seen.words),
        lengths=LENGTHS,
        signs=SEVERITY_SIGNS,
        longest_value=LONGEST_VALUE,
    )
