"""What was found under another name, at a terminal and for programs."""

import json
from pathlib import Path

import pytest

from netmon.cli.device import device
from netmon.clock import MINUTE, Millis
from netmon.identity.device import Memory, Replacement
from netmon.identity.known import Move
from netmon.model import DeviceName, InterfaceName
from netmon.report.period import local
from netmon.store.state import StateStore
from tests.netmon.cli.outage import run

CHEB, AS = DeviceName("cheb-core-1"), DeviceName("as-1")
THEN = Millis(1_795_000_000_000)
LATER = Millis(THEN + MINUTE)
RENAMED = Move(InterfaceName("Gi0/1"), InterfaceName("Gi0/1"), InterfaceName("Gi1/0/1"), "alias,mac")
REPLACED = Replacement("serial", "JN1\u202e", "JN2")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with StateStore(tmp_path / "state") as store:
        store.keep_identity(CHEB, Memory(), (RENAMED,), THEN)
        store.keep_identity(AS, Memory(), (REPLACED,), LATER)
    return tmp_path / "state"


def test_moves_are_listed_with_what_they_are_known_by_the_newest_first(state: Path) -> None:
    done = run(device, state, "moves")
    assert (done.exit_code, done.stderr) == (0, "")
    heads, newest, oldest = ([cell.strip() for cell in row.split("  ") if cell] for row in done.stdout.splitlines())
    assert heads == ["found", "device", "interface", "was called", "is called", "known by"]
    assert newest == [local(LATER), AS, "the device itself", "JN1", "JN2", "serial number"]
    assert oldest == [local(THEN), CHEB, "Gi0/1", "Gi0/1", "Gi1/0/1", "ifAlias, MAC address"]


def test_the_moves_of_one_device_are_listed_alone(state: Path) -> None:
    _, *rows = run(device, state, "moves", CHEB).stdout.splitlines()
    assert [CHEB in row for row in rows] == [True]
    assert run(device, state, "moves", "nikdo").stdout.startswith("no interface was found under another name")


def test_json_has_the_newest_up_to_a_limit(state: Path) -> None:
    done = run(device, state, "moves", "--json", "--limit", "1")
    assert json.loads(done.stdout) == {
        "moves": [
            {
                "at": LATER,
                "device": AS,
                "interface": None,
                "previous": "JN1",
                "present": "JN2",
                "known_by": ["serial"],
            }
        ]
    }
    assert len(json.loads(run(device, state, "moves", "--json").stdout)["moves"]) == 2


def test_the_list_is_czech_where_the_reader_is(state: Path) -> None:
    said = run(device, state, "moves", language="cs").stdout
    assert "název předtím" in said
    assert "samo zařízení" in said
    assert "výrobní číslo" in said


def test_where_no_netmon_ever_ran_it_is_told(tmp_path: Path) -> None:
    done = run(device, tmp_path / "nowhere", "moves")
    assert done.exit_code == 1
    assert "has netmon ever run" in done.stderr
