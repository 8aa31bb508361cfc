"""How an import runs: read there, compared with what stands, shown, and written only when somebody agrees."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from netmon.console.check import as_object as examination_as_object
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused, FileError
from netmon.imports.answers import Answers, parse
from netmon.imports.fetching import LISTS, Progress, Server, fetch
from netmon.imports.found import Found
from netmon.imports.netbox import found_in
from netmon.imports.reckoning import Reckoning, file_of, reckon
from netmon.imports.report import as_object, diff_of, lines_of
from netmon.imports.standing import stand
from netmon.imports.table import devices_in
from netmon.inventory.document import LARGEST_FILE
from netmon.inventory.models import Inventory
from netmon.inventory.whereabouts import slug_of
from netmon.phrase import Phrase
from netmon.secret import SecretRef, SecretStore

NETBOX = "netbox"
LARGEST_EXPORT = 100_000_000
"""Bytes of a file saved from NetBox's API."""
DIFFERENT = 3
STEPS = 100
"""Of the progress bar, for each list."""

Read = Callable[[Inventory], Found]


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line says."""

    directory: Path
    credential: str | None
    yes: bool
    strict: bool
    as_json: bool


def import_table(file: Path, order: Order) -> None:
    """Take over the devices of a table."""
    name = slug_of(file.stem)
    if name in ("", NETBOX):
        message = Phrase(
            "{file}: rename the table; the import is kept under its name, and this one is taken", file=file
        )
        raise CommandRefused(message)
    content = _content(file, LARGEST_FILE)
    _bring(order, name, lambda inventory: devices_in(str(file), content, inventory))


def import_netbox(source: str, token: str | None, order: Order) -> None:
    """Take over what NetBox, or a file saved from it, knows."""
    terminal = Terminal.of_process()
    if "://" in source:
        answers = _ask(source, token, terminal)
    else:
        answers = parse(Answers, _content(Path(source), LARGEST_EXPORT), Phrase("{path}", path=source))
    _bring(order, NETBOX, lambda inventory: found_in(answers, inventory))


def _ask(url: str, token: str | None, terminal: Terminal) -> Answers:
    secret = SecretStore.from_environment().resolve(SecretRef(token)) if token else None
    server = Server.at(url, secret)
    if server.tells_token_in_clear:
        terminal.say(Phrase("the token travels in clear; better give an https:// address"))
    with _steps(terminal, Phrase("asking NetBox at {host}", host=server.host)) as progress:
        return fetch(server, progress)


@contextmanager
def _steps(terminal: Terminal, label: Phrase) -> Iterator[Progress]:
    """Yield what moves a bar on by the share of a list that has arrived."""
    done: dict[str, int] = {}
    with terminal.progress(label, STEPS * LISTS) as advance:

        def progress(path: str, arrived: int, count: int) -> None:
            share = STEPS if arrived >= count else STEPS * arrived // count
            advance(share - done.get(path, 0))
            done[path] = share

        yield progress


def _content(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise FileError(Phrase("{path}: the file is larger than {limit:,} bytes; split it", path=path, limit=limit))
    return content


def _bring(order: Order, name: str, read: Read) -> None:
    terminal = Terminal.of_process()
    file = file_of(order.directory, name)
    standing = stand(order.directory, file)
    reckoning = reckon(order.directory, file, read(standing.inventory), standing, order.credential)
    if not order.as_json:
        _show(reckoning, terminal)
    reason = _reason_against(reckoning, order, terminal)
    if reason is None:
        reckoning.change.write()
    if order.as_json:
        terminal.show(_as_json(reckoning, reason))
    elif reason is None:
        terminal.say(Phrase("{path}: written", path=file))
        terminal.say(Phrase("a netmon that runs learns of it when it gets SIGHUP: systemctl reload netmon"))
    else:
        terminal.say(reason)
    raise SystemExit(exit_code(reckoning, strict=order.strict, written=reason is None))


def exit_code(reckoning: Reckoning, *, strict: bool, written: bool) -> int:
    """Return what the command tells its caller."""
    if not _is_possible(reckoning):
        return 1
    still_differs = bool(reckoning.drift.elsewhere) or (reckoning.drift.needs_writing and not written)
    return DIFFERENT if strict and still_differs else 0


def _is_possible(reckoning: Reckoning) -> bool:
    return reckoning.is_sound and bool(reckoning.found.devices)


def _reason_against(reckoning: Reckoning, order: Order, terminal: Terminal) -> Phrase | None:
    """Return why nothing is written, None if something is."""
    if not reckoning.found.devices:
        return Phrase(
            "there is not one device that could be taken over; may the token see devices? Nothing was written"
        )
    if not reckoning.is_sound:
        return Phrase("the inventory could not be used with this; nothing was written")
    if not reckoning.drift.needs_writing:
        return Phrase("there is nothing to write")
    if order.yes:
        return None
    if order.as_json or not terminal.is_interactive:
        return Phrase("nothing was written yet; to write this, add --yes")
    return None if terminal.confirm(Phrase("Write it?")) else Phrase("nothing was written")


def _show(reckoning: Reckoning, terminal: Terminal) -> None:
    for phrase in lines_of(reckoning):
        terminal.show(phrase)
    terminal.show_diff(diff_of(reckoning))


def _as_json(reckoning: Reckoning, reason: Phrase | None) -> str:
    tree = {
        **examination_as_object(reckoning.examination, ok=_is_possible(reckoning)),
        **as_object(reckoning),
        "written": reason is None,
        "reason": reason,
    }
    return json.dumps(tree, ensure_ascii=False)
