"""One process: the parts, wired; how it starts, loads the inventory anew, and stops."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from functools import partial
from typing import TYPE_CHECKING

from netmon.alerting.auditor import EVERY as AUDIT_EVERY
from netmon.alerting.heartbeat import Pulse
from netmon.alerting.notifier import Notifier
from netmon.alerting.notify.invitation import link_key
from netmon.clock import Clock, Millis, SystemClock
from netmon.commands import Commands
from netmon.engine.engine import Engine, Stores
from netmon.engine.presenter import Channels, Presenter
from netmon.engine.publisher import Publisher
from netmon.errors import NetmonError
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.gap import BEAT
from netmon.letters.correspondence import EVERY as LETTERS_EVERY
from netmon.letters.correspondence import Correspondence
from netmon.people.exposure import exposed_hosts
from netmon.phrase import Phrase
from netmon.plan import Plan, find_collectors
from netmon.polling.identities import Identities
from netmon.polling.poller import Poller
from netmon.polling.watch import Watch
from netmon.process.caretaker import Caretaker, means_damage
from netmon.process.commander import SOCKET_NAME, CommandSocket, LoopCommands
from netmon.process.housekeeping import EVERY as HOUSEKEEPING
from netmon.process.housekeeping import Retention, keep_house
from netmon.process.readiness import Supervisor
from netmon.process.web import WebServer
from netmon.reader import Health, Reader, Snapshot
from netmon.scheduler import Calendar
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.store.ballast import MEBIBYTE, Ballast, Step
from netmon.store.forwarding import Forwarder
from netmon.store.influx.writer import InfluxWriter
from netmon.store.lock import StateLock
from netmon.store.reading import StoreReader
from netmon.store.rescue import rescue_samples, rescue_state
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from netmon.telling.channels import channels_of, code_of, is_gateway, unreachable
from netmon.telling.drilling import EVERY as DRILL_EVERY
from netmon.telling.hearing import Hearing
from netmon.telling.inbox import EVERY as INBOX_EVERY
from netmon.telling.inbox import Inbox
from netmon.traps.hint import Hint
from netmon.views import Views, find_views

if TYPE_CHECKING:
    from netmon.traps.receiver import Receiver

log = logging.getLogger(__name__)

SHORTEST_WATCHDOG = Millis(3 * BEAT)
"""Three beats: one may come late, and one be lost."""
MOST_LIVES = 3
"""How often damage may be mended before whoever supervises this process has to start it anew."""
NOBODY = Supervisor()


class Daemon:
    """A running netmon: `commands` and `reader` are its seams, `url` is where its pages are.

    Between `start` and `stop` it belongs to the running event loop.
    """

    commands: Commands
    reader: Reader
    url: str

    def __init__(
        self,
        inventory: Inventory,
        settings: Settings,
        secrets: SecretStore,
        clock: Clock,
        supervisor: Supervisor = NOBODY,
    ) -> None:
        self._settings = settings
        self._secrets = secrets
        self._clock = clock
        self._supervisor = supervisor
        self._plan = Plan.of(inventory, find_collectors(), settings)
        self._calendar = Calendar(clock)
        self._tasks: list[asyncio.Task[None]] = []
        self._reload_asked = asyncio.Event()
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
            raise NetmonError(Phrase("a part of netmon came to its end: {part}", part=task.get_name()))

    async def stop(self) -> None:
        """End polling, write down what is known, close everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self._closing.aclose()

    @property
    def status(self) -> str:
        """What is watched and where its pages are, in a line for whoever supervises this process."""
        return f"watching {len(self._plan.inventory.active_devices())} devices, pages at {self.url}"

    def reload(self) -> None:
        """Have the inventory loaded anew; the old one stays, and the log says why, if the new one is wrong."""
        self._reload_asked.set()

    async def _open(self) -> None:
        state = self._settings.state
        ballast = Ballast(state, self._settings.ballast * MEBIBYTE)
        self._closing.enter_context(StateLock(state))
        with suppress(OSError):
            if ballast.room().step is Step.RELEASE:  # opening takes room
                ballast.release()
        rescue_state(state, self._clock.now())
        writer = self._closing.enter_context(StateStore(state))
        writer.release(self._clock.now())
        restored = writer.restore()
        rescue_samples(state, self._clock.now(), has_lived=restored.last_beat is not None)
        samples = self._closing.enter_context(self._sample_store())
        store = StoreReader(state, self._clock)
        self._closing.callback(store.close)
        self._caretaker = Caretaker(state, writer, samples, self._clock, ballast)
        self._caretaker.met_by_readers = lambda: store.failure
        stores = Stores(writer, samples, store.pasts, self._caretaker.fields)
        poller = self._poller(stores.state)
        self._engine = Engine(self._plan, self._settings, self._clock, stores, restored)
        self._engine.mind_gap(restored.last_beat)
        self._watch = Watch(self._plan, poller, self._calendar, self._clock, self._engine.take)
        self._closing.push_async_callback(self._watch.stop)
        self._receiver = self._open_receiver(poller)
        self._adopt(self._plan)
        await self._open_seams(stores, store)
        self._engine.beat()
        self._closing.callback(self._engine.beat)
        self._enter_jobs(stores)

    def _sample_store(self) -> SampleStore:
        influx = self._settings.influx
        if influx is None:
            return SampleStore(self._settings.state)
        return SampleStore(self._settings.state, forwarding=True, backlog_limit=influx.backlog, rollups=influx.rollups)

    def _enter_jobs(self, stores: Stores) -> None:
        """Enter into the calendar what is done again and again."""
        self._calendar.every(BEAT, "heartbeat", self._beat)
        self._calendar.every(HOUSEKEEPING, "housekeeping", partial(self._keep_house, stores))
        self._calendar.every(AUDIT_EVERY, "audit", self._audit)
        self._calendar.every(DRILL_EVERY, "drill", self._drill)
        if self._settings.heartbeat is not None:
            pulse = Pulse(self._settings.heartbeat, self._secrets, lambda: self._engine.is_audited)
            self._calendar.every(self._settings.heartbeat.every, "dead-man heartbeat", pulse.beat)
        if self._settings.sms is not None and self._settings.sms.inbox is not None:
            inbox = Inbox(self._settings.sms.inbox, Hearing(self.reader, self.commands), self._clock)
            self._calendar.every(INBOX_EVERY, "sms inbox", inbox.look)

    def _poller(self, state: StateStore) -> Poller:
        identities = Identities(self._plan.identity, state.identities(), state)
        poller = Poller(self._plan.inventory, self._secrets, self._settings, self._clock, identities)
        self._closing.callback(poller.close)
        return poller

    def _open_receiver(self, poller: Poller) -> "Receiver | None":
        """Return the receiver of traps and informs, None where the settings want none."""
        traps = self._settings.traps
        if traps is None:
            return None
        from netmon.traps.receiver import Receiver  # noqa: PLC0415 -- only who receives notifications waits for pysnmp

        def hear(hint: Hint) -> None:
            interface = None if hint.index is None else poller.interface_at(hint.device, hint.index)
            self._engine.note(hint, interface)
            self._watch.heed(hint)

        receiver = Receiver.open(traps, self._secrets, self._clock, hear)
        self._closing.callback(receiver.close)
        return receiver

    async def _open_seams(self, stores: Stores, store: StoreReader) -> None:
        """Open what the outside sees: the reader, the commands, the pages, the ways to people and InfluxDB."""
        key, codes = link_key(self._settings.state), partial(code_of, self._settings, self._secrets)
        gateway = partial(is_gateway, self._settings, self._secrets)
        publisher = Publisher(store, self._first_snapshot(), codes, key, gateway)
        forwarder = self._forwarder(stores.samples)
        views = find_views()
        notifier = Notifier(
            stores.state,
            channels_of(self._settings, self._secrets, self._clock, views, key),
            self._clock,
            self._settings.language,
        )
        letters = Correspondence(lambda: self._plan, self._settings, self._clock, stores.state, notifier.wake)
        self._calendar.every(LETTERS_EVERY, "letters", letters.write)
        presenter = Presenter(
            publisher,
            store,
            self._settings,
            Channels(
                influx=lambda: "off" if forwarder is None else forwarder.trouble or "ok",
                keeping=self._engine.keeping,
                messages=stores.state.waiting,
                storage=self._caretaker.storage,
                audit=lambda: self._engine.last_audit,
                is_stuck=lambda: self._engine.is_stuck,
                keep=self._engine.keep_promises,
            ),
        )
        self.reader, self.commands = publisher, LoopCommands(asyncio.get_running_loop(), self._engine.execute)
        await self._open_socket()
        self._open_pages(views, publisher)
        self._begin("engine", self._engine.run(presenter.show, self._watch.look_closer, notifier.wake))
        self._begin("caretaker", self._caretaker.run(lambda: self._engine.is_stuck))
        self._begin("watch", self._watch.run())
        self._begin("calendar", self._calendar.run())
        self._begin("notifier", notifier.run())
        self._begin("reloading", self._reload_when_asked())
        if forwarder is not None:
            self._begin("forwarder", forwarder.run())

    async def _open_socket(self) -> None:
        commands = CommandSocket(self._settings.state / SOCKET_NAME, self._engine.execute)
        await commands.open()
        self._closing.push_async_callback(commands.close)

    def _open_pages(self, views: Views | None, publisher: Publisher) -> None:
        self.url = self._settings.url
        if views is None:
            log.warning("no pages: the entry point netmon.views is not installed")
            return
        listen = self._settings.listen
        app = views.create_app(self.reader, self.commands)
        web = WebServer(app, listen, self._settings.port, self._settings.trusted_proxy)
        web.start()
        # In a thread: what pages have asked the loop for is answered meanwhile, so that they end too.
        self._closing.push_async_callback(asyncio.to_thread, web.close, publisher.close)
        self.url = f"http://[{listen}]:{web.port}" if ":" in listen else f"http://{listen}:{web.port}"

    def _forwarder(self, samples: SampleStore) -> Forwarder | None:
        influx = self._settings.influx
        if influx is None:
            return None
        token = partial(self._secrets.resolve, influx.token)
        writer = InfluxWriter(influx.url, org=influx.org, bucket=influx.bucket, token=token)
        forwarder = Forwarder(samples, writer, self._clock)
        self._closing.callback(writer.close)
        self._closing.callback(forwarder.close)
        return forwarder

    def _first_snapshot(self) -> Snapshot:
        now = self._clock.now()
        devices = len(self._plan.inventory.active_devices())
        health = Health(data_at=self._engine.data_at, polled=devices, answered=0)
        return Snapshot(
            version=0,
            at=now,
            started=now,
            inventory=self._plan.inventory,
            settings=self._settings,
            health=health,
        )

    async def _reload_when_asked(self) -> None:
        """Load the inventory anew, in a thread, as often as somebody asks; asking while one loads is asking once."""
        while True:
            await self._reload_asked.wait()
            self._reload_asked.clear()
            self._supervisor.reloading()
            try:
                plan = await asyncio.to_thread(self._load)
            except NetmonError as error:
                log.error("inventory refused, the old one stays reason=%s", error)  # noqa: TRY400 -- the reason says it all
                self._supervisor.ready("the new inventory was refused, the old one is watched; the log says why")
            except Exception:  # a fault of ours in reading must not end the watch
                log.exception("inventory not read, the old one stays")
                self._supervisor.ready("the new inventory was not read, the old one is watched; the log says why")
            else:
                self._adopt(plan)
                self._supervisor.ready(self.status)

    def _load(self) -> Plan:
        return Plan.of(load(self._settings.inventory), find_collectors(), self._settings)

    def _adopt(self, plan: Plan) -> None:
        """Watch what this plan says from now on."""
        self._plan = plan
        self._engine.adopt(plan)
        self._watch.adopt(plan)
        if self._receiver is not None:
            self._receiver.adopt(plan.inventory)
        log.info("inventory loaded devices=%d links=%d", len(plan.inventory.devices), len(plan.inventory.links))
        for receiver, reason in unreachable(plan.inventory, self._settings, self._secrets):
            log.warning("receiver cannot be reached receiver=%s reason=%s", receiver, reason)

    async def _beat(self) -> None:
        self._supervisor.alive()
        self._engine.beat()

    async def _audit(self) -> None:
        self._engine.audit()

    async def _drill(self) -> None:
        self._engine.drill()

    async def _keep_house(self, stores: Stores) -> None:
        await keep_house(stores, Retention.of(self._settings), self._clock.now())

    def _begin(self, name: str, part: Coroutine[None, None, None]) -> None:
        self._tasks.append(asyncio.create_task(part, name=name))


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; load the inventory anew at SIGHUP. Raise what ended it, if anything did."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    supervisor = Supervisor.from_environment()
    _warn(settings, supervisor)
    for life in range(1, MOST_LIVES + 1):
        try:
            await _live(settings, supervisor, stopping)
        except Exception as error:
            if life == MOST_LIVES or not means_damage(error):
                raise
            log.error("beginning again, as the state is damaged reason=%s", error)  # noqa: TRY400 -- the reason says it all
        else:
            break
    log.info("stopped")


async def _live(settings: Settings, supervisor: Supervisor, stopping: asyncio.Event) -> None:
    """Run until somebody wants an end; raise what ended it otherwise."""
    daemon = Daemon(load(settings.inventory), settings, SecretStore.from_environment(), SystemClock(), supervisor)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, daemon.reload)
    await daemon.start()
    log.info("running url=%s", daemon.url)
    supervisor.ready(daemon.status)
    try:
        await _first(daemon.wait(), stopping.wait())
    finally:
        supervisor.stopping()
        await daemon.stop()


def _warn(settings: Settings, supervisor: Supervisor) -> None:
    """Log what works and is a mistake all the same."""
    if hosts := exposed_hosts(settings):
        log.warning(
            "pages without TLS: passwords can be read on the way hosts=%s cure=%s",
            ",".join(hosts),
            "put a proxy before it (netmon print nginx) and set NETMON_URL to its https address",
        )
    if supervisor.watchdog is not None and supervisor.watchdog < SHORTEST_WATCHDOG:
        log.warning("the watchdog is too impatient watchdog_ms=%d least_ms=%d", supervisor.watchdog, SHORTEST_WATCHDOG)


async def _first(*waits: Coroutine[None, None, object]) -> None:
    """Wait until one of them is over, and raise what ended it."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    for task in done:
        task.result()
