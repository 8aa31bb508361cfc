"""`netmon demo`: its grammar."""

from pathlib import Path

import click

from netmon.cli.frame import Command
from netmon.clock import Millis
from netmon.inventory.quantities import parse_duration
from netmon.language import Language, language_at_terminal


class Span(click.ParamType[Millis]):
    """A duration such as `75s`."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Millis:
        """Return milliseconds; complain with the cure."""
        try:
            return parse_duration(value)
        except ValueError as error:
            self.fail(error.args[0], param, ctx)


@click.command(cls=Command)
@click.option("--for", "length", type=Span(), help="End this long after the story began, e.g. 75s; default: Ctrl-C.")
@click.option("--json", "outcome_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the outcome here.")
@click.option("--port", type=click.IntRange(0, 65535), help="Of the pages; default 8080, or any if that is taken.")
@click.option("--seed", type=int, default=1, show_default=True, help="Decides everything that is drawn.")
@click.option(
    "--story",
    type=click.Choice(["default", "full"]),
    default="default",
    show_default=True,
    help="What happens: one outage, or more after it.",
)
@click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    help="Language of the lines and pages; default: the terminal's.",
)
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
    lang: str | None,
    inventory: Path,
) -> None:
    """Watch a synthetic region on this machine.

    Simulated devices answer on the loopback, netmon polls them, a trunk is cut and heals again. Nothing
    leaves this machine, and nothing stays on it.

    Example: netmon demo --for 75s --json demo.json
    """
    from netmon.console.demo import perform
    from netmon.simulate.demo import Options

    language = Language(lang) if lang else language_at_terminal()
    perform(Options(inventory, seed, story, language, length, port), outcome_file)
