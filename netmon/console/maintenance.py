"""`netmon maintenance`: works are previewed, announced, listed and called off."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from netmon.clock import Interval, Millis, SystemClock
from netmon.commands import CancelMaintenance, PlanMaintenance, PlanWorks
from netmon.console.caller import caller
from netmon.console.terminal import Terminal
from netmon.console.works import lines, listed_object, preview_object, table, work_object
from netmon.errors import FileError, StoreError
from netmon.inventory.document import LARGEST_FILE
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.maintenance.announcement import Announcement, announced
from netmon.maintenance.listing import AHEAD, listed
from netmon.maintenance.preview import Preview, preview
from netmon.maintenance.work import Work
from netmon.phrase import Phrase
from netmon.process.commander import StoreCommands, commands_of
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.situation import load_situation
from netmon.store.windows import planned_between
from netmon.store.works import first_outage

COLLIDES = 3
NOT_WRITTEN = Phrase("nothing is announced yet; to announce it, add --yes")


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line says."""

    inventory: Path
    state: Path
    yes: bool
    as_json: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """The works of a file, what each would do, and what is wrong with the file."""

    announcement: Announcement
    previews: tuple[Preview, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the works can be announced."""
        return bool(self.announcement.works)

    @property
    def collides(self) -> bool:
        """Whether any of the works collides with anything."""
        return any(seen.collisions for seen in self.previews)

    @property
    def widened(self) -> tuple[PlanMaintenance, ...]:
        """The works with all that they cover."""
        pairs = zip(self.announcement.works, self.previews, strict=True)
        return tuple(PlanMaintenance(seen.scope, work.window, work.reason, work.length) for work, seen in pairs)


def add_works(file: Path, order: Order) -> None:
    """Announce the works of a file, when somebody agrees."""
    terminal = Terminal.of_process()
    inventory = load(order.inventory)
    proposal = _propose(file, order.state, inventory)
    if not order.as_json:
        _show(proposal, inventory, terminal)
    reason = _reason_against(proposal, order, terminal)
    if reason is None:
        _announce(proposal, order.state)
    if order.as_json:
        terminal.show(_as_json(proposal, approved=reason is None))
    else:
        done = (
            Phrase("{count:work is|works are} approved", count=len(proposal.announcement.works))
            if reason is None
            else reason
        )
        terminal.say(done)
    raise SystemExit(0 if reason is None else 1)


def preview_works(file: Path, order: Order) -> None:
    """Print what the works of a file would do."""
    terminal = Terminal.of_process()
    inventory = load(order.inventory)
    proposal = _propose(file, order.state, inventory)
    if order.as_json:
        terminal.show(_as_json(proposal, approved=False))
    else:
        _show(proposal, inventory, terminal)
    raise SystemExit(1 if not proposal.is_sound else COLLIDES if proposal.collides else 0)


def list_works(state: Path, *, as_json: bool) -> None:
    """Print the works that are open or to come, as a table or as one JSON object."""
    terminal, now = Terminal.of_process(), SystemClock().now()
    unreadable: list[str] = []
    _require(state)
    with _reading(state) as connection:
        works = planned_between(connection, Interval(now, Millis(now + AHEAD)), unreadable)
        found = sorted(listed(works, partial(first_outage, connection), now), key=lambda each: each.work.frame)
    for row in unreadable:
        terminal.say(Phrase("{row} cannot be read and excuses nothing", row=row))
    if as_json:
        terminal.show(json.dumps({"works": [listed_object(each) for each in found]}, ensure_ascii=False, indent=2))
    elif found:
        terminal.show("\n".join(table(found, terminal)))
    else:
        terminal.say(Phrase("no work is announced"))


def cancel_work(state: Path, key: int, reason: str) -> None:
    """Call a work off."""
    _require(state)
    with commands_of(state, SystemClock()) as commands:
        commands.submit(CancelMaintenance(key, reason), caller())
    Terminal.of_process().say(Phrase("maintenance {key} is called off", key=key))


def _propose(file: Path, state: Path, inventory: Inventory) -> Proposal:
    now = SystemClock().now()
    announcement = announced(str(file), _content(file), inventory, now)
    topology = Topology.of(inventory)
    situation, known = _present(state, announcement.works)
    previews = []
    for work in announcement.works:
        seen = preview(topology, situation, work, known)
        previews.append(seen)
        known = (*known, Work(0, seen.scope, work.window, caller().account, now, work.reason, length=work.length))
    return Proposal(announcement, tuple(previews))


def _present(state: Path, works: Sequence[PlanMaintenance]) -> tuple[Situation, tuple[Work, ...]]:
    """Return what is known now, and the works that may be done in the same time; nothing where no netmon ever ran."""
    if not works or not (state / STATE_FILE).exists():
        return Situation(), ()
    period = Interval(min(work.window.start for work in works), max(work.window.end for work in works))
    with _reading(state) as connection:
        return load_situation(connection), tuple(planned_between(connection, period, []))


def _announce(proposal: Proposal, state: Path) -> None:
    """Hand the works over: a netmon that runs widens them by its own topology, where none runs nobody else does."""
    with commands_of(state, SystemClock()) as commands:
        is_alone = isinstance(commands, StoreCommands)
        commands.submit(PlanWorks(proposal.widened if is_alone else proposal.announcement.works), caller())


def _reason_against(proposal: Proposal, order: Order, terminal: Terminal) -> Phrase | None:
    """Return why nothing is announced, None if the works are."""
    if not proposal.is_sound:
        return Phrase("nothing is announced: mend the file first")
    if order.yes:
        return None
    if order.as_json or not terminal.is_interactive:
        return NOT_WRITTEN
    return None if terminal.confirm(Phrase("Announce it?")) else Phrase("nothing is announced")


def _show(proposal: Proposal, inventory: Inventory, terminal: Terminal) -> None:
    for complaint in proposal.announcement.complaints:
        terminal.say(complaint.phrase)
    for work, seen in zip(proposal.announcement.works, proposal.previews, strict=True):
        for line in lines(work, seen, inventory):
            terminal.show(line)


def _as_json(proposal: Proposal, *, approved: bool) -> str:
    tree = {
        "ok": proposal.is_sound,
        "approved": approved,
        "complaints": [str(complaint) for complaint in proposal.announcement.complaints],
        "works": [
            {**work_object(work), **preview_object(seen)}
            for work, seen in zip(proposal.announcement.works, proposal.previews, strict=True)
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2)


def _content(path: Path) -> bytes:
    """Return what a file holds, a byte more than may be read at most: the door to YAML refuses that."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _require(state: Path) -> None:
    """Raise FileError unless a netmon ran here; its state is at this netmon's schema then."""
    if not (state / STATE_FILE).exists():
        raise FileError(
            Phrase("{path}: no netmon has ever run here; name its directory by --state or NETMON_STATE", path=state)
        )
    with commands_of(state, SystemClock()):
        pass


@contextmanager
def _reading(state: Path) -> Iterator[sqlite3.Connection]:
    path = state / STATE_FILE
    with closing(open_reader(path)) as connection:
        try:
            yield connection
        except (sqlite3.Error, ValueError) as error:
            message = Phrase(
                "{path}: cannot be read: {error}; is it the state of another version of netmon?",
                path=path,
                error=str(error),
            )
            raise StoreError(message) from error
