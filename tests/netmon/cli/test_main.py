"""What a listing of the commands costs, and that every command says what it does."""

import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from netmon.cli import COMMANDS, main

DRIVERS = (
    "pysnmp",
    "pyasn1",
    "netmiko",
    "paramiko",
    "influxdb_client",
    "flask",
    "waitress",
    "apscheduler",
    "cryptography",
)
LOADED = "import sys; {}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"


def loaded_by(statement: str) -> set[str]:
    """Return the packages that a fresh interpreter has loaded after a statement."""
    words = [sys.executable, "-c", LOADED.format(statement)]
    return set(subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout.split())


def helping(*words: str) -> str:
    """Return the statement that prints a help."""
    return f"from netmon.cli import main; main({[*words, '--help']!r}, standalone_mode=False)"


def test_a_listing_of_the_commands_loads_no_driver_and_no_models() -> None:
    assert loaded_by(helping()).isdisjoint({*DRIVERS, "pydantic", "yaml", "asyncio"})


@pytest.mark.parametrize("command", ["status", "check", "poll", "user", "run"])
def test_the_help_of_a_command_loads_no_driver(command: str) -> None:
    assert loaded_by(helping(command)).isdisjoint(DRIVERS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there_and_explains_itself(name: str) -> None:
    path, line = COMMANDS[name]
    module, _, function = path.partition(":")
    command = getattr(import_module(module), function)
    assert isinstance(command, click.Command)
    assert command.name == name
    assert command.help
    assert line.endswith(".")


def test_the_listing_names_every_command_in_order() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    places = [said.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_an_unknown_command_is_wrong_usage() -> None:
    done = CliRunner().invoke(main, ["pol"])
    assert done.exit_code == 2
    assert "No such command" in done.output
