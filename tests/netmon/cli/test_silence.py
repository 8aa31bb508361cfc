"""`netmon silence`: begun, listed and ended, with a netmon that runs or without."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.silence import silence
from netmon.clock import HOUR, SystemClock
from netmon.commands import Actor, Command, Done
from netmon.model import Entity, EntityKind, Severity
from netmon.process.commander import SOCKET_NAME, CommandSocket
from netmon.store.state import StateStore
from tests.netmon.rules.small_region import SECTIONS, small_region

ADD = ("add", "--rule", "loss", "--device", "cheb-core-1", "--severity", "warning", "--for", "4h", "--reason", "zdroj")


LEVEL = {"fire": "loss_pct > 5%", "clear": "loss_pct < 1%", "for": "5m", "keep": "5m"}
RULES = {"loss": {"for_each": "device", "levels": {"warning": LEVEL}, "summary": "ztrácí pakety"}}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return the directory of a netmon that ran once, beside its inventory."""
    devices = {
        name: {"site": each.site, "role": each.role, "platform": "frr", "addresses": [f"127.18.0.{number}"]}
        for number, (name, each) in enumerate(small_region().devices.items(), start=1)
    }
    whole = json.dumps({**SECTIONS, "devices": devices, "rules": RULES})
    (tmp_path / "inventory").mkdir()
    (tmp_path / "inventory" / "region.yaml").write_text(whole, encoding="utf-8")
    StateStore(tmp_path / "state").close()
    return tmp_path / "state"


def run(state: Path, *arguments: str, language: str = "en") -> Result:
    said = {"NETMON_LANGUAGE": language, "NETMON_INVENTORY": str(state.parent / "inventory")}
    return CliRunner().invoke(silence, [*arguments, "--state", str(state)], env=said)


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


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (("--device", "cheb-core-9"), "there is no device cheb-core-9 in the inventory"),
        (("--link", "cheb-core-1"), "there is no link cheb-core-1 in the inventory"),
        (("--municipality", "999999"), "there is no municipality 999999 in the inventory"),
        (("--rule", "lost"), "there is no rule lost in the inventory"),
        (("--orp", "aš"), "there is no ORP aš in the inventory"),
    ],
)
def test_where_no_netmon_runs_names_are_looked_up_all_the_same(state: Path, named: tuple[str, ...], said: str) -> None:
    refused = run(state, "add", *named, "--for", "4h", "--reason", "x")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert said in refused.stderr
    assert run(state, "list", "--all").stderr == "nothing is silenced\n"


def test_without_an_inventory_nothing_is_silenced_and_the_directory_is_named(state: Path) -> None:
    elsewhere = state.parent / "elsewhere"
    refused = run(state, *ADD, "--inventory", str(elsewhere))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert str(elsewhere) in refused.stderr
    assert "name a directory with an inventory" in refused.stderr


def test_a_netmon_that_runs_looks_names_up_itself(state: Path) -> None:
    taken: list[Command] = []

    def execute(command: Command, _: Actor) -> Done:
        taken.append(command)
        return Done(1)

    async def live() -> Result:
        socket = CommandSocket(state / SOCKET_NAME, execute)
        await socket.open()
        elsewhere = ("--inventory", str(state.parent / "elsewhere"))
        try:
            return await asyncio.to_thread(run, state, "add", "--orp", "x", "--for", "4h", "--reason", "x", *elsewhere)
        finally:
            await socket.close()

    assert asyncio.run(live()).exit_code == 0
    assert len(taken) == 1


def test_an_end_must_be_given(state: Path) -> None:
    assert run(state, "add", "--orp", "as", "--reason", "x").exit_code == 2


def test_a_directory_without_a_netmon_is_named(tmp_path: Path) -> None:
    assert "no netmon has ever run here" in run(tmp_path, "list").stderr
