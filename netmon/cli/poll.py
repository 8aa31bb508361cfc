"""`netmon poll`: what one device says when every collector that concerns it asks once."""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from netmon.clock import SECOND, SystemClock
from netmon.errors import NetmonError
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.loading import load
from netmon.inventory.models import Device, Inventory
from netmon.model import DeviceName, Measurement, PollResult


@click.command()
@click.argument("device")
@click.option("--once", is_flag=True, help="Ask once and end; `netmon run` is what asks for ever.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--inventory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="NETMON_INVENTORY",
    default=Path("inventory"),
    show_default=True,
    help="Where the device is written down.",
)
def poll(device: str, *, once: bool, as_json: bool, inventory: Path) -> None:
    """Ask DEVICE once with every collector that concerns it, and print what it says.

    Nothing is stored, and a netmon that runs is not disturbed. A device that is only planned may be
    asked too.

    Exits 0 if anything answered, 1 if nothing did, 2 on wrong usage.

    Example: netmon poll cheb-core-1 --once --json
    """
    if not once:
        message = "add --once: to poll for ever is what `netmon run` does"
        raise click.UsageError(message)
    try:
        known = load(inventory)
        asked = known.devices.get(DeviceName(device))
        if asked is None:
            raise click.UsageError(_unknown(device, known))
        results = asyncio.run(_ask(asked, known))
    except NetmonError as error:
        click.echo(f"netmon poll: {error}", err=True)
        sys.exit(1)
    click.echo(json.dumps(as_object(asked, results), indent=2) if as_json else "\n".join(lines(asked, results)))
    sys.exit(0 if any(result.answered for result in results) else 1)


def as_object(device: Device, results: Sequence[PollResult]) -> dict[str, object]:
    """Return what was said as JSON has it; times are milliseconds."""
    return {
        "device": device.name,
        "address": device.address,
        "answered": any(result.answered for result in results),
        "results": [{**asdict(result), "duration_ms": result.finished - result.started} for result in results],
    }


def lines(device: Device, results: Sequence[PollResult]) -> Iterator[str]:
    """Yield what was said as people read it: a line for each collector, then what it measured or why not."""
    yield f"{device.name} at {device.address}"
    if not results:
        yield "  no collector concerns it: its entry in the inventory names neither snmp nor ssh, nor icmp"
    for result in results:
        said = "answered" if result.answered else "no answer"
        yield f"{result.collector}: {said}, {(result.finished - result.started) / SECOND:.3f} s"
        if result.failure is not None:
            yield f"  {result.failure.kind}: {result.failure.text}"
        yield from (f"  {_describe(measurement)}" for measurement in result.measurements)


def _describe(measurement: Measurement) -> str:
    """Return a measurement's name, its interface if it has one, and its fields; texts are quoted."""
    own = [measurement.tags["ifname"]] if "ifname" in measurement.tags else []
    fields = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in measurement.fields.items()]
    return " ".join([measurement.name, *own, *fields])


def _unknown(device: str, known: Inventory) -> str:
    cure = did_you_mean(device, known.devices, otherwise=f"the inventory knows {len(known.devices)} others")
    return f'no device is called "{device}"; {cure}'


async def _ask(device: Device, inventory: Inventory) -> list[PollResult]:
    from netmon.plan import concerns, find_collectors
    from netmon.poller import Poller
    from netmon.secret import SecretStore
    from netmon.settings import Settings

    clock = SystemClock()
    now = clock.now()
    poller = Poller(inventory, SecretStore.from_environment(), Settings.from_environment(), clock)
    try:
        return await asyncio.gather(
            *(poller.poll(device, collector, now) for collector in find_collectors() if concerns(collector, device))
        )
    finally:
        poller.close()
