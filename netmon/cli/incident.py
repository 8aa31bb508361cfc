"""`netmon incident`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def incident() -> None:
    """Keep the record of an incident: whom to call, the ticket, the next report.

    Example: netmon incident show INC-2026-0412
    """


@incident.command(cls=Command)
@click.argument("key", metavar="ID")
@options.inventory
@options.state
@options.as_json
def show(*, key: str, inventory: Path, state: Path, as_json: bool) -> None:
    """Show an incident: who has taken it, whom to call, the ticket, the next report, and how it went.

    Times are those of Europe/Prague.

    Example: netmon incident show INC-2026-0412 --json
    """
    from netmon.console.incident import show_incident

    show_incident(state, inventory, key, as_json=as_json)


@incident.command(cls=Command)
@click.argument("key", metavar="ID")
@options.inventory
@options.state
@options.as_json
def explain(*, key: str, inventory: Path, state: Path, as_json: bool) -> None:
    """Say why it is an incident, who was told of it or not, and who is called next.

    Printed are the cause and what speaks for it, each message with what became of it, what every stage has
    against telling more, and when whom netmon calls next if it lasts and nobody does anything.

    Exit codes: 0 said, 1 not possible, 2 wrong usage.

    Example: netmon incident explain INC-2026-0412
    """
    from netmon.console.why import explain_incident

    explain_incident(state, inventory, key, as_json=as_json)


@incident.command(cls=Command)
@click.argument("key", metavar="ID")
@click.argument("number")
@options.state
def ticket(*, key: str, number: str, state: Path) -> None:
    """Write down under which number the supplier deals with it; the latest counts.

    Example: netmon incident ticket INC-2026-0412 EM-4711
    """
    from netmon.console.incident import note_ticket

    note_ticket(state, key, number)


@incident.command(cls=Command)
@click.argument("key", metavar="ID")
@click.argument("when", metavar="HH:MM|+90m")
@options.state
def promise(*, key: str, when: str, state: Path) -> None:
    """Say by when people hear more; the latest counts.

    A time of day is the next one that the clocks of the region show. Whoever promised is reminded a quarter
    of an hour before, unless a note, another promise or the end of the incident has come by then. The promiser
    is found among the people of the inventory by the account's name; failing that, everybody is reminded who
    heard of the incident.

    Exit codes: 0 it is promised, 1 it is not, 2 wrong usage.

    Example: netmon incident promise INC-2026-0412 +90m
    """
    from netmon.console.incident import promise_report

    promise_report(state, key, when)


@incident.command(cls=Command)
@click.argument("key", metavar="ID")
@click.argument("text")
@options.state
def note(*, key: str, text: str, state: Path) -> None:
    """Write down what is known.

    Example: netmon incident note INC-2026-0412 "technik je na cestě"
    """
    from netmon.console.incident import add_note

    add_note(state, key, text)
