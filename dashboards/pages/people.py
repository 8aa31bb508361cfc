"""Who may log in, as what and since when with the same password: for administrators, who review it."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from dashboards.desk import desk, visit
from dashboards.plain import plain
from dashboards.titles import municipality_name
from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import Account, AccountState
from netmon.passwords import account_state

blueprint = Blueprint("people", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One account; `places` are the towns it speaks for, by name."""

    account: Account
    full_name: str
    places: str
    state: AccountState


@blueprint.get("/ucty")
def index() -> str:
    """List the accounts; they are changed at the command line."""
    seen = visit()
    found = desk().reader.accounts()
    return render_template("people.html", rows=[_row(each, seen.snapshot.inventory, seen.now) for each in found])


def _row(account: Account, inventory: Inventory, now: Millis) -> Row:
    places = ", ".join(municipality_name(inventory, code) for code in account.municipalities)
    return Row(account, plain(account.full_name), places, account_state(account, now))
