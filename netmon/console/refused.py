"""`netmon influx refused`: the lines that InfluxDB does not take are shown, sent again, or let go."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from netmon.clock import SystemClock
from netmon.commands import DropRefused, ResendRefused
from netmon.console.caller import caller
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.process.commander import StoreCommands, commands_of
from netmon.report.period import local
from netmon.store.backlog import Letter, letters
from netmon.store.database import SAMPLES_FILE, reading
from netmon.store.samples import SampleStore

LONGEST_SHOWN = 200


def show_refused(state: Path, keys: Sequence[int], *, as_json: bool) -> None:
    """Print refused lines and why, all or some of them."""
    terminal, found = Terminal.of_process(), _find(state, keys)
    if as_json:
        terminal.show(json.dumps({"refused": [*map(_object, found)]}, ensure_ascii=False, indent=2))
        return
    for line in (said for letter in found for said in _told(letter)):
        terminal.show(line)
    if not found:
        terminal.say(Phrase("InfluxDB has refused nothing that is still kept"))


def resend_refused(state: Path, keys: Sequence[int]) -> None:
    """Queue refused lines once more, all or some of them."""
    found = _find(state, keys)
    _carry_out(state, ResendRefused(tuple(letter.id for letter in found)))
    Terminal.of_process().say(Phrase("{lines:line|lines} in the outbox once more", lines=len(found)))


def drop_refused(state: Path, keys: Sequence[int], *, is_agreed: bool) -> None:
    """Forget refused lines, all or some of them; whoever is at a terminal is asked first."""
    terminal, found = Terminal.of_process(), _find(state, keys)
    question = Phrase("Let {lines:line|lines} go for good?", lines=len(found))
    if not is_agreed and not (terminal.is_interactive and terminal.confirm(question)):
        raise CommandRefused(Phrase("nothing was dropped; say --yes to drop without a question"))
    _carry_out(state, DropRefused(tuple(letter.id for letter in found)))
    terminal.say(Phrase("{lines:line|lines} dropped", lines=len(found)))


def _find(state: Path, keys: Sequence[int]) -> tuple[Letter, ...]:
    """Return the refused lines of these numbers, all if none is named; raise CommandRefused for one that is not."""
    with reading(state / SAMPLES_FILE) as connection:
        known = {letter.id: letter for letter in letters(connection)}
    unknown = sorted(set(keys) - known.keys())
    if unknown:
        raise CommandRefused(Phrase("there is no refused line {number}", number=unknown[0]))
    return tuple(known[key] for key in sorted(set(keys)) or known)


def _carry_out(state: Path, command: ResendRefused | DropRefused) -> None:
    if not command.letters:
        return
    clock = SystemClock()
    with commands_of(state, clock) as commands:
        commands.submit(command, caller())
        if isinstance(commands, StoreCommands):  # else the netmon that runs has done it
            with SampleStore(state) as samples:
                samples.carry_out(command, clock.now())


def _told(letter: Letter) -> Iterator[str]:
    yield f"{letter.id}  {local(letter.at)}  {one_line(letter.dead.reason)[:LONGEST_SHOWN]}"
    yield f"    {one_line(letter.dead.line)[:LONGEST_SHOWN]}"


def _object(letter: Letter) -> dict[str, object]:
    return {"id": letter.id, "at": letter.at, "reason": letter.dead.reason, "line": letter.dead.line}
