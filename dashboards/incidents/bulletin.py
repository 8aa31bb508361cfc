"""What a municipality's subscribers are told: its outages of late, and the works that take its connection.

Nothing in it is internal: of an outage when it was, of a work when it is, and why only to the town itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboards.desk import Visit
from dashboards.formats import Formats
from dashboards.machines.rss import Item
from dashboards.plain import plain
from dashboards.texts import Words
from netmon.clock import DAY, Interval, Millis
from netmon.icalendar import Event
from netmon.letters.outages import Outage, outages
from netmon.maintenance.outcome import municipalities_of
from netmon.maintenance.work import PERSON, Work
from netmon.model import MunicipalityCode
from netmon.reader import Reader

LATELY = Millis(90 * DAY)
RUN_UP = DAY
"""How much further back is looked, so that what lasts or wavers at the edge still begins when it began."""
MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality in the eyes of one reader."""

    code: MunicipalityCode
    name: str
    knows: bool
    """Whether the reader may read why somebody works."""
    words: Words
    formats: Formats

    @classmethod
    def of(cls, code: MunicipalityCode, seen: Visit) -> "Town":
        """Return a municipality of the inventory as its visitor may see it."""
        name = plain(seen.snapshot.inventory.municipalities[code].name)
        return cls(code, name, seen.rights.knows(code), seen.words, seen.formats)


def outages_of(code: MunicipalityCode, seen: Visit, reader: Reader) -> list[Outage]:
    """Return a municipality's outages of late that its contacts would be told of; none where nobody watches."""
    if code not in seen.snapshot.municipalities:
        return []
    settled = seen.snapshot.inventory.region.letters.settled
    window = Interval(Millis(seen.now - LATELY - RUN_UP), seen.now)
    found = outages(reader.pasts([code], window)[code].states, settled)
    return [outage for outage in found if outage.down >= settled]


def works_on(code: MunicipalityCode, seen: Visit, reader: Reader) -> list[Work]:
    """Return the works that people announced and that take a municipality's connection."""
    found = (each for each in reader.works(seen.now) if each.work.source == PERSON)
    return [each.work for each in found if code in municipalities_of(each)]


def items(town: Town, outages: Iterable[Outage], works: Iterable[Work], settled: Millis, now: Millis) -> list[Item]:
    """Return the news of late, the newest first."""
    of_outages = (item for outage in outages for item in _of_outage(town, outage, settled))
    of_works = (item for work in works for item in _of_work(town, work))
    told = [item for item in (*of_outages, *of_works) if now - LATELY <= item.at <= now]
    return sorted(told, key=lambda item: (-item.at, item.guid))[:MOST_TOLD]


def events(town: Town, works: Iterable[Work], page: str) -> Iterator[Event]:
    """Yield the works for a calendar."""
    for work in works:
        yield Event(
            uid=f"work-{work.id}-{town.code}@netmon",
            frame=work.frame,
            summary=town.words("feed.work", name=town.name),
            stamp=work.cancelled or work.approved,
            about=_about(town, work),
            url=page,
            is_cancelled=work.cancelled is not None,
        )


def _of_outage(town: Town, outage: Outage, settled: Millis) -> Iterator[Item]:
    """Yield that the connection went, and that it is back once that has lasted for a while."""
    words, formats = town.words, town.formats
    why = words("why.disconnected" if outage.is_local else "why.isolated")
    begun = words("feed.outage", name=town.name, at=formats.moment(outage.since))
    yield Item(f"netmon-{town.code}-outage-{outage.since}", begun, why, outage.since)
    if outage.until is not None and outage.is_over(settled):
        over = words("feed.restored", name=town.name, at=formats.moment(outage.until))
        lasted = words("feed.lasted", span=formats.exact_duration(outage.until - outage.since))
        yield Item(f"netmon-{town.code}-restored-{outage.until}", over, lasted, outage.until)


def _of_work(town: Town, work: Work) -> Iterator[Item]:
    """Yield that a work was announced, and that it was called off."""
    words, key = town.words, f"netmon-{town.code}-work-{work.id}"
    at = town.formats.moment(work.frame.start)
    yield Item(key, words("feed.announced", name=town.name, at=at), _about(town, work), work.approved)
    if work.cancelled is not None:
        yield Item(
            f"{key}-cancelled", words("feed.cancelled", name=town.name, at=at), _about(town, work), work.cancelled
        )


def _about(town: Town, work: Work) -> str:
    """Return when a work is, how long the outage may be, and why if the reader may know."""
    words, formats = town.words, town.formats
    parts = [words("feed.when", start=formats.moment(work.frame.start), end=formats.moment(work.frame.end))]
    if work.length is not None:
        parts.append(words("feed.at_most", span=formats.duration(work.length)))
    if town.knows and work.reason:
        parts.append(words("feed.why", reason=plain(work.reason)))
    return " ".join(parts)
