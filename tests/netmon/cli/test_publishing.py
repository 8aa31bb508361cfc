"""The figures of a month are given away once, kept as they were, and compared with those of now."""

import asyncio
import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result

from netmon.cli.device import device
from netmon.cli.explain import explain
from netmon.cli.report import report
from netmon.clock import HOUR, SystemClock
from netmon.console.caller import caller
from netmon.process.commander import SOCKET_NAME, CommandSocket
from netmon.report.period import moment
from netmon.store.database import STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.state import StateStore
from tests.netmon.cli.outage import Day, at, run
from tests.netmon.region import TOWNS, write_region

C = TOWNS["c"]
DAY_OF_CUT = Day(moment("2025-10-15T12:00"))
SHA256 = 64


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return DAY_OF_CUT.record(tmp_path)


def publish(state: Path, *words: str, month: str = "2025-10") -> Result:
    return run(report, state, "publish", month, *words)


def listed(state: Path, *words: str) -> list[dict[str, Any]]:
    done = run(report, state, "published", "--json", *words)
    assert (done.exit_code, done.stderr) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.stdout)["publications"]
    return found


def correct(state: Path) -> Result:
    times = ("--from", at(DAY_OF_CUT.lost), "--to", at(DAY_OF_CUT.back))
    return run(report, state, "correct", "c", *times, "--as", "up", "--reason", "chyba sondy")


def test_a_month_is_published_with_the_hash_of_its_figures(state: Path) -> None:
    done = publish(state)
    assert (done.exit_code, done.stderr) == (0, "2025-10: published as version 1; its SHA-256:\n")
    (kept,) = listed(state, "2025-10")
    assert (kept["month"], kept["version"], kept["author"], kept["reason"]) == ("2025-10", 1, caller().account, "")
    canonical = json.dumps(kept["figures"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert kept["sha256"] == done.stdout.strip() == hashlib.sha256(canonical.encode()).hexdigest()
    assert kept["basis"] == {"events": 5, "last_event": 15, "corrections": 0, "last_correction": 0}
    assert kept["figures"]["municipalities"][2]["unreachable_ms"] == HOUR


def test_publishing_leaves_an_audit_row_with_the_hash_and_without_the_figures(state: Path) -> None:
    digest = publish(state).stdout.strip()
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        ((action, subject),) = connection.execute("SELECT action, subject FROM audit").fetchall()
    assert action == "PublishFigures"
    assert (json.loads(subject)["month"], json.loads(subject)["sha256"]) == ("2025-10", digest)
    assert "municipalities" not in subject


def test_the_same_figures_have_the_same_hash(state: Path) -> None:
    first = publish(state).stdout
    assert publish(state, "--reason", "ztracená tabulka").stdout == first
    assert [each["version"] for each in listed(state)] == [2, 1]


def test_a_month_is_published_anew_only_with_a_reason_and_the_earlier_version_stays(state: Path) -> None:
    before = publish(state).stdout.strip()
    done = publish(state)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "2025-10 was published already, as version 1; say by --reason why it is published anew" in done.stderr
    correct(state)
    after = publish(state, "--reason", "uznaná oprava").stdout.strip()
    second, first = listed(state, "2025-10")
    assert (first["sha256"], second["sha256"], second["reason"]) == (before, after, "uznaná oprava")
    assert before != after
    assert (first["basis"]["corrections"], second["basis"]["corrections"]) == (0, 1)
    assert first["figures"]["municipalities"][2]["unreachable_ms"] == HOUR


def test_a_report_says_that_its_figures_are_those_published(state: Path) -> None:
    publish(state)
    said = run(report, state, "sla", "2025-10").stdout.splitlines()[-1]
    assert said.startswith(f"published as version 1 ({caller().account}, ")
    assert said.endswith("), with these figures")


def test_a_report_says_which_figures_differ_from_those_published(state: Path) -> None:
    publish(state)
    correct(state)
    *_, title, difference = run(report, state, "sla", "2025-10").stdout.splitlines()
    assert title.endswith("; since then 1 municipality has other figures:")
    assert difference.startswith("  C: ")
    assert f"unreachable_ms {HOUR} → 0" in difference
    assert "corrections 0 → 1" in difference
    body = json.loads(run(report, state, "sla", "2025-10", "--format", "json").stdout)["published"]
    ((code, fields),) = ((each["code"], each["fields"]) for each in body["differences"])
    assert (body["version"], code) == (1, C)
    assert fields["unreachable_ms"] == {"published": HOUR, "now": 0}


def test_how_often_netmon_asks_now_makes_no_difference(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(state)
    monkeypatch.setenv("NETMON_INTERVALS__SNMP", "30s")
    assert "with these figures" in run(report, state, "sla", "2025-10").stdout


def test_a_municipality_that_is_no_longer_watched_differs_too(state: Path) -> None:
    publish(state)
    inventory = state.parent / "inventory"
    sections = json.loads((inventory / "region.yaml").read_text(encoding="utf-8"))
    sections["municipalities"][C]["monitored"] = False
    (inventory / "region.yaml").write_text(json.dumps(sections), encoding="utf-8")
    body = json.loads(run(report, state, "sla", "2025-10", "--format", "json").stdout)["published"]
    ((code, fields),) = ((each["code"], each["fields"]) for each in body["differences"])
    assert (code, fields["name"]) == (C, {"published": "C", "now": None})


def test_a_running_netmon_publishes_over_its_socket(state: Path) -> None:
    with StateLock(state), StateStore(state) as store:

        async def story() -> Result:
            clock = SystemClock()
            listener = CommandSocket(
                state / SOCKET_NAME, lambda command, actor: store.execute(command, actor, clock.now())
            )
            await listener.open()
            try:
                return await asyncio.to_thread(publish, state)
            finally:
                await listener.close()

        assert asyncio.run(story()).exit_code == 0
    assert [each["version"] for each in listed(state)] == [1]


@pytest.mark.parametrize(
    ("month", "reason"),
    [
        ("2025", "2025 is no month; months are published, such as 2026-10"),
        ("2025-13", '"2025-13" is no period'),
        ("2098-01", "2098-01 has not begun yet"),
    ],
)
def test_what_cannot_be_published_is_refused(state: Path, month: str, reason: str) -> None:
    done = publish(state, month=month)
    assert (done.exit_code, done.stdout) == (1, "")
    assert reason in done.stderr
    assert listed(state) == []


def test_the_list_is_a_table_with_the_newest_first(state: Path) -> None:
    assert run(report, state, "published").stdout == "nothing was published yet\n"
    digest = publish(state).stdout.strip()
    heads, row = run(report, state, "published").stdout.splitlines()
    assert heads.split()[:3] == ["month", "version", "published"]
    assert row.split()[:2] == ["2025-10", "1"]
    assert digest in row
    assert len(digest) == SHA256
    assert "figures" not in listed(state)[0]
    assert "zatím se nic nevydalo" in run(report, state, "published", "2025-09", language="cs").stdout


def test_figures_that_are_not_those_published_are_told(state: Path) -> None:
    publish(state)
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        connection.execute("DROP TRIGGER publications_are_never_changed")
        connection.execute("UPDATE publications SET figures = replace(figures, '3600000', '0')")
        connection.commit()
    done = run(report, state, "published")
    assert done.exit_code == 1
    assert "2025-10, version 1: these are not the figures that were published" in done.stdout


@pytest.mark.parametrize(
    ("command", "words"),
    [(report, ("sla", "2025-10")), (report, ("published",)), (explain, ("c",)), (device, ("moves",))],
)
def test_a_state_of_an_older_netmon_is_told_with_the_cure(
    tmp_path: Path, command: click.Command, words: tuple[str, ...]
) -> None:
    write_region(tmp_path / "inventory")
    StateStore(tmp_path / "state").close()
    with closing(sqlite3.connect(tmp_path / "state" / STATE_FILE)) as connection:
        connection.execute("PRAGMA user_version = 1")
    done = run(command, tmp_path / "state", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "state.db: has schema version 1, this netmon reads " in done.stderr
    assert "start netmon once, which brings it up to date" in done.stderr
