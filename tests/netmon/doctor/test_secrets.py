"""Whether secrets are there, private and long enough, without one of them ever being shown."""

from pathlib import Path

import pytest

from netmon.doctor.finding import Finding, Verdict
from netmon.doctor.secrets import (
    SHORTEST_OF_MACHINES,
    Purpose,
    Reading,
    judge_files,
    judge_presence,
    judge_strength,
    of_inventory,
    of_settings,
    read,
)
from netmon.doctor.versions import examine as examine_versions
from netmon.inventory.models import Inventory
from netmon.secret import SecretStore
from netmon.settings import Settings
from tests.netmon.region import region, write_secrets

V3 = {"user": "netmon", "auth_key": "secret://auth", "priv_key": "secret://priv"}
LONG = "x" * SHORTEST_OF_MACHINES


def encrypted() -> Inventory:
    """Return the region with a user of SNMPv3 and an account of SSH."""
    ssh = {"user": "netmon", "password": "secret://ssh", "private_key": "secret://key"}
    return region(credentials={"snmp": {"test": V3}, "ssh": {"routers": ssh}})


def readings(directory: Path, secrets: dict[str, str]) -> tuple[Reading, ...]:
    store = SecretStore((write_secrets(directory / "secrets", secrets),), {})
    return read(store, encrypted(), Settings())


ALL = {"auth": LONG, "priv": LONG, "ssh": LONG, "key": "short", "noc": "http://127.0.0.1:1"}


def judged(found: tuple[Reading, ...]) -> tuple[Finding, Finding, Finding]:
    return judge_presence(found), judge_files(found), judge_strength(found)


def test_everything_that_is_referred_to_is_looked_for() -> None:
    named = {(one.reference, one.purpose) for one in of_inventory(encrypted())}
    assert named == {
        ("secret://auth", Purpose.PASSPHRASE),
        ("secret://priv", Purpose.PASSPHRASE),
        ("secret://ssh", Purpose.PASSWORD),
        ("secret://key", Purpose.OTHER),
        ("secret://noc", Purpose.OTHER),
    }
    settings = Settings.from_environment(
        {
            "NETMON_INFLUX__URL": "http://127.0.0.1:1",
            "NETMON_INFLUX__TOKEN": "secret://token",
            "NETMON_SMTP__HOST": "mail",
            "NETMON_SMTP__SENDER": "netmon@example.org",
            "NETMON_SMTP__PASSWORD": "secret://mail",
            "NETMON_HEARTBEAT__URL": "secret://heartbeat",
        }
    )
    assert [one.reference for one in of_settings(settings)] == ["secret://token", "secret://mail", "secret://heartbeat"]
    assert list(of_settings(Settings())) == []


def test_secrets_that_are_there_private_and_long_are_fine(tmp_path: Path) -> None:
    found = judged(readings(tmp_path, ALL))
    assert {finding.verdict for finding in found} == {Verdict.OK}


def test_a_secret_that_is_nowhere_is_named_once(tmp_path: Path) -> None:
    presence, files, strength = judged(readings(tmp_path, {name: ALL[name] for name in ALL if name != "priv"}))
    assert presence.verdict is Verdict.ERROR
    assert presence.what == "1 secret is nowhere: priv"
    assert "netmon secret set priv" in (presence.cure or "")
    assert (files.verdict, strength.verdict) == (Verdict.OK, Verdict.OK)


def test_a_secret_that_others_may_read_is_named_once(tmp_path: Path) -> None:
    write_secrets(tmp_path / "secrets", ALL)
    (tmp_path / "secrets" / "auth").chmod(0o644)
    presence, files, strength = judged(read(SecretStore((tmp_path / "secrets",), {}), encrypted(), Settings()))
    assert files.verdict is Verdict.ERROR
    assert "others may read this secret (mode 0644)" in files.what
    assert (presence.verdict, strength.verdict) == (Verdict.OK, Verdict.OK)


def test_an_open_file_that_nobody_refers_to_is_a_warning(tmp_path: Path) -> None:
    write_secrets(tmp_path / "secrets", {**ALL, "old": "word"})
    (tmp_path / "secrets" / "old").chmod(0o644)
    finding = judge_files(read(SecretStore((tmp_path / "secrets",), {}), encrypted(), Settings()))
    assert finding.verdict is Verdict.WARNING
    assert "old" in finding.what


@pytest.mark.parametrize(
    ("secret", "length", "verdict"),
    [
        ("auth", SHORTEST_OF_MACHINES - 1, Verdict.WARNING),
        ("priv", 8, Verdict.WARNING),
        ("priv", 7, Verdict.ERROR),
        ("ssh", 7, Verdict.WARNING),
        ("key", 1, Verdict.OK),
    ],
)
def test_a_short_one_is_doubted_and_one_that_snmp_forbids_is_an_error(
    tmp_path: Path, secret: str, length: int, verdict: Verdict
) -> None:
    finding = judge_strength(readings(tmp_path, {**ALL, secret: "s" * length}))
    assert finding.verdict is verdict
    assert (secret in finding.what) is (verdict is not Verdict.OK)


def test_where_there_are_no_passwords_none_is_judged() -> None:
    assert judge_strength(()).verdict is Verdict.NOT_CHECKED


def test_no_value_is_ever_in_what_is_read_or_said(tmp_path: Path) -> None:
    found = readings(tmp_path, dict.fromkeys(ALL, f"{LONG}-s3cret"))
    assert "s3cret" not in f"{found} {judged(found)}"


@pytest.mark.parametrize(
    ("address", "credential", "verdict"),
    [
        ("192.0.2.1", {"version": "v2c", "allow_insecure": "true", "community": "secret://c"}, Verdict.WARNING),
        ("192.0.2.1", {"version": "v1", "allow_insecure": "true", "community": "secret://c"}, Verdict.WARNING),
        ("127.0.0.2", {"version": "v2c", "allow_insecure": "true", "community": "secret://c"}, Verdict.OK),
        ("192.0.2.1", V3, Verdict.OK),
    ],
)
def test_clear_text_is_doubted_where_others_could_listen(
    address: str, credential: dict[str, object], verdict: Verdict
) -> None:
    inventory = region(credentials={"snmp": {"test": credential}})
    (first, device), *_ = inventory.devices.items()
    moved = device.model_validate({**device.model_dump(), "addresses": [address]})
    finding = examine_versions(inventory.model_copy(update={"devices": {first: moved}}))
    assert finding.verdict is verdict


def test_without_snmp_no_version_is_judged() -> None:
    assert examine_versions(region().model_copy(update={"devices": {}})).verdict is Verdict.NOT_CHECKED
