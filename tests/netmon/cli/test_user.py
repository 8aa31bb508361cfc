"""How an account is added: to a store that nobody uses, and what is refused."""

import sqlite3
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from netmon.cli.user import user
from netmon.store.database import STATE_FILE
from netmon.store.lock import StateLock

PHRASE = "korektní kůň baterie"


def add(state: Path, *words: str, password: str = PHRASE) -> Result:
    command = ["add", *words, "--full-name", "Jana Nováková", "--state", str(state)]
    return CliRunner().invoke(user, command, input=f"{password}\n")


def accounts(state: Path) -> list[tuple[str, str, str, str]]:
    connection = sqlite3.connect(state / STATE_FILE)
    found = connection.execute("SELECT name, full_name, role, password_hash FROM accounts").fetchall()
    connection.close()
    return found


def test_an_account_is_added_with_the_hash_of_its_password(tmp_path: Path) -> None:
    done = add(tmp_path, "novakova")
    assert (done.exit_code, done.output) == (0, "novakova may log in as operator\n")
    ((name, full_name, role, password_hash),) = accounts(tmp_path)
    assert (name, full_name, role) == ("novakova", "Jana Nováková", "operator")
    assert PasswordHasher().verify(password_hash, PHRASE)


@pytest.mark.parametrize(
    ("words", "password", "reason"),
    [
        (["novakova"], "short", "12 to 1024 characters"),
        (["novakova", "--role", "administrator"], "x" * 16, "17 to 1024 characters"),
        (["novakova"], "", "12 to 1024 characters"),
        (["Nováková"], PHRASE, "an account name is a letter"),
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
    assert not (tmp_path / STATE_FILE).exists() or accounts(tmp_path) == []


def test_the_same_name_is_not_added_twice(tmp_path: Path) -> None:
    add(tmp_path, "novakova")
    assert "exists already" in add(tmp_path, "novakova").stderr


def test_a_state_that_another_process_holds_without_a_socket_is_told(tmp_path: Path) -> None:
    with StateLock(tmp_path):
        done = add(tmp_path, "novakova")
    assert done.exit_code == 1
    assert "in use by another netmon" in done.stderr
