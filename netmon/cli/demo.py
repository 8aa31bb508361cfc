"""`netmon demo`: a synthetic region on this machine, its outage, and everything netmon does about it."""

import asyncio
import logging
import sys
from pathlib import Path

import click

from netmon.clock import Millis, SystemClock
from netmon.errors import NetmonError
from netmon.inventory.quantities import parse_duration
from netmon.settings import Language


class Span(click.ParamType[Millis]):
    """A duration such as `75s`."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Millis:
        """Return milliseconds; complain with the cure."""
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.option("--for", "length", type=Span(), help="End this long after the story began, e.g. 75s; default: Ctrl-C.")
@click.option("--json", "outcome_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the outcome here.")
@click.option("--port", type=click.IntRange(0, 65535), help="Of the pages; default 8080, or any if that is taken.")
@click.option("--seed", type=int, default=1, show_default=True, help="Decides everything that is drawn.")
@click.option("--story", type=click.Choice(["default", "full"]), default="default", show_default=True)
@click.option("--lang", type=click.Choice([language.value for language in Language]), default=Language.CS.value)
@click.option(
    "--inventory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("inventory"),
    show_default=True,
    help="What to simulate; only addresses of this machine can be.",
)
def demo(  # noqa: PLR0913 -- one argument for each option
    *,
    length: Millis | None,
    outcome_file: Path | None,
    port: int | None,
    seed: int,
    story: str,
    lang: str,
    inventory: Path,
) -> None:
    """Watch a synthetic region on this machine lose a trunk and get it back.

    Example: netmon demo --for 75s --json demo.json
    """
    from netmon.simulate.demo import Options, run

    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    options = Options(inventory, seed, story, Language(lang), length, port)
    try:
        outcome = asyncio.run(run(options, SystemClock(), click.echo))
        if outcome_file is not None:
            outcome_file.write_bytes(outcome.encode())
    except (NetmonError, OSError) as error:
        click.echo(f"netmon demo: {error}", err=True)
        sys.exit(1)
