"""What is told about a wrong command line, and about what goes wrong in a command, in both languages."""

import click
import pytest
from click.testing import CliRunner, Result

from netmon.cli.frame import Command, Group, LazyGroup
from netmon.errors import FileError, NetmonError
from netmon.phrase import Phrase


@click.group(cls=LazyGroup, table={"Commands": {"try": ("tests.netmon.cli.test_usage:attempt", "Try it.")}})
def small() -> None:
    """Stand in for netmon.

    Example: netmon try it
    """


@click.command(cls=Command)
@click.argument("thing")
@click.argument("directory", metavar="[DIR]", default=".", type=click.Path(exists=True, file_okay=False))
@click.option("--file", type=click.Path(exists=True, dir_okay=False))
@click.option("--colour", type=click.Choice(["red", "green"]))
@click.option("--only", type=click.Choice(["this"]))
@click.option("--port", type=click.IntRange(0, 65535))
@click.option("--count", type=click.IntRange(min=1))
@click.option("--seed", type=int)
@click.option("--share", type=float)
@click.option("--name", required=True)
@click.option("--flag", is_flag=True)
def attempt(**_: object) -> None:
    """Try it."""


def told(words: str, language: str, tool: click.Command = small) -> Result:
    runner = CliRunner(env={"NETMON_LANGUAGE": language})
    return runner.invoke(tool, words.split(), prog_name="netmon")


WRONG = [
    ("tr", 'there is no command "tr"; did you mean "try"?', "příkaz „tr“ neexistuje; neměli jste na mysli „try“?"),
    ("fly", 'there is no command "fly"; try netmon --help', "příkaz „fly“ neexistuje; zkuste netmon --help"),
    (
        "try it --prot 1",
        'there is no option --prot; did you mean "--port"?',
        "volba --prot neexistuje; neměli jste na mysli „--port“?",
    ),
    (
        "try it --zzz",
        "there is no option --zzz; try netmon try --help",
        "volba --zzz neexistuje; zkuste netmon try --help",
    ),
    ("try it -z", "there is no option -z; try netmon try --help", "volba -z neexistuje; zkuste netmon try --help"),
    ("try --name n", "THING is missing", "chybí THING"),
    ("try it", "--name is missing", "chybí --name"),
    ("try it --name", "option --name needs a value", "volba --name potřebuje hodnotu"),
    ("try it --flag=1", "option --flag takes no value", "volba --flag nemá hodnotu"),
    ("try it . a b --name n", "there is more than expected: a b", "na řádku je něco navíc: a b"),
    ("try it . a --name n", "there is more than expected: a", "na řádku je něco navíc: a"),
    (
        "try it --name n --colour blue",
        '--colour: "blue" is unknown here; write one of red, green',
        "--colour: „blue“ tu neznám; napište jedno z red, green",
    ),
    (
        "try it --name n --only that",
        '--only: "that" is unknown here; write one of this',
        "--only: „that“ tu neznám; napište jedno z this",
    ),
    ("try it --name n --seed x", '--seed: "x" is not a whole number', "--seed: „x“ není celé číslo"),
    ("try it --name n --port x'y", '--port: "x\'y" is not a whole number', "--port: „x'y“ není celé číslo"),
    ("try it --name n --share x", '--share: "x" is not a number', "--share: „x“ není číslo"),
    (
        "try it --name n --port 70000",
        "--port: 70000 is out of range; write 0 to 65535",
        "--port: 70000 je mimo rozsah; napište 0 až 65535",
    ),
    ("try it --name n --count 0", "--count: 0 is not in the range x>=1", "--count: 0 není v rozsahu x>=1"),
    ("try it /nowhere --name n", "DIR: /nowhere does not exist", "DIR: /nowhere neexistuje"),
    (
        "try it /etc/passwd --name n",
        "DIR: /etc/passwd is a file, and a directory is wanted",
        "DIR: /etc/passwd je soubor, a má tu být adresář",
    ),
    ("try it --name n --file /nowhere", "--file: /nowhere does not exist", "--file: /nowhere neexistuje"),
    (
        "try it --name n --file /etc",
        "--file: /etc is a directory, and a file is wanted",
        "--file: /etc je adresář, a má tu být soubor",
    ),
]


@pytest.mark.parametrize(("words", "english", "czech"), WRONG, ids=[words for words, _, _ in WRONG])
def test_a_wrong_line_is_told_in_the_language_of_the_reader(words: str, english: str, czech: str) -> None:
    for language, sentence in (("en", english), ("cs", czech)):
        done = told(words, language)
        assert done.exit_code == 2
        assert done.stdout == ""
        assert done.stderr.splitlines()[-1] == sentence


def test_a_wrong_line_is_told_with_the_usage_and_the_way_to_the_help() -> None:
    done = told("try it", "cs")
    assert done.stderr.splitlines() == [
        "Použití: netmon try [VOLBY] THING [DIR]",
        "Nápověda: netmon try --help",
        "",
        "chybí --name",
    ]


def test_a_call_without_a_command_shows_the_commands() -> None:
    done = told("", "en")
    assert done.exit_code == 2
    assert "  try  Try it." in done.stderr.splitlines()


def test_what_click_may_say_some_day_stays_as_it_is() -> None:
    @click.command(cls=Command)
    def odd() -> None:
        message = "The moon is full."
        raise click.UsageError(message)

    assert told("", "cs", group_of(odd)).stderr.splitlines()[-1] == "The moon is full."


def test_what_somebody_typed_steers_no_terminal() -> None:
    done = CliRunner().invoke(small, ["try", "it", ".", "x\x1b[2J\n\u202ey", "--name", "n"], prog_name="netmon")
    assert done.stderr.splitlines()[-1] == "there is more than expected: x[2J y"


def group_of(command: click.Command) -> click.Command:
    """Return a tool that is nothing but a command, framed as netmon is."""
    name = command.name or ""

    class Only(LazyGroup):
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's
            return command

        def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
            return super().parse_args(ctx, [name, *args])

    return Only(name="netmon", table={"Commands": {name: ("", "")}})


def failing_with(error: BaseException) -> click.Command:
    @click.command(cls=Command)
    def break_down() -> None:
        """Break down."""
        raise error

    return group_of(break_down)


GONE = FileNotFoundError(2, "No such file or directory", "/etc/gone")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileError(Phrase("{value} does not exist", value="x.csv")), "x.csv neexistuje"),
        (NetmonError("as it is {}"), "as it is {}"),
        (GONE, "/etc/gone: No such file or directory"),
        (TimeoutError(), "běžící netmon je zaneprázdněný a neodpověděl; zkuste to znovu"),
    ],
    ids=lambda case: type(case).__name__,
)
def test_what_ends_a_command_is_told_in_a_line(error: Exception, sentence: str) -> None:
    done = told("", "cs", failing_with(error))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == f"netmon break-down: {sentence}\n"


def test_a_fault_of_ours_is_not_hidden() -> None:
    assert isinstance(told("", "cs", failing_with(ZeroDivisionError())).exception, ZeroDivisionError)


@pytest.mark.parametrize(("language", "word"), [("en", "interrupted"), ("cs", "přerušeno")])
@pytest.mark.parametrize(
    "signal", [KeyboardInterrupt(), EOFError(), click.Abort()], ids=lambda case: type(case).__name__
)
def test_an_interrupted_command_says_so_and_ends_with_130(signal: BaseException, language: str, word: str) -> None:
    done = told("", language, failing_with(signal))
    assert done.exit_code == 130
    assert done.stderr.strip() == word


@pytest.mark.parametrize("code", [0, 1, 3])
def test_a_command_ends_with_the_code_it_wants(code: int) -> None:
    assert told("", "en", failing_with(SystemExit(code))).exit_code == code


def test_a_group_lists_its_commands_by_their_first_sentence() -> None:
    @click.group(cls=Group)
    def group() -> None:
        """Hold them."""

    @group.command(cls=Command)
    @click.option("--state", default="here", show_default=True, help="The state directory.")
    @click.option("--name", required=True, help="The inventory's directory.")
    def member(state: str, name: str) -> None:
        """Begin an inventory of your own.

        More of it.
        """
        del state, name

    listing = CliRunner(env={"NETMON_LANGUAGE": "cs"}).invoke(group, ["--help"]).output
    assert "Příkazy:\n  member  Založí vlastní inventář.\n" in listing
    said = CliRunner(env={"NETMON_LANGUAGE": "cs"}).invoke(group, ["member", "--help"]).output
    assert "Adresář se stavem. [výchozí: here]" in said
    assert "Adresář s inventářem. [povinné]" in said
