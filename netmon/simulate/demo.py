"""A region that lives for a minute: agents, a past, a whole netmon in this process, and a story."""

import asyncio
import hashlib
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from netmon.clock import DAY, SECOND, Clock, Millis
from netmon.commands import AddAccount, IssueLoginLink
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import Incident, Role
from netmon.people.passwords import hash_password
from netmon.phrase import Phrase
from netmon.process.daemon import Daemon
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.simulate import history
from netmon.simulate.agents import allow_descriptors
from netmon.simulate.orders import Assignment
from netmon.simulate.outages import LENGTH
from netmon.simulate.outcome import Outcome, incident_outcome
from netmon.simulate.play import OPERATOR, Play
from netmon.simulate.receiver import Receiver
from netmon.simulate.region import Region, communities
from netmon.simulate.samples import Advance, read_devices
from netmon.simulate.stage import choose_port, demo_settings, refuse_strangers, told_to_ourselves, write_secrets
from netmon.simulate.story import STORIES, Story
from netmon.simulate.teller import Teller
from netmon.simulate.trunks import Trunks
from netmon.simulate.world import World
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore

LOGIN_PATH = "/prihlaseni/"
"""Where the dashboards redeem one-time links."""


class Screen(Protocol):
    """Where the demo is watched."""

    def show(self, data: object) -> None:
        """Print a line."""
        ...

    def progress(self, label: Phrase, length: int) -> AbstractContextManager[Advance]:
        """Give something that moves a bar on, in so many steps."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked the demo for; `length` counts from the beginning of the story, None is for ever."""

    inventory: Path
    seed: int
    story: str
    language: Language
    length: Millis | None
    port: int | None


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that is prepared before netmon starts."""

    world: World
    story: Story
    settings: Settings
    secrets: SecretStore
    receiver: Receiver
    teller: Teller


async def run(options: Options, clock: Clock, screen: Screen) -> Outcome:
    """Run a demo to its end or to Ctrl-C; raise NetmonError with the cure if it cannot begin."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    with TemporaryDirectory(prefix="netmon-demo-") as directory, Receiver() as receiver:
        stage = _prepare(options, clock, screen.show, receiver, Path(directory))
        async with _curtain(stage, clock, screen) as play:
            await _introduce(play)
            await _until_the_end(play, stage.story, options.length, stopping)
            incidents = play.incidents()
        return _count(stage, play, incidents)


def _prepare(options: Options, clock: Clock, say: Callable[[str], None], receiver: Receiver, directory: Path) -> Stage:
    inventory = told_to_ourselves(load(options.inventory))
    refuse_strangers(inventory)
    world = World.of(inventory, options.seed, clock.now())
    story = STORIES[options.story](Trunks.of(inventory, world.network), options.seed)
    settings = demo_settings(options.inventory, directory, choose_port(options.port), options.language)
    teller = Teller(say, options.language, inventory, clock)
    _tell_figures(teller, settings, inventory)
    teller.tell("seed", seed=str(options.seed), story=options.story, link=story.spur, name=teller.title(story.spur))
    return Stage(
        world=world,
        story=story,
        settings=settings,
        secrets=write_secrets(inventory, receiver.url, directory),
        receiver=receiver,
        teller=teller,
    )


def _tell_figures(teller: Teller, settings: Settings, inventory: Inventory) -> None:
    detection, patience, every = settings.detection, settings.snmp, settings.intervals
    teller.tell("title", region=inventory.region.name)
    teller.tell(
        "pace",
        probe=teller.seconds(every["snmp"]),
        timeout=teller.seconds(patience.timeout),
        attempts=patience.attempts,
        counters=teller.seconds(every["interfaces"]),
    )
    teller.tell(
        "belief",
        misses=detection.misses,
        answers=detection.answers,
        settle=teller.seconds(detection.settle),
        limit=teller.seconds(detection.settle_limit),
    )
    teller.tell("telling")


def _write_history(stage: Stage, clock: Clock, screen: Screen) -> int:
    began, directory, teller = clock.monotonic(), stage.settings.state, stage.teller
    label, length = Phrase("Writing the history"), len(read_devices(stage.world))
    with (
        StateStore(directory) as state,
        SampleStore(directory) as samples,
        screen.progress(label, length) as advance,
    ):
        history.record(stage.world, state, samples, clock.now(), advance)
        points = samples.count()
    spent = teller.seconds(Millis(clock.monotonic() - began))
    teller.tell("history", days=LENGTH // DAY, points=points, seconds=spent)
    return points


@asynccontextmanager
async def _curtain(stage: Stage, clock: Clock, screen: Screen) -> AsyncIterator[Play]:
    """Start the agents and netmon; end both whatever happens in between."""
    world, inventory = stage.world, stage.world.inventory
    allow_descriptors(len(world.ports))
    async with AsyncExitStack() as closing:
        known = communities(inventory, stage.secrets)
        assignment = Assignment(inventory=inventory, seed=world.seed, since=world.since, communities=known)
        region = await Region.open(assignment)
        closing.push_async_callback(region.close)
        stage.teller.tell("agents", agents=region.agents)
        past_points = _write_history(stage, clock, screen)
        opened = clock.now()
        daemon = Daemon(inventory, stage.settings, stage.secrets, clock)
        await daemon.start()
        closing.push_async_callback(daemon.stop)
        yield Play(daemon, region, stage.receiver, stage.teller, clock, opened, past_points)


async def _introduce(play: Play) -> None:
    """Say where the pages are and let the reader in: the link works once, for 15 minutes."""
    token = secrets.token_urlsafe(32)
    password = hash_password(secrets.token_urlsafe(32), Role.OPERATOR)
    account = AddAccount(OPERATOR.account, "Demo", Role.OPERATOR, password)
    link = IssueLoginLink(OPERATOR.account, hashlib.sha256(token.encode()).hexdigest())
    for command in (account, link):
        await asyncio.to_thread(play.daemon.commands.submit, command, OPERATOR)
    play.teller.tell("url", url=f"{play.daemon.url}/")
    play.teller.tell("link", url=f"{play.daemon.url}{LOGIN_PATH}{token}")
    play.teller.tell("end")


async def _until_the_end(play: Play, story: Story, length: Millis | None, stopping: asyncio.Event) -> None:
    """Go on until the time is over or somebody ends it; raise what ended a part that should have gone on."""
    parts = [asyncio.create_task(part) for part in (play.daemon.wait(), play.watch(), _tell(play, story, length))]
    told = asyncio.create_task(stopping.wait())
    done, _ = await asyncio.wait({*parts, told}, return_when=asyncio.FIRST_COMPLETED)
    for task in (*parts, told):
        task.cancel()
    await asyncio.gather(*parts, told, return_exceptions=True)
    for task in done:
        task.result()


async def _tell(play: Play, story: Story, length: Millis | None) -> None:
    """Let the story happen once everybody has answered, then wait for the end."""
    await play.gather_answers()
    with suppress(TimeoutError):
        async with asyncio.timeout(None if length is None else length / SECOND):
            await play.perform(story)
            await asyncio.Event().wait()


def _count(stage: Stage, play: Play, incidents: tuple[Incident, ...]) -> Outcome:
    """Return what happened live; netmon has stopped, so its files may be opened."""
    inventory = stage.world.inventory
    with SampleStore(stage.settings.state) as samples:
        points = samples.count() - play.past_points
    told = stage.receiver.counts()
    stage.teller.tell(
        "done",
        answered=len(play.answered),
        devices=len(inventory.active_devices()),
        incidents=len(incidents),
        firing=told.firing,
        resolved=told.resolved,
        points=points,
    )
    return Outcome(
        devices=len(inventory.active_devices()),
        answered=len(play.answered),
        municipalities=len(inventory.municipalities),
        incidents=tuple(incident_outcome(incident, play.happened) for incident in incidents),
        notifications=told,
        points_written=points,
    )
