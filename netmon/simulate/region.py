"""The simulated region as the demo holds it: a child process with every agent, and orders to it."""

import asyncio
import sys
from dataclasses import dataclass
from typing import Self

from netmon.errors import NetmonError, SettingsError
from netmon.inventory.models import Inventory
from netmon.model import LinkName
from netmon.phrase import Phrase
from netmon.secret import SecretStore
from netmon.simulate.orders import Action, Assignment, Order, Report

READY_WITHIN = 15.0
ANSWER_WITHIN = 5.0
LONGEST_REPORT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Region:
    """A running child with all agents; ends with `close`, or with this process."""

    process: asyncio.subprocess.Process
    agents: int

    @classmethod
    async def open(cls, assignment: Assignment) -> Self:
        """Start the agents and wait until every socket is bound; raise SettingsError with the reason."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "netmon.simulate.agents"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_REPORT,
        )
        try:
            report = await _ask(process, assignment.encode(), READY_WITHIN)
        except NetmonError as error:
            await _end(process)
            raise SettingsError(*error.args) from error
        return cls(process, report.agents)

    async def order(self, action: Action, link: LinkName) -> Report:
        """Cut or heal a link; raise NetmonError if the agents refuse or do not answer."""
        return await _ask(self.process, Order(action=action, link=link).encode(), ANSWER_WITHIN)

    async def close(self) -> None:
        """End the agents."""
        await _end(self.process)


def communities(inventory: Inventory, secrets: SecretStore) -> dict[str, str]:
    """Return the community of each SNMP credential that has one; raise SecretError."""
    return {
        name: secrets.resolve(credential.community).reveal()
        for name, credential in inventory.credentials.snmp.items()
        if credential.community is not None
    }


async def _ask(process: asyncio.subprocess.Process, line: bytes, within: float) -> Report:
    if process.stdin is None or process.stdout is None:
        raise NetmonError(Phrase("the agents were started without pipes"))
    try:
        async with asyncio.timeout(within):
            process.stdin.write(line)
            await process.stdin.drain()
            answer = await process.stdout.readline()
    except (TimeoutError, ConnectionError) as error:
        raise NetmonError(Phrase("the agents did not answer within {within:.0f} s", within=within)) from error
    if not answer:
        raise NetmonError(Phrase("the agents ended without a word; their last lines stand above"))
    report = Report.model_validate_json(answer)
    if report.error is not None:
        raise NetmonError(report.error)
    return report


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close the child's standard input, and kill it if that is not enough."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), ANSWER_WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
