"""Figures at a terminal, with netmon running or not, what is corrected, and what is refused."""

import asyncio
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from netmon.cli.report import FORMATS, KINDS, report
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Interval, ManualClock, Millis, SystemClock
from netmon.console.caller import caller
from netmon.console.report import show_sla
from netmon.console.terminal import Terminal
from netmon.model import CountsAs
from netmon.process.commander import SOCKET_NAME, CommandSocket
from netmon.report.period import Period, moment
from netmon.store.lock import StateLock
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from netmon.views import Form
from tests.netmon.cli.outage import Day, at, run
from tests.netmon.region import TOWNS, write_region

A, B, C = TOWNS.values()
DAY_OF_CUT = Day(moment("2025-10-15T12:00"))
LOST, BACK = DAY_OF_CUT.lost, DAY_OF_CUT.back
OCTOBER = Period.named("2025-10")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return DAY_OF_CUT.record(tmp_path)


def figures(state: Path, period: str = OCTOBER.name) -> dict[str, dict[str, int]]:
    done = run(report, state, "sla", period, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    return {line["code"]: line for line in json.loads(done.stdout)["municipalities"]}


def correct(state: Path, *words: str, town: str = "c", start: int = LOST, end: int = BACK) -> Result:
    return run(report, state, "correct", town, "--from", at(start), "--to", at(end), "--reason", "sonda", *words)


def test_a_period_is_printed_as_a_table(state: Path) -> None:
    done = run(report, state, "sla", OCTOBER.name)
    assert (done.exit_code, done.stderr) == (0, "")
    title, _, heads, *rows = done.stdout.splitlines()
    assert title == "2025-10: 2025-10-01 00:00:00 CEST – 2025-11-01 00:00:00 CET"
    assert heads.split("  ")[0] == "municipality"
    assert [row.split()[0] for row in rows[:3]] == ["A", "B", "C"]
    assert "1:00:00" in rows[2]
    assert rows[-3].startswith("Testland")
    assert rows[-1] == "devices are asked every 5 s: an outage may have begun, and ended, up to that much earlier"


def test_of_a_month_that_goes_on_is_told_what_has_passed(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_sla(state, state.parent / "inventory", OCTOBER.name, "table", ManualClock(DAY_OF_CUT.end))
    title, *_ = capsys.readouterr().out.splitlines()
    assert title == "2025-10 so far: 2025-10-01 00:00:00 CEST – 2025-10-15 12:00:00 CEST"


def test_json_tells_how_long_an_outage_was_at_least_and_at_most(state: Path) -> None:
    body = json.loads(run(report, state, "sla", OCTOBER.name, "--format", "json").stdout)
    (outage,) = body["municipalities"][2]["outages"]
    assert body["resolution_ms"] == 5 * SECOND
    assert (outage["start"], outage["end"]) == (LOST, BACK)
    assert (outage["shortest_ms"], outage["longest_ms"]) == (HOUR - 5 * SECOND, HOUR + 5 * SECOND)
    assert body["published"] is None


def test_a_slower_probe_knows_less(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETMON_INTERVALS__SNMP", "30s")
    assert figures(state)[C]["shortest_ms"] == HOUR - 30 * SECOND


def test_the_table_is_czech_where_the_reader_is(state: Path) -> None:
    done = run(report, state, "sla", OCTOBER.name, language="cs")
    assert "zařízení se ptáme každých 5 s" in done.stdout
    assert " %" in done.stdout
    assert "nejhůř" in done.stdout


def test_the_time_of_an_outage_is_exact(state: Path) -> None:
    assert {code: line["unreachable_ms"] for code, line in figures(state).items()} == {A: 0, B: 0, C: HOUR}


def test_csv_is_a_table_that_spreadsheets_read(state: Path) -> None:
    done = run(report, state, "sla", OCTOBER.name, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["scope"] for row in rows] == ["region", "orp", *["municipality"] * 3]


def test_what_came_after_the_last_beat_is_unknown(state: Path) -> None:
    with StateStore(state) as store:
        store.beat(Millis(DAY_OF_CUT.end - HOUR))
    line = figures(state)[A]
    assert line["up_ms"] == DAY - HOUR
    assert line["unknown_ms"] == OCTOBER.interval.length - line["up_ms"]


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
    said = run(report, state, "sla", OCTOBER.name).stdout.splitlines()[-1]
    assert said.startswith("* C: ")
    assert f"sonda ({caller().account}, " in said


@pytest.mark.parametrize(("kind", "part"), [("unknown", "unknown_ms"), ("maintenance", "maintenance_ms")])
def test_an_outage_may_have_been_something_else(state: Path, kind: str, part: str) -> None:
    before = figures(state)[C]
    correct(state, "--as", kind)
    after = figures(state)[C]
    assert after["unreachable_ms"] == 0
    assert after[part] - before[part] == HOUR


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
            (kept,) = reader.corrections(Interval(DAY_OF_CUT.began, DAY_OF_CUT.end))
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
    done = run(report, tmp_path / "nowhere", "sla", OCTOBER.name)
    assert done.exit_code == 1
    assert "has netmon ever run" in done.stderr


def test_the_grammar_knows_the_kinds_and_formats_of_the_models() -> None:
    assert set(KINDS) == set(CountsAs)
    assert ("table", *Form) == FORMATS


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_same_past_makes_the_same_octets_anywhere(state: Path, form: str) -> None:
    words = (sys.executable, "-m", "netmon", "report", "sla", OCTOBER.name, "--format", form)
    places = (
        {"TZ": "UTC", "LANG": "C", "PYTHONHASHSEED": "0"},
        {"TZ": "Asia/Kolkata", "LANG": "cs_CZ.UTF-8", "LC_ALL": "cs_CZ.UTF-8", "PYTHONHASHSEED": "4711"},
    )
    ours = {**os.environ, "NETMON_STATE": str(state), "NETMON_INVENTORY": str(state.parent / "inventory")}
    given = {
        subprocess.run(words, env={**ours, **place}, cwd="/", capture_output=True, timeout=60, check=True).stdout
        for place in places
    }
    assert len(given) == 1
    assert given.pop().endswith(b"\n")


@pytest.mark.parametrize(("form", "start"), [("html", b"<!doctype html>"), ("xlsx", b"PK")])
def test_a_document_is_printed_octet_by_octet(state: Path, form: str, start: bytes) -> None:
    done = [run(report, state, "sla", OCTOBER.name, "--format", form) for _ in range(2)]
    assert done[0].stdout_bytes == done[1].stdout_bytes
    assert done[0].stdout_bytes.startswith(start)


def test_a_machine_without_weasyprint_says_so(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    done = run(report, state, "sla", OCTOBER.name, "--format", "pdf", language="cs")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "PDF nevznikne bez WeasyPrintu: nainstalujte jej do prostředí netmonu" in done.stderr


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_terminal_is_not_shown_what_is_no_text(state: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(Terminal, "is_shown", True)
    done = run(report, state, "sla", OCTOBER.name, "--format", form)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"write it into a file: add > report.{form}" in done.stderr
