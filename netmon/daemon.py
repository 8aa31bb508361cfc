"""One process: the parts, wired; how it starts, loads the inventory anew, and stops."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack
from importlib.metadata import entry_points

from netmon.alerting.notifier import Notifier
from netmon.alerting.notify import Channel
from netmon.alerting.notify.email import Email
from netmon.alerting.notify.mail import plain_mail
from netmon.alerting.notify.webhook import Webhook
from netmon.clock import EPOCH, HOUR, SECOND, Clock, Millis, SystemClock
from netmon.collector import Collector
from netmon.commander import SOCKET_NAME, CommandSocket, LoopCommands
from netmon.commands import Commands
from netmon.engine import Engine, Stores
from netmon.errors import NetmonError
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.model import DeviceName
from netmon.plan import INTERFACES, Plan
from netmon.poller import Poller
from netmon.presenter import Channels, Presenter
from netmon.publisher import Publisher
from netmon.reader import Health, Reader, Snapshot
from netmon.scheduler import Calendar, Due, Rounds, Visit, slot_of
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.store.forwarding import Forwarder
from netmon.store.influx.writer import InfluxWriter
from netmon.store.lock import StateLock
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from netmon.views import Views, find_views
from netmon.web import WebServer

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]

BEAT = Millis(10 * SECOND)
HOUSEKEEPING = HOUR
MOST_PARTS = 10_000
"""Parts of one housekeeping; what is left waits for the next."""


class Daemon:
    """A running netmon: `commands` and `reader` are its seams, `url` is where its pages are.

    Between `start` and `stop` it belongs to the running event loop.
    """

    commands: Commands
    reader: Reader
    url: str

    def __init__(self, inventory: Inventory, settings: Settings, secrets: SecretStore, clock: Clock) -> None:
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._plan = Plan.of(inventory, find_collectors(), settings)
        self._poller = Poller(inventory, secrets, settings, clock)
        self._rounds = Rounds(clock)
        self._calendar = Calendar(clock)
        self._polls: dict[Visit, asyncio.Task[None]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = AsyncExitStack()

    async def start(self) -> None:
        """Open everything and begin; raise a NetmonError, with everything closed again, if that fails."""
        try:
            await self._open()
        except BaseException:
            await self.stop()
            raise

    async def wait(self) -> None:
        """Wait until a part ends, which none should; raise what ended it."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """End polling, write down what is known, close everything."""
        tasks = [*self._tasks, *self._polls.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        await self._closing.aclose()

    def reload(self) -> None:
        """Load the inventory anew; keep the old one, and say why, if the new one is wrong."""
        try:
            plan = Plan.of(load(self._settings.inventory), find_collectors(), self._settings)
        except NetmonError as error:
            log.error("inventory refused, the old one stays reason=%s", error)  # noqa: TRY400 -- the reason says it all
            return
        self._plan = plan
        self._poller.replace(plan.inventory)
        self._engine.adopt(plan)
        self._visit_all()
        log.info("inventory loaded devices=%d links=%d", len(plan.inventory.devices), len(plan.inventory.links))

    async def _open(self) -> None:
        state = self._settings.state
        self._closing.callback(self._poller.close)
        self._closing.enter_context(StateLock(state))
        stores = Stores(
            state=self._closing.enter_context(StateStore(state)),
            samples=self._closing.enter_context(SampleStore(state, forwarding=self._settings.influx is not None)),
        )
        restored = stores.state.restore()
        self._engine = Engine(self._plan, self._settings, self._clock, stores, restored)
        self._engine.mind_gap(restored.last_beat)
        self._engine.adopt(self._plan)
        self._closing.callback(self._engine.beat)
        await self._open_seams(stores)
        self._visit_all()
        self._calendar.every(BEAT, "heartbeat", self._beat)
        self._calendar.every(HOUSEKEEPING, "housekeeping", self._keep_house(stores.samples))

    async def _open_seams(self, stores: Stores) -> None:
        """Open what the outside sees: the reader, the commands, the pages, the ways to people and InfluxDB."""
        store = StoreReader(self._settings.state, self._clock)
        self._closing.callback(store.close)
        publisher = Publisher(store, self._first_snapshot())
        forwarder = self._forwarder(stores.samples)
        views = find_views()
        notifier = Notifier(stores.state, self._channels(views), self._clock)
        presenter = Presenter(
            publisher,
            store,
            self._settings,
            Channels(
                influx=lambda: "off" if forwarder is None else forwarder.trouble or "ok",
                backlog=lambda: stores.samples.depth().lines,
                messages=stores.state.waiting,
            ),
        )
        self.reader, self.commands = publisher, LoopCommands(asyncio.get_running_loop(), self._engine.execute)
        await self._open_socket()
        self._open_pages(views)
        self._begin("engine", self._engine.run(presenter.show, self._hasten, notifier.wake))
        self._begin("rounds", self._rounds.run(self._visit))
        self._begin("calendar", self._calendar.run())
        self._begin("notifier", notifier.run())
        if forwarder is not None:
            self._begin("forwarder", forwarder.run())

    async def _open_socket(self) -> None:
        commands = CommandSocket(self._settings.state / SOCKET_NAME, self._engine.execute)
        await commands.open()
        self._closing.push_async_callback(commands.close)

    def _open_pages(self, views: Views | None) -> None:
        self.url = self._settings.url
        if views is None:
            log.warning("no pages: the entry point netmon.views is not installed")
            return
        web = WebServer(views.create_app(self.reader, self.commands), self._settings.listen, self._settings.port)
        self.url = f"http://{self._settings.listen}:{web.port}"
        web.start()
        self._closing.callback(web.close)

    def _channels(self, views: Views | None) -> list[Channel]:
        language = self._settings.language.value
        channels: list[Channel] = [Webhook(self._secrets)]
        if self._settings.smtp is not None:
            render = plain_mail if views is None else (lambda payload: views.render_mail(payload, language))
            channels.append(Email(self._settings.smtp, self._secrets, self._clock, render))
        return channels

    def _forwarder(self, samples: SampleStore) -> Forwarder | None:
        influx = self._settings.influx
        if influx is None:
            return None
        token = self._secrets.resolve(influx.token)
        writer = InfluxWriter(influx.url, org=influx.org, bucket=influx.bucket, token=token)
        forwarder = Forwarder(samples, writer, self._clock)
        self._closing.callback(writer.close)
        self._closing.callback(forwarder.close)
        return forwarder

    def _first_snapshot(self) -> Snapshot:
        now = self._clock.now()
        devices = len(self._plan.inventory.active_devices())
        health = Health(data_at=now, polled=devices, answered=0)
        return Snapshot(
            version=0,
            at=now,
            started=now,
            inventory=self._plan.inventory,
            settings=self._settings,
            health=health,
        )

    def _visit_all(self) -> None:
        """Put the plan's visits into the rounds, and those of command collectors into the calendar."""
        self._rounds.replace(self._plan.fast_visits())
        slow = self._plan.slow_visits()
        names = {f"poll {visit.device} {visit.collector}": visit for visit in slow}
        self._calendar.keep_only(set(names), "poll ")
        for name, visit in names.items():
            self._calendar.every(slow[visit], name, self._slow_visit(visit, slow[visit]))

    def _slow_visit(self, visit: Visit, interval: Millis) -> Job:
        async def job() -> None:
            self._visit(Due(visit, slot_of(self._clock.now(), interval, EPOCH)))

        return job

    def _visit(self, due: Due) -> None:
        """Begin a poll, unless the last one of this kind still runs."""
        visit = due.visit
        device = self._plan.inventory.devices.get(DeviceName(visit.device))
        if device is None or visit in self._polls:
            return
        task = asyncio.create_task(self._poll(due))
        self._polls[visit] = task
        task.add_done_callback(lambda _: self._polls.pop(visit, None))

    async def _poll(self, due: Due) -> None:
        device = self._plan.inventory.devices[DeviceName(due.visit.device)]
        collector = self._plan.collectors[due.visit.collector]
        self._engine.take(await self._poller.poll(device, collector, due.slot))

    def _hasten(self, turned: Iterable[DeviceName]) -> None:
        """Ask the neighbours of devices that fell silent or came back for their interfaces now: as evidence."""
        for neighbour in self._plan.neighbours_of(turned):
            self._rounds.hasten(Visit(neighbour, INTERFACES))

    async def _beat(self) -> None:
        self._engine.beat()

    def _keep_house(self, samples: SampleStore) -> Job:
        """Return the hourly job: roll up whole hours and forget what is older than the retention."""

        async def job() -> None:
            now = self._clock.now()
            await _by_parts(lambda: samples.roll_up(now))
            await _by_parts(lambda: samples.prune(Millis(now - self._settings.retention)))

        return job

    def _begin(self, name: str, part: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.create_task(part, name=name))


async def _by_parts(part: Callable[[], int]) -> None:
    """Do a long work in parts, until one has nothing left to do, and let the loop go on in between."""
    for _ in range(MOST_PARTS):
        if not part():
            return
        await asyncio.sleep(0)


def find_collectors() -> tuple[Collector, ...]:
    """Return the collectors of every installed package that offers some."""
    found: list[Collector] = []
    for entry_point in entry_points(group="netmon.collectors"):
        found += entry_point.load()
    return tuple(found)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; load the inventory anew at SIGHUP."""
    daemon = Daemon(load(settings.inventory), settings, SecretStore.from_environment(), SystemClock())
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    loop.add_signal_handler(signal.SIGHUP, daemon.reload)
    await daemon.start()
    log.info("running url=%s", daemon.url)
    try:
        parts, told = asyncio.create_task(daemon.wait()), asyncio.create_task(stopping.wait())
        done, _ = await asyncio.wait({parts, told}, return_when=asyncio.FIRST_COMPLETED)
        if parts in done:
            parts.result()
        parts.cancel()
    finally:
        await daemon.stop()
