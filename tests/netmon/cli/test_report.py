"""Figures and explanations at a terminal, with netmon running or not, and what is refused."""

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from netmon.cli.explain import explain
from netmon.cli.report import FORMATS, KINDS, report
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, Millis, SystemClock, to_datetime
from netmon.commander import SOCKET_NAME, CommandSocket
from netmon.console.caller import caller
from netmon.judgement.situation import Judgement, PortReport, Situation, Track, Verdict
from netmon.model import (
    CountsAs,
    DeviceState,
    Entity,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    LinkState,
    MunicipalityState,
    Severity,
    State,
    Transition,
)
from netmon.report.period import Period, local
from netmon.store.lock import StateLock
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.region import FAR, HUB, MID, NEAR, SPUR, TOWNS, TRUNK, device, link, municipality, write_region

A, B, C = TOWNS.values()
NOW = SystemClock().now()
BEGAN, LOST, BACK = Millis(NOW - DAY), Millis(NOW - 3 * HOUR), Millis(NOW - 2 * HOUR)
CUT = Incident(
    id=IncidentId("the-cut"),
    cause=link(SPUR),
    candidates=(link(SPUR), device(FAR)),
    severity=Severity.CRITICAL,
    impact=Impact(isolated=(C,), inhabitants=100),
    started=LOST,
    detected=Millis(LOST + 9 * SECOND),
    evidence=(Evidence(EvidenceKind.SILENT, device(FAR), LOST),),
    ended=BACK,
)
YEAR = Period.named(local(NOW)[:4])
pytestmark = pytest.mark.skipif(YEAR.interval.start > BEGAN, reason="on New Year's Day the story is in two years")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Write a day of the region: from three to two hours ago, the spur was cut."""
    directory = tmp_path / "state"
    write_region(tmp_path / "inventory")
    up: dict[Entity, State] = {
        **{device(name): DeviceState.UP for name in (HUB, NEAR, MID, FAR)},
        **{link(name): LinkState.UP for name in (SPUR, TRUNK)},
        **{municipality(code): MunicipalityState.OPERATIONAL for code in TOWNS.values()},
    }
    down: dict[Entity, State] = {
        device(FAR): DeviceState.UNREACHABLE,
        link(SPUR): LinkState.DOWN,
        municipality(C): MunicipalityState.ISOLATED,
    }
    changes = [
        *(Transition(entity, None, new, BEGAN, BEGAN, "") for entity, new in up.items()),
        *(Transition(entity, None, new, LOST, LOST, "") for entity, new in down.items()),
        *(Transition(entity, None, up[entity], BACK, BACK, "") for entity in down),
    ]
    with StateStore(directory) as store:
        store.record_history(changes, [CUT])
        store.beat(SystemClock().now())
    return directory


def run(command: click.Command, state: Path, *words: str, language: str = "en") -> Result:
    environment = {
        "NETMON_LANGUAGE": language,
        "NETMON_STATE": str(state),
        "NETMON_INVENTORY": str(state.parent / "inventory"),
    }
    return CliRunner().invoke(command, words, env=environment, prog_name=f"netmon {command.name}")


def figures(state: Path, period: str = YEAR.name) -> dict[str, dict[str, int]]:
    done = run(report, state, "sla", period, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    return {line["code"]: line for line in json.loads(done.stdout)["municipalities"]}


def at(moment: int) -> str:
    return to_datetime(Millis(moment)).isoformat()


def correct(state: Path, *words: str, town: str = "c", start: int = LOST, end: int = BACK) -> Result:
    return run(report, state, "correct", town, "--from", at(start), "--to", at(end), "--reason", "sonda", *words)


def test_a_period_is_printed_as_a_table(state: Path) -> None:
    done = run(report, state, "sla", YEAR.name)
    assert (done.exit_code, done.stderr) == (0, "")
    title, _, heads, *rows = done.stdout.splitlines()
    assert title.startswith(f"{YEAR.name} so far: ")
    assert heads.split("  ")[0] == "municipality"
    assert [row.split()[0] for row in rows[:3]] == ["A", "B", "C"]
    assert "1:00:00" in rows[2]
    assert rows[-1].startswith("Testland")


def test_the_table_is_czech_where_the_reader_is(state: Path) -> None:
    done = run(report, state, "sla", YEAR.name, language="cs")
    assert f"{YEAR.name} dosud: " in done.stdout
    assert " %" in done.stdout
    assert "nejhůř" in done.stdout


def test_the_time_of_an_outage_is_exact(state: Path) -> None:
    assert {code: line["unreachable_ms"] for code, line in figures(state).items()} == {A: 0, B: 0, C: HOUR}


def test_csv_is_a_table_that_spreadsheets_read(state: Path) -> None:
    done = run(report, state, "sla", YEAR.name, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["scope"] for row in rows] == ["region", "orp", *["municipality"] * 3]


def test_what_came_after_the_last_beat_is_unknown(state: Path) -> None:
    with StateStore(state) as store:
        store.beat(Millis(NOW - HOUR))
    line = figures(state)[A]
    assert line["up_ms"] == DAY - HOUR
    unknown = line["unknown_ms"] - (BEGAN - YEAR.interval.start)
    assert HOUR <= unknown <= SystemClock().now() - NOW + HOUR


def test_a_netmon_that_never_ran_knows_nothing(tmp_path: Path) -> None:
    write_region(tmp_path / "inventory")
    with StateStore(tmp_path / "state"):
        pass
    assert {line["up_ms"] for line in figures(tmp_path / "state").values()} == {0}


def test_a_correction_changes_the_figures_and_is_listed_with_its_author(state: Path) -> None:
    done = correct(state, "--as", "up")
    assert done.exit_code == 0
    assert done.stderr.startswith(f"C ({C}): ")
    assert "counts as no outage from now on" in done.stderr
    assert figures(state)[C]["unreachable_ms"] == 0
    said = run(report, state, "sla", YEAR.name).stdout.splitlines()[-1]
    assert said.startswith("* C: ")
    assert f"sonda ({caller().account}, " in said


@pytest.mark.parametrize(("kind", "part"), [("unknown", "unknown_ms"), ("maintenance", "maintenance_ms")])
def test_an_outage_may_have_been_something_else(state: Path, kind: str, part: str) -> None:
    before = figures(state)[C]
    correct(state, "--as", kind)
    after = figures(state)[C]
    assert after["unreachable_ms"] == 0
    assert HOUR <= after[part] - before[part] < HOUR + MINUTE


def test_a_correction_is_withdrawn_by_another(state: Path) -> None:
    correct(state, "--as", "up")
    correct(state, "--as", "recorded", start=LOST + 20 * MINUTE)
    assert figures(state)[C]["unreachable_ms"] == 40 * MINUTE


def test_a_running_netmon_takes_a_correction_over_its_socket(state: Path) -> None:
    with StateLock(state), StateStore(state) as store:

        async def story() -> Result:
            clock = SystemClock()
            listener = CommandSocket(
                state / SOCKET_NAME, lambda command, actor: store.execute(command, actor, clock.now())
            )
            await listener.open()
            try:
                return await asyncio.to_thread(correct, state, "--as", "up")
            finally:
                await listener.close()

        assert asyncio.run(story()).exit_code == 0
        with closing(StoreReader(state, SystemClock())) as reader:
            (kept,) = reader.corrections(Interval(BEGAN, NOW))
    assert (kept.municipality, kept.counts_as, kept.author) == (C, CountsAs.UP, caller().account)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["sla", "2026-13"], '"2026-13" is no period'),
        (["sla", "2098"], "2098 has not begun yet"),
        (["correct", "Chep", "--from", "x", "--to", "x", "--as", "up", "--reason", "x"], "no municipality is called"),
        (["correct", "c", "--from", "x", "--to", "x", "--as", "up", "--reason", "x"], '"x" is no time'),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(state: Path, words: Sequence[str], reason: str) -> None:
    done = run(report, state, *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert reason in done.stderr
    assert "Traceback" not in done.output


def test_a_state_that_is_none_is_told(tmp_path: Path) -> None:
    write_region(tmp_path / "inventory")
    done = run(report, tmp_path / "nowhere", "sla", YEAR.name)
    assert done.exit_code == 1
    assert "has netmon ever run" in done.stderr


def test_the_grammar_knows_the_kinds_and_formats_of_the_models() -> None:
    assert set(KINDS) == set(CountsAs)
    assert FORMATS == ("table", "csv", "json")


def test_a_quiet_municipality_is_explained_with_its_way(state: Path) -> None:
    done = run(explain, state, "c")
    assert (done.exit_code, done.stderr) == (0, "")
    sentence, _, heading, *way = done.stdout.splitlines()
    assert sentence.startswith(f"C ({C}) at ")
    assert ": connected, since " in sentence
    assert heading == "the way to the anchor:"
    assert [line.split(":")[0].strip() for line in way] == [
        "device far", "link mid-far", "device mid", "link hub-mid", "device hub",
    ]  # fmt: skip


def test_an_outage_of_the_past_is_explained_with_its_cause_and_evidence(state: Path) -> None:
    done = run(explain, state, "c", "--at", at(LOST + MINUTE))
    assert ": cut off, since " in done.stdout
    assert "cause: link mid-far, or device far, " in done.stdout
    assert "(incident the-cut)" in done.stdout
    assert "far silent since" in done.stdout
    assert "link mid-far: down, since" in done.stdout
    assert "device far: behind an outage" in done.stdout


def test_the_explanation_is_czech_where_the_reader_is(state: Path) -> None:
    done = run(explain, state, "c", "--at", at(LOST + MINUTE), language="cs")
    assert ": odříznuto, od " in done.stdout
    assert "příčina: trasa mid-far, nebo zařízení far" in done.stdout
    assert "cesta ke kotvě:" in done.stdout


def test_an_explanation_in_json_is_one_object(state: Path) -> None:
    body = json.loads(run(explain, state, "c", "--at", at(LOST + MINUTE), "--json").stdout)
    assert (body["name"], body["state"], body["since"]) == ("C", "isolated", LOST)
    assert [incident["id"] for incident in body["incidents"]] == ["the-cut"]


def test_an_explanation_tells_what_was_corrected(state: Path) -> None:
    correct(state, "--as", "up")
    done = run(explain, state, "c", "--at", at(LOST + MINUTE))
    assert "corrected: it counts as no outage: sonda (" in done.stdout


def test_while_netmon_does_not_run_nothing_is_known_of_now(state: Path) -> None:
    with StateStore(state) as store:
        store.beat(Millis(NOW - HOUR))
    assert ": no data, since " in run(explain, state, "c").stdout
    assert ": connected, since " in run(explain, state, "c", "--at", at(NOW - HOUR)).stdout


def test_before_the_first_record_nothing_is_known(state: Path) -> None:
    assert "nothing was recorded yet" in run(explain, state, "c", "--at", at(BEGAN - HOUR)).stdout


def test_the_present_is_explained_with_what_probes_and_ports_say(state: Path) -> None:
    going_on = Incident(
        id=IncidentId("now"),
        cause=link(TRUNK),
        candidates=(link(TRUNK),),
        severity=Severity.CRITICAL,
        impact=Impact(isolated=(B,)),
        started=BACK,
        detected=BACK,
    )
    known = Situation(
        tracks={MID: Track(Verdict.DOWN, BACK, misses=4, answered_at=LOST), HUB: Track(Verdict.UP, BACK)},
        ports={
            (HUB, "to-mid"): PortReport(is_up=False, at=BACK, valid_until=NOW),
            (MID, "to-hub"): PortReport(is_up=True, at=BACK, valid_until=NOW, changed_at=LOST),
        },
        incidents=(going_on,),
    )
    with StateStore(state) as store:
        store.commit(judgement=Judgement(known, opened=(going_on,)), now=NOW)
    said = run(explain, state, "b").stdout
    assert "cause: link hub-mid, since " in said
    assert f"probes: 4 lost in a row, last answered {local(LOST)}" in said
    assert "probes: last answered never" in said
    assert f"hub:to-mid reports down since {local(BACK)}" in said
    assert f"mid:to-hub reports up since {local(LOST)}" in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["d"], "no municipality is called"), (["c", "--at", "2098-01-01"], "is still to come")],
)
def test_who_asks_for_what_is_not_there_is_told(state: Path, words: Sequence[str], reason: str) -> None:
    done = run(explain, state, *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert reason in done.stderr
