"""Shifts as an iCalendar, for the calendar program of whoever is on duty."""

from collections.abc import Iterable

from netmon import icalendar
from netmon.clock import Millis
from netmon.icalendar import Event
from netmon.oncall.duty import Shift


def calendar(title: str, shifts: Iterable[tuple[str, str, Shift]], now: Millis) -> str:
    """Return a calendar of shifts, each with the name of its rota and what it is to be called."""
    return icalendar.calendar("oncall", title, (_event(rota, summary, shift, now) for rota, summary, shift in shifts))


def _event(rota: str, summary: str, shift: Shift, now: Millis) -> Event:
    uid = f"{rota}-{shift.person}-{shift.interval.start}@netmon"
    return Event(uid, shift.interval, summary, now, about=shift.reason)
