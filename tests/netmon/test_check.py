"""`netmon check`: its exit codes, its lines, its JSON, and what it does not import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.console.check import pointer
from netmon.inventory.complaint import Complaint, Place
from netmon.inventory.loading import load
from netmon.phrase import Phrase
from tests.netmon.inventory import SMALL, line_of

SHIPPED = Path(__file__).parents[2] / "inventory"
DOUBTFUL = SMALL.replace("capacity: 1G", "capacity: 10G")
WRONG = SMALL.replace("role: core", "role: kore")


def check(directory: Path, text: str | None, *options: str, language: str = "en") -> Result:
    if text is not None:
        (directory / "all.yaml").write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(directory), *options], env={"NETMON_LANGUAGE": language})


@pytest.mark.parametrize(
    ("text", "options", "exit_code"),
    [
        (SMALL, [], 0),
        (SMALL, ["--strict"], 0),
        (DOUBTFUL, [], 0),
        (DOUBTFUL, ["--strict"], 3),
        (WRONG, [], 1),
        (WRONG, ["--strict"], 1),
        (SMALL, ["--stirct"], 2),
    ],
)
def test_the_exit_code_says_how_it_stands(tmp_path: Path, text: str, options: list[str], exit_code: int) -> None:
    assert check(tmp_path, text, *options).exit_code == exit_code
    assert check(tmp_path, text, "--json", *options).exit_code == exit_code


def test_a_directory_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert check(tmp_path / "nowhere", None).exit_code == 2


def test_the_shipped_inventory_is_fine_under_strict() -> None:
    result = check(SHIPPED, None, "--strict")
    rules = len(load(SHIPPED).rules)
    assert result.exit_code == 0
    assert result.output == f"134 municipalities, 216 devices, 263 links, {rules} rules: fine\n"


def test_people_read_one_line_for_each_complaint_and_a_summary(tmp_path: Path) -> None:
    result = check(tmp_path, WRONG)
    assert result.output.splitlines() == [
        f'{tmp_path}/all.yaml:33:11: error: device as-1, role: unknown here: "kore"; did you mean "core"?',
        "1 error",
    ]
    assert check(tmp_path, DOUBTFUL).output.splitlines()[-1] == (
        "2 municipalities, 2 devices, 1 link, 1 rule: 2 warnings"
    )


def test_czech_readers_read_czech(tmp_path: Path) -> None:
    assert check(tmp_path, WRONG, language="cs").output.splitlines() == [
        f"{tmp_path}/all.yaml:33:11: chyba: zařízení as-1, role: „kore“ tu neznám; neměli jste na mysli „core“?",
        "1 chyba",
    ]
    assert check(tmp_path, DOUBTFUL, language="cs").output.splitlines()[-1] == (
        "2 obce, 2 zařízení, 1 trasa, 1 pravidlo: 2 varování"
    )
    assert check(tmp_path, SMALL, language="cs").output == "2 obce, 2 zařízení, 1 trasa, 1 pravidlo: v pořádku\n"


def test_machines_read_english_whoever_asks(tmp_path: Path) -> None:
    spoken, heard = (check(tmp_path, WRONG, "--json", language=language).output for language in ("cs", "en"))
    assert spoken == heard


def test_a_quotation_with_braces_is_json_too(tmp_path: Path) -> None:
    text = SMALL.replace("summary: Ztráty", 'summary: "{los_pct:>5}"')
    (complaint,) = json.loads(check(tmp_path, text, "--json").output)["complaints"]
    assert complaint["cure"] == "write {name}, or {name:.1f} for one decimal"


@pytest.mark.parametrize("arguments", [[], ["."]])
def test_without_a_directory_it_is_the_one_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    for name, text in {"named": SMALL, "inventory": DOUBTFUL, ".": WRONG}.items():
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "all.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exit_codes = [
        CliRunner().invoke(main, ["check", "--strict", *arguments], env={"NETMON_INVENTORY": variable}).exit_code
        for variable in (None, "", str(tmp_path / "named"))
    ]
    assert exit_codes == ([1, 1, 1] if arguments else [3, 3, 0])


@pytest.mark.parametrize(("language", "word"), [("en", "Exit codes: 0 fine"), ("cs", "Návratové kódy: 0 v pořádku")])
def test_the_help_names_the_exit_codes(language: str, word: str) -> None:
    assert word in CliRunner().invoke(main, ["check", "--help"], env={"NETMON_LANGUAGE": language}).output


def test_a_rule_that_cannot_be_compiled_is_an_error_at_its_text(tmp_path: Path) -> None:
    text = SMALL.replace("fire: loss_pct > 5", "fire: los_pct > 5")
    result = check(tmp_path, text)
    assert result.exit_code == 1
    assert f"all.yaml:{line_of(text, 'los_pct')}:15: error: rule loss, levels.warning.fire" in result.output
    assert 'did you mean "loss_pct"?' in result.output


def test_a_rule_that_matches_nothing_is_a_warning_at_its_condition(tmp_path: Path) -> None:
    text = SMALL.replace("for_each: device", 'for_each: device\n    where: platform == "junos"')
    result = check(tmp_path, text, "--strict")
    assert result.exit_code == 3
    assert f"all.yaml:{line_of(text, 'where:')}:12: warning: rule loss, where" in result.output


def test_machines_read_one_json_object(tmp_path: Path) -> None:
    assert json.loads(check(tmp_path, WRONG, "--json").output) == {
        "ok": False,
        "complaints": [
            {
                "file": f"{tmp_path}/all.yaml",
                "line": 33,
                "column": 11,
                "severity": "error",
                "what": 'device as-1, role: unknown here: "kore"',
                "cure": 'did you mean "core"?',
            }
        ],
        "counts": None,
    }
    fine = json.loads(check(tmp_path, SMALL, "--json").output)
    assert fine == {
        "ok": True,
        "complaints": [],
        "counts": {"municipalities": 2, "devices": 2, "links": 1, "rules": 1},
    }


def complaint_at(line: int, column: int) -> Complaint:
    return Complaint.at(Place("x.yaml", line, column), Phrase("a control character stands here"), Phrase("delete it"))


def test_the_caret_stands_under_the_fault_and_nothing_reaches_the_terminal_raw() -> None:
    complaint = complaint_at(2, 9)
    assert pointer(complaint, ["a: 1", "\tkey: a\x1b[2Jb"]) == ("     key: a�[2Jb", "            ^")
    assert pointer(complaint_at(3, 1), ["a: 1"]) == ()


def test_the_caret_of_a_long_line_stays_in_sight() -> None:
    line, caret = pointer(complaint_at(1, 5_000), ["x" * 4_999 + "!" + "x" * 4_999])
    assert line[caret.index("^")] == "!"
    assert len(line) < 200


def test_checking_imports_no_driver_but_yaml() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from netmon.cli import main;"
        f"CliRunner().invoke(main, ['check', {str(SHIPPED)!r}]);"
        "print(sorted({'pysnmp', 'netmiko', 'influxdb_client', 'apscheduler', 'flask', 'yaml'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout == "['yaml']\n"
