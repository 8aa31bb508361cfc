"""How a secret is kept: in a file that only its owner reads, and never seen on the way."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.secret import SecretRef, SecretStore

VALUE = "příliš žluťoučký kůň"


def keep(directory: Path, name: str, value: str) -> Result:
    words = ["secret", "set", name, "--directory", str(directory)]
    return CliRunner().invoke(main, words, input=value, env={"NETMON_LANGUAGE": "en"})


def test_a_secret_is_kept_where_netmon_finds_it(tmp_path: Path) -> None:
    directory = tmp_path / "secrets"
    done = keep(directory, "core-auth", f"{VALUE}\n")
    assert done.exit_code == 0, done.output
    assert VALUE not in done.output
    assert SecretStore((directory,)).resolve(SecretRef("secret://core-auth")).reveal() == VALUE
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((directory / "core-auth").stat().st_mode) == 0o400


def test_a_secret_may_be_replaced(tmp_path: Path) -> None:
    assert [keep(tmp_path, "core", value).exit_code for value in ("old", "new")] == [0, 0]
    assert (tmp_path / "core").read_text(encoding="utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["core"]


def test_a_key_of_several_lines_is_kept_whole(tmp_path: Path) -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----"
    keep(tmp_path, "ssh-key", f"{key}\n")
    assert (tmp_path / "ssh-key").read_text(encoding="utf-8") == key


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("../passwd", "x", "cannot be the name of a secret"),
        ("Core", "x", "cannot be the name of a secret"),
        ("core", "", "one line is wanted"),
        ("core", "two\nlines", "one line is wanted"),
        ("core", "x" * 70_000, "one line is wanted"),
    ],
)
def test_what_cannot_be_a_secret_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, value: str, reason: str
) -> None:
    done = keep(tmp_path, name, value)
    assert done.exit_code == 1
    assert reason in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_directory_the_cure_is_said() -> None:
    done = CliRunner().invoke(main, ["secret", "set", "core"], env={"NETMON_LANGUAGE": "en", "NETMON_SECRETS": None})
    assert done.exit_code == 2
    assert "--directory" in done.stderr
