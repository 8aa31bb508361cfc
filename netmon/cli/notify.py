"""`netmon notify`: does a message reach whom it should."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def notify() -> None:
    """Find out whether messages reach people.

    Example: netmon notify test oncall
    """


@notify.command(cls=Command)
@click.argument("name")
@options.as_json
@options.inventory
@options.state
def test(*, name: str, as_json: bool, inventory: Path, state: Path) -> None:
    """Send a test message to a receiver or a person, the way that all others go.

    NAME is that of a receiver or person of the inventory. The message is put into the outbox, and
    netmon's couriers carry it to each address. Where no netmon runs, this command carries it itself,
    with whatever else waits in the outbox and is due.

    Exit codes: 0 every address has it, 1 one has not, 2 wrong usage.

    Example: netmon notify test oncall --json
    """
    from netmon.console.notify import send_trial

    raise SystemExit(0 if send_trial(name, inventory, state, as_json=as_json) else 1)
