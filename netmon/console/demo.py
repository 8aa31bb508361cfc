"""How the demo is performed: every line as it happens, and the outcome in a file if somebody wants it."""

import asyncio
import logging
import sys
from dataclasses import replace
from pathlib import Path

from netmon.clock import SystemClock
from netmon.console.terminal import Terminal
from netmon.simulate.demo import Options, run


def perform(options: Options, outcome_file: Path | None) -> None:
    """Run a demo to its end or to Ctrl-C; raise NetmonError with the cure if it cannot begin."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s %(message)s", stream=sys.stderr)
    screen = replace(Terminal.of_process(), language=options.language)
    outcome = asyncio.run(run(options, SystemClock(), screen))
    if outcome_file is not None:
        outcome_file.write_bytes(outcome.encode())
