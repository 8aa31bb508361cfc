"""`netmon explain`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command


@click.command(cls=Command)
@click.argument("municipality")
@click.option("--at", "when", help="The moment, such as 2026-10-25T14:30; by default now.")
@options.inventory
@options.state
@options.as_json
def explain(*, municipality: str, when: str | None, inventory: Path, state: Path, as_json: bool) -> None:
    """Say why a municipality is, or was, connected or not.

    MUNICIPALITY is a name or a six-digit code. Printed are its state and since when, the incident behind it with
    its cause and evidence, and the way to the anchor with the state of each device and link on it. Of the present,
    what probes and ports said last stands there too. Of an outage it is said between which two probes it began and
    ended. Times are those of Europe/Prague.

    Example: netmon explain Aš --at 2026-10-25T14:30
    """
    from netmon.console.explain import show_explanation

    show_explanation(state, inventory, municipality, when, as_json=as_json)
