"""`netmon influx`: its grammar."""

from pathlib import Path

import click

from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def influx() -> None:
    """Prepare the InfluxDB server.

    Points are forwarded to it; nothing that pages or draws a page waits for it.

    Example: netmon influx setup --url http://influxdb:8086
    """


@influx.command(cls=Command)
@click.option("--url", default="http://127.0.0.1:8086", show_default=True, help="The server's address.")
@click.option("--org", default="netmon", show_default=True, help="The organisation; made if missing.")
@click.option(
    "--admin-token",
    default="secret://influx-admin-token",
    show_default=True,
    help="A secret reference to a token that may make all this.",
)
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tokens"),
    show_default=True,
    help="Where writer/influx-writer-token and reader/influx-reader-token are left.",
)
def setup(url: str, org: str, admin_token: str, tokens: Path) -> None:
    """Make organisation, buckets and least-privilege tokens on InfluxDB 2.x.

    May be run again at any time: what exists is kept.

    Example: netmon influx setup --url http://influxdb:8086 --tokens /run/tokens
    """
    from netmon.console.influx import set_up

    set_up(url, org, admin_token, tokens)
