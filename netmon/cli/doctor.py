"""`netmon doctor`: whether this machine can run netmon."""

from pathlib import Path

import click

from netmon.cli import options
from netmon.cli.frame import Command


@click.command(cls=Command)
@options.inventory
@options.state
@options.as_json
@click.option("--strict", is_flag=True, help="Exit with 3 if there are warnings.")
def doctor(*, inventory: Path, state: Path, as_json: bool, strict: bool) -> None:
    """Say what this machine lacks.

    Looks at permissions, limits, the clock, the disk, secrets, ports, InfluxDB and the way of mail,
    with the settings in NETMON_*; says of each what is wrong and what mends it, and changes nothing.
    Run it as the user that runs netmon.

    Exit codes: 0 fine, 1 errors, 2 wrong usage, 3 warnings under --strict.

    Example: netmon doctor --json
    """
    from netmon.console.doctor import examine_machine

    examine_machine(inventory, state, as_json=as_json, strict=strict)
