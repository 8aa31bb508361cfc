"""`netmon rules` at a terminal and for programs."""

import json
from pathlib import Path

from click import Command
from click.testing import CliRunner, Result

from netmon.cli.incident import incident
from netmon.cli.rules import rules
from netmon.clock import MINUTE, Millis, SystemClock
from netmon.inventory.loading import load
from netmon.inventory.models import Route
from netmon.judgement.situation import Judgement, Situation
from netmon.model import (
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    Measurement,
    Message,
    MunicipalityCode,
    NotificationKind,
    Severity,
)
from netmon.oncall.book import Case
from netmon.oncall.policy import Policy
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.rehearsal.conftest import SHIPPED

CASE = """tests:
  - name: loss
    rule: packet-loss
    series: {{loss_pct: 20x9}}
    expect: [{{at: 6m, state: {state}}}]
"""


def run(*arguments: object, command: Command = rules, language: str = "en") -> Result:
    words = [*map(str, arguments), "--inventory", str(SHIPPED)]
    return CliRunner().invoke(command, words, env={"LC_ALL": "C.UTF-8", "NETMON_LANGUAGE": language})


def case(tmp_path: Path, state: str) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.format(state=state), encoding="utf-8")
    return path


def kept(tmp_path: Path) -> Path:
    now = SystemClock().now()
    with StateStore(tmp_path), SampleStore(tmp_path) as samples:
        times = [Millis(now - ago * MINUTE) for ago in range(30, 0, -1)]
        fields = {"loss_pct": 20.0}
        samples.write([Measurement("net_dev", {"device": "cheb-core-1"}, fields, at) for at in times], now=now)
    return tmp_path


def test_a_test_that_holds_is_a_line_and_no_error(tmp_path: Path) -> None:
    result = run("test", case(tmp_path, "firing"))
    assert (result.exit_code, result.stdout) == (0, "ok      packet-loss: loss\n1 test, 0 failed\n")


def test_a_test_that_deviates_says_where_and_ends_with_one(tmp_path: Path) -> None:
    path = case(tmp_path, "pending")
    result = run("test", path)
    assert result.exit_code == 1
    assert f"{path}:5:14: at 6m expected pending, was firing, warning" in result.stdout


def test_json_is_one_object_with_file_and_line(tmp_path: Path) -> None:
    path = case(tmp_path, "pending")
    result = run("test", path, "--json")
    (test,) = json.loads(result.stdout)["tests"]
    assert (test["ok"], test["file"], test["line"]) == (False, str(path), 2)
    assert test["deviations"][0]["line"] == 5


def test_levels_without_tests_fail_the_coverage(tmp_path: Path) -> None:
    result = run("test", case(tmp_path, "firing"), "--coverage")
    assert result.exit_code == 1
    assert "uncovered  packet-loss, warning: not firing, missing data\n" in result.stdout


def test_a_change_that_no_test_notices_is_told(tmp_path: Path) -> None:
    result = run("test", case(tmp_path, "firing"), "--mutate")
    assert result.exit_code == 1
    assert "unnoticed  packet-loss, warning: fire: loss_pct > 5.5%\n" in result.stdout
    assert "loss_pct < 5%" not in result.stdout


def test_a_file_that_cannot_be_read_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("tests: 3\n", encoding="utf-8")
    result = run("test", path)
    assert result.exit_code == 1
    assert f"{path}:1:8: error:" in result.stderr


def test_an_inventory_without_tests_says_so(tmp_path: Path) -> None:
    (tmp_path / "region.yaml").write_text((SHIPPED / "region.yaml").read_text(), encoding="utf-8")
    (tmp_path / "municipalities.yaml").write_text((SHIPPED / "municipalities.yaml").read_text(), encoding="utf-8")
    result = CliRunner().invoke(rules, ["test", "--inventory", str(tmp_path)], env={"LC_ALL": "C.UTF-8"})
    assert result.exit_code == 1


def test_a_backtest_says_how_often_and_what_it_could_not_know(tmp_path: Path) -> None:
    state = kept(tmp_path)
    result = run("backtest", "--from", "1h", "--state", state, "--json")
    found = {each["rule"]: each for each in json.loads(result.stdout)["rules"]}
    assert found["packet-loss"]["told"] == 1
    assert found["agent-silent"]["not_kept"] == ["agent", "state"]
    table = run("backtest", "--from", "1h", "--rule", "packet-loss", "--state", state).stdout
    assert table.splitlines()[1].split()[:2] == ["packet-loss", "1"]


def test_a_backtest_refuses_what_is_no_span(tmp_path: Path) -> None:
    result = run("backtest", "--from", "soon", "--state", tmp_path)
    assert result.exit_code == 1
    assert "--from:" in result.stderr


def test_an_alert_is_explained_in_words_and_as_json(tmp_path: Path) -> None:
    state = kept(tmp_path)
    words = run("explain", "packet-loss/cheb-core-1", "--state", state).stdout
    assert "packet-loss, cheb-core-1: ok\n" in words
    assert "  warning fires: yes: loss_pct [20] > 5%\n" in words
    assert words.endswith("nobody was told: it has not fired\n")
    told = json.loads(run("explain", "packet-loss/cheb-core-1", "--state", state, "--json").stdout)
    assert (told["state"], told["levels"][0]["fires"], told["levels"][0]["clears"]) == ("ok", True, False)


TRUNK = Entity(EntityKind.LINK, "cheb-as")
KEY = "20260101T000000000-link-cheb-as"


def called(tmp_path: Path) -> Path:
    """Keep an incident to which Jana was called a minute ago: one message arrived, one did not, one waits."""
    now = SystemClock().now()
    began = Millis(now - MINUTE)
    impact = Impact((MunicipalityCode("554499"),), inhabitants=13_000)
    evidence = (Evidence(EvidenceKind.PORT_DOWN, Entity(EntityKind.INTERFACE, "cheb-core-1:xe1"), began),)
    critical = Severity.CRITICAL
    found = Incident(IncidentId(KEY), TRUNK, (TRUNK,), critical, impact, began, began, evidence)
    inventory = load(SHIPPED)
    policy = Policy.of([Route(escalation="backbone")], inventory)
    jana, others = "novakova@kraj.example", ("+420600000001", "noc@kraj.example")
    case = Case(policy, critical, began, began).with_calls([(0, "email", jana), (0, "sms", others[0])])
    rows = [("email", jana), ("sms", others[0]), ("email", others[1])]
    messages = [Message(KEY, NotificationKind.FIRING, *row, f"{row}", {"severity": "critical"}) for row in rows]
    with StateStore(tmp_path) as store, SampleStore(tmp_path):
        judgement = Judgement(Situation(incidents=(found,)), opened=(found,))
        store.commit(judgement=judgement, messages=messages, called={KEY: case}, now=began)
        store.beat(now)
        first, second, _ = store.claim(now, limit=3, lease=MINUTE)
        store.delivered(first.id, now)
        store.dead(second.id, now, "no modem\x1b[2J")
    return tmp_path


def test_an_incident_is_explained_by_its_id_wherever_one_asks(tmp_path: Path) -> None:
    state = called(tmp_path)
    asked = [
        run("explain", KEY, "--state", state),
        run("explain", f"incident/{KEY}", "--state", state),
        run("explain", KEY, "--state", state, command=incident),
    ]
    assert {result.exit_code for result in asked} == {0}
    (words,) = {result.stdout for result in asked}
    assert words.startswith(f"{KEY}: link cheb-as, critical, since ")
    assert "it began, email novakova@kraj.example (Jana Nováková): delivered " in words
    assert "it began, sms +420600000001 (Jana Nováková): given up " in words
    assert "no modem[2J" in words
    assert "email noc@kraj.example (noc): is being sent" in words
    assert "\nif all stays as it is and nobody does anything:\n" in words
    assert "it began, email dvorak@kraj.example (Tomáš Dvořák)\n" in words


def test_an_incident_is_explained_in_czech(tmp_path: Path) -> None:
    state = called(tmp_path)
    words = run("explain", KEY, "--state", state, command=incident, language="cs").stdout
    assert "začátek, email novakova@kraj.example (Jana Nováková): doručeno " in words
    assert "začátek, sms +420600000001 (Jana Nováková): vzdáno " in words
    assert "\npokud vše zůstane, jak je, a nikdo nic neudělá:\n" in words
    assert " began" not in words
    assert "held back" not in words


def test_an_incident_is_explained_to_programs(tmp_path: Path) -> None:
    state = called(tmp_path)
    found = json.loads(run("explain", f"incident/{KEY}", "--state", state, "--json").stdout)
    assert (found["id"], found["cause"]["name"], found["evidence"][0]["kind"]) == (KEY, "cheb-as", "port_down")
    assert [each["state"] for each in found["deliveries"]] == ["sent", "dead", "sending"]
    assert "Tomáš Dvořák" in {each["to"] for each in found["next"]}
    assert found["next"][0]["at"] > found["started"]


def test_what_is_neither_an_incident_nor_a_rule_is_refused(tmp_path: Path) -> None:
    state = called(tmp_path)
    for text, reason in (("incident/i-9", "there is no incident i-9"), ("i-9", "there is no rule")):
        result = run("explain", text, "--state", state)
        assert result.exit_code == 1
        assert reason in result.stderr
