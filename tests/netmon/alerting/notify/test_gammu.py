"""How a message leaves by a modem: through a real gammu-smsd and its dummy phone."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.alerting.notify.gammu import STALE, Gammu, file_name, waiting
from netmon.alerting.notify.sms import Wording
from netmon.clock import ManualClock, Millis, SystemClock
from netmon.errors import DeliveryError
from netmon.language import Language
from netmon.model import Message, NotificationKind
from tests.netmon.alerting.occasions import T0, message
from tests.parts.gammu import GammuStarter

NUMBER = "+420777123456"
FOUND = re.compile(r"Found 1 sms to .* cod (?P<coding>\d+) lgt")
"""What gammu-smsd says of each message; coding 3 is the default alphabet, 1 is UCS-2."""


def sms(kind: NotificationKind = NotificationKind.FIRING, number: str = NUMBER) -> Message:
    return message(kind, "sms", number)


def channel(outbox: Path, now: Millis = T0) -> Gammu:
    return Gammu(outbox, Wording(Language.CS), ManualClock(now))


def refusal(outbox: Path, said: Message) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        channel(outbox).send(said)
    return caught.value


def test_gammu_transmits_it_as_one_sms_of_seven_bit_letters_to_the_number(
    start_gammu: GammuStarter, tmp_path: Path
) -> None:
    gammu = start_gammu(tmp_path)
    now = Gammu(gammu.outbox, Wording(Language.CS), SystemClock())
    now.send(sms())
    now.send(replace(sms(NotificationKind.RESOLVED), dedup_key="key2"))
    first, second = gammu.wait_for(2)
    assert first.read_text("ascii").startswith("KRITICKE 1 obec bez spojeni: trasa Cheb - As (od 10:03)")
    assert second.read_text("ascii").startswith("KONEC ")
    assert f'Found 1 sms to "{NUMBER}" with text "KRITICKE 1 obec' in gammu.log
    assert {found["coding"] for found in FOUND.finditer(gammu.log)} == {"3"}
    assert gammu.log.count("(total: 1) to") == 2
    assert not list(waiting(gammu.outbox))


def test_a_file_is_named_so_that_what_matters_goes_first_and_then_what_is_older() -> None:
    name = file_name(sms(), T0)
    assert name == "OUTA20251123_090300_000_+420777123456_key-firing.txt"
    later = file_name(sms(), Millis(T0 + 1))
    info = file_name(replace(sms(), payload={**sms().payload, "severity": "info"}), T0)
    assert sorted([info, later, name]) == [name, later, info]


def test_who_is_killed_before_marking_leaves_one_sms(tmp_path: Path) -> None:
    channel(tmp_path).send(sms())
    channel(tmp_path, Millis(T0 + 5000)).send(sms())
    assert len(list(tmp_path.iterdir())) == 1


def test_only_the_owner_and_gammu_s_group_can_read_it(tmp_path: Path) -> None:
    group = max({os.getgid(), *os.getgroups(), *([4711] if os.getuid() == 0 else [])})
    os.chown(tmp_path, -1, group)
    before = os.umask(0o077)
    try:
        channel(tmp_path).send(sms())
    finally:
        os.umask(before)
    (file,) = tmp_path.iterdir()
    assert (file.stat().st_mode & 0o777, file.stat().st_gid) == (0o640, group)


def test_a_file_left_by_a_kill_in_the_middle_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f".{file_name(sms(), T0)}").write_text("KRIT")
    channel(tmp_path).send(sms())
    (file,) = tmp_path.iterdir()
    assert "spojeni" in file.read_text()


def test_nothing_is_written_through_a_link_that_somebody_laid(tmp_path: Path) -> None:
    outbox, victim = tmp_path / "outbox", tmp_path / "victim"
    outbox.mkdir()
    victim.write_text("mine")
    (outbox / f".{file_name(sms(), T0)}").symlink_to(victim)
    assert not refusal(outbox, sms()).permanent
    assert victim.read_text() == "mine"


def test_sms_that_nobody_fetches_are_noticed_so_that_another_channel_can_tell(tmp_path: Path) -> None:
    channel(tmp_path).send(sms())
    (file,) = tmp_path.iterdir()
    os.utime(file, (T0 // 1000, T0 // 1000))
    with pytest.raises(DeliveryError, match="gammu-smsd does not run") as caught:
        channel(tmp_path, Millis(T0 + STALE + 1)).send(replace(sms(), dedup_key="another"))
    assert not caught.value.permanent
    channel(tmp_path, Millis(T0 + STALE)).send(replace(sms(), dedup_key="another"))


def test_a_directory_that_is_away_can_be_mended_so_the_message_waits(tmp_path: Path) -> None:
    error = refusal(tmp_path / "away", sms())
    assert not error.permanent
    assert str(error) == f"{tmp_path / 'away'}: no SMS can be put there: No such file or directory"


@pytest.mark.parametrize("number", ["777123456", "+420777123456_/../../etc/x", "+420777123456\n"])
def test_what_is_no_number_names_no_file(tmp_path: Path, number: str) -> None:
    assert refusal(tmp_path, sms(number=number)).permanent
    assert not list(tmp_path.iterdir())
