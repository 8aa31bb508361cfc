"""How works are previewed, announced, listed and called off at a terminal."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmon.cli.maintenance import maintenance
from netmon.clock import HOUR, Millis, SystemClock, to_datetime
from netmon.commands import Actor, PlanMaintenance, PlanWorks
from netmon.console.caller import caller
from netmon.errors import CommandRefused
from netmon.inventory.models import Weekday, Window
from netmon.judgement.situation import Judgement
from netmon.model import LinkName, MunicipalityCode
from netmon.process.commander import SocketCommands
from netmon.store.database import STATE_FILE
from netmon.store.state import StateStore
from tests.netmon.maintenance.given import FRAME, RING, down
from tests.netmon.region import municipality, write_region

TOMORROW = (to_datetime(SystemClock().now()) + timedelta(days=1)).replace(hour=1, minute=0, second=0, microsecond=0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    links = {f"{a}-{b}": {"ends": [f"{a}:to-{b}", f"{b}:to-{a}"], "capacity": "10G"} for a, b in RING}
    write_region(tmp_path / "inventory", links=links)
    with StateStore(tmp_path / "state"):
        return tmp_path


def netmon(place: Path, *words: str, language: str = "en") -> Result:
    environment = {
        "NETMON_LANGUAGE": language,
        "NETMON_STATE": str(place / "state"),
        "NETMON_INVENTORY": str(place / "inventory"),
    }
    return CliRunner().invoke(maintenance, words, env=environment, prog_name="netmon maintenance")


def written(place: Path, *works: str) -> str:
    """Return the path of a file with works tomorrow, each given by what it names."""
    start, end = TOMORROW.isoformat(), (TOMORROW + timedelta(hours=6)).isoformat()
    path = place / "works.yaml"
    body = "".join(f"- reason: práce {n}\n  start: {start}\n  end: {end}\n  {work}\n" for n, work in enumerate(works))
    path.write_text(f"maintenance:\n{body}", encoding="utf-8")
    return str(path)


def listed(place: Path) -> list[dict[str, Any]]:
    works: list[dict[str, Any]] = json.loads(netmon(place, "list", "--json").stdout)["works"]
    return works


def audited(place: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(place / "state" / STATE_FILE)) as connection:
        return connection.execute("SELECT action, account FROM audit ORDER BY id").fetchall()


def test_works_of_a_file_are_approved_in_the_name_of_the_caller(place: Path) -> None:
    done = netmon(place, "add", written(place, "links: [hub-near]", "devices: [mid]\n  length: 2h"), "--yes")
    assert (done.exit_code, done.stderr) == (0, "2 works are approved\n")
    assert "cuts off 1 municipality, 100 inhabitants: A" in done.stdout
    assert "at most 2:00 h from the first outage: práce 1" in done.stdout
    fixed, flexible = listed(place)
    assert (fixed["author"], fixed["state"], fixed["excuses"]) == (caller().account, "planned", True)
    assert fixed["scope"] == ["link hub-near", "device near", "municipality 500001"]
    assert (flexible["length"], flexible["window"]) == (2 * HOUR, None)
    assert audited(place) == [("PlanWorks", caller().account)]


def test_without_consent_nothing_is_announced(place: Path) -> None:
    done = netmon(place, "add", written(place, "links: [hub-near]"))
    assert (done.exit_code, done.stderr) == (1, "nothing is announced yet; to announce it, add --yes\n")
    assert listed(place) == []


def test_one_fault_and_no_work_of_the_file_is_announced(place: Path) -> None:
    file = written(place, "links: [hub-near]", "links: [hub-near, nowhere]")
    done = netmon(place, "add", file, "--yes")
    assert done.exit_code == 1
    assert done.stderr == (
        f'{file}:9:21: error: there is no link "nowhere"; write a name of the inventory\n'
        "nothing is announced: mend the file first\n"
    )
    assert listed(place) == []


def test_a_preview_changes_nothing_and_tells_collisions_by_its_exit_code(place: Path) -> None:
    assert netmon(place, "preview", written(place, "links: [hub-mid]")).exit_code == 0
    done = netmon(place, "preview", written(place, "links: [hub-mid]", "links: [hub-far]"), language="cs")
    assert done.exit_code == 3
    assert "se střetává s prací „práce 0“: společně odříznou 2 obce, 200 obyvatel: B, C" in done.stdout
    assert listed(place) == []
    assert netmon(place, "preview", written(place, "links: [x]")).exit_code == 1


def test_a_work_collides_with_a_ring_that_is_open_now(place: Path) -> None:
    with StateStore(place / "state") as store:
        store.commit(judgement=Judgement(down(links={LinkName("hub-mid"): Millis(1)})), now=Millis(2))
    done = netmon(place, "preview", written(place, "links: [hub-far]"))
    assert done.exit_code == 3
    assert "collides with what is down now, link hub-mid: together they cut off 2 municipalities" in done.stdout
    found = json.loads(netmon(place, "preview", written(place, "links: [hub-far]"), "--json").stdout)
    assert found["works"][0]["collisions"][0]["isolated"] == ["500002", "500003"]


def test_a_work_collides_with_one_that_was_announced_before(place: Path) -> None:
    assert netmon(place, "add", written(place, "links: [hub-mid]"), "--yes").exit_code == 0
    found = json.loads(netmon(place, "add", written(place, "links: [hub-far]"), "--yes", "--json").stdout)
    assert (found["approved"], found["works"][0]["collisions"][0]["work"]) == (True, "práce 0")
    assert len(listed(place)) == 2


def test_where_no_netmon_ever_ran_a_preview_works_and_a_list_does_not(tmp_path: Path) -> None:
    write_region(tmp_path / "inventory")
    assert netmon(tmp_path, "preview", written(tmp_path, "links: [hub-mid]")).exit_code == 0
    for words in (("list",), ("cancel", "1", "--reason", "x")):
        done = netmon(tmp_path, *words)
        assert (done.exit_code, "no netmon has ever run here" in done.stderr) == (1, True)


def test_a_work_is_called_off_with_its_reason_in_the_audit(place: Path) -> None:
    netmon(place, "add", written(place, "links: [hub-mid]"), "--yes")
    done = netmon(place, "cancel", "1", "--reason", "nemoc")
    assert (done.exit_code, done.stderr) == (0, "maintenance 1 is called off\n")
    assert [work["state"] for work in listed(place)] == ["cancelled"]
    assert audited(place)[-1][0] == "CancelMaintenance"
    refused = netmon(place, "cancel", "7", "--reason", "x")
    assert (refused.exit_code, "there is no maintenance 7" in refused.stderr) == (1, True)


def test_the_list_is_a_table_with_recurring_windows_too(place: Path) -> None:
    assert netmon(place, "list").stderr == "no work is announced\n"
    night = Window(title="noc", days=tuple(Weekday), start="02:00", length=Millis(HOUR), links=("hub-mid",))
    with StateStore(place / "state") as store:
        store.adopt_windows({"night": night}, Millis(SystemClock().now() - HOUR))
    netmon(place, "add", written(place, "links: [hub-mid]\n  length: 90m"), "--yes")
    heads, *rows = netmon(place, "list", language="cs").stdout.splitlines()
    assert heads.split() == ["číslo", "stav", "od", "do", "délka", "ohlásil", "důvod"]
    assert len(rows) == 2
    assert any(row.startswith("–") and row.endswith("inventory: night  noc") for row in rows)
    assert any("1:30 h" in row and "naplánována" in row for row in rows)


def test_what_cannot_be_read_is_told_in_the_list(place: Path) -> None:
    netmon(place, "add", written(place, "links: [hub-mid]"), "--yes")
    with closing(sqlite3.connect(place / "state" / STATE_FILE, isolation_level=None)) as connection:
        connection.execute("UPDATE maintenance SET scope = '{'")
    done = netmon(place, "list")
    assert (done.exit_code, done.stderr.splitlines()[0]) == (0, "maintenance 1 cannot be read and excuses nothing")


def test_what_does_not_fit_into_a_command_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    towns = tuple(municipality(MunicipalityCode(str(500_000 + number))) for number in range(134))
    works = PlanWorks((PlanMaintenance(towns, FRAME, "x"),) * 1_000)
    with pytest.raises(CommandRefused, match="split it"):
        SocketCommands(tmp_path / "nobody").submit(works, Actor("novak", "cli"))
