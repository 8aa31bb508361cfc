"""Whether SMS would leave."""

import os
from pathlib import Path

import pytest

from netmon.alerting.notify.gammu import STALE
from netmon.clock import Millis
from netmon.doctor.finding import Verdict
from netmon.doctor.sms import examine
from netmon.secret import SecretStore
from netmon.settings import Settings, Sms
from tests.netmon.store.nouns import T0


def by_modem(outbox: Path) -> Sms:
    return Sms(outbox=outbox)


def test_without_settings_nothing_is_looked_at() -> None:
    assert examine(None, SecretStore(), T0).verdict is Verdict.NOT_CHECKED


def test_a_directory_that_is_emptied_is_fine(tmp_path: Path) -> None:
    assert examine(by_modem(tmp_path), SecretStore(), T0).verdict is Verdict.OK


def test_a_directory_that_is_not_there_is_an_error_with_its_cure(tmp_path: Path) -> None:
    found = examine(by_modem(tmp_path / "away"), SecretStore(), T0)
    assert found.verdict is Verdict.ERROR
    assert f"ReadWritePaths={tmp_path / 'away'};" in str(found.cure)


def test_sms_that_nobody_sends_are_an_error(tmp_path: Path) -> None:
    file = tmp_path / "OUTA20251123_090300_000_+420777123456_key.txt"
    file.write_text("KRITICKE")
    os.utime(file, (T0 // 1000, T0 // 1000))
    assert examine(by_modem(tmp_path), SecretStore(), Millis(T0 + STALE)).verdict is Verdict.OK
    found = examine(by_modem(tmp_path), SecretStore(), Millis(T0 + STALE + 1000))
    assert (found.verdict, found.what) == (Verdict.ERROR, f"{tmp_path}: SMS wait there for minutes")


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("https://user:c4nary@sms.example/send", Verdict.OK),
        ("http://127.0.0.1:8080/c4nary", Verdict.OK),
        ("http://sms.example/c4nary", Verdict.WARNING),
        ("c4nary", Verdict.WARNING),
        ("http://[::1/c4nary", Verdict.NOT_CHECKED),
    ],
)
def test_a_gateway_is_asked_where_nobody_listens_and_its_url_is_never_told(url: str, verdict: Verdict) -> None:
    sms = Settings.from_environment({"NETMON_SMS__GATEWAY__URL": "secret://gateway"}).sms
    found = examine(sms, SecretStore((), {"NETMON_SECRET_GATEWAY": url}), T0)
    assert found.verdict is verdict
    assert "c4nary" not in repr(found)


def test_a_gateway_whose_url_is_nowhere_is_the_secrets_concern() -> None:
    sms = Settings.from_environment({"NETMON_SMS__GATEWAY__URL": "secret://gateway"}).sms
    assert examine(sms, SecretStore(), T0).verdict is Verdict.NOT_CHECKED
