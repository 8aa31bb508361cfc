"""A month that many things happened in, and who takes its report away."""

import pytest

from dashboards.statement.documents import Recipient
from dashboards.texts import Words
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.commands import Basis
from netmon.commands.publication import Publication, digest_of
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.language import Language
from netmon.model import Correction, CountsAs, MunicipalityCode, MunicipalityState
from netmon.report.comparison import Comparison
from netmon.report.detail import Told, troubles
from netmon.report.findings import Findings
from netmon.report.period import Period
from netmon.report.rendering import figures
from netmon.report.sla import compose, watched
from netmon.store.rows import canonical
from tests.dashboards.exhibit import NOW, shipped_inventory

M = MunicipalityState
SOME = 40
"""Municipalities; of all, a document would take three times as long."""
OCTOBER = Period.named("2026-10")


def october(name: str | None = None, reason: str = "výkop u Hazlova") -> Findings:
    """Return a month with outages, excused and unknown time and a correction; everything named and told as wished."""
    inventory = shipped_inventory()
    if name is not None:
        towns = {code: each.model_copy(update={"name": name}) for code, each in inventory.municipalities.items()}
        orps = {code: each.model_copy(update={"name": name}) for code, each in inventory.orps.items()}
        region = inventory.region.model_copy(update={"name": name})
        inventory = inventory.model_copy(update={"municipalities": towns, "orps": orps, "region": region})
    pasts = {code: _past(code, number, reason) for number, code in enumerate(watched(inventory)[:SOME])}
    report = compose(inventory, OCTOBER, pasts, NOW, Millis(5000))
    text = canonical(figures(report))
    published = Publication("2026-10", 1, NOW, "novakova", "", Basis(1, 1, 0, 0), digest_of(text), text)
    comparison = Comparison.between(published, text)
    return Findings(inventory, report, troubles(inventory, report, pasts, Told()), comparison)


def _past(code: MunicipalityCode, number: int, reason: str) -> Past:
    """Return what a town went through: every third was cut off for a while, every seventh was not watched."""
    start = OCTOBER.interval.start
    begin = Millis(start + number * HOUR)
    end = Millis(begin + (number + 1) * MINUTE)
    state = {0: M.UNKNOWN, 1: M.ISOLATED, 4: M.DISCONNECTED}.get(number % 7, M.OPERATIONAL)
    states = [
        StateInterval(Interval(Millis(start - DAY), begin), M.OPERATIONAL),
        StateInterval(Interval(begin, end), state, reason),
        StateInterval(Interval(end, NOW), M.OPERATIONAL),
    ]
    part = Interval(begin, Millis(begin + MINUTE))
    corrections = [Correction(1, code, part, CountsAs.MAINTENANCE, reason, "zlobil", NOW)] if number == 1 else []
    return Past(states, [part], corrections)


@pytest.fixture(scope="session")
def findings() -> Findings:
    """Return what a month's report says."""
    return october()


@pytest.fixture
def recipient() -> Recipient:
    """Return a Czech operator."""
    return Recipient(Words(Language.CS))
