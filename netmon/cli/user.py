"""`netmon user`: who may log in to the dashboard."""

import getpass
import os
import sys
from pathlib import Path

import click

from netmon.model import Role

LONGEST_LINE = 4096


@click.group()
def user() -> None:
    """Let people log in to the dashboard."""


@user.command()
@click.argument("name")
@click.option("--full-name", required=True, help="The person's name, as colleagues read it.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.OPERATOR.value,
    show_default=True,
    help="What the person may do; an administrator's password is longer.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    envvar="NETMON_STATE",
    default=Path("state"),
    show_default=True,
    help="The state directory; netmon may be running on it.",
)
def add(name: str, full_name: str, role: str, state: Path) -> None:
    """Add an account; the password is asked for, or read from standard input.

    Example: netmon user add novakova --full-name "Jana Nováková"
    """
    from netmon.clock import SystemClock
    from netmon.commander import commands_of
    from netmon.commands import Actor, AddAccount
    from netmon.errors import NetmonError
    from netmon.passwords import hash_password

    password = _ask() if sys.stdin.isatty() else sys.stdin.readline(LONGEST_LINE).rstrip("\r\n")
    try:
        command = AddAccount(name, full_name, Role(role), hash_password(password, Role(role)))
        with commands_of(state, SystemClock()) as commands:
            commands.submit(command, Actor(_who(), "cli"))
    except NetmonError as error:
        click.echo(f"netmon user add: {error}", err=True)
        sys.exit(1)
    except TimeoutError:
        click.echo("netmon user add: the netmon that runs is busy and did not answer; try again", err=True)
        sys.exit(1)
    click.echo(f"{name} may log in as {role}")


def _ask() -> str:
    """Return a password that was typed the same twice."""
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password


def _who() -> str:
    """Return who calls, for the audit; in a container the user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"
