"""`netmon influx`: what an InfluxDB server needs from us."""

import sys
from pathlib import Path

import click

from netmon.errors import NetmonError
from netmon.secret import SecretRef, SecretStore
from netmon.store.influx.provisioning import provision


@click.group()
def influx() -> None:
    """Set up the InfluxDB that points are forwarded to."""


@influx.command()
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
    try:
        secret = SecretStore.from_environment().resolve(SecretRef(admin_token))
        for line in provision(url, org, secret, tokens):
            click.echo(line)
    except NetmonError as error:
        click.echo(f"netmon influx setup: {error}", err=True)
        sys.exit(1)
