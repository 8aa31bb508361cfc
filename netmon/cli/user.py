"""`netmon user`: who may log in to the dashboard."""

import getpass
import sys
from pathlib import Path

import click

from netmon.model import Role


@click.group()
def user() -> None:
    """Let people log in to the dashboard."""


@user.command()
@click.argument("name")
@click.option("--full-name", required=True, help="The person's name, as colleagues read it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.OPERATOR.value)
@click.option("--state", type=click.Path(path_type=Path), envvar="NETMON_STATE", default=Path("state"))
def add(name: str, full_name: str, role: str, state: Path) -> None:
    """Add an account; the password is asked for, or read from standard input.

    Example: netmon user add novakova --full-name "Jana Nováková"
    """
    from netmon.clock import SystemClock
    from netmon.commander import commands_of
    from netmon.commands import Actor, AddAccount
    from netmon.errors import NetmonError
    from netmon.passwords import hash_password

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline(1024).rstrip("\n")
    try:
        command = AddAccount(name, full_name, Role(role), hash_password(password, Role(role)))
        with commands_of(state, SystemClock()) as commands:
            commands.submit(command, Actor(getpass.getuser(), "cli"))
    except NetmonError as error:
        click.echo(f"netmon user add: {error}", err=True)
        sys.exit(1)
    click.echo(f"{name} may log in as {role}")
