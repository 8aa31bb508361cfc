"""What a listing of the commands costs, and that every command says what it does."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from netmon.cli import COMMANDS, SECTIONS, main
from netmon.language import Language

HEAVY = {
    "pysnmp",
    "pyasn1",
    "netmiko",
    "paramiko",
    "influxdb_client",
    "flask",
    "waitress",
    "apscheduler",
    "cryptography",
    "argon2",
    "pydantic",
    "yaml",
    "asyncio",
}
"""Drivers, models and the loop: whoever asks for help waits for none of them."""
HELP = """
import json, sys
from netmon.cli import main
main({words!r}, standalone_mode=False)
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})))
"""


def loaded_by_help_of(*words: str, language: str) -> set[str]:
    """Return the packages that a fresh interpreter has loaded after printing a help."""
    program = HELP.format(words=[*words, "--help"])
    environment = {"NETMON_LANGUAGE": language}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60, env=environment
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def command_of(name: str) -> click.Command:
    """Return the command that the table names."""
    module, _, function = COMMANDS[name][0].partition(":")
    command: click.Command = getattr(import_module(module), function)
    return command


def words_under(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a command, and of those in it."""
    command = command_of(name)
    yield (name,)
    if isinstance(command, click.Group):
        yield from ((name, sub) for sub in command.list_commands(click.Context(command)))


@pytest.mark.parametrize("language", list(Language))
def test_a_listing_of_the_commands_loads_nothing_heavy(language: Language) -> None:
    assert loaded_by_help_of(language=language) & HEAVY == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_loads_nothing_heavy(name: str) -> None:
    for words in words_under(name):
        assert loaded_by_help_of(*words, language="cs") & HEAVY == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there_and_explains_itself(name: str) -> None:
    command, line = command_of(name), COMMANDS[name][1]
    assert command.name == name
    assert (command.help or "").startswith(line)
    assert line.endswith(".")


@pytest.mark.parametrize(("language", "usage"), [("en", "Usage: "), ("cs", "Použití: ")])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_is_said_in_both_languages(name: str, language: str, usage: str) -> None:
    for words in words_under(name):
        said = CliRunner(env={"NETMON_LANGUAGE": language}).invoke(main, [*words, "--help"], prog_name="netmon")
        assert said.output.startswith(f"{usage}netmon {' '.join(words)}")


def test_the_listing_names_every_command_in_order() -> None:
    said = CliRunner().invoke(main, ["--help"]).output
    places = [said.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "headings"),
    [("en", ["Begin", "Run", "Ask", "Set up"]), ("cs", ["Začátek", "Provoz", "Dotazy", "Nastavení"])],
)
def test_the_listing_groups_the_commands_by_what_they_are_for(language: str, headings: list[str]) -> None:
    said = CliRunner(env={"NETMON_LANGUAGE": language}).invoke(main, ["--help"]).output
    rest = said
    for heading, section in zip(headings, SECTIONS.values(), strict=True):
        _, found, rest = rest.partition(f"\n{heading}:\n")
        listed = rest.partition("\n\n")[0].splitlines()
        assert found
        assert [line.split()[0] for line in listed if line[2] != " "] == list(section)


def test_the_lines_of_all_groups_stand_below_each_other() -> None:
    said = CliRunner(env={"NETMON_LANGUAGE": "en"}).invoke(main, ["--help"]).output.splitlines()
    lines = {name: next(line for line in said if line.startswith(f"  {name} ")) for name in COMMANDS}
    assert len({line.index(COMMANDS[name][1].split()[0], len(name) + 2) for name, line in lines.items()}) == 1
