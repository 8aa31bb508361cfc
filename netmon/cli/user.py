"""`netmon user`: who may log in to the dashboard."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

ROLES = ("municipality", "operator", "administrator")
"""As `netmon.model.Role` has them; the models are not imported before a command runs."""

name = click.argument("name")
random = click.option("--random", "is_random", is_flag=True, help="Make a random password and print it once.")


@click.group(cls=Group)
def user() -> None:
    """Say who may log in to the dashboard.

    Example: netmon user list
    """


@user.command(cls=Command)
@name
@click.option("--full-name", required=True, help="The person's name, as colleagues read it.")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="operator",
    show_default=True,
    help="What the person may do; an administrator's password is longer.",
)
@click.option(
    "--code",
    "codes",
    multiple=True,
    help="Six-digit code of a municipality that the account speaks for; several may be given.",
)
@click.option(
    "--break-glass",
    is_flag=True,
    help="Make an administrator's account for emergencies, with a random password for an envelope.",
)
@random
@options.state
def add(  # noqa: PLR0913 -- click passes one argument for each option
    *, name: str, full_name: str, role: str, codes: tuple[str, ...], break_glass: bool, is_random: bool, state: Path
) -> None:
    """Let a person log in.

    The password is asked for twice at a terminal, else it is the first line of standard input. An
    operator's has 12 characters or more, an administrator's 17; names, rows of keys and repetitions do
    not count. A random one is printed once on standard output; the person has to replace it within 24
    hours, at the first login.

    An operator sees and does everything on the pages. An account of a municipality sees what the public
    does and the internals of its own municipalities, each named by --code, and changes nothing.

    The password of a break-glass account is random, printed once and to be sealed in an envelope. Every
    login with it is warned of in the log and has a row of its own in the audit.

    Example: netmon user add novakova --full-name "Jana Nováková"
    """
    from netmon.console.user import Wanted, add_account
    from netmon.model import MunicipalityCode, Role

    rank = Role.ADMINISTRATOR if break_glass else Role(role)
    places = tuple(map(MunicipalityCode, codes))
    wanted = Wanted(name, full_name, rank, is_break_glass=break_glass, is_random=is_random, municipalities=places)
    add_account(state, wanted)


@user.command(cls=Command)
@name
@options.state
def disable(*, name: str, state: Path) -> None:
    """Lock a person out and end the person's sessions.

    What the person did stays on record under the name. The last administrator cannot be disabled.

    Example: netmon user disable novakova
    """
    from netmon.console.user import disable_account

    disable_account(state, name)


@user.command(cls=Command)
@name
@options.state
def enable(*, name: str, state: Path) -> None:
    """Let a person in again, with the password from before.

    Example: netmon user enable novakova
    """
    from netmon.console.user import enable_account

    enable_account(state, name)


@user.command(cls=Command)
@name
@random
@options.state
def reset(*, name: str, is_random: bool, state: Path) -> None:
    """Give a person another password and end the person's sessions.

    The password comes as with `netmon user add`; a break-glass account always gets a random one. None of
    the last 12 is taken again.

    Example: netmon user reset novakova --random
    """
    from netmon.console.user import reset_password

    reset_password(state, name, is_random=is_random)


@user.command("drop-factor", cls=Command)
@name
@options.state
def drop_factor(*, name: str, state: Path) -> None:
    """Take a person's second factor away and end the person's sessions.

    For who has lost the telephone and the recovery codes: the password alone opens the dashboard then, until
    the person sets a second factor up again.

    Example: netmon user drop-factor novakova
    """
    from netmon.console.user import drop_factor

    drop_factor(state, name)


@user.command("list", cls=Command)
@options.as_json
@options.state
def list_(*, as_json: bool, state: Path) -> None:
    """Show who may log in, and since when the password is the same.

    An account is enabled; must-change, when its password is random or 18 months old and only lets its
    owner set another; expired, when a random password was not replaced within 24 hours; or disabled.

    Example: netmon user list --json
    """
    from netmon.console.user import list_accounts

    list_accounts(state, as_json=as_json)
