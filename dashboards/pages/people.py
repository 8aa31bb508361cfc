"""Who may log in, as what and since when with the same password: for administrators, who change and review it.

A password that is made here is shown once, in the answer to the form that asked for it.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from dashboards.desk import desk, visit
from dashboards.door.entrance import LONGEST_NAME
from dashboards.plain import plain
from dashboards.titles import municipality_name
from netmon.clock import Millis
from netmon.commands import AddAccount, Command, DisableAccount, EnableAccount, ResetPassword
from netmon.commands.admission import AssignRole, DropFactor, EndSessions, RevokeToken
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory
from netmon.model import Account, AccountState, MunicipalityCode, Role
from netmon.people.passwords import TEMPORARY_LIFE, account_state, random_password
from netmon.phrase import in_language

blueprint = Blueprint("people", __name__)

UNPROCESSABLE = 422
LONGEST_FULL_NAME = 100
LONGEST_CODES = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One account; `places` are the towns it speaks for, by name."""

    account: Account
    full_name: str
    places: str
    state: AccountState


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says about an account."""

    name: str = ""
    full_name: str = ""
    role: Role = Role.OPERATOR
    codes: str = ""

    @property
    def municipalities(self) -> tuple[MunicipalityCode, ...]:
        """The codes that were named, whatever they were separated by."""
        return tuple(map(MunicipalityCode, self.codes.replace(",", " ").replace(";", " ").split()))


@blueprint.get("/ucty")
def index() -> str:
    """List the accounts."""
    return render_template("people.html", rows=[_row(each) for each in desk().reader.accounts()])


@blueprint.get("/novy-ucet")
def form() -> str:
    """Show the form for another account."""
    return _form(Wanted())


@blueprint.post("/novy-ucet")
def add() -> AnyResponse:
    """Let a person in, with a password that only lets another be set."""
    wanted, password = _wanted(), random_password()
    try:
        password_hash = desk().passwords.hash_made(password, wanted.role)
        _submit(
            AddAccount(
                name=wanted.name,
                full_name=wanted.full_name,
                role=wanted.role,
                password_hash=password_hash,
                temporary=True,
                municipalities=wanted.municipalities,
            )
        )
    except CommandRefused as error:
        return make_response(_form(wanted, _reason(error)), UNPROCESSABLE)
    return _handed_over(wanted.name, password)


@blueprint.get("/ucty/<name>")
def show(name: str) -> str:
    """Show an account with all that is open in its name."""
    return _page(_account(name))


@blueprint.post("/ucty/<name>/role")
def assign(name: str) -> AnyResponse:
    """Say what an account is for; who becomes an administrator gets another password for that."""
    account, wanted = _account(name), _wanted()
    is_raised = wanted.role is Role.ADMINISTRATOR and account.role is not Role.ADMINISTRATOR
    password = random_password() if is_raised else ""
    try:
        password_hash = desk().passwords.hash_made(password, wanted.role) if password else ""
        _submit(AssignRole(name, wanted.role, wanted.municipalities, password_hash))
    except CommandRefused as error:
        return _refused(account, error)
    return _handed_over(name, password) if password else _back(name)


@blueprint.post("/ucty/<name>/zakazat")
def lock(name: str) -> AnyResponse:
    """Lock a person out."""
    return _carry_out(name, DisableAccount(name))


@blueprint.post("/ucty/<name>/povolit")
def unlock(name: str) -> AnyResponse:
    """Let a person in again."""
    return _carry_out(name, EnableAccount(name))


@blueprint.post("/ucty/<name>/heslo")
def reset(name: str) -> AnyResponse:
    """Make a person another password, good for a day and for setting one's own."""
    account, password = _account(name), random_password()
    try:
        password_hash = desk().passwords.hash_made(password, account.role)
        _submit(ResetPassword(name, password_hash, temporary=not account.is_break_glass))
    except CommandRefused as error:
        return _refused(account, error)
    return _handed_over(name, password, is_sealed=account.is_break_glass)


@blueprint.post("/ucty/<name>/relace")
def end_sessions(name: str) -> AnyResponse:
    """End every session of a person."""
    return _carry_out(name, EndSessions(name))


@blueprint.post("/ucty/<name>/faktor")
def drop_factor(name: str) -> AnyResponse:
    """Take a second factor away that its owner has lost."""
    return _carry_out(name, DropFactor(name))


@blueprint.post("/ucty/<name>/klice/<int:key>/zrusit")
def revoke(name: str, key: int) -> AnyResponse:
    """Void a token of a person."""
    return _carry_out(name, RevokeToken(key, name))


def _carry_out(name: str, command: Command) -> AnyResponse:
    """Do something about an account that is there, and show it again."""
    account = _account(name)
    try:
        _submit(command)
    except CommandRefused as error:
        return _refused(account, error)
    return _back(name)


def _submit(command: Command) -> None:
    desk().commands.submit(command, visit().actor)


def _account(name: str) -> Account:
    account = desk().reader.account(name)
    if account is None:
        abort(404)
    return account


def _wanted() -> Wanted:
    role = request.form.get("role", "")
    return Wanted(
        request.form.get("name", "").strip()[:LONGEST_NAME],
        request.form.get("full_name", "")[:LONGEST_FULL_NAME],
        Role(role) if role in set(map(str, Role)) else Role.MUNICIPALITY,
        request.form.get("codes", "")[:LONGEST_CODES],
    )


def _back(name: str) -> AnyResponse:
    return redirect(url_for("people.show", name=name), 303)


def _refused(account: Account, error: CommandRefused) -> Response:
    return make_response(_page(account, _reason(error)), UNPROCESSABLE)


def _reason(error: CommandRefused) -> str:
    return plain(in_language(error, visit().words.language))


def _handed_over(name: str, password: str, *, is_sealed: bool = False) -> Response:
    until = None if is_sealed else Millis(visit().now + TEMPORARY_LIFE)
    return make_response(render_template("person_password.html", name=name, password=password, until=until))


def _form(wanted: Wanted, trouble: str = "") -> str:
    return render_template("person_form.html", wanted=wanted, trouble=trouble, roles=tuple(Role))


def _page(account: Account, trouble: str = "") -> str:
    reader, now = desk().reader, visit().now
    return render_template(
        "person.html",
        row=_row(account),
        trouble=trouble,
        roles=tuple(Role),
        sessions=reader.logins(account.name),
        tokens=[token for token in reader.tokens(account.name) if token.is_good(now)],
    )


def _row(account: Account) -> Row:
    inventory: Inventory = visit().snapshot.inventory
    places = ", ".join(municipality_name(inventory, code) for code in account.municipalities)
    return Row(account, plain(account.full_name), places, account_state(account, visit().now))
