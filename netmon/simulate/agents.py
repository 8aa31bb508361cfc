"""All agents of the region in one process: one socket for each device, one loop, orders on standard input.

Run as `python -m netmon.simulate.agents` by the demo. It ends when standard input does, so it never
outlives whoever started it.
"""

import asyncio
import resource
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from pydantic import ValidationError

from netmon.clock import Clock, SystemClock
from netmon.errors import CommandRefused, NetmonError, SettingsError
from netmon.inventory.models import Device, Snmp
from netmon.language import language_at_terminal
from netmon.model import DeviceName
from netmon.phrase import Phrase, in_language
from netmon.simulate.agent import Agent
from netmon.simulate.objects import installed_declarations, instances
from netmon.simulate.orders import LONGEST_LINE, Action, Assignment, Order, Report
from netmon.simulate.world import World

LARGEST_REQUEST = 65_535
BURST = 32
"""Requests read from one socket before the other agents get their turn."""
SPARE_DESCRIPTORS = 64


class Engine:
    """The agents' common loop; the world is replaced whole whenever a link changes."""

    def __init__(self, world: World, agents: Sequence[Agent], clock: Clock) -> None:
        self._world = world
        self._agents = agents
        self._clock = clock
        self._silent = world.silent(clock.now())

    def serve(self, agent: Agent, endpoint: socket.socket) -> None:
        """Answer what waits on an agent's socket, a burst at most; a silent agent drops it."""
        for _ in range(BURST):
            try:
                datagram, sender = endpoint.recvfrom(LARGEST_REQUEST)
                response = self._answer(agent, datagram)
                if response is not None:
                    endpoint.sendto(response, sender)
            except OSError:
                # Nothing waits any more, or the asker is gone: a datagram may always be lost.
                return

    def obey(self, order: Order) -> Report:
        """Change the world and say what it is like now."""
        now = self._clock.now()
        change = self._world.cut if order.action is Action.CUT else self._world.heal
        try:
            self._world = change(order.link, now)
        except CommandRefused as error:
            return Report(error=in_language(error, language_at_terminal()))
        self._silent = self._world.silent(now)
        return self.report()

    def report(self) -> Report:
        """Return how many agents there are and how many cannot be heard."""
        now = self._clock.now()
        return Report(agents=len(self._agents), silent=len(self._silent), at=now)

    def _answer(self, agent: Agent, datagram: bytes) -> bytes | None:
        if agent.device in self._silent:
            return None
        return agent.answer(datagram, self._world, self._clock.now())


def agents_of(world: World, communities: Mapping[str, str]) -> list[Agent]:
    """Return an agent for every active device with SNMP; raise SettingsError for one without a community."""
    declared = installed_declarations()
    return [
        Agent(device.name, _community(device.name, device.snmp, communities), instances(world, device.name, declared))
        for device in world.inventory.active_devices().values()
        if device.snmp is not None
    ]


def _community(device: DeviceName, snmp: Snmp, communities: Mapping[str, str]) -> bytes:
    if snmp.credential not in communities:
        raise SettingsError(
            Phrase(
                "{device}: credential {credential!r} has no community, and simulated agents speak v2c only",
                device=device,
                credential=snmp.credential,
            )
        )
    return communities[snmp.credential].encode()


def open_endpoint(device: Device) -> socket.socket:
    """Return the socket at a device's address; raise SettingsError with the cure."""
    port = device.snmp.port if device.snmp else 0
    family = socket.AF_INET6 if ":" in device.address else socket.AF_INET
    endpoint = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    try:
        endpoint.bind((device.address, port))
    except OSError as error:
        endpoint.close()
        raise SettingsError(
            Phrase(
                "{name}: cannot listen at {address} port {port}/udp: {reason}; "
                "end what uses it (another demo?); where 127.0.0.0/8 is not the loopback's, add the address to it",
                name=device.name,
                address=device.address,
                port=port,
                reason=error.strerror,
            )
        ) from error
    return endpoint


def allow_descriptors(sockets: int) -> None:
    """Raise the soft limit of open files where the sockets would not fit; raise SettingsError at the hard one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = sockets + SPARE_DESCRIPTORS
    if needed <= soft:
        return
    if hard != resource.RLIM_INFINITY and needed > hard:
        raise SettingsError(
            Phrase(
                "{sockets} agents need {needed} open files, the limit is {hard}; raise it with `ulimit -Hn {needed}`",
                sockets=sockets,
                needed=needed,
                hard=hard,
            )
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def main() -> None:
    """Read the assignment, answer for the region, obey orders until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assignment = Assignment.model_validate_json(sys.stdin.buffer.readline(LONGEST_LINE))
        asyncio.run(_run(assignment, SystemClock()))
    except ValidationError as error:
        _say(Report(error=_describe(error)))
        sys.exit(1)
    except NetmonError as error:
        _say(Report(error=in_language(error, language_at_terminal())))
        sys.exit(1)


async def _run(assignment: Assignment, clock: Clock) -> None:
    world = World.of(assignment.inventory, assignment.seed, assignment.since)
    agents = agents_of(world, assignment.communities)
    engine = Engine(world, agents, clock)
    allow_descriptors(len(agents))
    with ExitStack() as open_endpoints:
        devices = [assignment.inventory.devices[agent.device] for agent in agents]
        loop = asyncio.get_running_loop()
        for agent, device in zip(agents, devices, strict=True):
            endpoint = open_endpoints.enter_context(open_endpoint(device))
            loop.add_reader(endpoint, engine.serve, agent, endpoint)
        _say(engine.report())
        await _obey_until_the_end(engine)


async def _obey_until_the_end(engine: Engine) -> None:
    orders = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        try:
            _say(engine.obey(Order.model_validate_json(line)))
        except ValidationError as error:
            _say(Report(error=_describe(error)))


def _describe(error: ValidationError) -> str:
    """Return where a line is wrong, without its values: communities are among them."""
    details = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in details[:3])


def _say(report: Report) -> None:
    sys.stdout.buffer.write(report.encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
