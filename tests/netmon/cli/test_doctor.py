"""How `netmon doctor` says what it found, and by which exit code."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.console.check import ExitCode
from netmon.console.doctor import NAMES, describe, judge, summary
from netmon.console.terminal import Terminal
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.language import Language
from netmon.phrase import Phrase, in_language
from tests.netmon.region import COMMUNITY, write_region, write_secrets

FINE = Finding(Check.CLOCK, Verdict.OK, Phrase("it is {now}", now="noon"))
DOUBT = Finding(
    Check.URL, Verdict.WARNING, Phrase("letters are written in UTF-8"), Phrase("chmod 0700 {path}", path="x")
)
WRONG = Finding(
    Check.DISK, Verdict.ERROR, Phrase("{reasons}", reasons=["first\nsecond"]), Phrase("look into the log of InfluxDB")
)
OPEN = Finding(Check.MAIL, Verdict.NOT_CHECKED, Phrase("there is none"))
PLAIN = Terminal(Language.EN, is_interactive=False, has_colour=False)


def ask(directory: Path, *words: str, environment: Mapping[str, str] | None = None) -> Result:
    write_region(directory / "inventory")
    secrets = write_secrets(directory / "secrets", {"community": COMMUNITY, "noc": "http://127.0.0.1:1"})
    places = ["--inventory", str(directory / "inventory"), "--state", str(directory / "state")]
    told = {"NETMON_SECRETS": str(secrets), "NETMON_PORT": "0", "LC_ALL": "C", **(environment or {})}
    return CliRunner().invoke(main, ["doctor", *places, *words], env=told)


def test_a_line_for_each_check_with_a_sign_and_a_sentence_at_the_end(tmp_path: Path) -> None:
    done = ask(tmp_path)
    assert done.exit_code == 0
    *lines, last = done.stdout.splitlines()
    signed = [line for line in lines if line[0] != " "]
    assert len(signed) == len(Check)
    assert all(re.match(r"[✔▲✖?] \S", line) for line in signed)
    assert re.search("netmon can run here$", last)
    assert done.stderr == ""


def test_json_is_one_object_in_english_whoever_reads(tmp_path: Path) -> None:
    done = ask(tmp_path, "--json", environment={"NETMON_LANGUAGE": "cs"})
    said = json.loads(done.stdout)
    assert said["ok"] is True
    assert [finding["check"] for finding in said["findings"]] == [check.value for check in Check]
    assert {"check": "settings", "verdict": "ok", "what": "the settings are valid", "cure": None} in said["findings"]


def test_a_missing_secret_is_an_error_and_told_in_czech_too(tmp_path: Path) -> None:
    environment = {"NETMON_SECRETS": str(tmp_path), "NETMON_LANGUAGE": "cs"}
    done = ask(tmp_path, environment=environment)
    assert done.exit_code == 1
    assert "✖ tajemství          2 tajemství chybí: community, noc" in done.stdout
    assert re.search(r"^1 chyba, \d varování: netmon tu zatím nezvládne všechno, co má$", done.stdout, re.MULTILINE)


def test_an_inventory_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["doctor", "--inventory", str(tmp_path / "lost")], env={"LC_ALL": "C"})
    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("findings", "strict", "code"),
    [
        ([FINE, OPEN], True, ExitCode.FINE),
        ([FINE, DOUBT], False, ExitCode.FINE),
        ([FINE, DOUBT], True, ExitCode.WARNINGS),
        ([DOUBT, WRONG], False, ExitCode.ERRORS),
        ([DOUBT, WRONG], True, ExitCode.ERRORS),
    ],
)
def test_the_exit_code_tells_errors_and_under_strict_warnings(
    findings: list[Finding],
    strict: bool,  # noqa: FBT001 -- a column of the table
    code: ExitCode,
) -> None:
    assert judge(findings, strict=strict) is code


@pytest.mark.parametrize(
    ("findings", "said", "in_czech"),
    [
        ([FINE, OPEN], "netmon can run here", "netmon tu může běžet"),
        ([FINE, DOUBT], "1 warning: netmon can run here", "1 varování: netmon tu může běžet"),
        (
            [WRONG, WRONG, DOUBT],
            "2 errors, 1 warning: netmon cannot do all its work here yet",
            "2 chyby, 1 varování: netmon tu zatím nezvládne všechno, co má",
        ),
    ],
)
def test_the_last_sentence_sums_up(findings: list[Finding], said: str, in_czech: str) -> None:
    assert summary(findings) == said
    assert in_language(summary(findings), Language.CS) == in_czech


def test_lines_are_aligned_and_the_cure_stands_below() -> None:
    lines = list(describe([FINE, WRONG], PLAIN, can_mark=True))
    assert lines == [
        "✔ clock            it is noon",
        "✖ disk             first",
        "                   second",
        "                   → look into the log of InfluxDB",
        "1 error, 0 warnings: netmon cannot do all its work here yet",
    ]


def test_where_letters_are_few_signs_are_too() -> None:
    lines = list(describe([FINE, DOUBT, WRONG, OPEN], PLAIN, can_mark=False))
    assert "\n".join(lines).isascii()
    assert [line[0] for line in lines if line[0] != " "] == ["+", "!", "x", "?", "1"]


def test_a_terminal_that_lacks_letters_is_told_so_and_breaks_nothing(tmp_path: Path) -> None:
    write_region(tmp_path / "inventory")
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "iso-8859-1", "NETMON_LANGUAGE": "cs"}
    places = ["--inventory", str(tmp_path / "inventory"), "--state", str(tmp_path / "state")]
    words = [sys.executable, "-m", "netmon", "doctor", *places]
    done = subprocess.run(words, env=environment, capture_output=True, timeout=60, check=False)
    assert "! terminál" in done.stdout.decode("iso-8859-1")
    assert b"netmon neb??\xed" in done.stdout
    assert done.stderr == b""


def test_a_colour_is_never_all_there_is() -> None:
    coloured = list(describe([WRONG], Terminal(Language.EN, is_interactive=True, has_colour=True), can_mark=True))
    assert coloured[0].startswith("\x1b[31m✖\x1b[0m disk")


def test_every_check_has_a_name() -> None:
    assert list(NAMES) == list(Check)
