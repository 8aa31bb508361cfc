"""`netmon status`: what the netmon on this machine knows now."""

import sys
from pathlib import Path

import click
from pydantic import TypeAdapter

from netmon.clock import SECOND, SystemClock, to_datetime
from netmon.errors import StoreError
from netmon.model import Incident
from netmon.status import Status, read_status


@click.command()
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    envvar="NETMON_STATE",
    default=Path("state"),
    show_default=True,
    help="The state directory.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(state: Path, *, as_json: bool) -> None:
    """Show states, open incidents and waiting messages.

    Exits 0 if netmon runs, 1 if it does not.

    Example: netmon status --json
    """
    clock = SystemClock()
    try:
        known = read_status(state, clock.now())
    except StoreError as error:
        click.echo(f"netmon status: {error}", err=True)
        sys.exit(1)
    click.echo(TypeAdapter(Status).dump_json(known, indent=2).decode() if as_json else _describe(known))
    sys.exit(0 if known.running else 1)


def _describe(known: Status) -> str:
    beat = f"last beat {to_datetime(known.beat):%Y-%m-%d %H:%M:%S} UTC" if known.beat else "never ran here"
    lines = [
        f"netmon {'runs' if known.running else 'does not run'}, {beat}",
        f"devices         {_counts(known.devices)}",
        f"links           {_counts(known.links)}",
        f"municipalities  {_counts(known.municipalities)}",
        f"messages        {known.messages.waiting} waiting, {known.messages.dead} given up",
        f"open incidents  {len(known.incidents)}",
    ]
    return "\n".join([*lines, *map(_line_of, known.incidents)])


def _line_of(incident: Incident) -> str:
    return (
        f"  {incident.id}  {incident.severity}  {incident.cause}, "
        f"{len(incident.impact.isolated)} municipalities, {incident.impact.inhabitants} inhabitants, "
        f"since {to_datetime(incident.started):%Y-%m-%d %H:%M:%S} UTC, "
        f"detected after {(incident.detected - incident.started) / SECOND:.1f} s"
    )


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "none known yet"
