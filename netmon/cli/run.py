"""`netmon run`: poll, judge, tell and show until stopped."""

import asyncio
import logging
import resource
import sys

import click

from netmon.errors import NetmonError

CHATTY = {"apscheduler": logging.WARNING, "waitress": logging.ERROR}
"""Loggers of others, and what we want to hear of them: not each job that ran, not each page that queued."""


@click.command()
@click.option("--debug", is_flag=True, help="Log every decision, not only transitions.")
def run(*, debug: bool) -> None:
    """Run the monitor; SIGTERM and Ctrl-C stop it, SIGHUP loads the inventory anew.

    Settings come from NETMON_* variables; the README lists them.

    Exits 0 when it was stopped, 1 when it could not start or go on.

    Example: NETMON_INVENTORY=inventory NETMON_STATE=/var/lib/netmon netmon run
    """
    from netmon.daemon import serve
    from netmon.settings import Settings

    logging.basicConfig(
        level=logging.DEBUG if debug else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for name, level in CHATTY.items():
        logging.getLogger(name).setLevel(level)
    _allow_sockets()
    try:
        asyncio.run(serve(Settings.from_environment()))
    except NetmonError as error:
        click.echo(f"netmon run: {error}", err=True)
        sys.exit(1)


def _allow_sockets() -> None:
    """Let this process open as many files as the system allows: every device has a socket."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
