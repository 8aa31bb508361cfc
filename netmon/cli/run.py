"""`netmon run`: poll, judge, tell and show until stopped."""

import asyncio
import logging
import sys

import click

from netmon.errors import NetmonError


@click.command()
@click.option("--debug", is_flag=True, help="Log every decision, not only transitions.")
def run(*, debug: bool) -> None:
    """Run the monitor; SIGTERM and Ctrl-C stop it, SIGHUP loads the inventory anew.

    Settings come from NETMON_* variables; the README lists them.

    Example: NETMON_INVENTORY=inventory NETMON_STATE=/var/lib/netmon netmon run
    """
    from netmon.daemon import serve
    from netmon.settings import Settings

    logging.basicConfig(
        level=logging.DEBUG if debug else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    try:
        asyncio.run(serve(Settings.from_environment()))
    except NetmonError as error:
        click.echo(f"netmon run: {error}", err=True)
        sys.exit(1)
