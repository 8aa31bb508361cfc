"""Notifications as net-snmp sends them, from any loopback address, and a receiver that hears them."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from netmon.clock import SystemClock
from netmon.inventory.models import Inventory
from netmon.settings import Traps
from netmon.traps.hint import Hint
from netmon.traps.receiver import Receiver
from netmon.traps.sources import Fate
from tests.netmon.region import ADDRESS, FAR, HUB, MID, NEAR, region
from tests.parts import snmpd
from tests.parts.waiting import LOOK_EVERY

LISTEN = "127.19.40.200"
STRANGER = "127.19.40.99"
SECOND_ADDRESS = "127.19.41.7"
"""The loopback of mid, say: it is polled at another address."""
ADDRESS_OF = {name: ADDRESS.format(number) for number, name in enumerate((HUB, NEAR, MID, FAR), start=1)}
USER = "traps"
ENGINE = "0x80001f8804666172"
LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
INTERFACE = ("1.3.6.1.2.1.2.2.1.1.7", "i", "7")
V2C = ("-v", "2c", "-c", snmpd.COMMUNITY)
SECRETS = snmpd.SECRETS
WITHIN = 60.0


def inventory() -> Inventory:
    """Return the region: far is asked as a user, the others with a community; mid has two addresses."""
    credentials = {
        "test": {"version": "v2c", "allow_insecure": "true", "community": "secret://community"},
        "user": {"user": USER, "auth_key": "secret://auth", "priv_key": "secret://priv"},
    }
    plain = region().model_dump(mode="json")
    devices = plain["devices"]
    devices[MID]["addresses"].append(SECOND_ADDRESS)
    devices[FAR]["snmp"]["credential"] = "user"
    return region(devices={name: _bare(each) for name, each in devices.items()}, credentials={"snmp": credentials})


def _bare(device: dict[str, object]) -> dict[str, object]:
    kept = ("site", "role", "platform", "addresses", "reachability", "snmp")
    return {key: device[key] for key in kept}


def v3(*, auth: str = "authentication key", level: str = "authPriv") -> tuple[str, ...]:
    """Return how net-snmp is told to be the user."""
    keys = ("-a", "SHA-256", "-A", auth, "-x", "AES", "-X", "privacy key, another")
    return ("-v", "3", "-u", USER, "-l", level, *(keys if level == "authPriv" else ()))


@dataclass(frozen=True, slots=True)
class Heard:
    """A receiver at work and what it heard."""

    receiver: Receiver
    hints: list[Hint]

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Return as soon as a condition holds."""
        for _ in range(round(WITHIN / LOOK_EVERY)):
            if condition():
                return
            await asyncio.sleep(LOOK_EVERY)
        pytest.fail(f"still not: {what}; {dict(self.receiver.counts)}")

    async def until_counted(self, fate: Fate, count: int = 1) -> None:
        """Return as soon as so many datagrams had a fate."""
        await self.until(lambda: self.receiver.counts.get(fate, 0) >= count, f"{count} {fate}")

    async def until_heard(self, datagram: bytes, source: str) -> None:
        """Return as soon as a datagram, sent again and again, is heard: some may get lost in a flood."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
            opened.bind((source, 0))
            before = len(self.hints)

            def said() -> bool:
                opened.sendto(datagram, (LISTEN, self.receiver.port))
                return len(self.hints) > before

            await self.until(said, "a device is heard in the flood")

    async def send(self, *words: str, source: str, program: str = "snmptrap") -> int:
        """Have net-snmp send a notification from an address; return its exit code."""
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian package snmp)")
        target = f"{LISTEN}:{self.receiver.port}"
        common = ("-m", "", "--noPersistentLoad=yes", "--noPersistentSave=yes", f"--clientaddr={source}")
        tries = ("-r", "1", "-t", "1")
        process = await asyncio.create_subprocess_exec(
            program, *common, *tries, *_placed(words, target), stderr=asyncio.subprocess.DEVNULL
        )
        return await asyncio.wait_for(process.wait(), WITHIN)

    async def trap(self, *version: str, source: str, oid: str = LINK_DOWN, program: str = "snmptrap") -> int:
        """Send an SNMPv2 notification."""
        return await self.send(*version, "@", "", oid, *INTERFACE, source=source, program=program)


def _placed(words: Sequence[str], target: str) -> list[str]:
    return [target if word == "@" else word for word in words]


@asynccontextmanager
async def receiving(whole: Inventory | None = None) -> AsyncIterator[Heard]:
    """Run a receiver in this loop."""
    hints: list[Hint] = []
    settings = Traps.model_validate({"listen": LISTEN, "port": 0})
    receiver = Receiver.open(settings, SECRETS, SystemClock(), hints.append)
    receiver.adopt(whole or inventory())
    try:
        yield Heard(receiver, hints)
    finally:
        receiver.close()


def hearing(story: Callable[[Heard], Awaitable[None]]) -> None:
    """Run a story with a receiver."""

    async def run() -> None:
        async with receiving() as heard:
            await story(heard)

    asyncio.run(run())
