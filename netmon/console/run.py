"""How netmon runs: logs on standard error, as many sockets as the system allows, until it is stopped."""

import asyncio
import logging
import resource
import sys

from netmon.process.daemon import serve
from netmon.process.heap import spare_collections
from netmon.settings import Settings

CHATTY = {"apscheduler": logging.WARNING, "waitress": logging.ERROR}
"""Loggers of others, and what we want to hear of them: not each job that ran, not each page that queued."""


def run_until_stopped(*, debug: bool) -> None:
    """Run the monitor that the environment describes; raise NetmonError if it cannot start or go on."""
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for name, level in CHATTY.items():
        logging.getLogger(name).setLevel(level)
    allow_sockets()
    spare_collections()
    asyncio.run(serve(Settings.from_environment()))


def allow_sockets() -> None:
    """Let this process open as many files as the system allows: every device has a socket."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
