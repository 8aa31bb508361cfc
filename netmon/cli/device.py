"""`netmon device`: how a device comes into the inventory, and whether it can be reached."""

import re
from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group
from netmon.phrase import Phrase

POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,15})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,15})?)")
ROLES = ("core", "aggregation", "access", "customer")


def read_point(_context: click.Context, _option: click.Parameter, text: str | None) -> tuple[float, float] | None:
    """Return latitude and longitude; raise UsageError for anything else."""
    if text is None:
        return None
    match = POINT.fullmatch(text.strip())
    if match is None:
        raise click.UsageError(Phrase("--at: write latitude and longitude in degrees, such as 50.0796,12.3739"))
    return float(match[1]), float(match[2])


@click.group(cls=Group)
def device() -> None:
    """Add a device, test how it can be reached, or see what was renamed.

    Example: netmon device add 192.0.2.1
    """


@device.command(name="add", cls=Command)
@click.argument("address")
@click.option("--credential", help="Ask as this SNMP credential of the inventory only.")
@click.option("--port", type=click.IntRange(1, 65535), default=161, show_default=True, help="The agent's UDP port.")
@click.option("--name", help="The name in the inventory; by default made of sysName.")
@click.option("--municipality", help="Where it stands: a name, or a code where names repeat.")
@click.option("--at", callback=read_point, metavar="LAT,LON", help="Where it stands: the nearest municipality.")
@click.option("--site", help="The site it stands at, known or new.")
@click.option("--role", type=click.Choice(ROLES), default="access", show_default=True, help="What it is there for.")
@click.option("--platform", help="The platform; by default guessed from sysDescr.")
@options.inventory
@options.yes
@options.as_json
def add(  # noqa: PLR0913 -- as many as there are options
    address: str,
    *,
    credential: str | None,
    port: int,
    name: str | None,
    municipality: str | None,
    at: tuple[float, float] | None,
    site: str | None,
    role: str,
    platform: str | None,
    inventory: Path,
    yes: bool,
    as_json: bool,
) -> None:
    """Ask a device who it is, and write it into the inventory.

    The device at ADDRESS is asked over SNMP with the credentials of the inventory: SNMPv3 first, then
    v2c and v1 where an entry says allow_insecure. Its name, its municipality, its addresses, and links
    to neighbours it hears over LLDP become a file of its own below devices/. The change is shown as a diff
    and written when you agree, whole or not at all.

    --json prints one object and writes only with --yes beside it.

    Exits 0 if all is well, 1 if nothing was written, 2 on wrong usage.

    Example: netmon device add 192.0.2.1 --role core
    """
    from netmon.console.device import Order, add_device
    from netmon.enrolment.wishes import Wishes
    from netmon.inventory.models import DeviceRole

    wishes = Wishes(name, municipality, at, site, DeviceRole(role), platform)
    add_device(Order(address, port, credential, wishes, inventory, yes, as_json))


@device.command(name="test", cls=Command)
@click.argument("name")
@options.inventory
@options.as_json
def test(name: str, *, inventory: Path, as_json: bool) -> None:
    """Try every way to a device: ICMP, SNMP and SSH, as far as the inventory names them.

    Each is shown with the time it took; where one fails, with the reason and the cure. Over SSH netmon
    logs in, which shows that host key and credential are right, and runs no command.

    Exits 0 if all is well, 1 if something is not, 2 on wrong usage.

    Example: netmon device test cheb-core-1
    """
    from netmon.console.probe import test_device

    test_device(name, inventory, as_json=as_json)


@device.command(name="moves", cls=Command)
@click.argument("device", required=False)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, the newest.")
@options.as_json
@options.state
def moves(device: str | None, *, limit: int, as_json: bool, state: Path) -> None:
    """List renamed interfaces and replaced devices.

    An interface that the device calls otherwise than before keeps its series, known by its MAC address, its ifAlias
    or its LLDP neighbour; of another device at the same address it is told which trait gave it away. With a DEVICE
    only what happened there is listed, the newest first.

    Example: netmon device moves cheb-core-1 --json
    """
    from netmon.console.moves import list_moves

    list_moves(state, device, limit, as_json=as_json)
