"""`netmon silence`: begun, listed and ended, with a netmon that runs or without."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.silence import silence
from netmon.clock import HOUR, SystemClock
from netmon.model import Entity, EntityKind, Severity
from netmon.store.state import StateStore

ADD = ("add", "--rule", "loss", "--device", "cheb-core-1", "--severity", "warning", "--for", "4h", "--reason", "zdroj")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return the directory of a netmon that ran once."""
    StateStore(tmp_path).close()
    return tmp_path


def run(state: Path, *arguments: str, language: str = "en") -> Result:
    return CliRunner().invoke(silence, [*arguments, "--state", str(state)], env={"NETMON_LANGUAGE": language})


def test_a_silence_is_begun_listed_and_ended(state: Path) -> None:
    added = run(state, *ADD)
    assert (added.exit_code, added.stdout) == (0, "")
    assert added.stderr.startswith("silent until 20")
    (line,) = run(state, "list").stdout.splitlines()[1:]
    assert line.startswith("1   device cheb-core-1, rule loss, warning  20")
    assert line.endswith("zdroj")
    assert run(state, "end", "1").stderr == "silence 1 has ended\n"
    assert run(state, "list").stderr == "nothing is silenced\n"
    assert run(state, "list", "--all").stdout.count("\n") == 2


def test_what_is_listed_for_machines_is_one_object(state: Path) -> None:
    run(state, *ADD)
    (found,) = json.loads(run(state, "list", "--json").stdout)["silences"]
    assert found["rules"] == ["loss"]
    assert found["entities"] == [{"kind": "device", "name": "cheb-core-1"}]
    assert (found["severities"], found["reason"]) == (["warning"], "zdroj")


def test_it_silences_what_was_said_for_as_long_as_was_said(state: Path) -> None:
    run(state, *ADD, "--link", "cheb-as", "--municipality", "554499", "--orp", "as")
    with StateStore(state) as store:
        (found,) = store.silences(SystemClock().now())
    assert found.hushed.entities == (
        Entity(EntityKind.DEVICE, "cheb-core-1"),
        Entity(EntityKind.LINK, "cheb-as"),
        Entity(EntityKind.MUNICIPALITY, "554499"),
    )
    assert (found.hushed.orps, found.hushed.severities) == (("as",), (Severity.WARNING,))
    assert abs(found.span.length - 4 * HOUR) < HOUR


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "--for", "4h", "--reason", "x"), "řekněte, co má být ticho"),
        (("add", "--orp", "as", "--for", "8d", "--reason", "x"), "ticho trvá nejvýš 7 dnů"),
        (("add", "--orp", "as", "--for", "dlouho", "--reason", "x"), "dlouho"),
        (("end", "3"), "ticho 3 není"),
    ],
)
def test_what_is_refused_is_said_in_ones_language(state: Path, arguments: tuple[str, ...], said: str) -> None:
    refused = run(state, *arguments, language="cs")
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert refused.stdout == ""


def test_an_end_must_be_given(state: Path) -> None:
    assert run(state, "add", "--orp", "as", "--reason", "x").exit_code == 2


def test_a_directory_without_a_netmon_is_named(tmp_path: Path) -> None:
    assert "no netmon has ever run here" in run(tmp_path, "list").stderr
