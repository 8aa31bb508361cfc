"""How each way to a device goes, shown with the time it took, the reason where it fails, and the cure."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from netmon.clock import SystemClock
from netmon.console.devices import device_called
from netmon.console.terminal import Terminal
from netmon.console.visit import Trial, Visitor, try_all
from netmon.enrolment.cure import Way, cure
from netmon.inventory.loading import load
from netmon.inventory.models import Device
from netmon.phrase import Phrase, in_language
from netmon.secret import SecretStore
from netmon.settings import Settings

TITLES = {Way.ICMP: "ICMP", Way.SNMP: "SNMP", Way.SSH: "SSH"}


def test_device(name: str, directory: Path, *, as_json: bool) -> None:
    """Try every way to a device and show how it went; exit with 1 unless all went well."""
    terminal = Terminal.of_process()
    inventory = load(directory)
    device = device_called(name, inventory)
    visitor = Visitor(SecretStore.from_environment(), Settings.from_environment().snmp, SystemClock())
    trials = asyncio.run(try_all(device, inventory, visitor))
    is_fine = bool(trials) and all(trial.error is None for trial in trials)
    if as_json:
        terminal.show(json.dumps(as_object(device, trials, is_fine=is_fine), ensure_ascii=False))
    else:
        _show(device, trials, terminal)
    raise SystemExit(0 if is_fine else 1)


def as_object(device: Device, trials: Sequence[Trial], *, is_fine: bool) -> dict[str, object]:
    """Return what was tried as JSON has it."""
    return {"device": device.name, "address": device.address, "ok": is_fine, "ways": [*map(_way, trials)]}


def lines(trial: Trial) -> Iterator[Phrase]:
    """Yield how one way went, and what helps if it failed."""
    way = TITLES[trial.door.way]
    if trial.error is None and trial.said:
        yield Phrase("{way}: fine ({said}), {took} ms", way=way, said=trial.said, took=trial.took)
    elif trial.error is None:
        yield Phrase("{way}: fine, {took} ms", way=way, took=trial.took)
    else:
        yield Phrase("{way}: {error}, {took} ms", way=way, error=trial.error, took=trial.took)
        yield Phrase("    {cure}", cure=cure(trial.door, trial.error))


def _way(trial: Trial) -> dict[str, object]:
    error = trial.error
    return {
        "way": trial.door.way,
        "ok": error is None,
        "took_ms": trial.took,
        "said": trial.said,
        "error": None if error is None else type(error).__name__,
        "text": None if error is None else str(error),
        "cure": None if error is None else cure(trial.door, error),
    }


def _show(device: Device, trials: Sequence[Trial], terminal: Terminal) -> None:
    terminal.show(Phrase("{name} at {address}", name=device.name, address=device.address))
    for trial in trials:
        colour = "green" if trial.error is None else "red"
        for line in lines(trial):
            terminal.show(terminal.paint("  " + in_language(line, terminal.language), colour))
    if not trials:
        terminal.say(Phrase("the inventory names no way to it: add snmp, ssh, or reachability: icmp"))
