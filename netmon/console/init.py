"""How an inventory begins: a directory that appears whole, and what to do next."""

import os
from pathlib import Path
from shutil import rmtree

from netmon.console.terminal import Terminal
from netmon.errors import FileError
from netmon.inventory.beginning import COLUMNS, Units, first_files, shipped_units, units_of
from netmon.inventory.document import LARGEST_FILE
from netmon.inventory.table import read_table
from netmon.phrase import Phrase

STEPS = (
    "export NETMON_INVENTORY={directory} NETMON_SECRETS={secrets} NETMON_STATE={state}",
    "netmon secret set core-auth",
    "netmon secret set core-priv",
    "netmon device add 192.0.2.1",
    "netmon check",
    "netmon doctor",
    "netmon user add novakova --full-name 'Jana Nováková'",
    "netmon run",
)


def begin(directory: Path, *, table: Path | None, name: str | None, code: str | None) -> None:
    """Write the first files of an inventory; raise FileError if something is there already."""
    units = shipped_units() if table is None else _read_units(table, name=name or "", code=code or "")
    if directory.exists() and any(directory.iterdir()):
        raise FileError(Phrase("{path}: there is something in it already; name a new directory", path=directory))
    write_whole(directory, first_files(units))
    terminal = Terminal.of_process()
    terminal.say(
        Phrase(
            "{path}: {count:municipality|municipalities} of {region}, and no device yet",
            path=directory,
            count=len(units.municipalities),
            region=units.region.name,
        )
    )
    terminal.say(Phrase("What comes next:"))
    for step in STEPS:
        beside = directory.absolute().parent
        places = {"directory": directory.absolute(), "secrets": beside / "secrets", "state": beside / "state"}
        terminal.say(f"  {step.format(**places)}")


def write_whole(directory: Path, texts: dict[str, str]) -> None:
    """Let a directory appear with all its files, or not at all."""
    directory = directory.absolute()
    draft = directory.with_name(f".{directory.name}.{os.getpid()}")
    directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        draft.mkdir()
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8")
        draft.replace(directory)
    finally:
        rmtree(draft, ignore_errors=True)


def _read_units(table: Path, *, name: str, code: str) -> Units:
    with table.open("rb") as file:
        rows = read_table(str(table), file.read(LARGEST_FILE + 1), COLUMNS)
    return units_of(rows, name=name, code=code)
