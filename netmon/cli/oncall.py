"""`netmon oncall`: its grammar."""

from pathlib import Path
from typing import Any

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

AHEAD = 30
"""Days ahead that are looked at, if nothing else is said."""


class Oncall(Group):
    """A group that does something by itself, and so tells its own errors too."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the command; whatever netmon reports ends it with exit code 1."""
        return Command.invoke(self, ctx)


@click.group(cls=Oncall, invoke_without_command=True)
@click.option("--at", metavar="TIME", help="The moment to ask about, such as 2026-12-24T08:00; by default now.")
@click.option("--from", "start", metavar="TIME", help="Show all shifts from then on.")
@click.option("--to", "end", metavar="TIME", help="Show them until then; by default 30 days.")
@options.as_json
@options.inventory
@click.pass_context
def oncall(  # noqa: PLR0913 -- click hands every option over
    context: click.Context, *, at: str | None, start: str | None, end: str | None, as_json: bool, inventory: Path
) -> None:
    """Say who is on duty, who is next, and who rests too little.

    It is computed from the rotas of the inventory alone; no netmon needs to run. Times are those of
    Europe/Prague. Rest is too short below 11 hours between two shifts of a person.

    Exit codes: 0 said, 1 not possible, 2 wrong usage.

    Example: netmon oncall --from 2026-12-01 --to 2027-01-01
    """
    context.default_map = {"ics": {"inventory": inventory}}
    if context.invoked_subcommand is not None:
        return
    from netmon.console.oncall import show_duty, show_shifts

    if start is None and end is None:
        show_duty(inventory, at, as_json=as_json)
    else:
        show_shifts(inventory, start or at, end, as_json=as_json)


@oncall.command(cls=Command)
@click.argument("person")
@click.option("--days", type=click.IntRange(1, 1000), default=AHEAD * 6, show_default=True, help="For how many days.")
@options.inventory
def ics(*, person: str, days: int, inventory: Path) -> None:
    """Print somebody's shifts as an iCalendar.

    Calendar programs import it, or fetch it from wherever it is published; an event that was imported
    before is replaced, not doubled.

    Example: netmon oncall ics novakova > novakova.ics
    """
    from netmon.console.oncall import print_calendar

    print_calendar(inventory, person, days)
