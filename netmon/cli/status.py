"""`netmon status`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command


@click.command(cls=Command)
@options.state
@options.as_json
def status(state: Path, *, as_json: bool) -> None:
    """Show states, open incidents and waiting messages.

    What the netmon of a state directory knows now, read without asking it. Times are those of
    Europe/Prague; in JSON they are milliseconds since 1970 UTC.

    Exit codes: 0 netmon runs, 1 it does not, 2 wrong usage.

    Example: netmon status --json
    """
    from netmon.console.status import show_status

    raise SystemExit(0 if show_status(state, as_json=as_json) else 1)
