"""Is the inventory fine: every complaint with its line, for people or as JSON."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from enum import IntEnum
from pathlib import Path

import click

from netmon.inventory.complaint import Complaint, ComplaintSeverity
from netmon.inventory.document import CONTROL, LARGEST_FILE
from netmon.inventory.fault import Fault, subject
from netmon.inventory.loading import Examination, examine
from netmon.inventory.models import Inventory
from netmon.rules.book import read_rules
from netmon.rules.complaints import examine as complaints_about_rules

WIDEST = 120
"""Characters shown of a source line."""


class ExitCode(IntEnum):
    """What the command tells its caller; 2 is click's own, for wrong usage."""

    FINE = 0
    ERRORS = 1
    WARNINGS = 3


@click.command()
@click.argument(
    "directory", metavar="[DIR]", default="inventory", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--strict", is_flag=True, help="Exit with 3 if there are warnings.")
def check(directory: Path, *, as_json: bool, strict: bool) -> None:
    """Check the inventory in DIR (by default ./inventory).

    Exit codes: 0 fine, 1 errors, 2 wrong usage, 3 warnings under --strict.
    """
    examination = examine(directory, [rule_faults])
    exit_code = judge(examination, strict=strict)
    if as_json:
        click.echo(json.dumps(as_object(examination, ok=exit_code is ExitCode.FINE), ensure_ascii=False))
    else:
        _print(examination, with_source=sys.stdout.isatty())
    raise SystemExit(exit_code)


def rule_faults(inventory: Inventory) -> Iterator[Fault]:
    """Yield what is wrong with the texts of rules, and, as warnings, which rules match nothing."""
    _, uncompiled = read_rules(inventory)
    for complaint in complaints_about_rules(inventory):
        severity = ComplaintSeverity.ERROR if complaint in uncompiled else ComplaintSeverity.WARNING
        path = ("rules", complaint.rule, *complaint.path)
        what = f"{subject(path)}, character {complaint.column}: {complaint.what}"
        yield Fault(path, what, complaint.cure, severity)


def judge(examination: Examination, *, strict: bool) -> ExitCode:
    """Return what the complaints amount to."""
    if any(complaint.is_error for complaint in examination.complaints):
        return ExitCode.ERRORS
    return ExitCode.WARNINGS if strict and examination.complaints else ExitCode.FINE


def as_object(examination: Examination, *, ok: bool) -> dict[str, object]:
    """Return the examination as JSON has it: `counts` is null when there are errors."""
    inventory = examination.inventory
    return {
        "ok": ok,
        "complaints": [asdict(complaint) for complaint in examination.complaints],
        "counts": counts(inventory) if inventory else None,
    }


def counts(inventory: Inventory) -> dict[str, int]:
    """Return how many things the inventory names."""
    return {
        "municipalities": len(inventory.municipalities),
        "devices": len(inventory.devices),
        "links": len(inventory.links),
        "rules": len(inventory.rules),
    }


def pointer(complaint: Complaint, lines: Sequence[str]) -> tuple[str, ...]:
    """Return the line of a file complained about, and a caret under its column."""
    if complaint.line > len(lines):
        return ()
    start = max(0, complaint.column - WIDEST)
    shown = CONTROL.sub("\N{REPLACEMENT CHARACTER}", lines[complaint.line - 1]).replace("\t", " ")
    return f"    {shown[start : start + WIDEST]}", f"    {' ' * (complaint.column - 1 - start)}^"


def _print(examination: Examination, *, with_source: bool) -> None:
    lines: dict[str, Sequence[str]] = {}
    for complaint in examination.complaints:
        click.echo(complaint)
        if with_source:
            if complaint.file not in lines:
                lines[complaint.file] = _read_lines(Path(complaint.file))
            click.echo("".join(f"{line}\n" for line in pointer(complaint, lines[complaint.file])), nl=False)
    click.echo(_summary(examination))


def _read_lines(path: Path) -> Sequence[str]:
    """Return a file's lines as the YAML door counts them; none where the complaint is about a directory."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE).decode("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ()


def _summary(examination: Examination) -> str:
    errors = sum(complaint.is_error for complaint in examination.complaints)
    warnings = len(examination.complaints) - errors
    found = [_several(count, noun) for count, noun in ((errors, "error"), (warnings, "warning")) if count]
    if examination.inventory is None:
        return ", ".join(found)
    things = ", ".join(f"{count:,} {noun}" for noun, count in counts(examination.inventory).items())
    return f"{things}: {', '.join(found) or 'fine'}"


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
