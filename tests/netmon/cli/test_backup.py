"""What is said of a backup and of putting one back, and by which exit code."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.store.database import SAMPLES_FILE, STATE_FILE, newest_version
from netmon.store.lock import StateLock
from tests.netmon.archive.places import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    prepared = Scene.set_up(tmp_path, state_version=1)
    prepared.file.parent.mkdir()
    return prepared


def back_up(scene: Scene, *words: str, language: str = "en") -> Result:
    places = ["--state", str(scene.state), "--inventory", str(scene.inventory)]
    command = ["backup", str(scene.file), *places, *words]
    return CliRunner().invoke(main, command, env={"NETMON_LANGUAGE": language}, prog_name="netmon")


def put_back(scene: Scene, *words: str, language: str = "en") -> Result:
    places = ["--state", str(scene.other), "--inventory", str(scene.other_inventory)]
    command = ["restore", str(scene.file), *places, *words]
    return CliRunner().invoke(main, command, env={"NETMON_LANGUAGE": language}, prog_name="netmon")


def test_a_backup_says_what_it_made_and_what_is_not_in_it(scene: Scene) -> None:
    done = back_up(scene)
    assert (done.exit_code, done.stdout) == (0, f"{scene.file}: 1 MB, whole and examined\n")
    assert "Secrets are not in it" in done.stderr


def test_a_backup_as_json_is_one_object(scene: Scene) -> None:
    (scene.state / SAMPLES_FILE).unlink()
    done = back_up(scene, "--json")
    said = json.loads(done.stdout)
    assert (said["file"], said["size"]) == (str(scene.file), scene.file.stat().st_size)
    assert said["schemas"] == {"state": 1}
    assert [member["name"] for member in said["members"]] == ["inventory/region.yaml", STATE_FILE]
    assert len(said["warnings"]) == 1
    assert "warning: " in done.stderr


def test_a_file_that_is_there_is_not_replaced(scene: Scene) -> None:
    back_up(scene)
    done = back_up(scene)
    assert done.exit_code == 1
    assert done.stderr == (
        f"netmon backup: {scene.file} is there already; name another file, or replace it with --force\n"
    )
    assert back_up(scene, "--force").exit_code == 0


def test_samples_are_left_out_when_asked(scene: Scene) -> None:
    assert json.loads(back_up(scene, "--json", "--without-samples").stdout)["schemas"] == {"state": 1}
    assert "charts begin anew" in put_back(scene).stderr


def test_a_directory_that_is_not_there_is_told(scene: Scene) -> None:
    scene.file.parent.rmdir()
    done = back_up(scene)
    assert done.exit_code == 1
    assert f"{scene.file.parent}: there is no such directory" in done.stderr


def test_a_restore_says_what_has_become_of_everything(scene: Scene) -> None:
    back_up(scene)
    done = put_back(scene)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{scene.other}: the state is now that of 20")
    assert f"state.db was brought from schema 1 to {newest_version('state')}" in done.stderr
    assert f"The inventory is in {scene.other_inventory}" in done.stderr
    again = put_back(scene, "--force")
    assert f"What was there before is now in {scene.other}/replaced-" in again.stderr
    assert f"{scene.other_inventory}: an inventory is here already; it was left as it is" in again.stderr


def test_a_restore_as_json_is_one_object(scene: Scene) -> None:
    back_up(scene)
    put_back(scene)
    said = json.loads(put_back(scene, "--force", "--json").stdout)
    assert said["migrated"] == {"state": {"from": 1, "to": newest_version("state")}}
    assert Path(said["replaced"]).is_dir()
    assert said["inventory"] == "left"


def test_a_state_that_is_in_use_or_there_is_left_alone(scene: Scene) -> None:
    back_up(scene)
    with StateLock(scene.other):
        assert "in use by another netmon" in put_back(scene).stderr
    put_back(scene)
    done = put_back(scene)
    assert done.exit_code == 1
    assert done.stderr.endswith("name another directory, or --force: the old state is kept aside\n")


def test_everything_is_said_in_czech_too(scene: Scene) -> None:
    done = back_up(scene, language="cs")
    assert done.stdout == f"{scene.file}: 1 MB, celé a ověřené\n"
    assert "Tajemství v souboru nejsou" in done.stderr
    scene.file.write_bytes(b"rubbish")
    refused = put_back(scene, language="cs")
    assert refused.exit_code == 1
    assert refused.stderr.endswith("tento soubor nevytvořil příkaz `netmon backup`, nebo není celý\n")
