"""`netmon silence`: silences are begun, listed and ended."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from netmon.clock import Millis, SystemClock, to_datetime
from netmon.commands import AddSilence, EndSilence
from netmon.console.caller import caller
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused, FileError
from netmon.inventory.complaint import Misfit
from netmon.inventory.loading import load
from netmon.inventory.quantities import parse_duration
from netmon.judgement.calendar import PRAGUE
from netmon.maintenance.widening import require_known
from netmon.model import Entity, EntityKind, Hushed, Severity, Silence
from netmon.phrase import Phrase
from netmon.process.commander import StoreCommands, commands_of
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader

ENTITIES = {
    "devices": EntityKind.DEVICE,
    "links": EntityKind.LINK,
    "municipalities": EntityKind.MUNICIPALITY,
}
Named = Mapping[str, tuple[str, ...]]
"""What the command line names, by the kind of it."""


def add_silence(state: Path, inventory: Path, named: Named, length: str, reason: str) -> None:
    """Begin a silence that ends after a length; where no netmon runs nobody else looks up what is named."""
    _require(state)
    hushed, end = hushed_of(named), Millis(SystemClock().now() + _length(length))
    with commands_of(state, SystemClock()) as commands:
        if isinstance(commands, StoreCommands):
            require_known(hushed, load(inventory))
        commands.submit(AddSilence(hushed, end, reason), caller())
    Terminal.of_process().say(Phrase("silent until {until}", until=_moment(end)))


def list_silences(state: Path, *, past: bool, as_json: bool) -> None:
    """Print the silences in force, or all of late, as a table or as one JSON object."""
    _require(state)
    terminal, clock = Terminal.of_process(), SystemClock()
    with commands_of(state, clock):
        """A netmon that runs, or this one, has brought the file to its schema."""
    with closing(StoreReader(state, clock)) as reader:
        found = [each for each in reader.silences() if past or each.is_in_force(clock.now())]
    if as_json:
        tree = {"silences": [_object(each) for each in found]}
        terminal.show(json.dumps(tree, ensure_ascii=False, indent=2))
    elif found:
        heads = (Phrase("id"), Phrase("what"), Phrase("until"), Phrase("by"), Phrase("reason"))
        terminal.show("\n".join(aligned((heads, *map(_cells, found)), terminal.language)))
    else:
        terminal.say(Phrase("nothing is silenced"))


def end_silence(state: Path, key: int) -> None:
    """End a silence."""
    _require(state)
    with commands_of(state, SystemClock()) as commands:
        commands.submit(EndSilence(key), caller())
    Terminal.of_process().say(Phrase("silence {key} has ended", key=key))


def hushed_of(named: Named) -> Hushed:
    """Return what the command line wants to be silent."""
    return Hushed(
        rules=named.get("rules", ()),
        entities=tuple(Entity(kind, name) for option, kind in ENTITIES.items() for name in named.get(option, ())),
        orps=named.get("orps", ()),
        severities=tuple(map(Severity, named.get("severities", ()))),
    )


def _length(text: str) -> Millis:
    try:
        return parse_duration(text)
    except Misfit as error:
        raise CommandRefused(*error.args) from None


def _require(state: Path) -> None:
    if not (state / STATE_FILE).exists():
        raise FileError(
            Phrase("{path}: no netmon has ever run here; name its directory by --state or NETMON_STATE", path=state)
        )


def _cells(each: Silence) -> tuple[str, ...]:
    return str(each.id), ", ".join(_names(each.hushed)), _moment(each.until), each.author, " ".join(each.reason.split())


def _names(hushed: Hushed) -> Iterator[str]:
    yield from map(str, hushed.entities)
    yield from (f"rule {name}" for name in hushed.rules)
    yield from (f"ORP {name}" for name in hushed.orps)
    yield from (severity.value for severity in hushed.severities)


def _object(each: Silence) -> dict[str, object]:
    hushed = each.hushed
    return {
        "id": each.id,
        "rules": list(hushed.rules),
        "entities": [{"kind": entity.kind.value, "name": entity.name} for entity in hushed.entities],
        "orps": list(hushed.orps),
        "severities": [severity.value for severity in hushed.severities],
        "start": to_datetime(each.span.start).isoformat(),
        "until": to_datetime(each.until).isoformat(),
        "author": each.author,
        "reason": each.reason,
    }


def _moment(at: Millis) -> str:
    return f"{to_datetime(at).astimezone(PRAGUE):%Y-%m-%d %H:%M}"
