"""`netmon report`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group

FORMATS = ("table", "html", "pdf", "xlsx", "csv", "json")
"""A table for the terminal, then the forms that `netmon.views` has: not imported before a command runs."""
KINDS = ("up", "unknown", "maintenance", "recorded")
"""As `netmon.model.CountsAs` has them; the models are not imported before a command runs."""


@click.group(cls=Group)
def report() -> None:
    """Say how available municipalities were; correct and publish the figures.

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

    Each outage is listed in JSON with how long it was at least and at most: it began after the last answer before
    it and ended after the last probe that was lost, each at most one interval of the probes earlier. Of a month that
    was published, it is said which figures differ now.

    Unknown time is neither up nor down: the worst figure counts it as an outage, the best as up, the measured
    one leaves it out. A contract is met if the worst figure reaches the target, breached if the best does not,
    else undetermined. Figures are rounded down.

    HTML, PDF and XLSX are documents with every outage, its cause, what is excused or unknown of it, and the method;
    they bear the SHA-256 of the figures as canonical JSON, as JSON does. The same past makes the same CSV and JSON
    anywhere. PDF needs WeasyPrint.

    Example: netmon report sla 2026-10 --format pdf > 2026-10.pdf
    """
    from netmon.clock import SystemClock
    from netmon.console.report import show_sla

    show_sla(state, inventory, period, form, SystemClock())


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
    from netmon.clock import SystemClock
    from netmon.console.report import Wanted, correct_availability
    from netmon.model import CountsAs

    wanted = Wanted(municipality, start, end, CountsAs(counts_as), reason)
    correct_availability(state, inventory, wanted, SystemClock())


@report.command(cls=Command)
@click.argument("month")
@click.option("--reason", default="", help="Why it is published anew; the first time needs none.")
@options.inventory
@options.state
def publish(*, month: str, reason: str, inventory: Path, state: Path) -> None:
    """Keep the figures of a month as they are given away, and print their SHA-256.

    MONTH is over, such as 2026-10. Its figures are kept as a record that nobody can change: which version it is,
    when and by whom it was published, how many recorded changes and corrections it rests on, and the SHA-256 of the
    figures as canonical JSON (keys sorted, no spaces). A month is published anew only with a reason, as the next
    version; those before stay. `netmon report sla` says when its figures differ from the last version.

    Example: netmon report publish 2026-10
    """
    from netmon.clock import SystemClock
    from netmon.console.publishing import publish_month

    publish_month(state, inventory, month, reason, SystemClock())


@report.command(cls=Command)
@click.argument("month", required=False)
@options.as_json
@options.state
def published(*, month: str | None, as_json: bool, state: Path) -> None:
    """List what was published, the newest first.

    With a MONTH such as 2026-10 only its versions are listed; with --json the figures of each stand there too.

    Exit codes: 0 all figures are those that were published, 1 some are not, 2 wrong usage.

    Example: netmon report published 2026-10 --json
    """
    from netmon.console.publishing import list_published

    list_published(state, month, as_json=as_json)
