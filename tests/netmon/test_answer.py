"""A whole netmon calls Jana by SMS at night, and her answer takes the incident: by the modem, and by a gateway."""

import asyncio
import http.client
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from netmon.clock import HOUR, SystemClock
from netmon.process.daemon import Daemon
from netmon.settings import Settings
from netmon.simulate.orders import Action
from netmon.store.database import STATE_FILE
from tests.netmon.called import JANA, PEOPLE, PETR, guess
from tests.netmon.region import COMMUNITY, SPUR, free_udp_port, region, write_secrets
from tests.netmon.running import Place, agents, until, until_seen
from tests.parts.gammu import GammuStarter

SECRET = "Bearer c4nary-of-the-gateway"  # noqa: S105 -- of this test only
NIGHT = {
    "people": PEOPLE,
    "escalations": {"night": {"steps": [{"notify": ["jana"]}]}},
    "routes": [{"match": {"rule": ["incident"]}, "escalation": "night"}],
}
PIN = re.compile(r"prevzit: odpovezte ([0-9]{6})")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place.prepare(tmp_path, free_udp_port())
    write_secrets(tmp_path / "secrets", {"community": COMMUNITY, "gateway": SECRET})
    return made


@asynccontextmanager
async def called(place: Place, settings: Settings) -> AsyncIterator[Daemon]:
    """Yield a netmon that has just found an incident."""
    daemon = Daemon(region(place.port, **NIGHT), settings, place.secrets, SystemClock())
    async with agents(place) as towns:
        await daemon.start()
        try:
            await until_seen(daemon, lambda seen: seen.health.answered == 4, "all four devices answered")
            await towns.order(Action.CUT, SPUR)
            await until_seen(daemon, lambda seen: seen.incidents, "the cut is an incident")
            yield daemon
        finally:
            await daemon.stop()


def pin_in(folder: Path) -> str | None:
    """Return the PIN in the SMS that lies in a folder."""
    found = [PIN.search(path.read_text("ascii")) for path in folder.glob("OUT*")]
    return found[0][1] if found and found[0] else None


def post(url: str, sender: str, text: str, secret: str = SECRET) -> int:
    """Bring an SMS as a gateway does, and return the answer's status."""
    headers = {"Authorization": secret, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)) as connection:
        connection.request("POST", "/api/v1/sms", urlencode({"from": sender, "text": text}), headers)
        return connection.getresponse().status


def audit_of(place: Place) -> list[tuple[str, str, str]]:
    """Return what the audit has of SMS: who, from where, what."""
    with closing(sqlite3.connect(place.directory / "state" / STATE_FILE)) as connection:
        rows = connection.execute("SELECT account, source, action FROM audit WHERE action LIKE '%Reply' ORDER BY id")
        return list(rows)


async def until_taken(daemon: Daemon, hours: int) -> None:
    seen = await until_seen(daemon, lambda seen: seen.incidents[0].acknowledged_by == "jana", "Jana has it")
    record = seen.incidents[0]
    assert record.acknowledged_until is not None
    assert record.notes[-1].text == "SMS"
    assert record.acknowledged_until - record.notes[-1].at == hours * HOUR


@pytest.mark.long
def test_by_the_modem(place: Place, start_gammu: GammuStarter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    gammu = start_gammu(place.directory / "gammu")
    settings = place.settings(sms={"outbox": gammu.outbox, "inbox": gammu.inbox})

    async def story() -> None:
        async with called(place, settings) as daemon:
            await until(lambda: pin_in(gammu.directory / "sent"), "the SMS is sent")
            pin = pin_in(gammu.directory / "sent")
            assert pin is not None
            for sender, text in ((PETR, pin), (JANA, guess(pin))):
                await asyncio.to_thread(gammu.receive, sender, text)
            await until(lambda: len(audit_of(place)) == 2, "both forged answers are refused")
            assert daemon.reader.snapshot().incidents[0].acknowledged_by is None
            gammu.receive(JANA, f"{pin} 2")
            await until_taken(daemon, 2)
            assert pin not in caplog.text

    asyncio.run(story())
    assert audit_of(place) == [*[("", "sms", "RecordRefusedReply")] * 2, ("jana", "sms", "AcceptReply")]


@pytest.mark.long
def test_by_a_gateway(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    outbox = place.directory / "outbox"
    outbox.mkdir()
    settings = place.settings(sms={"outbox": outbox, "replies": {"authorization": "secret://gateway"}})

    async def story() -> None:
        async with called(place, settings) as daemon:
            await until(lambda: pin_in(outbox), "the SMS is handed over")
            pin = pin_in(outbox)
            assert pin is not None
            asked = ((JANA, pin, "Bearer guess"), (JANA, guess(pin), SECRET), (PETR, pin, SECRET), (JANA, pin, SECRET))
            answers = [await asyncio.to_thread(post, daemon.url, *each) for each in asked]
            assert answers == [401, 200, 200, 200]
            await until_taken(daemon, 4)
            assert pin not in caplog.text
            assert SECRET not in caplog.text

    asyncio.run(story())
    refused = [("", "127.0.0.1", "RecordRefusedReply")] * 3
    assert audit_of(place) == [*refused, ("jana", "127.0.0.1", "AcceptReply")]
