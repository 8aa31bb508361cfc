"""`netmon init`: an inventory to begin with."""

from pathlib import Path

import click

from netmon.cli.frame import Command
from netmon.phrase import Phrase


@click.command(cls=Command)
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--region",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV table of another region's municipalities.",
)
@click.option("--name", help="The name of that region.")
@click.option("--code", help="The code of that region (NUTS), such as CZ031.")
def init(directory: Path, *, table: Path | None, name: str | None, code: str | None) -> None:
    """Begin an inventory of your own.

    DIR becomes an inventory with the 134 units of Karlovarský kraj, rules to start with, and no devices
    yet. What to do next is said at the end.

    Another region: --region names a CSV table, a line for each municipality, with the columns code,
    name, orp, population, latitude and longitude; kind (I, II, III, military), district and orp_code
    may be there. Commas or semicolons, UTF-8. Give --name and --code with it.

    Example: netmon init /etc/netmon/inventory
    """
    if table is not None and not (name and code):
        raise click.UsageError(Phrase("--region needs --name and --code beside it"))
    from netmon.console.init import begin

    begin(directory, table=table, name=name, code=code)
