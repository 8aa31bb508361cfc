"""gammu-smsd with its dummy phone: a directory that takes and brings every SMS as a modem would."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parts.roll import Enrol
from tests.parts.waiting import wait_until

CONFIGURATION = """
[gammu]
device = {directory}/phone
connection = none
model = dummy

[smsd]
service = files
logfile = {directory}/log
debuglevel = 255
inboxpath = {directory}/inbox/
outboxpath = {directory}/outbox/
sentsmspath = {directory}/sent/
errorsmspath = {directory}/error/
transmitformat = auto
commtimeout = 1
loopsleep = 1
receivefrequency = 1
checksecurity = 0
"""
FOLDERS = ("phone/sms/1", "inbox", "outbox", "sent", "error")
RECEIVED = """[SMSBackup000]
SMSC = "+420603052000"
Sent = 20261123T203000
State = UnRead
Number = "{sender}"
Text00 = {text}
Coding = {coding}
Class = -1
Length = {length}
Folder = 1
"""
"""An SMS in the phone's own folder, as gammu writes it into a backup."""
MOST_IN_THE_PHONE = 100


@dataclass(frozen=True, slots=True)
class Gammu:
    """The folders of a gammu-smsd."""

    directory: Path

    @property
    def outbox(self) -> Path:
        """Where it takes messages from."""
        return self.directory / "outbox"

    @property
    def sent(self) -> list[Path]:
        """The files of messages that were transmitted."""
        return sorted((self.directory / "sent").iterdir())

    @property
    def inbox(self) -> Path:
        """Where it puts what was received."""
        return self.directory / "inbox"

    def receive(self, sender: str, text: str) -> None:
        """Let the phone receive an SMS, which it hands on."""
        said = RECEIVED.format(
            sender=sender,
            text=_octets(text),
            coding="Default_No_Compression" if text.isascii() else "Unicode_No_Compression",
            length=len(text),
        )
        whole = self.directory / "sms-on-its-way"
        whole.write_text(said, encoding="ascii")
        free = (self.directory / "phone/sms/1" / str(place) for place in range(1, MOST_IN_THE_PHONE))
        whole.rename(next(path for path in free if not path.exists()))

    @property
    def log(self) -> str:
        """What it says, also of how it encodes each message."""
        log = self.directory / "log"
        return log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""

    def wait_for(self, count: int) -> list[Path]:
        """Return the files of the first messages, as soon as so many were transmitted."""
        wait_until(lambda: len(self.sent) >= count, f"{count} SMS transmitted")
        return self.sent


GammuStarter = Callable[[Path], Gammu]


@pytest.fixture
def start_gammu(enrol: Enrol) -> Iterator[GammuStarter]:
    """Return a function that makes the folders in a directory and starts gammu-smsd upon them."""
    if shutil.which("gammu-smsd") is None:
        pytest.skip("gammu-smsd is not installed (Debian package gammu-smsd)")
    with ExitStack() as running:

        def start(directory: Path) -> Gammu:
            enrol("gammu-smsd", _version())
            return running.enter_context(_transmitting(directory))

        yield start


@contextmanager
def _transmitting(directory: Path) -> Iterator[Gammu]:
    for folder in FOLDERS:
        (directory / folder).mkdir(parents=True, exist_ok=True)
    (directory / "smsdrc").write_text(CONFIGURATION.format(directory=directory), encoding="utf-8")
    with (directory / "said").open("wb") as said:
        process = subprocess.Popen(
            ["gammu-smsd", "--config", str(directory / "smsdrc")],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={"PATH": "/usr/bin", "LC_ALL": "C"},
        )
    gammu = Gammu(directory)
    try:
        wait_until(lambda: process.poll() is not None or "Starting phone" in gammu.log, "gammu-smsd at its phone")
        assert process.poll() is None, (directory / "said").read_text()
        yield gammu
    finally:
        process.terminate()
        process.wait(timeout=20)


def _octets(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _version() -> str:
    said = subprocess.run(["gammu-smsd", "--version"], capture_output=True, text=True, check=True, timeout=10).stdout
    return said.split("version")[1].split()[0]
