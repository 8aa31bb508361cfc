"""What is said of the databases' health and size, and by which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.store.database import SAMPLES_FILE, STATE_FILE, newest_version
from netmon.store.lock import StateLock
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore


@pytest.fixture
def state(tmp_path: Path) -> Path:
    StateStore(tmp_path).close()
    SampleStore(tmp_path).close()
    return tmp_path


def run(state: Path, *words: str, language: str = "en") -> Result:
    command = ["store", *words, "--state", str(state)]
    return CliRunner().invoke(main, command, env={"NETMON_LANGUAGE": language}, prog_name="netmon")


def test_whole_files_are_a_line_each_also_beside_a_running_netmon(state: Path) -> None:
    with StateLock(state), StateStore(state), SampleStore(state):
        done = run(state, "check")
    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    assert first.startswith(f"{state / STATE_FILE}: whole, schema {newest_version('state')}, ")
    assert second.startswith(f"{state / SAMPLES_FILE}: whole, schema {newest_version('samples')}, ")


def test_a_check_as_json_is_one_object(state: Path) -> None:
    done = run(state, "check", "--full", "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["whole"], said["full"]) == (0, True, True)
    assert [(Path(each["file"]).name, each["complaints"]) for each in said["files"]] == [
        (STATE_FILE, []),
        (SAMPLES_FILE, []),
    ]
    assert all(each["size"] > each["unused"] >= 0 for each in said["files"])


@pytest.mark.parametrize(("language", "word"), [("en", "damaged"), ("cs", "poškozeno")])
def test_damage_is_told_with_what_to_do_and_exit_code_1(state: Path, language: str, word: str) -> None:
    (state / SAMPLES_FILE).write_bytes(b"\n\x1b[31mquite another thing" * 500)
    done = run(state, "check", language=language)
    assert done.exit_code == 1
    assert f"{state / SAMPLES_FILE}: {word}: file is not a database" in done.stdout
    assert "netmon" in done.stderr


@pytest.mark.parametrize("command", ["check", "compact"])
def test_where_there_is_nothing_one_line_says_so(tmp_path: Path, command: str) -> None:
    done = run(tmp_path / "none", command)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"netmon store {command}: {tmp_path / 'none' / STATE_FILE}: there is no such file")
    assert not (tmp_path / "none").exists()


def test_compacting_says_what_it_has_won(state: Path) -> None:
    done = run(state, "compact")
    assert done.exit_code == 0
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        str(state / STATE_FILE),
        str(state / SAMPLES_FILE),
    ]
    sizes = json.loads(run(state, "compact", "--json").stdout)["files"]
    assert all(each["before"] == each["after"] > 0 for each in sizes)


def test_beside_a_running_netmon_nothing_is_compacted(state: Path) -> None:
    with StateLock(state):
        done = run(state, "compact")
    assert done.exit_code == 1
    assert "in use by another netmon" in done.stderr
