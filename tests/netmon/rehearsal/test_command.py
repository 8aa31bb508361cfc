"""`netmon rules` at a terminal and for programs."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from netmon.cli.rules import rules
from netmon.clock import MINUTE, Millis, SystemClock
from netmon.model import Measurement
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.rehearsal.conftest import SHIPPED

CASE = """tests:
  - name: loss
    rule: packet-loss
    series: {{loss_pct: 20x9}}
    expect: [{{at: 6m, state: {state}}}]
"""


def run(*arguments: object) -> Result:
    words = [*map(str, arguments), "--inventory", str(SHIPPED)]
    return CliRunner().invoke(rules, words, env={"LC_ALL": "C.UTF-8", "LANGUAGE": "en"})


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
