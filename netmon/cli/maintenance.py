"""`netmon maintenance`: planned work."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=Group)
def maintenance() -> None:
    """Announce planned work, so that its outages mute and are excused.

    Example: netmon maintenance list
    """


@maintenance.command(cls=Command)
@file
@options.yes
@options.as_json
@options.inventory
@options.state
def add(*, file: Path, yes: bool, as_json: bool, inventory: Path, state: Path) -> None:
    """Announce the works of a file: all of them, or none.

    FILE is YAML with a list `maintenance`, or a CSV table with a row for each work. A work has a reason,
    start and end (Europe/Prague, such as 2026-12-01 22:00), and devices, links, shared_risks or
    municipalities. With a length, such as 2h, it is flexible: it begins with the first outage of what it
    covers between start and end, and lasts so long.

    What the works do is shown first, as with `netmon maintenance preview`. Who announced them and when is
    kept by netmon; outages are excused only in works that were announced before they begin.

    Exit codes: 0 the works are approved, 1 they are not, 2 wrong usage.

    Example: netmon maintenance add works.yaml --yes
    """
    from netmon.console.maintenance import Order, add_works

    add_works(file, Order(inventory, state, yes=yes, as_json=as_json))


@maintenance.command(cls=Command)
@file
@options.as_json
@options.inventory
@options.state
def preview(*, file: Path, as_json: bool, inventory: Path, state: Path) -> None:
    """Say what the works of a file would do, and change nothing.

    Shown are the municipalities that are cut off or lose their backup, their inhabitants, and collisions:
    with what is down now, when an open ring would be cut a second time, and with other works.

    Exit codes: 0 nothing collides, 1 the file cannot be used, 2 wrong usage, 3 something collides.

    Example: netmon maintenance preview works.yaml --json
    """
    from netmon.console.maintenance import Order, preview_works

    preview_works(file, Order(inventory, state, yes=False, as_json=as_json))


@maintenance.command("list", cls=Command)
@options.as_json
@options.state
def list_(*, as_json: bool, state: Path) -> None:
    """Show the works that are open or to come, the recurring ones too.

    A work is open; waiting, when it is flexible and nothing has failed yet; planned; or cancelled.

    Example: netmon maintenance list --json
    """
    from netmon.console.maintenance import list_works

    list_works(state, as_json=as_json)


@maintenance.command(cls=Command)
@click.argument("key", metavar="ID", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why it is called off, for the audit.")
@options.state
def cancel(*, key: int, reason: str, state: Path) -> None:
    """Call a work off: from now on it mutes and excuses nothing.

    What it has excused before stays excused. A recurring window is not called off: change the inventory.

    Example: netmon maintenance cancel 12 --reason "contractor is ill"
    """
    from netmon.console.maintenance import cancel_work

    cancel_work(state, key, reason)
