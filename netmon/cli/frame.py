"""What every command has in common: help in the reader's language, and errors told in one line."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from netmon.cli.usage import describe
from netmon.errors import NetmonError
from netmon.inventory.likeness import did_you_mean
from netmon.language import language_at_terminal
from netmon.phrase import Phrase, in_catalogue, in_language

USAGE_ERROR = 2
INTERRUPTED = 130
"""128 and the number of SIGINT, as shells have it."""
Table = Mapping[str, Mapping[str, tuple[str, str]]]
BUSY = Phrase("the netmon that runs is busy and did not answer; try again")


class Command(click.Command):
    """A command that explains itself in the reader's language and tells what went wrong in a line."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the command; whatever netmon reports ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except NetmonError as error:
            fail(ctx, error)
        except TimeoutError:
            fail(ctx, BUSY)
        except OSError as error:
            if error.filename is None:
                raise
            fail(ctx, Phrase("{path}: {reason}", path=error.filename, reason=error.strerror))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that says how the command is called."""
        pieces = " ".join(map(_say, self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, prefix=_say("Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_say(inspect.cleandoc(self.help or "")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each with its meaning."""
        records = [record for parameter in self.get_params(ctx) if (record := _record(parameter, ctx))]
        if records:
            with formatter.section(_say("Options")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, whose words are ours too."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Say this and end."
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the subcommand, which tells its own errors."""
        return click.Group.invoke(self, ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand; complain with the nearest name."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            cure = did_you_mean(args[0], known, otherwise=Phrase("try {path} --help", path=ctx.command_path))
            raise click.UsageError(Phrase('there is no command "{name}"; {cure}', name=args[0], cure=cure), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the subcommands, the lines of all sections below each other."""
        super().format_options(ctx, formatter)
        sections = self.sections(ctx)
        width = max((len(name) for rows in sections.values() for name, _ in rows), default=0)
        for heading, rows in sections.items():
            with formatter.section(_say(heading)):
                formatter.write_dl([(name.ljust(width), _say(line)) for name, line in rows])

    def sections(self, ctx: click.Context) -> dict[str, list[tuple[str, str]]]:
        """Return each subcommand with the first sentence of its help, by the heading it stands under."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        lines = [(name, first_line(command)) for name, command in commands if command is not None]
        return {"Commands": lines} if lines else {}


class LazyGroup(Group):
    """A group whose commands are imported when they are called, not when they are listed.

    `table` is the headings of the listing, and below each name to (`module:function`, the command's line).
    """

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:  # noqa: ANN401 -- click's
        super().__init__(*args, **kwargs)
        self._table = table
        self._modules = {name: module for section in table.values() for name, (module, _) in section.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the commands in the order of the table."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Return a command, importing its module now."""
        if cmd_name not in self._modules:
            return None
        module, _, function = self._modules[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def sections(self, ctx: click.Context) -> dict[str, list[tuple[str, str]]]:  # noqa: ARG002 -- the same
        """Return the table's lines without importing anything."""
        return {
            heading: [(name, line) for name, (_, line) in section.items()] for heading, section in self._table.items()
        }

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 -- click's signature
        **extra: Any,  # noqa: ANN401 -- the same
    ) -> Any:  # noqa: ANN401 -- the same
        """Run what the command line says; told in the reader's language, end the process with its exit code."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal without our letters gets question marks, not a crash
        run: Callable[[], object] = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        try:
            outcome = run()
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(USAGE_ERROR)
        except click.UsageError as error:
            _tell_usage(error)
            sys.exit(USAGE_ERROR)
        except click.ClickException as error:
            click.echo(describe(error, language_at_terminal()), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo(_say("interrupted"), err=True)
            sys.exit(INTERRUPTED)
        sys.exit(outcome if isinstance(outcome, int) else 0)


def fail(ctx: click.Context, error: object) -> NoReturn:
    """Say on standard error why a command ends, and end it with exit code 1."""
    click.echo(f"{ctx.command_path}: {in_language(error, language_at_terminal())}", err=True)
    ctx.exit(1)


def first_line(command: click.Command) -> str:
    """Return the first sentence of a command's help."""
    return inspect.cleandoc(command.help or "").partition("\n\n")[0]


def _say(text: str) -> str:
    return in_catalogue(text, language_at_terminal())


def _record(parameter: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    """Return an option's names and its meaning in the reader's language."""
    if not isinstance(parameter, click.Option) or parameter.hidden:
        return None
    bare = copy(parameter)
    bare.help, bare.show_default, bare.show_envvar = None, False, False
    names = (bare.get_help_record(ctx) or ("", ""))[0]
    parts = [_say(parameter.help or ""), *_extras(parameter, ctx)]
    return names, " ".join(part for part in parts if part)


def _extras(option: click.Option, ctx: click.Context) -> list[str]:
    extra = option.get_help_extra(ctx)
    said = [f"{_say('default')}: {extra['default']}"] if "default" in extra else []
    if "required" in extra:
        said.append(_say("required"))
    return [f"[{'; '.join(said)}]"] if said else []


def _tell_usage(error: click.UsageError) -> None:
    """Say what is wrong with a command line, and where help is."""
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(f"{_say('Help: ')}{error.ctx.command_path} --help\n", err=True)
    click.echo(describe(error, language_at_terminal()), err=True)
