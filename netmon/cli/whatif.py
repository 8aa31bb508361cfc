"""`netmon whatif`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command
from netmon.phrase import Phrase


@click.command(cls=Command)
@click.option(
    "--down",
    multiple=True,
    metavar="KIND:NAME",
    help="What is taken away: link:NAME, device:NAME or risk:NAME; may be given several times.",
)
@click.option(
    "--single-points", is_flag=True, help="Say what every municipality hangs on, in what --down leaves of the network."
)
@click.option("--now", is_flag=True, help="Begin with what is down now, as the netmon of the state directory knows it.")
@options.as_json
@options.inventory
@options.state
def whatif(  # noqa: PLR0913 -- click hands every option over
    *, down: tuple[str, ...], single_points: bool, now: bool, as_json: bool, inventory: Path, state: Path
) -> None:
    """Say who would be cut off without a link, device or trench.

    It is computed from the inventory alone: nothing is polled, and no netmon needs to run. A risk is
    a shared risk of the inventory, such as a duct: all its links are lost together.

    With --single-points, say instead which municipalities hang on a single device, link or shared
    risk, the worst first.

    Exit codes: 0 computed, 1 not possible, 2 wrong usage.

    Example: netmon whatif --down link:cheb-as --down device:ostrov-core-1
    """
    if not down and not single_points:
        raise click.UsageError(Phrase("say what to take away with --down, or ask for --single-points"))
    from netmon.console.whatif import Question, show_single_points, show_what_if

    question = Question(inventory, down, state if now else None)
    (show_single_points if single_points else show_what_if)(question, as_json=as_json)
