"""`netmon token`: what programs ask the dashboard with."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

SCOPES = ("read", "maintenance", "metrics")
"""As `netmon.model.Scope` has them; the models are not imported before a command runs."""


@click.group(cls=Group)
def token() -> None:
    """Let programs ask in somebody's name.

    Example: netmon token list
    """


@token.command(cls=Command)
@click.argument("account")
@click.option("--label", required=True, help="Which program gets it, as people read it later.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    required=True,
    help="What the program may do, as far as the account may; several may be given.",
)
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long the token is good.")
@options.state
def add(*, account: str, label: str, scopes: tuple[str, ...], days: int, state: Path) -> None:
    """Make a token in the name of an account and print it once.

    The program sends it as the header `Authorization: Bearer netmon_…`. With read it asks how
    municipalities are and what incidents there are, with maintenance it lists, announces and cancels works,
    with metrics it reads figures of the monitor itself; never more than the account may. Only a hash of
    the token is kept.

    Example: netmon token add novakova --label Grafana --scope read --scope metrics
    """
    from netmon.console.token import add_token
    from netmon.model import Scope

    add_token(state, account, label, tuple(map(Scope, scopes)), days)


@token.command("list", cls=Command)
@click.argument("account", required=False)
@options.as_json
@options.state
def list_(*, account: str | None, as_json: bool, state: Path) -> None:
    """Show the tokens, or those of one account.

    A token is good; expired, when its days are over; or revoked. Its number is what `netmon token revoke`
    takes.

    Example: netmon token list --json
    """
    from netmon.console.token import list_tokens

    list_tokens(state, account, as_json=as_json)


@token.command(cls=Command)
@click.argument("number", type=click.IntRange(min=1))
@options.state
def revoke(*, number: int, state: Path) -> None:
    """Make a token worthless from now on.

    Example: netmon token revoke 3
    """
    from netmon.console.token import revoke_token

    revoke_token(state, number)
