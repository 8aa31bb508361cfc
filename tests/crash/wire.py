"""The way to a receiver, on which netmon can be killed at each step of a conversation.

strace cannot tell the sockets toward receivers from those toward devices: all are written with sendto(2). So the
sends are counted where they arrive; a reply is a step, too: whoever dies before it does not know that it was heard.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

LARGEST_STEP = 64 * 1024


@dataclass
class Trap:
    """Counts steps on all ways to receivers, and springs at one of them once it is armed."""

    spring: Callable[[], None] | None = None
    at: int = 0
    steps: int = 0

    def arm(self, at: int, spring: Callable[[], None]) -> None:
        """Begin to count anew, and do something at a step."""
        self.at, self.spring, self.steps = at, spring, 0

    def step(self) -> bool:
        """Count a step; say whether it is the last one."""
        self.steps += 1
        if self.spring is None or self.steps != self.at:
            return False
        self.spring()
        return True


@asynccontextmanager
async def wire(port: int, trap: Trap) -> AsyncIterator[int]:
    """Lead to a port of loopback; yield the port where the way begins."""

    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if trap.step():
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass_on(reader, back, trap), _pass_on(there, writer, trap))

    server = await asyncio.start_server(lead, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, trap: Trap) -> None:
    try:
        while (said := await reader.read(LARGEST_STEP)) and not trap.step():
            writer.write(said)
            await writer.drain()
    except ConnectionError:
        pass  # one end has gone: so does the other
    finally:
        writer.close()
