"""How a sentence is said again in another language, and that every sentence can be."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest

import netmon
from netmon import czech
from netmon.cli import COMMANDS, SECTIONS, main
from netmon.cli.frame import LazyGroup
from netmon.czech import CZECH
from netmon.errors import SecretError
from netmon.language import Language, language_at_terminal
from netmon.phrase import NBSP, Phrase, in_language, joined

WORD = re.compile(r"[A-Za-z]{2,}")
EXAMPLE = re.compile(r"^\s*Example: .*\bnetmon\b", re.MULTILINE)
HOUSE = Path(netmon.__file__).parent
FIXED = {
    "Usage: ",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "Help: ",
    "Options",
    "Commands",
    "default",
    "required",
    "interrupted",
}
"""What the frame looks up without a Phrase."""


def test_a_phrase_is_its_english_text() -> None:
    phrase = Phrase("{count:device|devices} in {place}", count=1200, place="Cheb")
    assert phrase == "1,200 devices in Cheb"


@pytest.mark.parametrize(
    ("count", "english", "czech_text"),
    [
        (0, "0 errors", "0 chyb"),
        (1, "1 error", "1 chyba"),
        (3, "3 errors", "3 chyby"),
        (5000, "5,000 errors", f"5{NBSP}000 chyb"),
    ],
)
def test_a_number_has_the_form_that_suits_it(
    count: int, english: str, czech_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(dict_of(CZECH), "{n:error|errors}", "{n:chyba|chyby|chyb}")
    phrase = Phrase("{n:error|errors}", n=count)
    assert phrase == english
    assert in_language(phrase, Language.CS) == czech_text


def dict_of(catalogue: object) -> dict[str, str]:
    assert isinstance(catalogue, dict)
    return catalogue


def test_values_that_are_phrases_are_translated_too() -> None:
    cure = Phrase("try {path} --help", path="netmon")
    error = SecretError(Phrase('there is no command "{name}"; {cure}', name="{0}", cure=cure))
    assert str(error) == 'there is no command "{0}"; try netmon --help'
    assert in_language(error, Language.CS) == "příkaz „{0}“ neexistuje; zkuste netmon --help"


def test_what_is_no_phrase_stays_as_it_is() -> None:
    assert in_language("as it is {}", Language.CS) == "as it is {}"


def test_sentences_are_joined_in_both_languages() -> None:
    said = joined([Phrase("no echo reply"), "as it is {0}", Phrase("it has none")], "; ")
    assert said == "no echo reply; as it is {0}; it has none"
    assert in_language(said, Language.CS) == "na ping nepřišla odpověď; as it is {0}; žádný nemá"


def test_nothing_joined_is_nothing() -> None:
    assert joined([], "\n") == ""


def test_ten_sentences_and_more_keep_their_order() -> None:
    assert joined(map(str, range(12)), " ") == "0 1 2 3 4 5 6 7 8 9 10 11"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "cs_CZ.UTF-8"}, Language.CS),
        ({"LANG": "cs_CZ.UTF-8", "LC_ALL": "C"}, Language.EN),
        ({"LANG": "en_GB.UTF-8", "NETMON_LANGUAGE": "cs"}, Language.CS),
        ({"NETMON_LANGUAGE": "xx", "LANG": "sk_SK"}, Language.CS),
    ],
)
def test_a_terminals_language_is_told_by_its_environment(environment: dict[str, str], language: Language) -> None:
    assert language_at_terminal(environment) is language


def phrases_in(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the templates that a module makes phrases of, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Phrase" and node.args:
            template = node.args[0]
            if isinstance(template, ast.Constant) and isinstance(template.value, str):
                yield template.value, node.lineno


def literals_in(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def modules() -> Iterator[Path]:
    return (path for path in HOUSE.rglob("*.py") if "czech" not in path.parts)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command of the command line with its path."""
    context = click.Context(main, info_name="netmon")
    waiting: list[tuple[str, click.Command]] = [("netmon", main)]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        if isinstance(command, click.Group):
            names = command.list_commands(context)
            waiting += [(f"{path} {name}", found) for name in names if (found := command.get_command(context, name))]


def words_of_the_command_line() -> Iterator[tuple[str, str]]:
    for path, command in commands():
        yield path, inspect.cleandoc(command.help or "")
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.help:
                yield f"{path} {parameter.opts[0]}", parameter.help
        if isinstance(command, click.Group) and not isinstance(command, LazyGroup):
            yield from (
                (path, inspect.cleandoc(sub.help or "").partition("\n\n")[0]) for sub in command.commands.values()
            )
    yield from (("netmon", line) for _, line in COMMANDS.values())
    yield from (("netmon", heading) for heading in SECTIONS)


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_phrase_can_be_said_in_czech() -> None:
    missing = [
        f"{path.relative_to(HOUSE)}:{line}: {template}"
        for path in modules()
        for template, line in phrases_in(path)
        if WORD.search(re.sub(r"\{[^}]*\}", "", template)) and template not in CZECH
    ]
    assert missing == []


def test_every_word_of_the_command_line_can_be_said_in_czech() -> None:
    assert [(where, text) for where, text in words_of_the_command_line() if text not in CZECH] == []


def test_every_help_shows_an_example() -> None:
    assert [path for path, command in commands() if not EXAMPLE.search(command.help or "")] == []


def test_both_languages_name_the_same_values() -> None:
    assert [english for english, czech_text in CZECH.items() if names(english) != names(czech_text)] == []


def test_nothing_stands_in_the_catalogue_that_nobody_says() -> None:
    said = {text for _, text in words_of_the_command_line()} | FIXED
    for path in modules():
        said |= literals_in(path)
    assert sorted(set(CZECH) - said) == []


def test_no_room_translates_what_another_does() -> None:
    texts = [english for room in czech.ROOMS for english in room.TEXTS]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []
