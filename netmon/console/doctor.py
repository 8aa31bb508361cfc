"""`netmon doctor` at a terminal: a line for each finding, its cure below, and what it all amounts to."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import SystemClock
from netmon.console.check import ExitCode
from netmon.console.terminal import Terminal
from netmon.doctor.examination import examine
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.place import Place
from netmon.phrase import Phrase, in_language


@dataclass(frozen=True, slots=True)
class Sign:
    """How a verdict looks: a mark, what stands for it where letters are few, and a colour."""

    mark: str
    plain: str
    colour: str


SIGNS: Mapping[Verdict, Sign] = {
    Verdict.OK: Sign("✔", "+", "green"),
    Verdict.WARNING: Sign("▲", "!", "yellow"),
    Verdict.ERROR: Sign("✖", "x", "red"),
    Verdict.NOT_CHECKED: Sign("?", "?", "cyan"),
}
NAMES: Mapping[Check, Phrase] = {
    Check.SETTINGS: Phrase("settings"),
    Check.INVENTORY: Phrase("inventory"),
    Check.INVENTORY_FILES: Phrase("inventory files"),
    Check.SECRETS: Phrase("secrets"),
    Check.SECRET_FILES: Phrase("secret files"),
    Check.PASSWORDS: Phrase("passwords"),
    Check.SNMP_VERSIONS: Phrase("SNMP versions"),
    Check.STATE_DIRECTORY: Phrase("state directory"),
    Check.FILE_SYSTEM: Phrase("file system"),
    Check.DATABASES: Phrase("databases"),
    Check.DISK: Phrase("disk"),
    Check.DESCRIPTORS: Phrase("descriptors"),
    Check.ICMP: Phrase("ping"),
    Check.ICMPV6: Phrase("ping over IPv6"),
    Check.CLOCK: Phrase("clock"),
    Check.SYNCHRONISATION: Phrase("synchronisation"),
    Check.TIME_ZONE: Phrase("time zone"),
    Check.SOFTWARE: Phrase("software"),
    Check.TERMINAL: Phrase("terminal"),
    Check.PORT: Phrase("port"),
    Check.URL: Phrase("address"),
    Check.INFLUX: Phrase("InfluxDB"),
    Check.MAIL: Phrase("mail"),
    Check.SMS: Phrase("SMS"),
    Check.RECEIVERS: Phrase("receivers"),
    Check.DRILL: Phrase("drill"),
    Check.RUNNING: Phrase("netmon"),
}


def examine_machine(inventory: Path, state: Path, *, as_json: bool, strict: bool) -> None:
    """Say what this machine lacks, and end with the exit code that tells it."""
    findings = examine(Place.of(inventory, state, os.environ, SystemClock()))
    exit_code = judge(findings, strict=strict)
    terminal = Terminal.of_process()
    if as_json:
        terminal.show(json.dumps(as_object(findings, ok=exit_code is ExitCode.FINE), ensure_ascii=False))
    else:
        can_mark = _can_write("".join(sign.mark for sign in SIGNS.values()), sys.stdout.encoding)
        for line in describe(findings, terminal, can_mark=can_mark):
            terminal.show(line)
    raise SystemExit(exit_code)


def judge(findings: Sequence[Finding], *, strict: bool) -> ExitCode:
    """Return what the findings amount to."""
    verdicts = {finding.verdict for finding in findings}
    if Verdict.ERROR in verdicts:
        return ExitCode.ERRORS
    return ExitCode.WARNINGS if strict and Verdict.WARNING in verdicts else ExitCode.FINE


def as_object(findings: Sequence[Finding], *, ok: bool) -> dict[str, object]:
    """Return the findings as JSON has them: in English, whoever reads."""
    return {"ok": ok, "findings": [_as_json(finding) for finding in findings]}


def _as_json(finding: Finding) -> dict[str, str | None]:
    return {
        "check": finding.check.value,
        "verdict": finding.verdict.value,
        "what": str(finding.what),
        "cure": None if finding.cure is None else str(finding.cure),
    }


def describe(findings: Sequence[Finding], terminal: Terminal, *, can_mark: bool) -> Iterator[str]:
    """Yield the lines of the findings, aligned, and a last one that sums them up."""
    names = {check: in_language(name, terminal.language) for check, name in NAMES.items()}
    width = max(map(len, names.values()))
    indent = " " * (width + len("✔   "))
    arrow = "→" if can_mark else "->"
    for finding in findings:
        sign = SIGNS[finding.verdict]
        mark = terminal.paint(sign.mark if can_mark else sign.plain, sign.colour)
        first, *others = in_language(finding.what, terminal.language).splitlines()
        yield f"{mark} {names[finding.check]:<{width}}  {first}"
        yield from (f"{indent}{line}" for line in others)
        if finding.cure is not None:
            yield f"{indent}{arrow} {in_language(finding.cure, terminal.language)}"
    yield in_language(summary(findings), terminal.language)


def summary(findings: Sequence[Finding]) -> Phrase:
    """Return the sentence that says how it stands with this machine."""
    errors = sum(finding.verdict is Verdict.ERROR for finding in findings)
    warnings = sum(finding.verdict is Verdict.WARNING for finding in findings)
    if errors:
        return Phrase(
            "{errors:error|errors}, {warnings:warning|warnings}: netmon cannot do all its work here yet",
            errors=errors,
            warnings=warnings,
        )
    if warnings:
        return Phrase("{warnings:warning|warnings}: netmon can run here", warnings=warnings)
    return Phrase("netmon can run here")


def _can_write(text: str, encoding: str | None) -> bool:
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
