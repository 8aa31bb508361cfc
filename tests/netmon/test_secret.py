"""Where secrets are looked for, who else may read them, and that they never print."""

import copy
import logging
import os
import pickle
from pathlib import Path

import pytest

from netmon.errors import SecretError
from netmon.secret import LARGEST, Secret, SecretRef, SecretStore

CANARY = "c4nary-in-the-mine"
NAME = SecretRef("secret://snmp.ro-1")
VARIABLE = "NETMON_SECRET_SNMP_RO_1"


def keep(directory: Path, value: str | bytes = CANARY, mode: int = 0o400) -> Path:
    directory.mkdir(exist_ok=True)
    path = directory / "snmp.ro-1"
    path.write_bytes(value if isinstance(value, bytes) else value.encode())
    path.chmod(mode)
    return path


def test_credentials_of_systemd_come_first_then_files_then_the_environment(tmp_path: Path) -> None:
    systemd, files = tmp_path / "systemd", tmp_path / "files"
    keep(systemd, "first")
    keep(files, "second")
    variables = {VARIABLE: "third", "CREDENTIALS_DIRECTORY": str(systemd), "NETMON_SECRETS": str(files)}
    found = []
    for gone in (None, systemd, files):
        if gone is not None:
            (gone / "snmp.ro-1").unlink()
        found.append(SecretStore.from_environment(variables).resolve(NAME).reveal())
    assert found == ["first", "second", "third"]


def test_a_directory_that_the_unit_names_as_netmon_is_found_file_by_file(tmp_path: Path) -> None:
    keep(tmp_path).rename(tmp_path / "netmon_snmp.ro-1")
    assert SecretStore.from_environment({"CREDENTIALS_DIRECTORY": str(tmp_path)}).resolve(NAME).reveal() == CANARY


def test_a_secret_that_is_nowhere_is_told_with_every_place_looked_at(tmp_path: Path) -> None:
    store = SecretStore((tmp_path / "files",), {}, tmp_path / "systemd")
    with pytest.raises(SecretError) as caught:
        store.resolve(NAME)
    credentials = f"{tmp_path}/systemd/snmp.ro-1, {tmp_path}/systemd/netmon_snmp.ro-1"
    looked_at = f"{credentials}, {tmp_path}/files/snmp.ro-1, ${VARIABLE}"
    assert str(caught.value) == f"secret 'snmp.ro-1' is nowhere: looked at {looked_at}"


@pytest.mark.parametrize("mode", [0o444, 0o404, 0o602])
def test_a_file_that_others_may_read_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = keep(tmp_path, mode=mode)
    with pytest.raises(SecretError, match=rf"others may read .*{mode:04o}.*chmod 0400 {path}") as caught:
        SecretStore((tmp_path,)).resolve(NAME)
    assert CANARY not in str(caught.value)


def test_a_file_that_another_group_may_read_is_refused(tmp_path: Path) -> None:
    path = keep(tmp_path, mode=0o440)
    if os.getuid() != 0:
        if path.stat().st_gid == 0:
            pytest.skip("only root can give a file to a group that is not its own")
    else:
        os.chown(path, -1, 12345)
    with pytest.raises(SecretError, match="others may read"):
        SecretStore((tmp_path,)).resolve(NAME)


def test_the_access_lists_of_systemd_look_like_bits_of_the_group_root(tmp_path: Path) -> None:
    path = keep(tmp_path, mode=0o440)
    if path.stat().st_gid != 0:
        pytest.skip("only root makes files of the group root")
    assert SecretStore((tmp_path,)).resolve(NAME).reveal() == CANARY


def test_the_newline_at_the_end_of_a_file_is_not_part_of_the_secret(tmp_path: Path) -> None:
    keep(tmp_path, f"{CANARY} with spaces \r\n")
    assert SecretStore((tmp_path,)).resolve(NAME).reveal() == f"{CANARY} with spaces "


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"\n", "empty"), (b"\xff\xfe" + CANARY.encode(), "UTF-8"), (b"x" * (LARGEST + 1), "longer")],
)
def test_a_file_that_holds_no_text_worth_the_name_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    keep(tmp_path, content)
    with pytest.raises(SecretError, match=reason) as caught:
        SecretStore((tmp_path,)).resolve(NAME)
    assert CANARY not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "snmp.ro-1", 0o400)
    with pytest.raises(SecretError, match="nowhere"):
        SecretStore((tmp_path,)).resolve(NAME)


@pytest.mark.parametrize("reference", [CANARY, "secret://", "secret://../../etc/shadow", f"secret://{CANARY}/x"])
def test_what_stands_where_a_reference_should_is_not_repeated(reference: str) -> None:
    with pytest.raises(SecretError, match="write secret://name") as caught:
        SecretStore((), {}).resolve(SecretRef(reference))
    assert CANARY not in str(caught.value)
    assert "shadow" not in str(caught.value)


def test_a_secret_prints_as_stars_everywhere() -> None:
    secret = Secret(CANARY)
    logged = logging.LogRecord("netmon", logging.INFO, "", 1, "%s %r", (secret, secret), None).getMessage()
    shown = [repr(secret), str(secret), f"{secret}", f"{secret!r:>9}", format(secret), f"{[secret]}", logged]
    assert not any(CANARY in text for text in shown)
    assert not hasattr(secret, "__dict__")


def test_a_secret_is_neither_pickled_nor_copied() -> None:
    for take_along in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="does not leave its process"):
            take_along(Secret(CANARY))


def test_a_store_does_not_print_the_environment() -> None:
    assert CANARY not in repr(SecretStore((), {VARIABLE: CANARY}))
