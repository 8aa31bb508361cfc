"""The monthly report as a page: the figures of the command, every interval behind them, and who may read what."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.formats import Formats
from netmon.clock import MINUTE, Interval, ManualClock, Millis
from netmon.commands import Actor, CorrectAvailability, PublishFigures
from netmon.commands.publication import Publication, digest_of
from netmon.console.figures import reckon, resolution_under
from netmon.console.report import show_sla
from netmon.judgement.correction import Past
from netmon.judgement.situation import Judgement, Situation
from netmon.language import Language
from netmon.model import CountsAs, Incident, Maintenance, MunicipalityCode, MunicipalityState, Transition
from netmon.report.period import Period, moment
from netmon.report.rendering import figures
from netmon.settings import Settings
from netmon.store.database import STATE_FILE, reading
from netmon.store.publications import basis_of
from netmon.store.reading import StoreReader
from netmon.store.rows import canonical
from netmon.store.state import StateStore
from tests.dashboards.exhibit import AS, HOSTILE, INVENTORY, NOW, Exhibit, busy_snapshot, shipped_inventory
from tests.dashboards.people import Who, come_as
from tests.netmon.region import municipality

LUBY = MunicipalityCode("554634")
M = MunicipalityState
OCTOBER = Period.named("2026-10")
NIGHT = Interval(moment("2026-10-25T01:30"), moment("2026-10-25T03:30"))
"""Three hours: the clocks went back in it."""
WHY = "výkop u Hazlova"
SLIP = "Sonda se spletla"
ZLOBIL = Actor("zlobil", "127.0.0.1")


@dataclass
class Lived(Exhibit):
    """An exhibit in which some municipalities went through what a test says."""

    lives: Mapping[MunicipalityCode, Past] = field(default_factory=dict)

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return what municipalities went through."""
        return {**Exhibit.pasts(self, codes, window), **self.lives}


@dataclass
class Recorded(Exhibit):
    """An exhibit whose past stands in a real store."""

    directory: Path = field(default_factory=Path)

    def __post_init__(self) -> None:
        """Write an October in which Aš was cut off in the night of the change, and Luby by mistake."""
        self.store = StateStore(self.directory)
        self.past = StoreReader(self.directory, self.clock)
        start = moment("2026-09-20T12:00")
        found = [
            Transition(municipality(code), None, M.OPERATIONAL, start, NOW, "connected") for code in self.view.months
        ]
        slip = moment("2026-10-05T10:00")
        for code, begin, end in ((AS, NIGHT.start, NIGHT.end), (LUBY, slip, Millis(slip + 90 * MINUTE))):
            found.append(Transition(municipality(code), M.OPERATIONAL, M.ISOLATED, begin, NOW, WHY))
            found.append(Transition(municipality(code), M.ISOLATED, M.OPERATIONAL, end, NOW, "back"))
        self.store.commit(judgement=Judgement(Situation(), tuple(found)), now=NOW)
        self.store.beat(NOW)
        part = Interval(slip, Millis(slip + 30 * MINUTE))
        self.store.execute(CorrectAvailability(LUBY, part, CountsAs.UP, f"{SLIP} {HOSTILE}"), ZLOBIL, NOW)

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return what municipalities went through."""
        return self.past.pasts(codes, window)

    def last_beat(self) -> Millis | None:
        """Return when netmon was last known to be alive."""
        return self.past.last_beat()

    def incidents_during(self, window: Interval) -> Sequence[Incident]:
        """Return the incidents of a period."""
        return self.past.incidents_during(window)

    def maintenance(self, window: Interval) -> Sequence[Maintenance]:
        """Return the works of a period."""
        return self.past.maintenance(window)

    def published(self, month: str) -> Publication | None:
        """Return what was published of a month last."""
        return self.past.published(month)

    def publish(self, reason: str = "") -> str:
        """Publish October and return its hash."""
        inventory = self.view.inventory
        resolution = resolution_under(inventory, self.view.settings)
        text = canonical(figures(reckon(self, inventory, OCTOBER, NOW, resolution).report))
        with reading(self.directory / STATE_FILE) as connection:
            basis = basis_of(connection, OCTOBER.interval)
        self.store.execute(PublishFigures("2026-10", digest_of(text), basis, reason, text), ZLOBIL, NOW)
        return digest_of(text)


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Recorded]:
    """Return an October that was recorded, open to the public."""
    made = Recorded(busy_snapshot(Settings(public=True)), directory=tmp_path)
    with closing(made.past), closing(made.store):
        yield made


def read(exhibit: Exhibit, who: Who = Who.OPERATOR, path: str = "/sla/2026/10", language: str = "cs") -> str:
    answer = come_as(who, exhibit).get(f"{path}?lang={language}")
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def town(page: str, code: str) -> str:
    """Return what stands on a page about the intervals of a municipality."""
    return page.partition(f'<tbody id="o-{code}">')[2].partition("</tbody>")[0]


@pytest.mark.parametrize("form", ["csv", "json", "html", "xlsx"])
@pytest.mark.parametrize("name", ["2026-10", "2026-11"])
def test_a_download_is_what_the_command_prints_byte_by_byte(
    recorded: Recorded,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    name: str,
) -> None:
    recorded.publish()
    monkeypatch.setenv("NETMON_LANGUAGE", "cs")
    show_sla(recorded.directory, INVENTORY, name, form, ManualClock(NOW))
    answer = come_as(Who.OPERATOR, recorded).get(f"/sla/{name.replace('-', '/')}.{form}?lang=cs")
    assert answer.data == capfdbinary.readouterr().out
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.{form}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_hash_on_the_page_is_that_of_the_canonical_json_that_is_given_away(recorded: Recorded) -> None:
    digest = recorded.publish()
    given = json.loads(come_as(Who.OPERATOR, recorded).get("/sla/2026/10.json").data)
    assert given.pop("sha256") == digest
    del given["intervals"], given["published"]
    assert digest_of(canonical(given)) == digest
    page = read(recorded)
    assert f"<code>{digest}</code>" in page
    assert "Verze 1, zveřejněna 23. 11. 2026 02:47:05." in page
    assert "Zveřejnil(a): zlobil." in page
    assert "Čísla v této sestavě jsou ta zveřejněná." in page


def test_a_month_that_is_other_than_it_was_published_says_so(recorded: Recorded) -> None:
    recorded.publish()
    recorded.store.execute(CorrectAvailability(AS, NIGHT, CountsAs.UP, "planá"), ZLOBIL, NOW)
    assert "Od té doby má 1 obec jiná čísla." in read(recorded)
    recorded.publish(f"oprava {HOSTILE}")
    page = read(recorded)
    assert "Verze 2" in page
    assert "Proč znovu: oprava &lt;script&gt;" in page
    assert "oprava" not in read(recorded, Who.PUBLIC).replace("Opravy", "")


def test_a_month_that_nobody_published_says_so(recorded: Recorded) -> None:
    assert "zatím nikdo nezveřejnil" in read(recorded)


def test_a_month_with_25_hours_in_a_day_adds_up_to_the_second(recorded: Recorded) -> None:
    page = read(recorded)
    assert "1. 10. 2026 00:00:00 až 1. 11. 2026 00:00:00, celkem 745 h 00 min 00 s." in page
    hit = town(page, AS)
    assert "v provozu 742 h 00 min 00 s + výpadek 3 h 00 min 00 s = 745 h 00 min 00 s" in hit
    assert "25. 10. 2026 01:30:00" in hit
    assert "25. 10. 2026 03:30:00" in hit


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    said = [Formats(Language.CS).second(moment(f"2026-10-25T{time}")).replace("\u00a0", " ")
            for time in ("01:59:59", "02:30+02:00", "02:30+01:00", "03:00")]  # fmt: skip
    assert said == [
        "25. 10. 2026 01:59:59",
        "25. 10. 2026 02:30:00 (+02:00)",
        "25. 10. 2026 02:30:00 (+01:00)",
        "25. 10. 2026 03:00:00",
    ]


@pytest.mark.parametrize(
    ("who", "reads_as", "reads_luby"),
    [(Who.OPERATOR, True, True), (Who.MUNICIPALITY, True, False), (Who.PUBLIC, False, False)],
)
@pytest.mark.parametrize("path", ["/sla/2026/10", "/sla/2026/10.json"])
def test_what_people_wrote_is_read_by_those_whom_it_concerns(
    recorded: Recorded, who: Who, *, reads_as: bool, reads_luby: bool, path: str
) -> None:
    recorded.store.execute(
        CorrectAvailability(AS, Interval(NIGHT.start, Millis(NIGHT.start + 1)), CountsAs.UP, "ašská chybička"),
        ZLOBIL,
        NOW,
    )
    text = read(recorded, who, path)
    assert ("ašská chybička" in text, SLIP in text, WHY in text) == (reads_as, reads_luby, reads_as)
    assert (text.count(WHY) > 1) == reads_luby
    assert ("zlobil" in text) == reads_as


def test_the_public_learns_of_a_publication_what_letters_say(recorded: Recorded) -> None:
    digest = recorded.publish()
    given = json.loads(come_as(Who.PUBLIC, recorded).get("/sla/2026/10.json").data)
    assert given["published"] == {"version": 1, "at": NOW, "sha256": digest}
    page = read(recorded, Who.PUBLIC)
    assert digest in page
    assert "zlobil" not in page


def test_a_correction_is_listed_and_part_of_the_outage_is_none(recorded: Recorded) -> None:
    page = read(recorded)
    assert "se počítá jako provoz" in page
    assert "výpadek 1 h 00 min 00 s = 745 h 00 min 00 s" in town(page, LUBY)


def test_an_outage_leads_to_its_incident_in_the_words_of_its_reader(exhibit: Exhibit) -> None:
    link = '<a href="/v/INC-2026-0411?lang=cs">'
    inside, outside = (town(read(exhibit, who, "/sla/2026/11"), LUBY) for who in (Who.OPERATOR, Who.PUBLIC))
    assert f"{link}Luby (luby-acc-1) neodpovídá</a>" in inside
    assert f"{link}Porucha v obci Luby</a>" in outside
    assert "luby-acc-1" not in outside


def test_an_excused_outage_names_its_work_to_whom_it_concerns(exhibit: Exhibit) -> None:
    since = exhibit.view.municipalities[AS].since
    begun = Interval(since, Millis(since + 5 * MINUTE))
    (window,) = exhibit.view.maintenance
    work = replace(window, scope=(municipality(AS),), window=begun, approved=since, reason="spojka", author="zlobil")
    past = exhibit.pasts((AS,), Interval(Millis(since - MINUTE), NOW))[AS]
    made = Lived(replace(exhibit.view, maintenance=(work,)), lives={AS: Past(past.states, (begun,))})
    own, foreign = (town(read(made, who, "/sla/2026/11"), AS) for who in (Who.MUNICIPALITY, Who.PUBLIC))
    assert "předem schválená údržba: spojka (zlobil)" in own
    assert "<small>předem schválená údržba</small>" in foreign
    assert "omluveno 5 min 00 s" in foreign


@pytest.mark.parametrize("who", [Who.OPERATOR, Who.PUBLIC])
@pytest.mark.parametrize("hostile", [HOSTILE, "=HYPERLINK(1)", "+420", "@SUM(A1)", "\uff1d1+1", "-1", "\t=1"])
def test_a_name_neither_runs_nor_calculates(recorded: Recorded, who: Who, hostile: str) -> None:
    inventory = recorded.view.inventory
    named = {code: each.model_copy(update={"name": hostile}) for code, each in inventory.municipalities.items()}
    orps = {code: each.model_copy(update={"name": hostile}) for code, each in inventory.orps.items()}
    region = inventory.region.model_copy(update={"name": hostile})
    changed = inventory.model_copy(update={"municipalities": named, "orps": orps, "region": region})
    recorded.show(replace(recorded.view, inventory=changed))
    page = read(recorded, who)
    assert "<script>window" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page.partition("<article")[2]
    rows = list(csv.reader(come_as(who, recorded).get("/sla/2026/10.csv").text.splitlines()))
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.]+", cell)]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\uff1d")] == []


def test_the_newest_whole_month_is_led_to_and_months_lead_to_each_other(client: FlaskClient) -> None:
    answer = client.get("/sla?lang=en")
    assert (answer.status_code, answer.location) == (302, "/sla/2026/10?lang=en")
    page = client.get(answer.location).text
    assert 'href="/sla/2026/09?lang=en" rel="prev"' in page
    assert 'href="/sla/2026/11?lang=en" rel="next"' in page
    assert 'rel="next"' not in client.get("/sla/2026/11").text
    assert 'href="/sla/2026/10?lang=en"' in client.get("/dostupnost?lang=en").text


@pytest.mark.parametrize(
    "path",
    [
        "2026/12",
        "2026/13",
        "2026/9",
        "2027/01",
        "1999/10",
        "2026/Q4",
        "2026/1٠",
        "x/y",
        "2026/12.csv",
        "2026/12.pdf",
        "2026/10.exe",
    ],
)
def test_what_is_no_month_or_has_not_begun_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/sla/{path}").status_code == 404


def test_a_month_before_the_first_record_is_unknown_and_nothing_is_judged(recorded: Recorded) -> None:
    page = read(recorded, path="/sla/2026/03")
    assert "celkem 743 h 00 min 00 s" in page
    assert "bez měření 743 h 00 min 00 s = 743 h 00 min 00 s" in town(page, AS)
    assert "is-met" not in page
    assert 'rel="prev"' not in page
    assert "is-breached" not in page


def test_both_languages_tell_the_same_interval(recorded: Recorded) -> None:
    english = read(recorded, language="en")
    assert "Availability report for October 2026" in english
    assert "up 742 h 00 min 00 s + outage 3 h 00 min 00 s = 745 h 00 min 00 s" in town(english, AS)
    assert shipped_inventory().municipalities[AS].name in english


def test_more_intervals_than_a_page_can_bear_are_counted(exhibit: Exhibit) -> None:
    start = moment("2026-11-01T00:00")
    states = [
        replace(state, interval=Interval(Millis(start + n * MINUTE), Millis(start + (n + 1) * MINUTE)),
                state=(M.ISOLATED, M.OPERATIONAL)[n % 2])
        for state in exhibit.history(municipality(AS), OCTOBER.interval) for n in range(500)
    ]  # fmt: skip
    assert "a ještě 51 úseků; všechny výpadky jsou v JSON" in town(
        read(Lived(exhibit.view, lives={AS: Past(states)}), path="/sla/2026/11"), AS
    )


def test_a_closed_house_shows_a_stranger_nothing(closed_exhibit: Exhibit) -> None:
    client = create_app(closed_exhibit, closed_exhibit, closed_exhibit.clock).test_client()
    for path in ("/sla", "/sla/2026/10", "/sla/2026/10.csv", "/sla/2026/10.json"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.location.startswith("/prihlaseni?next=/sla")
