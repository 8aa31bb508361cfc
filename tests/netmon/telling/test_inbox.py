"""What a modem received is dealt with once, in order and in parts; a broken file stops nothing else."""

import asyncio
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.alerting.notifier import Notifier
from netmon.clock import HOUR, MINUTE, ManualClock, Millis, SystemClock
from netmon.process.commander import LoopCommands
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.telling.channels import channels_of
from netmon.telling.hearing import Hearing
from netmon.telling.inbox import ASIDE, DONE, MOST_FILES, MOST_KEPT, OLD, SETTLED, Inbox
from netmon.trouble import Trouble
from tests.netmon.called import JANA, KEY, PETR, STRANGER, Night, guess, night, sms
from tests.netmon.store.nouns import T0
from tests.parts.gammu import GammuStarter
from tests.parts.waiting import wait_until


@pytest.fixture
def dark(tmp_path: Path) -> Iterator[Night]:
    with night(tmp_path) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def inbox(dark: Night, folder: Path) -> Inbox:
    return Inbox(folder, dark.hearing, dark.clock)


def put(folder: Path, sender: str, said: bytes | str, *, at: Millis = T0, serial: int = 0) -> Path:
    """Put a file where gammu-smsd puts it, as it was a while ago."""
    path = folder / f"IN20261123_203000_{serial:05}_{sender}_00.txt"
    path.write_bytes(said.encode() if isinstance(said, str) else said)
    os.utime(path, ns=((at - SETTLED) * 1_000_000,) * 2)
    return path


def aside(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / ASIDE).iterdir())


@pytest.mark.long
def test_an_sms_goes_out_by_a_real_gammu_and_the_answer_to_it_comes_in_and_takes_the_incident(
    start_gammu: GammuStarter, tmp_path: Path
) -> None:
    gammu = start_gammu(tmp_path / "gammu")
    settings = Settings.model_validate({"sms": {"outbox": gammu.outbox, "inbox": gammu.inbox}})
    clock = ManualClock(SystemClock().now())
    with night(tmp_path, clock) as dark:
        dark.store.queue([sms(JANA)], clock.now())
        channels = channels_of(settings, SecretStore(), SystemClock(), None, KEY)
        asyncio.run(Notifier(dark.store, channels, clock).drain_once())
        (sent,) = gammu.wait_for(1)
        found = re.search(r"prevzit: odpovezte ([0-9]{6})$", sent.read_text("ascii"))
        assert found is not None
        inbox = Inbox(gammu.inbox, dark.hearing, clock)
        for sender, text in ((STRANGER, found[1]), (PETR, found[1]), (JANA, guess(found[1])), (JANA, "převezmu")):
            gammu.receive(sender, text)
        wait_until(lambda: len(list(gammu.inbox.glob("IN*"))) == 4, "four forged SMS received")
        clock.advance(MINUTE)
        assert inbox.read() == ""
        assert dark.taken() is None
        gammu.receive(JANA, f"{found[1]} 2")
        wait_until(lambda: list(gammu.inbox.glob("IN*")), "the answer received")
        assert inbox.read() == ""
        assert [taken.length for taken in (dark.taken(),) if taken] == [2 * HOUR]
        assert [action for _, action, _ in dark.audited()] == [*["RecordRefusedReply"] * 4, "AcceptReply"]
        assert not list(gammu.inbox.glob("IN*"))


def test_what_was_dealt_with_lies_aside_and_is_never_read_again(dark: Night, inbox: Inbox, folder: Path) -> None:
    put(folder, JANA, dark.call())
    assert [inbox.read(), inbox.read()] == ["", ""]
    assert dark.taken() is not None
    assert len(dark.audited()) == 1
    assert aside(folder) == [f"IN20261123_203000_00000_{JANA}_00.txt{DONE}"]
    assert [path.name for path in folder.iterdir()] == [ASIDE]


def test_files_of_both_encodings_are_read(dark: Night, inbox: Inbox, folder: Path) -> None:
    put(folder, JANA, b"\xfe\xff" + dark.call().encode("utf-16-be"))
    inbox.read()
    assert dark.taken() is not None


def test_a_broken_file_does_not_stop_the_rest(
    dark: Night, inbox: Inbox, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(folder, JANA, b"\xff\xfe\x00\xd8\x80", serial=0)
    put(folder, JANA, b"\xfe\xff\xd8\x00\x00", serial=1)
    put(folder, JANA, b"0" * 1_000_000, serial=2)
    put(folder, "", "123456", serial=3)
    (folder / f"IN20261123_203000_00004_{JANA}_00.txt").mkdir()
    victim = folder / "victim"
    victim.write_text(dark.call())
    (folder / f"IN20261123_203000_00005_{JANA}_00.txt").symlink_to(victim)
    os.mkfifo(folder / f"IN20261123_203000_00006_{JANA}_00.txt")
    put(folder, JANA, dark.call(key="right"), serial=7)
    for path in folder.glob("IN*"):
        os.utime(path, ns=((T0 - SETTLED) * 1_000_000,) * 2, follow_symlinks=False)
    assert inbox.read() == ""
    assert dark.taken() is not None
    assert [path.name for path in folder.iterdir() if path.name.startswith("IN")] == []
    assert len(aside(folder)) == 8
    assert [action for _, action, _ in dark.audited()].count("AcceptReply") == 1
    assert "sms_unreadable" in caplog.text


def test_what_is_still_being_written_waits_for_the_next_look(dark: Night, inbox: Inbox, folder: Path) -> None:
    path = put(folder, JANA, "")
    os.utime(path, ns=(T0 * 1_000_000,) * 2)
    inbox.read()
    assert path.exists()
    path.write_text(dark.call())
    os.utime(path, ns=(T0 * 1_000_000,) * 2)
    dark.clock.advance(SETTLED)
    inbox.read()
    assert dark.taken() is not None


def test_a_flood_is_dealt_with_in_parts_and_little_of_it_is_kept(dark: Night, inbox: Inbox, folder: Path) -> None:
    for number in range(MOST_KEPT + MOST_FILES):
        put(folder, STRANGER, "kup si", serial=number)
    pin = dark.call()
    put(folder, JANA, pin, serial=99_999)
    inbox.read()
    assert len(aside(folder)) == MOST_FILES
    for _ in range(MOST_KEPT // MOST_FILES):
        inbox.read()
    assert dark.taken() is None
    inbox.read()
    assert dark.taken() is not None
    assert len(aside(folder)) == MOST_KEPT
    assert len(dark.audited()) <= 6


def test_what_came_long_ago_is_put_aside_and_takes_nothing(dark: Night, inbox: Inbox, folder: Path) -> None:
    for serial in range(20):
        put(folder, JANA, dark.call(), at=Millis(T0 - OLD), serial=serial)
    inbox.read()
    assert dark.taken() is None
    assert len(aside(folder)) == 20
    assert dark.audited() == []


def test_files_that_are_not_received_sms_stay(inbox: Inbox, folder: Path) -> None:
    for name in (
        "IN20261123_203000_00000_+420777123456_00.bin",
        "README",
        ".IN20261123_203000_00000_+4_00.txt",
        "IN.txt",
    ):
        (folder / name).write_text("123456")
    inbox.read()
    assert len(list(folder.iterdir())) == 5
    assert aside(folder) == []


def test_what_cannot_be_written_down_now_is_heard_at_the_next_look(dark: Night, folder: Path) -> None:
    put(folder, JANA, dark.call())
    loop = asyncio.new_event_loop()
    loop.close()
    ending = LoopCommands(loop, lambda command, actor: dark.store.execute(command, actor, dark.clock.now()))
    assert "TimeoutError" in Inbox(folder, Hearing(dark.publisher, ending), dark.clock).read()
    assert aside(folder) == [f"IN20261123_203000_00000_{JANA}_00.txt"]
    assert Inbox(folder, dark.hearing, dark.clock).read() == ""
    assert dark.taken() is not None


def test_whoever_is_killed_between_taking_and_marking_takes_it_once(dark: Night, inbox: Inbox, folder: Path) -> None:
    put(folder, JANA, dark.call())
    inbox.read()
    (done,) = (folder / ASIDE).iterdir()
    done.rename(done.with_suffix(""))
    taken = dark.taken()
    dark.clock.advance(MINUTE)
    assert inbox.read() == ""
    assert dark.taken() == taken
    assert [action for _, action, _ in dark.audited()] == ["AcceptReply", "RecordRefusedReply"]


def test_a_folder_that_is_away_is_told_once_until_it_is_back(
    dark: Night, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    away = tmp_path / "away"
    inbox = Inbox(away, dark.hearing, dark.clock, Trouble("the inbox of SMS"))
    for _ in range(3):
        asyncio.run(inbox.look())
    assert caplog.text.count("No such file") == 1
    away.mkdir()
    asyncio.run(inbox.look())
    assert "trouble is over" in caplog.text


def test_logs_hold_no_word_of_an_sms(dark: Night, inbox: Inbox, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pin = dark.call()
    put(folder, JANA, f"{pin} c4nary", serial=1)
    put(folder, JANA, pin, serial=2)
    put(folder, STRANGER, pin, serial=3)
    inbox.read()
    assert dark.taken() is not None
    assert pin not in caplog.text + dark.everything()
    assert "c4nary" not in caplog.text + dark.everything()
