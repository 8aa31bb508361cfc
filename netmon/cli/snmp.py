"""`netmon snmp`: what an agent says, asked by hand, and how netmon asks it."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

LARGEST_WALK = 20_000


@click.group(cls=Group)
def snmp() -> None:
    """Ask a device's SNMP agent.

    Example: netmon snmp get cheb-core-1 sysName
    """


@snmp.command(name="get", cls=Command)
@click.argument("device")
@click.argument("objects", metavar="OBJECT...", nargs=-1, required=True)
@options.inventory
@options.as_json
def get(device: str, *, objects: tuple[str, ...], inventory: Path, as_json: bool) -> None:
    """Ask for objects by name or number and print what the agent says.

    OBJECT is an instance by the name of something that netmon reads, such as ifHCInOctets.3 or
    sysName.0, or by its OID, such as 1.3.6.1.2.1.1.5.0. What is there only once needs no .0.

    Exits 0 if every object has a value, 1 if not, 2 on wrong usage.

    Example: netmon snmp get cheb-core-1 sysName ifHCInOctets.3
    """
    from netmon.console.snmp import get_objects

    get_objects(device, objects, inventory, as_json=as_json)


@snmp.command(name="walk", cls=Command)
@click.argument("device")
@click.argument("root", metavar="OBJECT")
@click.option(
    "--limit",
    type=click.IntRange(1, LARGEST_WALK),
    default=1_000,
    show_default=True,
    help="How many instances to show at most.",
)
@options.inventory
@options.as_json
def walk(device: str, root: str, *, limit: int, inventory: Path, as_json: bool) -> None:
    """Print everything the agent has below an object, as it comes.

    OBJECT is the name of something that netmon reads, such as ifName, or an OID, such as 1.3.6.1.2.1.2.
    An agent that has no end is cut off: a walk takes so many objects, octets, requests and seconds.

    Exits 0 if that was all, 1 if there is more or nothing, 2 on wrong usage.

    Example: netmon snmp walk cheb-core-1 ifName --limit 100
    """
    from netmon.console.snmp import walk_object

    walk_object(device, root, inventory, limit=limit, as_json=as_json)


@snmp.command(name="plan", cls=Command)
@click.argument("device")
@options.inventory
@options.as_json
def plan(device: str, *, inventory: Path, as_json: bool) -> None:
    """Show how a device is polled: each request, the round trip, what was missed or refused.

    Every SNMP collector that concerns DEVICE reads it three times, so that netmon learns how the answers lie;
    then the requests are listed with what they read, and how many answers were read by comparing (hits)
    and how many by the strict reader (misses). Nothing is stored, and a netmon that runs is not disturbed.

    Exits 0 if all is well, 1 if something is not, 2 on wrong usage.

    Example: netmon snmp plan cheb-core-1
    """
    from netmon.console.outline import show_plan

    show_plan(device, inventory, as_json=as_json)
