"""The report of a period as people read it: figures, every interval behind them, and what was published."""

from dataclasses import dataclass

from dashboards.plain import plain
from dashboards.rights import Rights
from dashboards.signs import Sign, sign_of_state
from dashboards.texts import Words
from dashboards.titles import incident_title
from dashboards.towns.slugs import municipality_slug
from netmon.clock import Millis
from netmon.commands.publication import digest_of
from netmon.model import Correction, IncidentId, Maintenance
from netmon.report.comparison import Comparison
from netmon.report.detail import Pool, Trouble, in_whole_seconds
from netmon.report.findings import Findings
from netmon.report.rendering import figures
from netmon.report.sla import Group, Line, SlaReport
from netmon.store.rows import canonical

MOST_SHOWN = 200
"""Intervals of one municipality on the page; all of them stand in the JSON."""


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
    """The report of a period in words, as far as its reader may see it."""

    report: SlaReport
    digest: str
    """SHA-256 of the canonical JSON of the figures that the reader may have."""
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


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who is told, in which words, and how many intervals of one municipality at most."""

    findings: Findings
    rights: Rights
    words: Words
    most: int


def statement(findings: Findings, rights: Rights, words: Words, most: int = MOST_SHOWN) -> Statement:
    """Return what a report says to whoever has such rights."""
    seen = rights.findings(findings)
    report, telling = seen.report, _Telling(seen, rights, words, most)
    entries = [_entry(line, seen.troubles[line.code], telling) for line in report.lines]
    return Statement(
        report,
        digest_of(canonical(figures(report))),
        Area(report.region, Pool.of(report.lines)),
        tuple(_district(group, [each for each in entries if each.line.orp == group.code]) for group in report.orps),
        tuple(_amendments(report)),
        seen.comparison,
    )


def _district(group: Group, entries: list[Entry]) -> District:
    return District(Area(group, Pool.of(entry.line for entry in entries)), tuple(entries))


def _entry(line: Line, found: tuple[Trouble, ...], telling: _Telling) -> Entry:
    part = line.availability
    spent = (part.up, part.outage, part.maintenance, part.unknown, part.outside)
    return Entry(
        line,
        municipality_slug(line.code, line.name),
        Parts(*in_whole_seconds(spent)),
        tuple(_interruption(trouble, line, telling) for trouble in found[: telling.most]),
        max(0, len(found) - telling.most),
    )


def _interruption(trouble: Trouble, line: Line, telling: _Telling) -> Interruption:
    sign, knows = sign_of_state(trouble.state.state), telling.rights.knows(line.code)
    return Interruption(
        trouble,
        sign,
        _cause(trouble, sign, telling),
        trouble.incident.id if trouble.incident else None,
        plain(trouble.state.reason),
        tuple(_work(work, telling.words, knows=knows) for work in trouble.works),
    )


def _cause(trouble: Trouble, sign: Sign, telling: _Telling) -> str:
    if trouble.incident is None:
        return telling.words(f"lost.{sign.name}")
    return incident_title(telling.findings.inventory, trouble.incident, telling.words, telling.rights)


def _work(work: Maintenance, words: Words, *, knows: bool) -> str:
    """Return which work excuses; who answers for it and why, only to whoever may read it."""
    if not knows:
        return words("monthly.work")
    return words("monthly.work_of", reason=plain(work.reason), author=plain(work.author))


def _amendments(report: SlaReport) -> list[Amendment]:
    names = {line.code: line.name for line in report.lines}
    return [Amendment(names[each.municipality], each) for each in report.corrections]
