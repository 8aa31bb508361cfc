"""`netmon silence`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

SEVERITIES = ("critical", "warning", "info")


@click.group(cls=Group)
def silence() -> None:
    """Keep quiet about something for a time; it is watched all the same.

    Example: netmon silence list
    """


@silence.command(cls=Command)
@click.option("--rule", "rules", multiple=True, help="A rule; `incident` for incidents. May be repeated.")
@click.option("--device", "devices", multiple=True, help="A device. May be repeated.")
@click.option("--link", "links", multiple=True, help="A link. May be repeated.")
@click.option("--municipality", "municipalities", multiple=True, help="The code of a municipality. May be repeated.")
@click.option("--orp", "orps", multiple=True, help="A district (ORP). May be repeated.")
@click.option(
    "--severity", "severities", multiple=True, type=click.Choice(SEVERITIES), help="A severity. May be repeated."
)
@click.option("--for", "length", metavar="DURATION", required=True, help="How long, such as 90m, 4h or 7d.")
@click.option("--reason", required=True, help="Why, for everybody to read.")
@click.option(
    "--inventory",
    type=click.Path(path_type=Path),
    envvar="NETMON_INVENTORY",
    default=Path("inventory"),
    show_default=True,
    help="The inventory's directory, asked where no netmon runs.",
)
@options.state
def add(*, length: str, reason: str, inventory: Path, state: Path, **named: tuple[str, ...]) -> None:
    """Tell nobody about something, for a week at most.

    What is named must be in the inventory, and hold together: of a rule, and of a device. A municipality
    silences only what hits no other. What happens is judged and shown all the same; if it still lasts at the
    end, people are told.

    Exit codes: 0 it is silent, 1 it is not, 2 wrong usage.

    Example: netmon silence add --device cheb-core-1 --for 4h --reason "nový zdroj"
    """
    from netmon.console.silence import add_silence

    add_silence(state, inventory, named, length, reason)


@silence.command("list", cls=Command)
@click.option("--all", "past", is_flag=True, help="Show also those that are over.")
@options.as_json
@options.state
def list_(*, past: bool, as_json: bool, state: Path) -> None:
    """Show the silences in force, and with --all those of late.

    Example: netmon silence list --json
    """
    from netmon.console.silence import list_silences

    list_silences(state, past=past, as_json=as_json)


@silence.command(cls=Command)
@click.argument("key", metavar="ID", type=click.IntRange(min=1))
@options.state
def end(*, key: int, state: Path) -> None:
    """End a silence now: what still lasts is told at once.

    Example: netmon silence end 3
    """
    from netmon.console.silence import end_silence

    end_silence(state, key)
