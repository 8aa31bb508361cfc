"""`netmon device moves`: which interfaces were found under another name, and which devices are others now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.foreign import one_line
from netmon.identity.device import Replacement
from netmon.language import Language
from netmon.model import DeviceName
from netmon.phrase import Phrase, in_language
from netmon.report.period import local
from netmon.store.database import STATE_FILE, reading
from netmon.store.identities import Moved, moves

HEADS = (
    Phrase("found"),
    Phrase("device"),
    Phrase("interface"),
    Phrase("was called"),
    Phrase("is called"),
    Phrase("known by"),
)
PROOFS: Mapping[str, Phrase] = {
    "mac": Phrase("MAC address"),
    "alias": Phrase("ifAlias"),
    "neighbour": Phrase("LLDP neighbour"),
    "name": Phrase("name"),
    "inventory": Phrase("inventory"),
    "serial": Phrase("serial number"),
    "engine": Phrase("SNMP engine"),
}
"""What an interface or a device is known by, as `netmon.identity` names it."""


def list_moves(state: Path, device: str | None, limit: int, *, as_json: bool) -> None:
    """Print what was found to be called otherwise at a device, or at any, the newest first."""
    terminal = Terminal.of_process()
    with reading(state / STATE_FILE) as connection:
        found = moves(connection, None if device is None else DeviceName(device), limit)
    if as_json:
        terminal.show(json.dumps({"moves": [_told(each) for each in found]}, ensure_ascii=False, indent=2))
    else:
        terminal.show("\n".join(_table(found, terminal.language)))


def _table(found: Sequence[Moved], language: Language) -> Iterator[str]:
    if found:
        yield from aligned([HEADS, *map(_row, found)], language)
    else:
        yield in_language(Phrase("no interface was found under another name, and no device is another one"), language)


def _row(moved: Moved) -> tuple[object, ...]:
    change = moved.change
    interface = Phrase("the device itself") if isinstance(change, Replacement) else one_line(change.interface)
    names = one_line(change.previous), one_line(change.present)
    return local(moved.at), one_line(moved.device), interface, *names, _proofs(change.reason)


def _proofs(reason: str) -> Phrase:
    return Phrase("{proofs}", proofs=[PROOFS.get(piece, one_line(piece)) for piece in reason.split(",")])


def _told(moved: Moved) -> Mapping[str, object]:
    change = moved.change
    return {
        "at": moved.at,
        "device": one_line(moved.device),
        "interface": None if isinstance(change, Replacement) else one_line(change.interface),
        "previous": one_line(change.previous),
        "present": one_line(change.present),
        "known_by": change.reason.split(","),
    }
