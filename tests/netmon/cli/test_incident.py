"""`netmon incident`: its record is shown, and people add to it, with a netmon that runs or without."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from netmon.cli.incident import incident
from netmon.clock import MINUTE, Millis, SystemClock, to_datetime
from netmon.judgement.calendar import PRAGUE
from netmon.judgement.situation import Judgement, Situation
from netmon.store.database import STATE_FILE
from netmon.store.state import StateStore
from tests.netmon.cli.outage import Day, run
from tests.netmon.region import SPUR, write_region
from tests.netmon.store.nouns import incident as open_incident

OVER, OPEN = "the-cut", "i-1"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return the state of a netmon that knows an incident that is over and one that is open."""
    directory = Day(Millis(SystemClock().now())).record(tmp_path)
    still = open_incident(OPEN, started=Millis(SystemClock().now() - MINUTE))
    with StateStore(directory) as store:
        store.commit(judgement=Judgement(Situation(), opened=(still,)), now=still.detected)
    return directory


def ask(state: Path, *words: str, language: str = "en") -> Result:
    return run(incident, state, *words, language=language)


def shown(state: Path, key: str = OPEN) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(ask(state, "show", key, "--json").stdout)
    return answer


def test_what_is_written_down_is_shown(state: Path) -> None:
    assert ask(state, "ticket", OPEN, "EM-4711").stderr == "incident i-1 has ticket EM-4711\n"
    promised = ask(state, "promise", OPEN, "+90m")
    assert (promised.exit_code, promised.stdout) == (0, "")
    assert promised.stderr.startswith("the next report is promised by 20")
    answer = ask(state, "show", OPEN)
    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout.startswith("i-1: link cheb-as, critical, since 20")
    assert "\nticket EM-4711 (" in answer.stdout
    assert "\nnext report by 20" in answer.stdout
    assert "  impact, isolated=1" in answer.stdout
    assert ask(state, "note", OPEN, "technik jede").stderr == "noted\n"
    assert shown(state)["next_report"]["is_kept"] is True


def test_machines_get_one_object(state: Path) -> None:
    ask(state, "ticket", OPEN, "EM-4711")
    found = shown(state)
    assert (found["id"], found["severity"], found["ended"], found["next_report"]) == (OPEN, "critical", None, None)
    assert found["ticket"]["number"] == "EM-4711"
    assert [line["kind"] for line in found["timeline"]] == [
        "started", "detected", "impact", "ticket",
    ]  # fmt: skip


def test_whom_to_call_comes_from_the_inventory(state: Path) -> None:
    ends = ["mid:xe-0/0/9", "far:xe-0/0/9"]
    links = {SPUR: {"ends": ends, "capacity": "1G", "supplier": "Optika", "circuit": "O-17"}}
    suppliers = {"Optika": {"phone": "+420 000 111 222", "customer": "K-7"}}
    write_region(state.parent / "inventory", links=links, suppliers=suppliers)
    (call,) = shown(state, OVER)["calls"]
    assert call == {
        "about": {"kind": "link", "name": SPUR}, "name": "Optika", "phone": "+420 000 111 222",
        "email": None, "circuit": "O-17", "customer": "K-7",
    }  # fmt: skip
    assert "  Optika: +420 000 111 222, circuit O-17 (link mid-far)" in ask(state, "show", OVER).stdout


def test_it_speaks_czech(state: Path) -> None:
    ask(state, "promise", OPEN, "+90m")
    answer = ask(state, "show", OPEN, language="cs").stdout
    assert answer.startswith("i-1: trasa cheb-as, kritický výpadek, od 20")
    assert "\nprůběh:\n" in answer
    assert "slíbena další zpráva, 20" in answer


def test_a_time_of_day_is_the_next_one(state: Path) -> None:
    soon = to_datetime(Millis(SystemClock().now() + 5 * MINUTE)).astimezone(PRAGUE)
    ask(state, "promise", OPEN, f"{soon:%H:%M}")
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        ((text,),) = connection.execute("SELECT text FROM notes WHERE kind = 'promised'").fetchall()
    assert to_datetime(Millis(int(text))) == soon.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("promise", OVER, "+90m"), "incident the-cut has ended; add a note instead"),
        (("promise", OPEN, "soon"), '"soon" is no time; write one such as 14:30, or +90m'),
        (("promise", OPEN, "+8d"), "a report can be promised for 7 days ahead at most"),
        (("ticket", "i-9\x1b[2J", "EM"), "there is no incident i-9[2J"),
        (("ticket", OPEN, " "), "the ticket has no number; write the one the supplier gave"),
        (("show", "i-9"), "there is no incident i-9"),
        (("note", OPEN, ""), "the note is empty; write what is known"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(state: Path, words: tuple[str, ...], complaint: str) -> None:
    answer = ask(state, *words)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr == f"netmon incident {words[0]}: {complaint}\n"


def test_where_no_netmon_ran_nothing_is_made(tmp_path: Path) -> None:
    answer = ask(tmp_path / "nowhere", "ticket", OPEN, "EM")
    assert answer.exit_code == 1
    assert "state.db" in answer.stderr
    assert not (tmp_path / "nowhere").exists()
