"""`netmon check`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command


@click.command(cls=Command)
@click.argument(
    "directory",
    metavar="[DIR]",
    envvar="NETMON_INVENTORY",
    default=Path("inventory"),
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--strict", is_flag=True, help="Exit with 3 if there are warnings.")
@options.as_json
def check(directory: Path, *, strict: bool, as_json: bool) -> None:
    """Say what is wrong with an inventory.

    DIR is $NETMON_INVENTORY or else ./inventory. Every complaint names file, line and column, what is
    wrong there, and the cure. What a warning is about can be used; an error keeps netmon from starting.

    Exit codes: 0 fine, 1 errors, 2 wrong usage, 3 warnings under --strict.

    Example: netmon check /etc/netmon/inventory --strict
    """
    from netmon.console.check import check_inventory

    raise SystemExit(check_inventory(directory, strict=strict, as_json=as_json))
