"""`netmon oncall`: who is on duty, for people, machines and calendars."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from netmon.clock import DAY, Interval, Millis, SystemClock
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory, Rota
from netmon.language import Language
from netmon.oncall.checks import said
from netmon.oncall.duty import LONGEST_PERIOD, LONGEST_TURN, Shift, next_change, on_duty, shifts
from netmon.oncall.icalendar import calendar
from netmon.oncall.rest import ShortRest, duties, short_rests
from netmon.phrase import Phrase, in_language
from netmon.report.period import local, moment

AHEAD = Millis(30 * DAY)
"""How far ahead is looked, if nothing else is said."""
NO_ROTAS = Phrase("the inventory has no rotas: nobody is on duty; add rotas: …")


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty in a rota at a moment, and who follows when."""

    rota: str
    title: str
    person: str
    following: Shift | None


def show_duty(directory: Path, at: str | None, *, as_json: bool) -> None:
    """Print who is on duty at a moment, who is next, and who rests too little within the following days."""
    terminal, inventory = Terminal.of_process(), _with_rotas(directory)
    asked = _now() if at is None else moment(at)
    found = [_duty(name, rota, asked) for name, rota in inventory.rotas.items()]
    rests = _rests(inventory, Interval(asked, Millis(asked + AHEAD)))
    if as_json:
        told = {"at": local(asked), "rotas": [_duty_object(each) for each in found], "rests": _rest_objects(rests)}
        terminal.show(json.dumps(told, ensure_ascii=False))
        return
    heads = (Phrase("rota"), Phrase("on duty"), Phrase("reached by"), Phrase("next hand-over"), Phrase("to whom"))
    rows = [_duty_row(each, inventory) for each in found]
    terminal.show("\n".join([*aligned([heads, *rows], terminal.language), *_warnings(rests, terminal.language)]))


def show_shifts(directory: Path, start: str | None, end: str | None, *, as_json: bool) -> None:
    """Print every shift of a period, and who rests too little in it."""
    terminal, inventory = Terminal.of_process(), _with_rotas(directory)
    begin = _now() if start is None else moment(start)
    period = Interval(begin, Millis(begin + AHEAD) if end is None else moment(end))
    if not 0 < period.length <= LONGEST_PERIOD:
        raise CommandRefused(Phrase("the period must end after it begins, and within three years"))
    found = [(name, shift) for name, rota in inventory.rotas.items() for shift in shifts(rota, period)]
    rests = _rests(inventory, period)
    if as_json:
        told = {"shifts": [_shift_object(*each) for each in found], "rests": _rest_objects(rests)}
        terminal.show(json.dumps(told, ensure_ascii=False))
        return
    heads = (Phrase("rota"), Phrase("from"), Phrase("until"), Phrase("on duty"), Phrase("reason"))
    rows = [_shift_row(name, shift, inventory) for name, shift in found]
    terminal.show("\n".join([*aligned([heads, *rows], terminal.language), *_warnings(rests, terminal.language)]))


def print_calendar(directory: Path, person: str, days: int) -> None:
    """Print the shifts of a person as an iCalendar, as it is: its line ends are its own."""
    inventory, now = _with_rotas(directory), _now()
    if person not in inventory.people:
        cure = did_you_mean(person, inventory.people, otherwise=Phrase("add the person"))
        raise CommandRefused(Phrase("there is no person {name}; {cure}", name=quote(person), cure=cure))
    around = Interval(Millis(now - LONGEST_TURN * DAY), Millis(now + (days + LONGEST_TURN) * DAY))
    asked = Interval(now, Millis(now + days * DAY))
    title = in_language(Phrase("on duty"), inventory.people[person].language)
    found = [
        (name, f"{rota.title}: {title}", shift)
        for name, rota in inventory.rotas.items()
        for shift in shifts(rota, around)
        if shift.person == person and shift.interval.intersect(asked)
    ]
    click.echo(calendar(f"{inventory.people[person].name}: {title}", found, now), nl=False)


def _with_rotas(directory: Path) -> Inventory:
    """Return the inventory; raise CommandRefused where nobody takes turns."""
    inventory = load(directory)
    if not inventory.rotas:
        raise CommandRefused(NO_ROTAS)
    return inventory


def _duty(name: str, rota: Rota, at: Millis) -> Duty:
    return Duty(name, rota.title, on_duty(rota, at), next_change(rota, at))


def _rests(inventory: Inventory, period: Interval) -> tuple[ShortRest, ...]:
    return tuple(short_rests(duties(inventory.rotas, period)))


def _warnings(rests: Sequence[ShortRest], language: Language) -> Iterator[str]:
    if rests:
        yield ""
        yield from (in_language(said(each), language) for each in rests)


def _duty_row(duty: Duty, inventory: Inventory) -> tuple[object, ...]:
    person, following = inventory.people[duty.person], duty.following
    ways = [f"{channel} {address}" for channel, address in person.ways]
    after = ("–", "–") if following is None else (_short(following.interval.start), _name(following.person, inventory))
    return duty.rota, person.name, ", ".join(ways) or "–", *after


def _shift_row(rota: str, shift: Shift, inventory: Inventory) -> tuple[object, ...]:
    interval = shift.interval
    name = _name(shift.person, inventory)
    return rota, _short(interval.start), _short(interval.end), name, shift.reason or "–"


def _duty_object(duty: Duty) -> Mapping[str, object]:
    following = duty.following
    after = None if following is None else {"at": local(following.interval.start), "person": following.person}
    return {"rota": duty.rota, "title": duty.title, "person": duty.person, "next": after}


def _shift_object(rota: str, shift: Shift) -> Mapping[str, object]:
    return {
        "rota": rota,
        "person": shift.person,
        "from": local(shift.interval.start),
        "until": local(shift.interval.end),
        "is_override": shift.is_override,
        "reason": shift.reason,
    }


def _rest_objects(rests: Sequence[ShortRest]) -> list[Mapping[str, object]]:
    return [{"person": each.person, "from": local(each.pause.start), "until": local(each.pause.end)} for each in rests]


def _name(person: str, inventory: Inventory) -> str:
    return inventory.people[person].name


def _short(at: Millis) -> str:
    return local(at)[: len("2026-12-24 08:00")]


def _now() -> Millis:
    return SystemClock().now()
