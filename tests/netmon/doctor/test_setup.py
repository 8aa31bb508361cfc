"""What settings, inventory, address, receivers, zone and software are judged to be."""

from pathlib import Path

import pytest

from netmon.clock import SystemClock
from netmon.doctor import software, zone
from netmon.doctor.finding import Verdict
from netmon.doctor.place import Place
from netmon.doctor.receivers import examine as examine_receivers
from netmon.doctor.setup import judge_inventory, look_at
from netmon.doctor.url import judge as judge_url
from netmon.secret import SecretStore
from netmon.settings import Settings
from tests.netmon.region import region, write_region

SMTP = {"smtp": {"host": "127.0.0.1", "sender": "netmon@example.org"}}


def place(directory: Path, **environment: str) -> Place:
    return Place.of(directory / "inventory", directory / "state", environment, SystemClock())


def test_what_is_valid_becomes_a_plan(tmp_path: Path) -> None:
    write_region(tmp_path / "inventory")
    found = look_at(place(tmp_path, NETMON_STATE="elsewhere"))
    assert [finding.verdict for finding in found.findings] == [Verdict.OK, Verdict.OK]
    assert found.settings is not None
    assert found.settings.state == tmp_path / "state"
    assert found.plan is not None


@pytest.mark.parametrize("variable", ["NETMON_PRT", "NETMON_INTERVALS__SMP"])
def test_a_wrong_setting_is_a_finding_and_the_inventory_is_still_read(tmp_path: Path, variable: str) -> None:
    write_region(tmp_path / "inventory")
    found = look_at(place(tmp_path, **{variable: "10s"}))
    about_settings, about_inventory = found.findings
    assert about_settings.verdict is Verdict.ERROR
    assert variable in about_settings.what
    assert about_inventory.verdict is Verdict.OK
    assert found.settings is None
    assert found.inventory is not None


def test_an_inventory_with_errors_is_a_finding_and_the_settings_stand(tmp_path: Path) -> None:
    write_region(tmp_path / "inventory", links={"x": {"ends": ["hub:a", "nobody:b"], "capacity": "10G"}})
    found = look_at(place(tmp_path))
    about_settings, about_inventory = found.findings
    assert about_settings.verdict is Verdict.OK
    assert about_inventory.verdict is Verdict.ERROR
    assert about_inventory.cure == f"netmon check {tmp_path / 'inventory'} names each with its cure"
    assert found.settings is not None
    assert found.plan is None


@pytest.mark.parametrize(
    ("errors", "warnings", "verdict"),
    [(0, 0, Verdict.OK), (0, 2, Verdict.WARNING), (1, 0, Verdict.ERROR), (1, 2, Verdict.ERROR)],
)
def test_errors_of_an_inventory_outweigh_warnings(errors: int, warnings: int, verdict: Verdict) -> None:
    assert judge_inventory(Path("inventory"), errors, warnings).verdict is verdict


@pytest.mark.parametrize(
    ("url", "proxy", "verdict"),
    [
        ("http://127.0.0.1:8080", None, Verdict.OK),
        ("http://[::1]:8080", None, Verdict.OK),
        ("http://localhost:8080", None, Verdict.OK),
        ("http://netmon.example.org", None, Verdict.WARNING),
        ("http://192.0.2.1:8080", "127.0.0.1", Verdict.WARNING),
        ("https://netmon.example.org", None, Verdict.WARNING),
        ("https://netmon.example.org", "127.0.0.1", Verdict.OK),
        ("netmon.example.org", None, Verdict.WARNING),
    ],
)
def test_people_come_encrypted_or_not_from_afar(url: str, proxy: str | None, verdict: Verdict) -> None:
    finding = judge_url(Settings.model_validate({"url": url, "trusted_proxy": proxy}))
    assert finding.verdict is verdict
    assert (finding.cure is None) is (verdict is Verdict.OK)


@pytest.mark.parametrize(
    ("settings", "receiver", "verdict"),
    [
        ({}, {"email": ["noc@example.org"]}, Verdict.WARNING),
        (SMTP, {"email": ["noc@example.org"]}, Verdict.OK),
        ({}, {"webhook": ["secret://lost"]}, Verdict.OK),
    ],
)
def test_a_receiver_of_mail_needs_a_server(
    settings: dict[str, object], receiver: dict[str, object], verdict: Verdict
) -> None:
    inventory = region(receivers={"noc": receiver})
    finding = examine_receivers(inventory, Settings.model_validate(settings), SecretStore((), {}))
    assert finding.verdict is verdict


def test_that_nobody_is_told_of_anything_is_doubted() -> None:
    finding = examine_receivers(region(routes=[]), Settings(), SecretStore((), {}))
    assert finding.verdict is Verdict.WARNING


@pytest.mark.parametrize(
    ("hours", "verdict"), [((1.0, 2.0), Verdict.OK), ((0.0, 0.0), Verdict.ERROR), (None, Verdict.ERROR)]
)
def test_prague_is_one_hour_ahead_in_winter_and_two_in_summer(
    hours: tuple[float, float] | None, verdict: Verdict
) -> None:
    assert zone.judge(hours).verdict is verdict


def test_this_machine_knows_the_time_of_prague(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert zone.read() == (1.0, 2.0)


@pytest.mark.parametrize(
    ("version", "verdict"), [((3, 40, 1), Verdict.OK), ((3, 38, 0), Verdict.OK), ((3, 37, 2), Verdict.ERROR)]
)
def test_sqlite_is_new_enough_for_the_schema(version: tuple[int, int, int], verdict: Verdict) -> None:
    assert software.judge(version, "3.11.7").verdict is verdict


@pytest.mark.parametrize(
    ("encoding", "verdict"),
    [("utf-8", Verdict.OK), ("UTF8", Verdict.OK), ("iso-8859-2", Verdict.WARNING), ("ascii", Verdict.WARNING)],
)
def test_a_terminal_that_lacks_letters_is_doubted(encoding: str, verdict: Verdict) -> None:
    assert software.judge_terminal(encoding).verdict is verdict
