"""`netmon store`: its grammar."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command, Group


@click.group(cls=Group)
def store() -> None:
    """Examine the databases, or make them small.

    state.db holds states, incidents and the audit, samples.db what was measured.

    Example: netmon store check
    """


@store.command(cls=Command)
@options.state
@click.option("--full", is_flag=True, help="Compare indices with tables too, and read what has a checksum.")
@options.as_json
def check(*, state: Path, full: bool, as_json: bool) -> None:
    """Say whether both databases are whole.

    Works while netmon runs, reads only, and takes about as long as reading the files once; with --full two or
    three times as long. Meanwhile the log of what netmon writes beside a file cannot be emptied.

    Exit codes: 0 both are whole, 1 one is damaged or cannot be read, 2 wrong usage.

    Example: netmon store check --full --json
    """
    from netmon.console.store import show_check

    raise SystemExit(0 if show_check(state, is_full=full, as_json=as_json) else 1)


@store.command(cls=Command)
@options.state
@options.as_json
def compact(*, state: Path, as_json: bool) -> None:
    """Write both databases anew, without the room that nothing needs any more.

    Stop netmon first. It gives room back by itself while it runs, up to a tenth of the file; this is for a
    file that an older netmon made, and for the rest. It takes about as long as copying the files, and twice
    the room that their content takes; whoever interrupts it finds them as they were.

    Exits 0 when it is done; 1 when a file is as it was.

    Example: netmon store compact --state /var/lib/netmon
    """
    from netmon.console.store import show_compaction

    show_compaction(state, as_json=as_json)
