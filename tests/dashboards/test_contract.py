"""The pages count as the contract does: a municipality's month is the one that the report prints."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.formats import Formats
from dashboards.texts import Words
from dashboards.towns.figures import contract, figures
from dashboards.towns.periods import Period, reported
from dashboards.towns.rollups import table
from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.engine.publisher import Publisher
from netmon.inventory.models import Inventory, SlaClass
from netmon.judgement.availability import SlaVerdict
from netmon.judgement.situation import Judgement, Situation
from netmon.language import Language
from netmon.model import MunicipalityCode, MunicipalityState, Standing, Transition
from netmon.reader import Health, Snapshot
from netmon.report.period import Period as Reported
from netmon.report.period import moment
from netmon.report.sla import Line, compose, reach, watched
from netmon.settings import Settings
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.dashboards.exhibit import Exhibit
from tests.netmon.region import TOWNS, municipality, region

A, B, C = TOWNS.values()
M = MunicipalityState
NOW = moment("2026-11-18T12:00")
NOON = moment("2026-11-12T12:00")
"""A Thursday: service was promised."""
OFFICE = {
    "title": "Úřad",
    "target": "99.9",
    "service_hours": {"days": ["mon", "thu"], "start": "07:00", "end": "17:00"},
    "minimum_outage": "5m",
}
TROUBLES = (
    (NOON, 2 * MINUTE, M.ISOLATED),
    (NOON + HOUR, 20 * MINUTE, M.ISOLATED),
    (NOON + 2 * HOUR, 10 * MINUTE, M.UNKNOWN),
    (NOON + 3 * HOUR, 30 * MINUTE, M.DEGRADED),
    (NOON + 10 * HOUR, 40 * MINUTE, M.DISCONNECTED),
)
"""Too brief to count, an outage, no data, no backup, and an outage by night, when nothing was promised."""


def contracted() -> Inventory:
    bare = region()
    towns = {code: town.model_dump() for code, town in bare.municipalities.items()}
    towns[B] |= {"sla": "office"}
    return Inventory.build({**bare.model_dump(), "municipalities": towns, "sla_classes": {"office": OFFICE}})


def changes() -> Iterator[Transition]:
    for code in TOWNS.values():
        yield Transition(municipality(code), None, M.OPERATIONAL, Millis(NOW - 40 * DAY), NOW, "connected")
    for start, span, state in TROUBLES:
        yield Transition(municipality(B), M.OPERATIONAL, state, Millis(start), NOW, "trouble")
        yield Transition(municipality(B), state, M.OPERATIONAL, Millis(start + span), NOW, "over")


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    inventory, health = contracted(), Health(NOW, 4, 4)
    with StateStore(tmp_path) as state, SampleStore(tmp_path):
        state.commit(judgement=Judgement(Situation(), tuple(changes())), now=NOW)
        state.beat(NOW)
        reader = StoreReader(tmp_path, ManualClock(NOW))
        connected = {code: Standing(M.OPERATIONAL, NOW) for code in TOWNS.values()}
        settings = Settings(public=True)
        yield Publisher(reader, Snapshot(0, NOW, NOW, inventory, settings, health, municipalities=connected))
        reader.close()


@pytest.fixture
def client(publisher: Publisher) -> FlaskClient:
    return create_app(publisher, Exhibit(publisher.snapshot()), ManualClock(NOW)).test_client()


def the_month(publisher: Publisher, inventory: Inventory, code: MunicipalityCode) -> Line:
    found = {figure.period: figure.line for figure in figures(publisher, inventory, code, NOW)}
    return found[Period.MONTH]


def test_every_month_on_the_page_is_the_month_of_the_report(publisher: Publisher) -> None:
    inventory, november = contracted(), Reported.named("2026-11")
    asked = reach(inventory, november.so_far(NOW))
    report = compose(
        inventory, november, publisher.pasts(watched(inventory), Interval(asked.start, min(asked.end, NOW))), NOW
    )
    shown = table(publisher, inventory, NOW)
    assert tuple(row.month for district in shown.districts for row in district.rows) == report.lines
    assert tuple(district.total.month for district in shown.districts) == report.orps
    assert shown.region.month == report.region
    for line in report.lines:
        assert the_month(publisher, inventory, line.code) == line


def test_the_contract_decides_what_counts(publisher: Publisher) -> None:
    line = the_month(publisher, contracted(), B)
    part = line.availability
    assert (part.outage, part.unknown, line.degraded, line.brief) == (
        20 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * MINUTE,
    )  # fmt: skip
    assert part.base == (3 + 2) * 10 * HOUR
    assert part.worst == 1 - Fraction(30 * MINUTE, part.base)
    assert line.verdict is SlaVerdict.BREACHED


def test_every_page_says_the_same_verdict(client: FlaskClient) -> None:
    for path in ("/dostupnost?lang=cs", f"/o/{B}-b?lang=cs", "/sla/2026/11?lang=cs"):
        page = client.get(path).text
        assert "verdict is-breached" in page
        assert "99,000\u00a0%" in page
        assert "99,331\u00a0%" in page


def test_without_a_contract_every_second_counts_and_nothing_is_judged(publisher: Publisher) -> None:
    line = figures(publisher, contracted(), A, NOW)[-1].line
    assert (line.verdict, line.availability.outside) == (None, 0)


@pytest.mark.parametrize("midnight", ["2026-11-01T00:00", "2026-12-01T00:00", "2027-01-01T00:00"])
def test_at_midnight_sharp_the_day_and_the_month_are_those_that_end(midnight: str) -> None:
    for period in (Period.TODAY, Period.MONTH):
        assert reported(period, moment(midnight)).interval.end == moment(midnight)
        assert reported(period, Millis(moment(midnight) + 1)).interval.start == moment(midnight)


def test_a_contract_is_told_in_clauses() -> None:
    words, formats = Words(Language.CS), Formats(Language.CS)
    said = [clause.replace("\u00a0", " ") for clause in contract(SlaClass(**OFFICE), words, formats)]
    assert said == [
        "cíl 99,9 % v kalendářním měsíci",
        "počítá se po, čt od 07:00 do 17:00",
        "výpadky kratší než 5 min 00 s se nepočítají",
        "výpadky v předem schválené údržbě se nepočítají",
    ]
    lax = SlaClass(title="x", target=99.5, excludes_maintenance=False)
    assert list(contract(lax, words, formats))[1:] == ["počítá se nepřetržitě", "i výpadky v údržbě se počítají"]
