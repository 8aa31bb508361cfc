"""What somebody sees of a backup and of putting one back."""

import json
from pathlib import Path

from netmon.archive import backup, restore
from netmon.archive.backup import Backup
from netmon.archive.manifest import Manifest
from netmon.archive.restore import Outcome, Restored
from netmon.clock import SystemClock, to_datetime
from netmon.console.caller import caller
from netmon.console.terminal import Terminal
from netmon.phrase import Phrase

MEGABYTE = 1_000_000


def back_up(order: backup.Order, *, as_json: bool) -> None:
    """Make a backup and say what is in it."""
    terminal = Terminal.of_process()
    with backup.begun(order) as work:
        label = Phrase("Copying {size:,} MB", size=_megabytes(work.steps // 2))
        with terminal.progress(label, work.steps) as advance:
            made = backup.write(work, now=SystemClock().now(), advance=advance)
    for warning in made.warnings:
        terminal.say(Phrase("warning: {warning}", warning=warning))
    if as_json:
        terminal.show(json.dumps(_backup_as_object(made), ensure_ascii=False))
        return
    terminal.show(Phrase("{path}: {size:,} MB, whole and examined", path=made.path, size=_megabytes(made.size)))
    terminal.say(
        Phrase("Secrets are not in it: keep them apart. Put it back with netmon restore {path}", path=made.path)
    )


def put_back(order: restore.Order, *, as_json: bool) -> None:
    """Put a backup back and say what has become of what was there."""
    terminal = Terminal.of_process()
    manifest = restore.look_into(order.path)
    label = Phrase("Unpacking {size:,} MB", size=_megabytes(manifest.size))
    with terminal.progress(label, manifest.size) as advance:
        restored = restore.restore(order, actor=caller(), now=SystemClock().now(), advance=advance)
    if as_json:
        terminal.show(json.dumps(_restored_as_object(restored), ensure_ascii=False))
        return
    made = f"{to_datetime(manifest.made):%Y-%m-%d %H:%M:%S} UTC"
    terminal.show(Phrase("{path}: the state is now that of {made}", path=order.state, made=made))
    for line in _remarks(restored, order.inventory):
        terminal.say(line)


def _remarks(restored: Restored, inventory: Path) -> list[Phrase]:
    """Return what somebody who has put a backup back should know."""
    remarks = [
        Phrase("{schema}.db was brought from schema {old} to {new}", schema=schema, old=old, new=new)
        for schema, old, new in _migrated(restored)
    ]
    if restored.replaced is not None:
        remarks.append(Phrase("What was there before is now in {path}", path=restored.replaced))
    if "samples" not in restored.manifest.schemas:
        remarks.append(Phrase("The backup held no samples: charts begin anew"))
    remarks.append(_about_inventory(restored.inventory, inventory))
    return remarks


def _migrated(restored: Restored) -> list[tuple[str, int, int]]:
    before = restored.manifest.schemas
    return [(schema, before[schema], new) for schema, new in restored.schemas.items() if before.get(schema, new) != new]


def _about_inventory(outcome: Outcome, directory: Path) -> Phrase:
    match outcome:
        case Outcome.RESTORED:
            return Phrase("The inventory is in {path}", path=directory)
        case Outcome.LEFT:
            return Phrase("{path}: an inventory is here already; it was left as it is", path=directory)
        case Outcome.NONE:
            return Phrase("The backup held no inventory")


def _backup_as_object(made: Backup) -> dict[str, object]:
    return {
        "file": str(made.path),
        "size": made.size,
        **_manifest_as_object(made.manifest),
        "members": [{"name": member.name, "size": member.size} for member in made.manifest.members],
        "warnings": list(made.warnings),
    }


def _restored_as_object(restored: Restored) -> dict[str, object]:
    return {
        **_manifest_as_object(restored.manifest),
        "migrated": {schema: {"from": old, "to": new} for schema, old, new in _migrated(restored)},
        "replaced": None if restored.replaced is None else str(restored.replaced),
        "inventory": restored.inventory.value,
    }


def _manifest_as_object(manifest: Manifest) -> dict[str, object]:
    return {"made": to_datetime(manifest.made).isoformat(), "netmon": manifest.netmon, "schemas": manifest.schemas}


def _megabytes(size: int) -> int:
    """Return a size in megabytes, rounded up."""
    return -(-size // MEGABYTE)
