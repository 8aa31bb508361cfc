"""`netmon oncall` says who is on duty, in a table, as JSON, and as a calendar."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from netmon.cli.oncall import oncall
from tests.netmon.inventory import SMALL

PLANS = """\
people:
  ada: {name: Ada Nováková, email: ada@example.org, sms: "+420600000001"}
  bob: {name: Bob Svoboda, email: bob@example.org}
rotas:
  network:
    title: Síť
    members: [ada, bob]
    start: 2026-01-05
    hand_over: {days: [mon], times: ["08:00"]}
    overrides: [{person: bob, from: 2026-01-06T20:00, to: 2026-01-07T04:00, reason: lékař}]
escalations:
  backbone: {steps: [{notify: [network]}]}
"""


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    (tmp_path / "all.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "people.yaml").write_text(PLANS, encoding="utf-8")
    return tmp_path


def ask(inventory: Path, *words: str, language: str = "en") -> Result:
    environment: Mapping[str, str] = {"NETMON_INVENTORY": str(inventory), "NETMON_LANGUAGE": language}
    return CliRunner().invoke(oncall, words, env=environment, prog_name="netmon oncall")


def test_it_says_who_is_on_duty_how_to_reach_them_and_who_is_next(inventory: Path) -> None:
    lines = ask(inventory, "--at", "2026-01-08T12:00").stdout.splitlines()
    assert lines[0].split("  ")[0] == "rota"
    assert lines[1].startswith("network  Ada Nováková  email ada@example.org, sms +420600000001")
    assert lines[1].endswith("2026-01-12 08:00  Bob Svoboda")


def test_it_speaks_czech(inventory: Path) -> None:
    assert "příští předání" in ask(inventory, "--at", "2026-01-08T12:00", language="cs").stdout


def test_json_is_one_object(inventory: Path) -> None:
    told = json.loads(ask(inventory, "--at", "2026-01-06T23:00", "--json").stdout)
    assert told["rotas"] == [
        {
            "rota": "network",
            "title": "Síť",
            "person": "bob",
            "next": {"at": "2026-01-07 04:00:00 CET", "person": "ada"},
        }
    ]


def test_the_shifts_of_a_period_stand_in_order_with_reasons_and_short_rests(inventory: Path) -> None:
    period = ("--from", "2026-01-05T08:00", "--to", "2026-01-12T08:00")
    told = json.loads(ask(inventory, *period, "--json").stdout)
    assert [(each["person"], each["reason"]) for each in told["shifts"]] == [("ada", ""), ("bob", "lékař"), ("ada", "")]
    assert told["rests"] == [{"person": "ada", "from": "2026-01-06 20:00:00 CET", "until": "2026-01-07 04:00:00 CET"}]
    assert "person ada: 8 h of rest between shifts" in ask(inventory, *period).stdout


def test_the_calendar_holds_whole_shifts_of_one_person(inventory: Path) -> None:
    written = ask(inventory, "ics", "ada", "--days", "60").stdout
    events = Calendar.from_ical(written).walk("VEVENT")
    assert 3 <= len(events) <= 6
    assert {str(event["SUMMARY"]) for event in events} == {"Síť: pohotovost"}
    assert all(event.decoded("DTEND") > event.decoded("DTSTART") for event in events)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ics", "adam"], 'netmon oncall ics: there is no person "adam"; did you mean "ada"?'),
        (["--at", "soon"], 'netmon oncall: "soon" is no time; write one such as 2026-10-25T14:30'),
        (
            ["--from", "2026-01-02T00:00", "--to", "2026-01-01T00:00"],
            "netmon oncall: the period must end after it begins",
        ),
        (
            ["--from", "2026-01-02T00:00", "--to", "2036-01-01T00:00"],
            "netmon oncall: the period must end after it begins",
        ),
    ],
)
def test_what_is_not_possible_is_said_in_a_line(inventory: Path, words: list[str], message: str) -> None:
    result = ask(inventory, *words)
    assert result.exit_code == 1
    assert result.stderr.startswith(message)
    assert len(result.stderr.splitlines()) == 1


def test_without_rotas_nobody_is_on_duty(inventory: Path) -> None:
    (inventory / "people.yaml").unlink()
    assert "the inventory has no rotas: nobody is on duty; add rotas: …" in ask(inventory).stderr
