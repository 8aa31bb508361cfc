"""`netmon notify`: do messages reach whom they should."""

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


@notify.command(cls=Command)
@click.option("--now", "at_once", is_flag=True, help="Hold a drill now.")
@options.as_json
@options.state
def drill(*, at_once: bool, as_json: bool, state: Path) -> None:
    """Say how the last drill went, or hold one.

    In a drill everybody whom a critical incident would call at once gets a test message, by every way
    to them; nobody has to do anything. NETMON_DRILL__DAY holds one every week. A drill takes a running
    netmon, and none is held while something critical goes on.

    Exit codes: 0 it arrived everywhere, is under way, or there was none yet; 1 it did not, or was not
    held; 2 wrong usage.

    Example: netmon notify drill --now
    """
    from netmon.console.drill import hold_drill, show_drill

    is_well = hold_drill(state, as_json=as_json) if at_once else show_drill(state, as_json=as_json)
    raise SystemExit(0 if is_well else 1)
