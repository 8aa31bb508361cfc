"""`netmon backup` and `netmon restore`: everything netmon knows in one file, and back."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command(cls=Command)
@FILE
@options.state
@options.inventory
@click.option("--without-samples", is_flag=True, help="Leave out the measurements, by far the largest part.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@options.as_json
def backup(  # noqa: PLR0913 -- an argument for each option
    *,
    file: Path,
    state: Path,
    inventory: Path,
    without_samples: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Copy everything netmon knows into one file.

    Works while netmon runs, and disturbs nothing. The file holds states, incidents, accounts, the audit,
    measurements and the inventory; secrets are not in it. It takes about as long as reading the state twice,
    and while it is made up to twice the space of the state beside FILE.

    Only its owner can read the file: it holds the hashes of passwords.

    Exits 0 when the file is there, whole and examined; 1 when it is not.

    Example: netmon backup /var/backups/netmon.tar.gz
    """
    from netmon.archive.backup import Order
    from netmon.console.backup import back_up

    back_up(Order(file, state, inventory, not without_samples, force), as_json=as_json)


@click.command(cls=Command)
@FILE
@options.state
@click.option(
    "--inventory",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="NETMON_INVENTORY",
    default=Path("inventory"),
    show_default=True,
    help="The inventory's directory.",
)
@click.option("--force", is_flag=True, help="Put the state that is there aside.")
@options.as_json
def restore(*, file: Path, state: Path, inventory: Path, force: bool, as_json: bool) -> None:
    """Put a copy back.

    Stop netmon first. Everything is unpacked and examined before anything is touched; then the state is the
    copy, whole, even if this machine dies in the middle. A state that was there is kept beside the new one,
    under a name that is told. The inventory is written only where there is none.

    Everybody has to log in again. A copy that an older netmon made is brought to the schema of this one.

    Exits 0 when the copy is in its place; 1 when nothing was changed.

    Example: netmon restore /var/backups/netmon.tar.gz --state /var/lib/netmon
    """
    from netmon.archive.restore import Order
    from netmon.console.backup import put_back

    put_back(Order(file, state, inventory, force), as_json=as_json)
