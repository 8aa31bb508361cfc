"""`netmon influx`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def influx() -> None:
    """Prepare the InfluxDB server, and look after what is in it.

    Points are forwarded to it; nothing that pages or draws a page waits for it.

    Example: netmon influx setup --url http://influxdb:8086
    """


@influx.command(cls=Command)
@click.option("--url", default="http://127.0.0.1:8086", show_default=True, help="The server's address.")
@click.option("--org", default="netmon", show_default=True, help="The organisation; made if missing. Only 2.x has any.")
@click.option(
    "--admin-token",
    default="secret://influx-admin-token",
    show_default=True,
    help="A secret reference to a token that may make all this; for 1.x to user:password of an administrator.",
)
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tokens"),
    show_default=True,
    help="Where writer/influx-writer-token is left, and those of grafana and reader beside it.",
)
def setup(url: str, org: str, admin_token: str, tokens: Path) -> None:
    """Make what netmon needs on an InfluxDB server of 2.x, or of 1.8 and newer.

    On 2.x these are the organisation, the buckets and a token each for netmon, for Grafana and for whoever reads.
    On 1.x they are the database, its retention policies and, if the server lets nobody in without a password, a
    user each, whose file holds user:password, which serves as a token. Each may do one thing. VictoriaMetrics is
    recognised.

    May be run again at any time: what exists is kept, what differs is put right.

    Example: netmon influx setup --url http://influxdb:8086 --tokens /run/tokens
    """
    from netmon.console.influx import set_up

    set_up(url, org, admin_token, tokens)


@influx.command(cls=Command)
@click.option("--from", "start", metavar="TIME", help="Since when, such as 2026-10-25T02:30; by default a day.")
@click.option("--to", "end", metavar="TIME", help="Until when; by default five minutes ago.")
@options.as_json
@options.state
def verify(*, start: str | None, end: str | None, as_json: bool, state: Path) -> None:
    """Compare what InfluxDB has with what netmon measured, hour by hour.

    Values are counted on both sides, by measurement and field. What still waits in the outbox, or was refused for
    good, need not be there. NETMON_INFLUX__READER names the secret that may read.

    Exit codes: 0 nothing is missing or too many, 1 something is, or InfluxDB cannot be asked.

    Example: netmon influx verify --from 2026-10-25T00:00
    """
    from netmon.console.verify import verify_points

    verify_points(state, start, end, as_json=as_json)


@influx.command(cls=Command)
@click.option("--from", "start", metavar="TIME", required=True, help="Since when, such as 2026-10-25T02:30.")
@click.option("--to", "end", metavar="TIME", help="Until when; by default now.")
@click.option(
    "--rate", type=click.IntRange(1, 1_000_000), default=20_000, show_default=True, help="Lines a second at most."
)
@options.state
def backfill(*, start: str, end: str | None, rate: int, state: Path) -> None:
    """Send to InfluxDB once more what netmon keeps of a time.

    In the order of time and beside a netmon that runs, whose new points go first. What is there already stays as
    it is; whoever stops it begins again where it says that it has come to.

    Example: netmon influx backfill --from 2026-10-25T00:00 --to 2026-10-26T00:00
    """
    from netmon.console.backfill import fill_back

    fill_back(state, start, end, rate)


@influx.command(cls=Command)
@click.argument("letters", nargs=-1, type=click.IntRange(1), metavar="[NUMBER]...")
@click.option("--resend", "act", flag_value="resend", help="Put them into the outbox once more.")
@click.option("--drop", "act", flag_value="drop", help="Let them go for good.")
@options.as_json
@options.yes
@options.state
def refused(*, letters: tuple[int, ...], act: str | None, as_json: bool, yes: bool, state: Path) -> None:
    """Show the lines that InfluxDB refused for good, and why; send them again or drop them.

    The last 1,000 are kept. Without a NUMBER all are meant.

    Example: netmon influx refused 17 --resend
    """
    from netmon.console.refused import drop_refused, resend_refused, show_refused

    match act:
        case "resend":
            resend_refused(state, letters)
        case "drop":
            drop_refused(state, letters, is_agreed=yes)
        case _:
            show_refused(state, letters, as_json=as_json)
