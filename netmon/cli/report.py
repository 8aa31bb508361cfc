"""`netmon report`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

FORMATS = ("table", "csv", "json")
KINDS = ("up", "unknown", "maintenance", "recorded")
"""As `netmon.model.CountsAs` has them; the models are not imported before a command runs."""


@click.group(cls=Group)
def report() -> None:
    """Say how available municipalities were, and correct what was recorded wrongly.

    Example: netmon report sla 2026-10
    """


@report.command(cls=Command)
@click.argument("period")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True, help="How it is printed."
)
@options.inventory
@options.state
def sla(*, period: str, form: str, inventory: Path, state: Path) -> None:
    """Print how well the contracts of a period were kept.

    PERIOD is a month such as 2026-10, a quarter 2026-Q4, a year 2026 or a day 2026-10-25, by the clocks of
    Europe/Prague; of one that is not over, what has passed counts. Every figure is computed anew from the
    recorded changes of state, with what was corrected.

    Unknown time is neither up nor down: the worst figure counts it as an outage, the best as up, the measured
    one leaves it out. A contract is met if the worst figure reaches the target, breached if the best does not,
    else undetermined. Figures are rounded down.

    Example: netmon report sla 2026-10 --format csv > 2026-10.csv
    """
    from netmon.console.report import show_sla

    show_sla(state, inventory, period, form)


@report.command(cls=Command)
@click.argument("municipality")
@click.option("--from", "start", required=True, help="When it begins, such as 2026-10-25T02:30.")
@click.option("--to", "end", required=True, help="When it ends.")
@click.option("--as", "counts_as", type=click.Choice(KINDS), required=True, help="What the time counts as.")
@click.option("--reason", required=True, help="Why, for whoever reads the figures.")
@options.inventory
@options.state
def correct(  # noqa: PLR0913 -- click passes one argument for each option
    *, municipality: str, start: str, end: str, counts_as: str, reason: str, inventory: Path, state: Path
) -> None:
    """Say what a municipality really went through.

    MUNICIPALITY is a name or a six-digit code. What was recorded is never changed: the correction stands beside
    it with its author and reason, counts in every figure from now on, and is listed in the report. The last of
    several about the same time holds.

    As up, outages were none; as maintenance, they were announced work; as unknown, nothing that was recorded
    can be relied on; as recorded, earlier corrections are withdrawn. Unknown time stays unknown.

    Example: netmon report correct Aš --from 2026-10-25T02:30 --to 2026-10-25T03:15 --as up --reason "probe failed"
    """
    from netmon.console.report import Wanted, correct_availability
    from netmon.model import CountsAs

    correct_availability(state, inventory, Wanted(municipality, start, end, CountsAs(counts_as), reason))
