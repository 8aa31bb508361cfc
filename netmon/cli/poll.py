"""`netmon poll`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command
from netmon.phrase import Phrase


@click.command(cls=Command)
@click.argument("device")
@click.option("--once", is_flag=True, help="Ask once and end; `netmon run` is what asks for ever.")
@options.as_json
@options.inventory
def poll(device: str, *, once: bool, as_json: bool, inventory: Path) -> None:
    """Ask one device once and print what it says.

    Every collector that concerns DEVICE asks it. Nothing is stored, and a netmon that runs is not
    disturbed. A device that is only planned may be asked too.

    Exit codes: 0 something answered, 1 nothing did, 2 wrong usage.

    Example: netmon poll cheb-core-1 --once --json
    """
    if not once:
        raise click.UsageError(Phrase("add --once: to poll for ever is what `netmon run` does"))
    from netmon.console.poll import poll_once

    raise SystemExit(0 if poll_once(device, inventory, as_json=as_json) else 1)
