"""Is the inventory fine: every complaint with its line, for people or as JSON."""

import json
import sys
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from netmon.console.terminal import Terminal
from netmon.inventory.complaint import Complaint
from netmon.inventory.document import CONTROL, LARGEST_FILE
from netmon.inventory.loading import Examination, examine
from netmon.inventory.models import Inventory
from netmon.oncall.checks import duty_faults
from netmon.phrase import Phrase
from netmon.rules.complaints import rule_faults

WIDEST = 120
"""Characters shown of a source line."""


class ExitCode(IntEnum):
    """What the command tells its caller; 2 is click's own, for wrong usage."""

    FINE = 0
    ERRORS = 1
    WARNINGS = 3


def check_inventory(directory: Path, *, strict: bool, as_json: bool) -> ExitCode:
    """Print what is wrong with an inventory, and return what it amounts to."""
    terminal = Terminal.of_process()
    examination = examine(directory, [rule_faults, duty_faults])
    exit_code = judge(examination, strict=strict)
    if as_json:
        terminal.show(json.dumps(as_object(examination, ok=exit_code is ExitCode.FINE), ensure_ascii=False))
    else:
        _print(examination, terminal, with_source=sys.stdout.isatty())
    return exit_code


def judge(examination: Examination, *, strict: bool) -> ExitCode:
    """Return what the complaints amount to."""
    if any(complaint.is_error for complaint in examination.complaints):
        return ExitCode.ERRORS
    return ExitCode.WARNINGS if strict and examination.complaints else ExitCode.FINE


def as_object(examination: Examination, *, ok: bool) -> dict[str, object]:
    """Return the examination as JSON has it, in English: `counts` is null when there are errors."""
    inventory = examination.inventory
    return {
        "ok": ok,
        "complaints": [_complaint(complaint) for complaint in examination.complaints],
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


def _complaint(complaint: Complaint) -> dict[str, object]:
    return {
        "file": complaint.file,
        "line": complaint.line,
        "column": complaint.column,
        "severity": complaint.severity,
        "what": complaint.what,
        "cure": complaint.cure,
    }


def _print(examination: Examination, terminal: Terminal, *, with_source: bool) -> None:
    lines: dict[str, Sequence[str]] = {}
    for complaint in examination.complaints:
        terminal.show(complaint.phrase)
        if with_source:
            if complaint.file not in lines:
                lines[complaint.file] = _read_lines(Path(complaint.file))
            for line in pointer(complaint, lines[complaint.file]):
                terminal.show(line)
    terminal.show(_summary(examination))


def _read_lines(path: Path) -> Sequence[str]:
    """Return a file's lines as the YAML door counts them; none where the complaint is about a directory."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE).decode("utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ()


def _summary(examination: Examination) -> Phrase:
    errors = sum(complaint.is_error for complaint in examination.complaints)
    warnings = len(examination.complaints) - errors
    found = [Phrase("{errors:error|errors}", errors=errors)] if errors else []
    found += [Phrase("{warnings:warning|warnings}", warnings=warnings)] if warnings else []
    if examination.inventory is None:
        return Phrase("{found}", found=found)
    things = Phrase(
        "{municipalities:municipality|municipalities}, {devices:device|devices},"
        " {links:link|links}, {rules:rule|rules}",
        **counts(examination.inventory),
    )
    return Phrase("{things}: {found}", things=things, found=found or Phrase("fine"))
