"""What one device says when every collector that concerns it asks once."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from netmon.clock import SECOND, SystemClock
from netmon.console.devices import device_called
from netmon.console.terminal import Terminal
from netmon.inventory.loading import load
from netmon.inventory.models import Device, Inventory
from netmon.model import Measurement, PollErrorKind, PollResult
from netmon.phrase import Phrase
from netmon.plan import concerns, find_collectors
from netmon.polling.poller import Poller
from netmon.secret import SecretStore
from netmon.settings import Settings

KINDS: Mapping[PollErrorKind, Phrase] = {
    PollErrorKind.NO_RESPONSE: Phrase("no response"),
    PollErrorKind.ACCESS_DENIED: Phrase("access denied"),
    PollErrorKind.PROTOCOL_VIOLATION: Phrase("not a proper answer"),
    PollErrorKind.LIMIT_REACHED: Phrase("too much or too long"),
    PollErrorKind.MISCONFIGURED: Phrase("misconfigured here"),
    PollErrorKind.INTERNAL: Phrase("fault of netmon"),
}


def poll_once(name: str, directory: Path, *, as_json: bool) -> bool:
    """Ask a device of an inventory and print what it says; return whether anything answered."""
    inventory = load(directory)
    device = device_called(name, inventory)
    results = asyncio.run(_ask(device, inventory))
    terminal = Terminal.of_process()
    if as_json:
        terminal.show(json.dumps(as_object(device, results), indent=2))
    else:
        for line in lines(device, results):
            terminal.show(line)
    return any(result.answered for result in results)


def as_object(device: Device, results: Sequence[PollResult]) -> dict[str, object]:
    """Return what was said as JSON has it, in English; times are milliseconds."""
    return {
        "device": device.name,
        "address": device.address,
        "answered": any(result.answered for result in results),
        "results": [{**asdict(result), "duration_ms": result.finished - result.started} for result in results],
    }


def lines(device: Device, results: Sequence[PollResult]) -> Iterator[str]:
    """Yield what was said as people read it: a line for each collector, then what it measured or why not."""
    yield Phrase("{device} at {address}", device=device.name, address=device.address)
    if not results:
        yield Phrase("  no collector concerns it: its entry in the inventory names neither snmp nor ssh, nor icmp")
    for result in results:
        said = Phrase("answered") if result.answered else Phrase("no answer")
        seconds = (result.finished - result.started) / SECOND
        yield Phrase("{collector}: {said}, {seconds:,.3f} s", collector=result.collector, said=said, seconds=seconds)
        if result.failure is not None:
            yield Phrase("  {kind}: {text}", kind=KINDS[result.failure.kind], text=result.failure.text)
        yield from (f"  {_describe(measurement)}" for measurement in result.measurements)


def _describe(measurement: Measurement) -> str:
    """Return a measurement's name, its interface if it has one, and its fields; texts are quoted."""
    own = [measurement.tags["ifname"]] if "ifname" in measurement.tags else []
    fields = [f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in measurement.fields.items()]
    return " ".join([measurement.name, *own, *fields])


async def _ask(device: Device, inventory: Inventory) -> list[PollResult]:
    clock = SystemClock()
    now = clock.now()
    poller = Poller(inventory, SecretStore.from_environment(), Settings.from_environment(), clock)
    try:
        return await asyncio.gather(
            *(poller.poll(device, collector, now) for collector in find_collectors() if concerns(collector, device))
        )
    finally:
        poller.close()
