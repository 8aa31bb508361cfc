"""Whom an incident hits, in the reader's words: municipalities, people, critical sites, what the next cut would do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboards.formats import Formats
from dashboards.plain import plain
from dashboards.texts import Words
from dashboards.titles import entity_name
from netmon.alerting.toll import next_cut_line
from netmon.inventory.models import Inventory
from netmon.model import CriticalKind, CriticalSite, Impact, Incident

NAMED = 5
"""Critical sites that a card names; the rest are counted."""
LONGEST_TITLE = 40
PRESSING = tuple(CriticalKind)


@dataclass(frozen=True, slots=True)
class Toll:
    """What an outage costs, a line each; `sites` and `next_cut` are empty where there is nothing to say.

    `hangs_on` is the one element whose loss would do what `next_cut` says.
    """

    counts: str
    sites: str = ""
    next_cut: str = ""
    hangs_on: str = ""


def toll_of(incident: Incident, inventory: Inventory, words: Words) -> Toll:
    """Return what an incident costs; what the next cut would do only while it is open."""
    impact = incident.impact
    counts = ", ".join(counted(impact, words)) or words("impact.none")
    sites = named_first([site.title for site in in_order(impact.sites)])
    if impact.next_cut is None or not incident.is_open:
        return Toll(counts, sites)
    hangs_on = words("impact.hangs_on", title=entity_name(inventory, impact.next_cut.element, words))
    return Toll(counts, sites, next_cut_line(impact.next_cut, words.language), hangs_on)


def counted(impact: Impact, words: Words) -> Iterator[str]:
    """Yield how many municipalities and people are hit; what is nought is left out."""
    if impact.isolated:
        yield words("impact.isolated", len(impact.isolated))
        yield inhabitants(impact.inhabitants, words)
    if impact.degraded:
        yield words("impact.degraded", len(impact.degraded))


def inhabitants(count: int, words: Words) -> str:
    """Return `17 611 obyvatel`."""
    return words("impact.inhabitants", count, count=Formats(words.language).number(count))


def in_order(sites: Iterable[CriticalSite]) -> list[CriticalSite]:
    """Return critical sites, hospitals first."""
    return sorted(sites, key=lambda site: (PRESSING.index(site.kind), site.title, site.name))


def named_first(titles: Sequence[str]) -> str:
    """Return the first titles and the number of the others: `Nemocnice Aš, HZS Aš +2`."""
    shown = ", ".join(plain(title, LONGEST_TITLE) for title in titles[:NAMED])
    return f"{shown} +{len(titles) - NAMED}" if len(titles) > NAMED else shown
