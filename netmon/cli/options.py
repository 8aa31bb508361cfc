"""Options that several commands share, under one name and with one meaning."""

from pathlib import Path

import click

state = click.option(
    "--state",
    type=click.Path(path_type=Path),
    envvar="NETMON_STATE",
    default=Path("state"),
    show_default=True,
    help="The state directory.",
)
inventory = click.option(
    "--inventory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="NETMON_INVENTORY",
    default=Path("inventory"),
    show_default=True,
    help="The inventory's directory.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
yes = click.option("--yes", is_flag=True, help="Ask nothing: do what is proposed.")
