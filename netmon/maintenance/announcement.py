"""What works a file announces: every value judged against the inventory and the calendar, all faults at once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from netmon.clock import DAY, Interval, Millis, from_datetime
from netmon.commands import PlanMaintenance
from netmon.foreign import one_line
from netmon.inventory.complaint import Complaint, ComplaintSeverity, Misfit, Place, quote
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Inventory
from netmon.inventory.quantities import parse_duration
from netmon.inventory.whereabouts import municipality_named
from netmon.judgement.calendar import PRAGUE
from netmon.maintenance.writing import Said, Written, read_works, too_many
from netmon.model import Entity, EntityKind, MunicipalityCode
from netmon.phrase import Phrase

LONGEST_REASON = 2_000
LONGEST_WORK = Millis(366 * DAY)
MOST_COMPLAINTS = 500
WRITE_TIME = Phrase("write day and time, such as 2026-12-01 22:00")


@dataclass(frozen=True, slots=True)
class Announcement:
    """The works of a file, none if anything is wrong with one of them, and every complaint."""

    works: tuple[PlanMaintenance, ...]
    complaints: tuple[Complaint, ...]


def announced(file: str, content: bytes, inventory: Inventory, now: Millis) -> Announcement:
    """Return the works that a file announces; `file` is the name people see."""
    written, complaints = read_works(file, content)
    judges = [_Judge.of(each, inventory, now) for each in written]
    found = [judge.work() for judge in judges]
    every = [*complaints, *too_many(written), *(complaint for judge in judges for complaint in judge.complaints)]
    every.sort(key=lambda complaint: (not complaint.is_error, complaint.line, complaint.column))
    is_sound = not any(complaint.is_error for complaint in every)
    works = tuple(work for work in found if work is not None) if is_sound else ()
    return Announcement(works, tuple(every[:MOST_COMPLAINTS]))


@dataclass(frozen=True, slots=True)
class _Judge:
    """One work as it is written, and what is wrong with it."""

    written: Written
    inventory: Inventory
    now: Millis
    complaints: list[Complaint]

    @classmethod
    def of(cls, written: Written, inventory: Inventory, now: Millis) -> Self:
        return cls(written, inventory, now, [])

    def work(self) -> PlanMaintenance | None:
        """Return the work if nothing is wrong with it."""
        reason, window = self._reason(), self._window()
        length = self._length(window)
        scope = tuple(dict.fromkeys(self._scope()))
        if not scope and not any(self.written.lists.values()):
            cure = Phrase("add devices, links, shared_risks or municipalities")
            self._complain(self.written.place, Phrase("the work names nothing to work on"), cure)
        if window is None or self.complaints_are_grave:
            return None
        self._warn_if_late(window)
        return PlanMaintenance(scope, window, reason, length)

    @property
    def complaints_are_grave(self) -> bool:
        """Whether anything is so wrong that there is no work."""
        return any(complaint.is_error for complaint in self.complaints)

    def _complain(self, place: Place, what: Phrase, cure: Phrase) -> None:
        self.complaints.append(Complaint.at(place, what, cure))

    def _reason(self) -> str:
        said = self.written.texts.get("reason")
        text = one_line(said.text)[:LONGEST_REASON] if said else ""
        if not text:
            self._complain(self.written.place, Phrase("the work has no reason"), Phrase("add reason: …"))
        return text

    def _window(self) -> Interval | None:
        start, end = (self._moment(key) for key in ("start", "end"))
        if start is None or end is None:
            return None
        place = self.written.texts["end"].place
        if end <= start:
            self._complain(place, Phrase("the work ends before it begins"), Phrase("correct start or end"))
        elif end - start > LONGEST_WORK:
            self._complain(place, Phrase("the work is longer than a year"), Phrase("split it"))
        elif end <= self.now:
            cure = Phrase("delete it: what is past cannot be excused; correct start or end")
            self._complain(place, Phrase("the work is over already"), cure)
        return Interval(start, end)

    def _moment(self, key: str) -> Millis | None:
        said = self.written.texts.get(key)
        if said is None:
            self._complain(self.written.place, Phrase("the work has no {key}", key=key), WRITE_TIME)
            return None
        try:
            return moment(said.text)
        except Misfit as error:
            self._complain(said.place, error.what, error.cure)
            return None

    def _length(self, window: Interval | None) -> Millis | None:
        said = self.written.texts.get("length")
        if said is None:
            return None
        try:
            length = parse_duration(said.text)
        except Misfit as error:
            self._complain(said.place, error.what, error.cure)
            return None
        if window is not None and not 0 < length <= window.length:
            what = Phrase("the length does not fit between start and end")
            self._complain(said.place, what, Phrase("shorten it, or move the end"))
        return length

    def _scope(self) -> Iterator[Entity]:
        lists, inventory = self.written.lists, self.inventory
        for name in self._known(lists.get("devices", ()), inventory.devices, "there is no device {name}"):
            yield Entity(EntityKind.DEVICE, name)
        for name in self._known(lists.get("links", ()), inventory.links, "there is no link {name}"):
            yield Entity(EntityKind.LINK, name)
        risks = inventory.shared_risks
        for name in self._known(lists.get("shared_risks", ()), risks, "there is no shared risk {name}"):
            yield Entity(EntityKind.SHARED_RISK, name)
            members = (link.name for link in inventory.links.values() if name in link.shared_risks)
            yield from (Entity(EntityKind.LINK, member) for member in members)
        for said in lists.get("municipalities", ()):
            yield from (Entity(EntityKind.MUNICIPALITY, code) for code in self._municipality(said))

    def _known(self, names: Iterable[Said], known: Collection[str], missing: str) -> Iterator[str]:
        for said in names:
            if said.text in known:
                yield said.text
            else:
                cure = did_you_mean(said.text, known, otherwise=Phrase("write a name of the inventory"))
                self._complain(said.place, Phrase(missing, name=quote(one_line(said.text))), cure)

    def _municipality(self, said: Said) -> tuple[MunicipalityCode, ...]:
        named = municipality_named(said.text, self.inventory)
        if len(named) == 1:
            return named
        text = quote(one_line(said.text))
        what = Phrase("{text} means several municipalities" if named else "there is no municipality {text}", text=text)
        self._complain(said.place, what, Phrase("write its name or its six-digit code"))
        return ()

    def _warn_if_late(self, window: Interval) -> None:
        if window.start < self.now:
            what = Phrase("the work begins before it is approved: it mutes, but it excuses nothing")
            cure = Phrase("announce works before they begin")
            place = self.written.texts["start"].place
            self.complaints.append(Complaint.at(place, what, cure, ComplaintSeverity.WARNING))


def moment(text: str) -> Millis:
    """Return the moment of a text, by the calendar of Europe/Prague if it has no offset; raise Misfit."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Misfit(Phrase("{value} is no day and time", value=quote(one_line(text))), WRITE_TIME) from None
    if found.tzinfo is None:
        found = _in_prague(found, text)
    return from_datetime(found)


def _in_prague(found: datetime, text: str) -> datetime:
    """Return a wall time as the one moment that it means; raise Misfit where there is none or two."""
    first, second = (found.replace(tzinfo=PRAGUE, fold=fold) for fold in (0, 1))
    offsets = [each.utcoffset() or timedelta() for each in (first, second)]
    if offsets[0] == offsets[1]:
        return first
    if first.astimezone(UTC).astimezone(PRAGUE).replace(tzinfo=None) != found:
        what = Phrase("the clock skips {value} in this night", value=quote(text))
        raise Misfit(what, Phrase("write a time before two or after three"))
    what = Phrase("{value} comes twice in this night", value=quote(text))
    raise Misfit(what, Phrase("add the offset: {text}+02:00 is the first, {text}+01:00 the second", text=text))
