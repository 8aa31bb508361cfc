"""`netmon notify drill` and a netmon that runs: a drill arrives by mail and webhook, and its result is told."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.notify import notify
from netmon.clock import SystemClock, to_datetime
from netmon.drill.result import DrillResult, Verdict
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.calendar import PRAGUE, WEEK
from netmon.settings import Drill
from netmon.store.state import StateStore
from tests.netmon.region import COMMUNITY, WEBHOOK, free_udp_port, write_region, write_secrets
from tests.netmon.running import Place, agents, running, until
from tests.parts.smtp import SmtpReceiver, SmtpStarter
from tests.parts.webhook import WebhookReceiver

MAIL = "jana@example.org"


@dataclass(frozen=True, slots=True)
class World:
    """A mailbox and a webhook, and where a netmon finds them."""

    directory: Path
    webhook: WebhookReceiver
    smtp: SmtpReceiver

    def ask(self, *words: str, language: str = "en", **environment: str) -> Result:
        """Call the command."""
        told = {"NETMON_STATE": str(self.directory / "state"), "NETMON_LANGUAGE": language, **environment}
        return CliRunner(env=told).invoke(notify, ["drill", *words])


@pytest.fixture
def world(tmp_path: Path, webhook: WebhookReceiver, start_smtp: SmtpStarter) -> World:
    """Return a region where critical incidents call Jana by mail, and a webhook."""
    write_secrets(tmp_path / "secrets", {"noc": webhook.url, "community": COMMUNITY})
    return World(tmp_path, webhook, start_smtp(None))


class Written(Place):
    """A place whose netmon watches what is written there."""

    @property
    def inventory(self) -> Inventory:
        """The inventory as it lies there."""
        return load(self.directory / "inventory")


def was_carried(result: DrillResult | None) -> bool:
    return result is not None and result.verdict is not Verdict.UNDER_WAY


def drill(world: World, *words: str, when: Drill | None = None) -> Result:
    """Run a netmon that holds a drill, and return what the command says of it."""

    async def story() -> Result:
        place = Written(world.directory, free_udp_port())
        write_region(
            place.directory / "inventory",
            place.port,
            receivers={"noc": {"webhook": [WEBHOOK]}},
            people={"jana": {"name": "Jana", "email": MAIL}},
            escalations={"calls": {"steps": [{"notify": ["jana", "noc"]}]}},
            routes=[{"escalation": "calls"}],
        )
        smtp = {"host": "127.0.0.1", "port": world.smtp.port, "sender": "netmon@example.org"}
        async with agents(place), running(place, smtp=smtp, drill=when) as daemon:
            await until(lambda: daemon.reader.snapshot().health.answered == 4, "every device answers")
            if when is not None:
                await until(lambda: was_carried(daemon.reader.drill()), "the drill is held and carried")
            return await asyncio.to_thread(world.ask, *words)

    return asyncio.run(story())


def test_a_running_netmon_sends_it_to_whoever_an_incident_would_call(world: World) -> None:
    done = drill(world, "--now", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["verdict"] == "passed"
    assert {(way["channel"], way["address"], way["fate"]) for way in told["ways"]} == {
        ("email", MAIL, "delivered"),
        ("webhook", WEBHOOK, "delivered"),
    }
    assert [received.recipients for received in world.smtp.received] == [(MAIL,)]
    assert world.smtp.received[0].mail["Subject"] == "• cvičný poplach: nic se nestalo, nic nepotvrzujte"
    assert [posted.payload["kind"] for posted in world.webhook.posted] == ["test"]
    later = world.ask(language="cs")
    assert later.exit_code == 0
    assert "došel všude včas" in later.output
    assert "doručeno za" in later.output


def test_at_its_time_a_running_netmon_holds_it_by_itself(world: World) -> None:
    now = to_datetime(SystemClock().now()).astimezone(PRAGUE)
    done = drill(world, "--json", when=Drill(day=WEEK[now.weekday()], time=f"{now:%H:%M}"))
    assert done.exit_code == 0, done.output
    assert {posted.payload["kind"] for posted in world.webhook.posted} == {"test"}
    assert len(world.webhook.posted) == len(world.smtp.received) == 1


def test_a_way_that_refuses_is_named_with_the_reason(world: World) -> None:
    world.smtp.recipient_answer = "550 no such user"
    done = drill(world, "--now")
    assert done.exit_code == 1
    assert "did not arrive everywhere in time" in done.output
    assert "given up: recipient refused with 550" in done.output


def test_where_no_netmon_runs_none_is_held(world: World) -> None:
    with StateStore(world.directory / "state"):
        """A netmon ran here once."""
    done = world.ask("--now")
    assert (done.exit_code, "only a running netmon holds a drill" in done.output) == (1, True)


def test_before_the_first_it_says_how_to_have_one(world: World) -> None:
    with StateStore(world.directory / "state"):
        """A netmon ran here once."""
    done = world.ask()
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        ["no drill was held yet", "no drill is planned; NETMON_DRILL__DAY=wed holds one every Wednesday at 12:00"],
    )
    planned = world.ask(NETMON_DRILL__DAY="wed", NETMON_DRILL__TIME="12:00")
    assert planned.output.splitlines()[1].startswith("the next one is due ")
    assert json.loads(world.ask("--json").stdout) is None


@pytest.mark.parametrize("time", ["12", "24:00", "12:60", "noon"])
def test_a_time_that_is_none_is_refused_in_words(world: World, time: str) -> None:
    done = world.ask(NETMON_DRILL__DAY="wed", NETMON_DRILL__TIME=time)
    assert done.exit_code == 1
    assert "NETMON_DRILL__TIME: this is no time of day; write such as 12:00" in done.output
