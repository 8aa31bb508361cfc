"""`netmon inventory`: what others know about the network, brought into the inventory."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

Decorated = TypeVar("Decorated", bound=Callable[..., object])


@click.group(cls=Group)
def inventory() -> None:
    """Bring devices from NetBox or a table.

    Example: netmon inventory import csv routers.csv
    """


@inventory.group(name="import", cls=Group)
def import_() -> None:
    """Show what another source knows, and take it over on yes.

    The first time, that is what would be written; later, how far the two have drifted apart.

    Example: netmon inventory import netbox https://netbox.example.org --token secret://netbox-token
    """


def importing(command: Decorated) -> Decorated:
    """Add the options that every import has."""
    for option in (
        options.as_json,
        click.option("--strict", is_flag=True, help="Exit with 3 if the two differ and stay so."),
        options.yes,
        click.option("--credential", metavar="NAME", help="The SNMP credential of devices that have none yet."),
        options.inventory,
    ):
        command = option(command)
    return command


@import_.command(cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@importing
def csv(  # noqa: PLR0913 -- click hands every option over
    file: Path, *, inventory: Path, credential: str | None, yes: bool, strict: bool, as_json: bool
) -> None:
    """Take devices over from a table.

    FILE is CSV in UTF-8, with commas or semicolons. Its first row names the columns: name, address and
    municipality (a name or a code) must be there; role, platform, site, status and credential may. Czech
    headings do as well. If any row is wrong, each one is told and nothing is written.

    Everything goes into one file, imported/NAME.yaml in the inventory. What people wrote elsewhere is
    never changed: differences are only told. Without a terminal, --yes is needed to write.

    Exit codes: 0 fine, 1 nothing could be written, 2 wrong usage, 3 differences under --strict.

    Example: netmon inventory import csv routers.csv --credential core
    """
    from netmon.console.imports import Order, import_table

    import_table(file, Order(inventory, credential, yes=yes, strict=strict, as_json=as_json))


@import_.command(cls=Command)
@click.argument("source", metavar="FILE|URL")
@click.option("--token", metavar="REFERENCE", help="A secret reference to a token that may read, secret://name.")
@importing
def netbox(  # noqa: PLR0913 -- the same
    source: str,
    *,
    token: str | None,
    inventory: Path,
    credential: str | None,
    yes: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Take sites, devices and links over from NetBox 4.

    URL is NetBox's address; it is only read. FILE is JSON with the lists sites, devices, interfaces,
    cables and circuits, each as the API gives its results.

    A site lies in the municipality that its custom field municipality_code, its tenant, its name or its
    coordinates tell. Cables between interfaces, circuits that are cabled at both ends, and paths through
    patch panels become links. What is left out is told, with the reason.

    Everything goes into one file, imported/netbox.yaml in the inventory. Keys that NetBox knows nothing
    of may be added there and stay. What people wrote elsewhere is never changed: differences are only
    told. Without a terminal, --yes is needed to write.

    Exit codes: 0 fine, 1 nothing could be written, 2 wrong usage, 3 differences under --strict.

    Example: netmon inventory import netbox https://netbox.example.org --token secret://netbox-token
    """
    from netmon.console.imports import Order, import_netbox

    import_netbox(source, token, Order(inventory, credential, yes=yes, strict=strict, as_json=as_json))
