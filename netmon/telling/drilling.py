"""Holds the drill: asks at its time what is to be done about it, and has it written down."""

from netmon.alerting.auditor import Picture
from netmon.alerting.drill import decided
from netmon.alerting.failover import Desk
from netmon.clock import SECOND, Millis
from netmon.commands import Actor, Command, HoldDrill, SkipDrill
from netmon.drill.moment import is_timely, last_moment
from netmon.drill.result import Hindrance
from netmon.errors import CommandRefused
from netmon.phrase import Phrase
from netmon.settings import Drill
from netmon.store.state import StateStore

EVERY = Millis(5 * SECOND)
BY_ITSELF = Actor("netmon", "calendar")
REFUSALS = {
    Hindrance.CRITICAL: "no drill now, as something critical goes on: {about}",
    Hindrance.STORM: "no drill now, as messages come thick and fast; try again in a minute",
    Hindrance.NOBODY: "a critical incident would reach nobody now: write a route to somebody, or end the silence",
}


def hold_if_due(drill: Drill | None, state: StateStore, picture: Picture, desk: Desk, now: Millis) -> None:
    """Hold the drill whose time has come, or write down why not; once for each moment. Raise StoreError."""
    if drill is None:
        return
    due = last_moment(drill, now)
    if is_timely(due, now) and not state.is_drill_decided(due):
        state.execute(decided(due, picture, desk, now), BY_ITSELF, now)


def filled_in(command: Command, picture: Picture | None, desk: Desk, now: Millis) -> Command:
    """Return the command, one for a drill with its messages; raise CommandRefused if there can be none now."""
    if not isinstance(command, HoldDrill):
        return command
    if picture is None:
        raise CommandRefused(Phrase("netmon has not looked around yet; try again in a few seconds"))
    found = decided(now, picture, desk, now)
    if isinstance(found, SkipDrill):
        raise CommandRefused(Phrase(REFUSALS[found.hindrance], about=found.about))
    return found
