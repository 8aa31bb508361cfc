"""The page of the monitor itself: what it says, and to whom."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from netmon.clock import DAY, MINUTE, Millis
from netmon.drill.result import DrillResult, Hindrance, Skipped, Verdict
from netmon.inventory.models import Weekday
from netmon.reader import Audit, Health
from netmon.settings import Drill
from tests.dashboards.door.test_access import log_in
from tests.dashboards.exhibit import NOW, Exhibit

WEDNESDAY = Millis(NOW - 5 * DAY)


@pytest.fixture
def page(client: FlaskClient, exhibit: Exhibit) -> FlaskClient:
    """Return a client that is logged in, at a calm time."""
    log_in(client)
    exhibit.drilled = None
    exhibit.show(replace(exhibit.view, incidents=(), health=Health(NOW, 216, 199, audit=Audit(Millis(NOW - 20_000)))))
    return client


def read(client: FlaskClient, language: str = "cs") -> str:
    answer = client.get(f"/sber?lang={language}")
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def test_it_is_for_whoever_is_logged_in_even_where_reading_is_public(client: FlaskClient) -> None:
    answer = client.get("/sber")
    assert (answer.status_code, answer.location) == (303, "/prihlaseni?next=/sber")
    assert "/sber" not in client.get("/?lang=cs").text
    log_in(client)
    assert 'href="/sber' in client.get("/").text


def test_a_monitor_that_is_well_says_so_and_what_it_looked_at(page: FlaskClient) -> None:
    text = read(page)
    for said in (
        "Monitor je v pořádku.",
        "odpovídá 199 z 216",
        "před 20 s nic nenašel",
        "žádná nečeká, žádná se neztratila",
        "Zatím se žádný nekonal.",
        "NETMON_DRILL__DAY=wed",
        "Všechno došlo.",
    ):
        assert said in text


def test_what_was_lost_is_counted_whatever_it_was(page: FlaskClient, exhibit: Exhibit) -> None:
    lost = Health(NOW, 216, 199, samples_lost=12, samples_poisoned=3, influx_dropped=40_000, influx_refused=1)
    exhibit.show(replace(exhibit.view, health=lost))
    text = read(page)
    for said in ("neuloženo: 12", "neplatné: 3", "zahozeno: 40 000", "odmítla: 1"):
        assert said in text


@pytest.mark.parametrize(
    ("health", "said"),
    [
        (Health(Millis(NOW - 10 * MINUTE), 216, 199), "nejnovější měření je staré 10 min"),
        (Health(NOW, 216, 0), "odpovídá 0 z 216"),
        (Health(NOW, 216, 199, audit=Audit(Millis(NOW - 4 * MINUTE))), "naposledy proběhl před 4 min"),
        (Health(NOW, 216, 199, audit=Audit(NOW, ("untold i-1 sms +4206",))), "untold i-1 sms +4206"),
        (Health(NOW, 216, 199, "answered 503"), "answered 503"),
        (Health(NOW, 216, 199, storage="samples.db.damaged-20261123T0100Z"), "samples.db.damaged-20261123T0100Z"),
    ],
)
def test_each_trouble_is_named_and_counted(page: FlaskClient, exhibit: Exhibit, health: Health, said: str) -> None:
    exhibit.show(replace(exhibit.view, health=health))
    text = read(page)
    assert said in text
    assert "Monitor má 1 potíž." in text


def test_a_drill_tells_each_way_by_the_name_of_whom_it_reaches(client: FlaskClient) -> None:
    log_in(client)
    text = read(client)
    for said in (
        "nedošel všude včas",
        "Jana Nováková",
        "email novakova@kraj.example",
        "doručeno za 1 s",
        "doručeno až za 34 min",
        "vzdáno: 550 neznámý",
    ):
        assert said in text
    assert "<script>window.__xss" not in text


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (DrillResult(WEDNESDAY, Verdict.PASSED), "došel všude včas"),
        (DrillResult(WEDNESDAY, Verdict.UNDER_WAY), "právě probíhá"),
        (DrillResult(WEDNESDAY, Verdict.MISSED), "netmon tehdy neběžel"),
        (
            DrillResult(WEDNESDAY, Verdict.SKIPPED, skipped=Skipped(WEDNESDAY, Hindrance.CRITICAL, "Cheb – Aš")),
            "Trvalo něco kritického: Cheb – Aš",
        ),
        (
            DrillResult(WEDNESDAY, Verdict.SKIPPED, skipped=Skipped(WEDNESDAY, Hindrance.STORM)),
            "jedna zpráva za druhou",
        ),
        (DrillResult(WEDNESDAY, Verdict.SKIPPED, skipped=Skipped(WEDNESDAY, Hindrance.NOBODY)), "nikoho nezastihl"),
    ],
)
def test_how_the_last_drill_went_is_said_in_words(
    page: FlaskClient, exhibit: Exhibit, result: DrillResult, said: str
) -> None:
    exhibit.drilled = result
    assert said in read(page)


def test_when_the_next_is_due_is_told_by_the_clock_on_the_wall(page: FlaskClient, exhibit: Exhibit) -> None:
    settings = exhibit.view.settings.model_copy(update={"drill": Drill(day=Weekday.WED)})
    exhibit.show(replace(exhibit.view, settings=settings))
    assert "Příští bude st 25. 11. 2026 12:00." in read(page)
    assert "The next one is due Wed 25 Nov 2026 12:00." in read(page, "en")


def test_what_was_not_delivered_is_listed_with_the_reason(client: FlaskClient) -> None:
    log_in(client)
    text = read(client)
    assert "Nedoručeno za poslední týden" in text
    assert "noc@kraj.example" in text
