"""Which device of an inventory somebody means, by its name."""

import click

from netmon.foreign import one_line
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Device, Inventory
from netmon.model import DeviceName
from netmon.phrase import Phrase


def device_called(name: str, inventory: Inventory) -> Device:
    """Return a device of the inventory; raise click.UsageError with the nearest name if there is none."""
    device = inventory.devices.get(DeviceName(name))
    if device is not None:
        return device
    known = Phrase("the inventory has {count:device|devices}", count=len(inventory.devices))
    cure = did_you_mean(name, inventory.devices, otherwise=known)
    complaint = Phrase('there is no device "{name}"; {cure}', name=one_line(name), cure=cure)
    raise click.UsageError(complaint, click.get_current_context(silent=True))
