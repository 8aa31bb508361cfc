"""`netmon run`: its grammar."""

import click

from netmon.cli.frame import Command


@click.command(cls=Command)
@click.option("--debug", is_flag=True, help="Log every decision, not only transitions.")
def run(*, debug: bool) -> None:
    """Poll, judge, tell and show until stopped.

    SIGTERM and Ctrl-C stop it; SIGHUP loads the inventory anew. Settings come from NETMON_* variables;
    the README lists them.

    Exit codes: 0 it was stopped, 1 it could not start or go on.

    Example: NETMON_INVENTORY=inventory NETMON_STATE=/var/lib/netmon netmon run
    """
    from netmon.console.run import run_until_stopped

    run_until_stopped(debug=debug)
