"""What `netmon status` says of a state directory, and by which exit code."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.clock import MINUTE, Millis, SystemClock
from netmon.console.status import DEVICES, ENTITIES, LINKS, MUNICIPALITIES, SEVERITIES, lines
from netmon.judgement.situation import Situation
from netmon.language import Language
from netmon.model import (
    CriticalKind,
    CriticalSite,
    DeviceState,
    Entity,
    EntityKind,
    Impact,
    LinkState,
    MunicipalityState,
    NextCut,
    Severity,
)
from netmon.phrase import NBSP
from netmon.process.status import compose
from netmon.store.database import STATE_FILE
from netmon.store.notifications import Waiting
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS, T0, incident, message, opening


def ask(state: Path, *words: str, language: str = "en") -> Result:
    return CliRunner(env={"NETMON_LANGUAGE": language}).invoke(main, ["status", "--state", str(state), *words])


def run_once(state: Path, *, ago: int = 0) -> None:
    """Leave what a netmon leaves that was alive some time ago, in the middle of an incident."""
    now = Millis(SystemClock().now() - ago)
    with StateStore(state) as store:
        store.commit(judgement=opening(), messages=[message()], now=now)
        store.beat(now)


def test_a_netmon_that_beats_runs(tmp_path: Path) -> None:
    run_once(tmp_path)
    done = ask(tmp_path)
    assert done.exit_code == 0
    first, *rest = done.output.splitlines()
    assert re.fullmatch(r"netmon runs; last beat \d{4}-\d\d-\d\d \d\d:\d\d:\d\d CES?T", first)
    assert rest == [
        "",
        "devices         1 up, 1 behind an outage",
        "links           1 down",
        "municipalities  1 cut off",
        "messages        1 waiting, 0 given up",
        "open incidents  1",
        "",
        "critical: link cheb-as  (i-1)",
        "  since 2026-05-28 22:26:40 CEST, detected after 9.0 s",
        "  may just as well be device as-acc-1",
        "  1 municipality without connection, 13,000 inhabitants",
    ]


def test_the_same_can_be_read_in_czech(tmp_path: Path) -> None:
    run_once(tmp_path)
    first, *rest = ask(tmp_path, language="cs").output.replace(NBSP, " ").splitlines()
    assert first.startswith("netmon běží; poslední známka života ")
    assert rest[1:6] == [
        "zařízení          1 v provozu, 1 za výpadkem",
        "trasy             1 přerušeno",
        "obce              1 odříznuto",
        "zprávy            čeká 1, vzdáno 0",
        "otevřené výpadky  1",
    ]
    assert rest[-1] == "  1 obec bez spojení, 13 000 obyvatel"


def test_critical_sites_and_the_next_cut_are_named() -> None:
    trunk, duct = Entity(EntityKind.LINK, "cheb-as"), Entity(EntityKind.SHARED_RISK, "duct-d7")
    hospital = CriticalSite(CriticalKind.HOSPITAL, "as-hospital", "Nemocnice Aš\x1b[2J")
    first = replace(incident(), cause=duct, candidates=(trunk, duct), impact=Impact(sites=(hospital,)))
    ring = Impact(degraded=(AS,), next_cut=NextCut(12, 31_000, trunk))
    known = compose(Situation(incidents=(first, replace(incident(), impact=ring))), T0, Waiting(0, 0), T0)
    said = [line.replace(NBSP, " ") for line in lines(known, Language.CS)]
    assert "kritický výpadek: společné riziko duct-d7  (i-1)" in said
    assert "  stejně dobře to může být trasa cheb-as" in said
    assert "  Bez spojení: Nemocnice Aš[2J" in said
    assert "  Kruh je otevřen: další přerušení odřízne 12 obcí, 31 000 obyvatel" in said


def test_of_many_that_may_be_the_cause_the_first_are_named() -> None:
    many = tuple(Entity(EntityKind.DEVICE, f"d-{number}") for number in range(9))
    known = compose(Situation(incidents=(replace(incident(), candidates=many),)), T0, Waiting(0, 0), T0)
    (said,) = (line for line in lines(known, Language.EN) if "just as well" in line)
    assert said.endswith("device d-4, …")


def test_everything_that_may_break_is_called_by_its_kind() -> None:
    assert set(ENTITIES) == set(EntityKind)


def test_every_state_and_severity_has_its_word() -> None:
    assert [state.name.lower() for state in DeviceState if state.name.lower() not in DEVICES] == []
    assert [state.name.lower() for state in LinkState if state.name.lower() not in LINKS] == []
    assert [state.name.lower() for state in MunicipalityState if state.name.lower() not in MUNICIPALITIES] == []
    assert set(SEVERITIES) == set(Severity)


def test_a_netmon_that_has_not_beaten_for_a_minute_does_not_run(tmp_path: Path) -> None:
    run_once(tmp_path, ago=MINUTE)
    done = ask(tmp_path)
    assert done.exit_code == 1
    assert done.output.startswith("netmon does not run; last beat ")


def test_json_is_one_object_with_the_same_in_it(tmp_path: Path) -> None:
    run_once(tmp_path)
    said = json.loads(ask(tmp_path, "--json", language="cs").stdout)
    assert said["running"] is True
    assert said["devices"] == {"up": 1, "unreachable": 1}
    assert said["incidents"][0]["cause"] == {"kind": "link", "name": "cheb-as"}
    assert said["messages"] == {"waiting": 1, "dead": 0}


def test_a_fresh_state_says_that_nothing_is_known(tmp_path: Path) -> None:
    StateStore(tmp_path).close()
    done = ask(tmp_path)
    assert done.exit_code == 1
    assert "never ran here" in done.output
    assert "none known yet" in done.output


def leave_nothing(_path: Path) -> None:
    """No netmon was ever here."""


def leave_an_empty_file(path: Path) -> None:
    path.touch()


def leave_rubbish(path: Path) -> None:
    path.write_bytes(b"rubbish" * 1000)


@pytest.mark.parametrize("leave", [leave_nothing, leave_an_empty_file, leave_rubbish])
def test_what_is_no_state_is_told_in_a_line(tmp_path: Path, leave: Callable[[Path], None]) -> None:
    leave(tmp_path / STATE_FILE)
    done = ask(tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"netmon status: {tmp_path / STATE_FILE}: cannot be read: ")
    assert done.stdout == ""
    assert isinstance(done.exception, SystemExit)
