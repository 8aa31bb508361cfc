"""How tokens of programs are made, listed and revoked at a terminal, and a second factor is taken away."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.cli.token import SCOPES
from netmon.clock import SystemClock
from netmon.commands import Actor, AddAccount
from netmon.commands.admission import EnrolFactor
from netmon.model import Role, Scope
from netmon.people.apitoken import digest_of
from netmon.people.secondfactor import code_at, new_secret, step_at
from netmon.store.database import STATE_FILE
from netmon.store.state import StateStore


def netmon(state: Path, *words: str, language: str = "en") -> Result:
    environment = {"NETMON_LANGUAGE": language, "NETMON_STATE": str(state)}
    return CliRunner().invoke(main, words, env=environment, prog_name="netmon")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return a state with an account that has a second factor."""
    clock, secret = SystemClock(), new_secret()
    with StateStore(tmp_path) as store:
        root = Actor("root", "cli")
        store.execute(AddAccount("novakova", "Jana", Role.OPERATOR, "$argon2id$x"), root, clock.now())
        code = code_at(secret, step_at(clock.now()))
        store.execute(EnrolFactor("novakova", secret, code, (), ""), root, clock.now())
    return tmp_path


def test_a_token_is_printed_once_listed_and_revoked(state: Path) -> None:
    made = netmon(state, "token", "add", "novakova", "--label", "Grafana", "--scope", "read", "--scope", "metrics")
    token = made.stdout.strip()
    assert (made.exit_code, token.startswith("netmon_"), len(token)) == (0, True, 50)
    assert "shown once" in made.stderr
    (row,) = json.loads(netmon(state, "token", "list", "--json").stdout)["tokens"]
    assert (row["account"], row["label"], row["scopes"], row["state"]) == (
        "novakova", "Grafana", ["metrics", "read"], "good",
    )  # fmt: skip
    assert netmon(state, "token", "revoke", "1").stderr == "token 1 opens nothing any more\n"
    assert "zrušen" in netmon(state, "token", "list", "novakova", language="cs").stdout
    again = netmon(state, "token", "revoke", "1")
    assert (again.exit_code, "revoked already" in again.stderr) == (1, True)
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        kept = "\n".join(connection.iterdump())
    assert token not in kept
    assert digest_of(token) in kept


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "nikdo", "--label", "x", "--scope", "read"), "there is no account nikdo"),
        (("add", "novakova", "--label", " ", "--scope", "read"), "needs a label"),
        (("revoke", "7"), "there is no token 7"),
    ],
)
def test_what_cannot_be_done_says_why(state: Path, words: tuple[str, ...], reason: str) -> None:
    done = netmon(state, "token", *words)
    assert (done.exit_code, reason in done.stderr) == (1, True)


def test_the_scopes_of_the_command_line_are_those_of_the_model() -> None:
    assert tuple(SCOPES) == tuple(Scope)


def test_a_second_factor_is_taken_away(state: Path) -> None:
    def has_factor() -> bool:
        (row,) = json.loads(netmon(state, "user", "list", "--json").stdout)["accounts"]
        return bool(row["second_factor"])

    assert has_factor()
    assert "password alone" in netmon(state, "user", "drop-factor", "novakova").stderr
    assert not has_factor()
    assert netmon(state, "user", "drop-factor", "novakova").exit_code == 1
