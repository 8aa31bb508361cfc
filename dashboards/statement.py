"""The monthly report as people read it: figures, every interval behind them, and what was published."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.desk import Visit
from dashboards.plain import plain
from dashboards.signs import Sign, sign_of_state
from dashboards.slugs import municipality_slug
from dashboards.titles import incident_title
from netmon.clock import Millis
from netmon.console.figures import Reckoning, reckon, resolution_under
from netmon.console.publishing import Comparison, comparison_as_json
from netmon.model import Correction, Incident, IncidentId, IncidentRecord, Maintenance
from netmon.reader import Reader
from netmon.report.detail import Pool, Told, Trouble, in_whole_seconds, troubles
from netmon.report.period import Period
from netmon.report.rendering import to_csv, to_json
from netmon.report.sla import Group, Line, SlaReport

MOST_SHOWN = 200
"""Intervals of one municipality on the page; all outages stand in the JSON."""


@dataclass(frozen=True, slots=True)
class Area:
    """The region or an ORP: its figures, and the time of its municipalities together."""

    group: Group
    pool: Pool


@dataclass(frozen=True, slots=True)
class Interruption:
    """An outage, or time that nobody knows of, in words; `key` is of the incident that the visitor may open."""

    trouble: Trouble
    sign: Sign
    cause: str
    key: IncidentId | None
    recorded: str
    """The reason as it was recorded, for whoever may read it."""
    excuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a month was made of, in whole seconds that add up."""

    up: Millis
    outage: Millis
    maintenance: Millis
    unknown: Millis
    outside: Millis


@dataclass(frozen=True, slots=True)
class Entry:
    """One municipality; `more` intervals are not shown."""

    line: Line
    slug: str
    parts: Parts
    interruptions: tuple[Interruption, ...]
    more: int


@dataclass(frozen=True, slots=True)
class District:
    """An ORP and its municipalities."""

    area: Area
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What somebody corrected; words and name for whoever may read them."""

    name: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class Statement:
    """The report of a month on a page."""

    report: SlaReport
    region: Area
    districts: tuple[District, ...]
    amendments: tuple[Amendment, ...]
    comparison: Comparison | None

    @property
    def is_known(self) -> bool:
        """Whether anybody watched: before a month in which nobody did, there is nothing to look for."""
        return self.report.region.total.known > 0

    @property
    def areas(self) -> tuple[Area, ...]:
        """The region, then its ORPs."""
        return (self.region, *(district.area for district in self.districts))

    @property
    def interrupted(self) -> tuple[Entry, ...]:
        """The municipalities that were not up all the time, by ORP."""
        return tuple(entry for district in self.districts for entry in district.entries if entry.interruptions)


def statement(reader: Reader, seen: Visit, month: Period) -> Statement:
    """Return the report of a month as a visitor may see it."""
    reckoning = _reckoned(reader, seen, month)
    report, window = seen.rights.report(reckoning.report), reckoning.report.window
    told = Told(reader.incidents_during(window), reader.maintenance(window))
    found = troubles(seen.snapshot.inventory, report, reckoning.pasts, told)
    entries = [_entry(line, found[line.code], seen) for line in report.lines]
    return Statement(
        report,
        Area(report.region, Pool.of(report.lines)),
        tuple(_district(group, [each for each in entries if each.line.orp == group.code]) for group in report.orps),
        tuple(_amendments(report)),
        Comparison.between(reader.published(month.name), reckoning.report),
    )


def as_csv(reader: Reader, seen: Visit, month: Period) -> str:
    """Return the figures of a month as `netmon report sla --format csv` prints them."""
    return f"{to_csv(_reckoned(reader, seen, month).report).rstrip()}\n"


def as_json(reader: Reader, seen: Visit, month: Period) -> str:
    """Return the same as JSON; what people wrote about other towns is left empty, and the command knows all."""
    report = _reckoned(reader, seen, month).report
    comparison = Comparison.between(reader.published(month.name), report)
    return f"{to_json(seen.rights.report(report), {'published': _published(comparison, seen)})}\n"


def _reckoned(reader: Reader, seen: Visit, month: Period) -> Reckoning:
    inventory, settings = seen.snapshot.inventory, seen.snapshot.settings
    return reckon(reader, inventory, month, seen.now, resolution_under(inventory, settings))


def _published(comparison: Comparison | None, seen: Visit) -> Mapping[str, object] | None:
    """Return what was published last; to outsiders what letters say of it."""
    if comparison is None or seen.rights.sees_all:
        return comparison_as_json(comparison)
    last = comparison.published
    return {"version": last.version, "at": last.at, "sha256": last.sha256}


def _district(group: Group, entries: list[Entry]) -> District:
    return District(Area(group, Pool.of(entry.line for entry in entries)), tuple(entries))


def _entry(line: Line, found: tuple[Trouble, ...], seen: Visit) -> Entry:
    part = line.availability
    spent = (part.up, part.outage, part.maintenance, part.unknown, part.outside)
    return Entry(
        line,
        municipality_slug(line.code, line.name),
        Parts(*in_whole_seconds(spent)),
        tuple(_interruption(trouble, line, seen) for trouble in found[:MOST_SHOWN]),
        max(0, len(found) - MOST_SHOWN),
    )


def _interruption(trouble: Trouble, line: Line, seen: Visit) -> Interruption:
    sign, knows = sign_of_state(trouble.state.state), seen.rights.knows(line.code)
    incident = _visible(trouble.incident, seen)
    return Interruption(
        trouble,
        sign,
        _title(incident, seen) if incident else seen.words(f"lost.{sign.name}"),
        incident.id if incident else None,
        plain(trouble.state.reason) if knows else "",
        tuple(_work(work, seen, knows=knows) for work in trouble.works),
    )


def _visible(incident: Incident | None, seen: Visit) -> Incident | None:
    shown = None if incident is None else seen.sees(IncidentRecord(incident))
    return None if shown is None else shown.incident


def _title(incident: Incident, seen: Visit) -> str:
    return incident_title(seen.snapshot.inventory, incident, seen.words, seen.rights)


def _work(work: Maintenance, seen: Visit, *, knows: bool) -> str:
    """Return which work excuses; who answers for it and why, only to whoever may read it."""
    if not knows:
        return seen.words("monthly.work")
    return seen.words("monthly.work_of", reason=plain(work.reason), author=plain(work.author))


def _amendments(report: SlaReport) -> list[Amendment]:
    names = {line.code: line.name for line in report.lines}
    return [Amendment(names[each.municipality], each) for each in report.corrections]
