"""How accounts are made, changed and shown at a terminal, and what is refused."""

import json
import os
import pty
import select
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.cli.user import ROLES
from netmon.clock import DAY, ManualClock, Millis
from netmon.console.terminal import Terminal
from netmon.console.user import Listing, listing_of, table
from netmon.language import Language
from netmon.model import Account, AccountState, Role
from netmon.people.passwords import matches
from netmon.store.database import STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.reading import StoreReader

PHRASE, OTHER = "korektní kůň baterie", "sponka nese žlutý most"
SET = Millis(1_795_398_425_000)


def netmon(state: Path, *words: str, typed: str = "", language: str = "en") -> Result:
    environment = {"NETMON_LANGUAGE": language, "NETMON_STATE": str(state)}
    return CliRunner().invoke(main, ["user", *words], input=typed, env=environment, prog_name="netmon")


def add(state: Path, *words: str, password: str = PHRASE) -> Result:
    return netmon(state, "add", *words, "--full-name", "Jana Nováková", typed=f"{password}\n")


def account(state: Path, name: str = "novakova") -> Account:
    with closing(StoreReader(state, ManualClock(SET))) as reader:
        found = reader.account(name)
    assert found is not None
    return found


def listed(state: Path) -> dict[str, str]:
    rows = json.loads(netmon(state, "list", "--json").stdout)["accounts"]
    return {row["name"]: row["state"] for row in rows}


def test_an_account_is_added_with_the_hash_of_its_password(tmp_path: Path) -> None:
    done = add(tmp_path, "novakova")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "novakova may log in as operator\n")
    known = account(tmp_path)
    assert (known.full_name, known.role, known.is_temporary) == ("Jana Nováková", Role.OPERATOR, False)
    assert PasswordHasher().verify(known.password_hash, PHRASE)


def test_an_account_of_a_municipality_is_bound_to_its_codes(tmp_path: Path) -> None:
    done = add(tmp_path, "asak", "--role", "municipality", "--code", "554499", "--code", "554481")
    assert (done.exit_code, done.stderr) == (0, "asak may log in as municipality\n")
    assert account(tmp_path, "asak").municipalities == ("554481", "554499")
    assert "municipality 554481, 554499" in netmon(tmp_path, "list").stdout
    assert "obec 554481, 554499" in netmon(tmp_path, "list", language="cs").stdout


@pytest.mark.parametrize(
    ("words", "password", "reason"),
    [
        (["novakova"], "short", "12 to 1024 characters"),
        (["novakova", "--role", "administrator"], "x" * 16, "17 to 1024 characters"),
        (["novakova"], "", "12 to 1024 characters"),
        (["novakova"], "Jana_Novakova_1234", "can be guessed"),
        (["novakova"], "x" * 5000, "12 to 1024 characters"),
        (["Nováková"], PHRASE, "an account name is a letter"),
        (["asak", "--role", "municipality"], PHRASE, "needs its six-digit code"),
        (["asak", "--role", "municipality", "--code", "As"], PHRASE, "As is no code of a municipality"),
        (["novakova", "--code", "554499"], PHRASE, "only an account of the role municipality"),
    ],
)
def test_what_is_refused_is_told_and_nothing_is_written(
    tmp_path: Path, words: list[str], password: str, reason: str
) -> None:
    done = add(tmp_path, *words, password=password)
    assert done.exit_code == 1
    assert done.stderr.startswith("netmon user add: ")
    assert reason in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / STATE_FILE).exists() or listed(tmp_path) == {}


def test_a_refusal_is_told_in_czech(tmp_path: Path) -> None:
    done = netmon(tmp_path, "add", "novakova", "--full-name", "Jana", typed="krátké\n", language="cs")
    assert done.stderr == "netmon user add: heslo této role (operátor) má mít 12 až 1024 znaků; toto má 6\n"


def test_octets_that_are_no_text_are_no_password(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "netmon", "user", "add", "novakova", "--full-name", "Jana"]
    command += ["--state", str(tmp_path)]
    done = subprocess.run(command, input=b"korektn\xed k\xf9n baterie\n", capture_output=True, check=False, timeout=30)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / STATE_FILE).exists()


def test_the_same_name_is_not_added_twice(tmp_path: Path) -> None:
    add(tmp_path, "novakova")
    assert "exists already" in add(tmp_path, "novakova").stderr


def test_a_state_that_another_process_holds_without_a_socket_is_told(tmp_path: Path) -> None:
    with StateLock(tmp_path):
        done = add(tmp_path, "novakova")
    assert done.exit_code == 1
    assert "in use by another netmon" in done.stderr


@pytest.mark.parametrize(
    "words", [["add", "novakova", "--full-name", "Jana", "--random"], ["reset", "novakova", "--random"]]
)
def test_a_random_password_is_printed_once_and_has_to_be_replaced(tmp_path: Path, words: list[str]) -> None:
    if words[0] == "reset":
        add(tmp_path, "novakova")
    done = netmon(tmp_path, *words)
    known = account(tmp_path)
    assert matches(known.password_hash, done.stdout.removesuffix("\n"))
    assert done.stdout.strip() not in done.stderr
    assert "must be replaced" in done.stderr
    assert known.is_temporary
    assert listed(tmp_path) == {"novakova": AccountState.MUST_CHANGE}


def test_a_break_glass_account_is_an_administrator_with_a_password_for_the_envelope(tmp_path: Path) -> None:
    done = netmon(tmp_path, "add", "obalka", "--full-name", "Obálka", "--break-glass")
    known = account(tmp_path, "obalka")
    assert (known.role, known.is_break_glass, known.is_temporary) == (Role.ADMINISTRATOR, True, False)
    assert matches(known.password_hash, done.stdout.removesuffix("\n"))
    assert len(done.stdout.strip()) >= 24
    again = netmon(tmp_path, "reset", "obalka", typed=f"{PHRASE}\n")
    renewed = account(tmp_path, "obalka")
    assert matches(renewed.password_hash, again.stdout.removesuffix("\n"))
    assert not renewed.is_temporary


def test_a_password_is_replaced_by_one_that_was_not_used(tmp_path: Path) -> None:
    add(tmp_path, "novakova")
    again = netmon(tmp_path, "reset", "novakova", typed=f"{PHRASE}\n")
    assert again.exit_code == 1
    assert "used before" in again.stderr
    done = netmon(tmp_path, "reset", "novakova", typed=f"{OTHER}\n")
    assert (done.exit_code, done.stdout) == (0, "")
    assert matches(account(tmp_path).password_hash, OTHER)
    assert "used before" in netmon(tmp_path, "reset", "novakova", typed=f"{PHRASE}\n").stderr


def test_an_account_is_disabled_and_enabled(tmp_path: Path) -> None:
    add(tmp_path, "novakova")
    assert netmon(tmp_path, "disable", "novakova").exit_code == 0
    assert listed(tmp_path) == {"novakova": AccountState.DISABLED}
    assert "disabled already" in netmon(tmp_path, "disable", "novakova").stderr
    assert netmon(tmp_path, "enable", "novakova").exit_code == 0
    assert listed(tmp_path) == {"novakova": AccountState.ENABLED}


@pytest.mark.parametrize("words", [["disable", "x"], ["enable", "x"], ["reset", "x", "--random"], ["list"]])
def test_where_no_netmon_ever_ran_nothing_is_made(tmp_path: Path, words: list[str]) -> None:
    done = netmon(tmp_path / "nowhere", *words)
    assert done.exit_code == 1
    assert "--state or NETMON_STATE" in done.stderr
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("words", [["disable", "x"], ["enable", "x"], ["reset", "x", "--random"]])
def test_an_unknown_account_is_told(tmp_path: Path, words: list[str]) -> None:
    add(tmp_path, "novakova")
    assert netmon(tmp_path, *words).stderr == f"netmon user {words[0]}: there is no account x\n"


def test_the_table_is_aligned_and_the_json_has_the_same_accounts_without_hashes(tmp_path: Path) -> None:
    add(tmp_path, "novakova")
    netmon(tmp_path, "add", "obalka", "--full-name", "Obálka", "--break-glass")
    lines = netmon(tmp_path, "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["account", "novakova", "obalka"]
    assert len({line.index(word) for line, word in zip(lines, ("role", "operator", "administrator"), strict=True)}) == 1
    said = netmon(tmp_path, "list", "--json").stdout
    assert [row["break_glass"] for row in json.loads(said)["accounts"]] == [False, True]
    assert "argon2" not in said


def test_the_table_speaks_czech() -> None:
    person = Account("novakova", "Jana", Role.OPERATOR, "hash", SET, last_login=Millis(SET + DAY))
    terminal = Terminal(Language.CS, is_interactive=False, has_colour=False)
    assert table(listing_of([person], SET), terminal) == [
        "účet      jméno  role      stav     heslo od          přihlášení        druhý faktor",
        "novakova  Jana   operátor  povolen  2026-11-23 02:47  2026-11-24 02:47  –",
    ]
    assert len(table(Listing(()), terminal)) == 1


def test_the_roles_of_the_command_line_are_those_of_the_model() -> None:
    assert tuple(ROLES) == tuple(Role)


def test_what_is_done_at_a_terminal_is_audited_under_the_callers_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "somebody-else")
    monkeypatch.setenv("LOGNAME", "somebody-else")
    add(tmp_path, "novakova")
    netmon(tmp_path, "disable", "novakova")
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        rows = connection.execute("SELECT account, source, action FROM audit").fetchall()
    assert [row[1:] for row in rows] == [("cli", "AddAccount"), ("cli", "DisableAccount")]
    assert "somebody-else" not in {row[0] for row in rows}


def at_terminal(command: Sequence[str], answers: Sequence[str]) -> tuple[int, str]:
    """Run a command on a pseudo-terminal, answer each time it waits behind a colon, return what was seen."""
    screen, inside = pty.openpty()
    environment = {"LANG": "C.UTF-8", "TERM": "dumb"}
    running = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True
    )
    os.close(inside)
    seen, waiting = b"", [answer.encode() + b"\n" for answer in answers]
    while select.select([screen], [], [], 30)[0]:
        try:
            seen += os.read(screen, 4096)
        except OSError:  # Linux answers EIO when the other end is gone
            break
        if waiting and seen.endswith(b": "):
            os.write(screen, waiting.pop(0))
    os.close(screen)
    return running.wait(60), seen.decode()


def test_at_a_terminal_the_password_is_asked_twice_and_never_shown(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "netmon", "user", "add", "novakova", "--full-name", "Jana", "--state", str(tmp_path)]
    code, seen = at_terminal(words, [PHRASE, "typo", PHRASE, PHRASE])
    assert code == 0
    assert PHRASE not in seen
    assert "typo" not in seen
    assert matches(account(tmp_path).password_hash, PHRASE)
