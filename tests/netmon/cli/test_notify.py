"""What `netmon notify test` sends by every channel, and what it says became of it."""

import asyncio
import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.notify import notify
from netmon.inventory.models import Receiver
from netmon.store.database import STATE_FILE, open_reader
from tests.netmon.region import COMMUNITY, WEBHOOK, free_udp_port, write_region, write_secrets
from tests.netmon.running import Place, agents, running
from tests.parts.gammu import Gammu, GammuStarter
from tests.parts.ntfy import NtfyServer, NtfyStarter
from tests.parts.smtp import SmtpReceiver, SmtpStarter
from tests.parts.webhook import WebhookReceiver

NUMBER = "+420777123456"
CANARIES = {"signing": "whsec_c2lnbmluZy1jNG5hcnk=", "sms": "sms-c4nary", "push-token": "tk_c4nary"}
EVERYWHERE = {"webhook": [WEBHOOK], "email": ["noc@example.org"], "sms": [NUMBER], "ntfy": ["secret://push"]}


@dataclass(frozen=True, slots=True)
class World:
    """A receiver behind every channel, and where a netmon finds them."""

    directory: Path
    webhook: WebhookReceiver
    smtp: SmtpReceiver
    gammu: Gammu
    ntfy: NtfyServer

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a netmon here."""
        return {
            "NETMON_URL": "https://netmon.example.org",
            "NETMON_SECRETS": str(self.directory / "secrets"),
            "NETMON_INVENTORY": str(self.directory / "inventory"),
            "NETMON_STATE": str(self.directory / "state"),
            "NETMON_WEBHOOK_KEY": "secret://signing",
            "NETMON_SMTP__HOST": "127.0.0.1",
            "NETMON_SMTP__PORT": str(self.smtp.port),
            "NETMON_SMTP__SENDER": "netmon@example.org",
            "NETMON_SMS__OUTBOX": str(self.gammu.outbox),
            "NETMON_SMS__KEY": "secret://sms",
        }

    def ask(self, *words: str, language: str = "cs") -> Result:
        """Call the command."""
        return CliRunner(env={**self.environment, "NETMON_LANGUAGE": language}).invoke(notify, ["test", *words])


@pytest.fixture
def world(
    tmp_path: Path,
    webhook: WebhookReceiver,
    start_smtp: SmtpStarter,
    start_gammu: GammuStarter,
    start_ntfy: NtfyStarter,
) -> World:
    """Return a receiver behind every channel and an inventory that names them."""
    made = World(
        tmp_path, webhook, start_smtp(None), start_gammu(tmp_path / "gammu"), start_ntfy(CANARIES["push-token"])
    )
    write_region(
        tmp_path / "inventory",
        receivers={"noc": EVERYWHERE, "nobody": {}, "mail": {"email": ["noc@example.org"]}},
        people={"jana": {"name": "Jana Nováková", "sms": NUMBER, "email": "jana@example.org"}},
    )
    push = made.ntfy.url("netmon", CANARIES["push-token"])
    write_secrets(tmp_path / "secrets", {"noc": webhook.url, "push": push, "community": COMMUNITY, **CANARIES})
    return made


def test_without_a_netmon_it_carries_the_message_by_every_channel_itself(world: World) -> None:
    done = world.ask("noc")
    assert done.exit_code == 0, done.output
    channels = [line.split()[0] for line in done.output.splitlines()]
    assert sorted(channels) == sorted(Receiver.model_fields)
    assert world.webhook.posted[0].payload["kind"] == "test"
    assert world.webhook.posted[0].headers["webhook-signature"].startswith("v1,")
    assert world.smtp.received[0].mail["Subject"] == "• zkouška: zpráva pro noc; nic se nestalo"
    assert world.ntfy.pushes[0]["click"] == "https://netmon.example.org/"
    (sms,) = world.gammu.wait_for(1)
    assert sms.read_text("ascii").startswith(
        "ZKOUSKA zkouska: zprava pro noc; nic se nestalo https://netmon.example.org/ kod "
    )


def test_no_secret_is_told_anywhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.webhook.status = 500
    world.ntfy.token = "another"  # noqa: S105 -- so that ours is refused
    said = world.ask("noc", "--json")
    assert said.exit_code == 1
    state = b"".join(path.read_bytes() for path in (world.directory / "state").iterdir() if path.is_file())
    told = said.output + caplog.text + state.decode("latin-1") + world.gammu.log
    for secret in (*CANARIES.values(), "t0ps3cret", "c4nary"):
        assert secret not in told


def test_a_channel_that_refuses_is_named_with_the_reason(world: World) -> None:
    world.webhook.status, world.smtp.recipient_answer = 503, "550 no such user"
    done = world.ask("noc", "--json")
    told = json.loads(done.stdout)
    fates = {fate["channel"]: (fate["state"], fate["error"]) for fate in told["messages"]}
    assert (done.exit_code, told["sent"]) == (1, False)
    assert fates["webhook"] == ("new", "secret://noc: answered 503")
    assert fates["email"] == ("dead", "recipient refused with 550")
    assert fates["sms"] == fates["ntfy"] == ("sent", "")


def test_a_running_netmon_carries_it(world: World) -> None:
    async def story() -> Result:
        place = Place(world.directory, free_udp_port())
        write_region(place.directory / "inventory", place.port, receivers={"noc": EVERYWHERE})
        smtp = {"host": "127.0.0.1", "port": world.smtp.port, "sender": "netmon@example.org"}
        sms = {"outbox": world.gammu.outbox, "key": "secret://sms"}
        async with agents(place), running(place, smtp=smtp, sms=sms):
            return await asyncio.to_thread(world.ask, "noc", "--json")

    done = asyncio.run(story())
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["sent"] is True
    assert len(world.webhook.posted) == len(world.smtp.received) == len(world.ntfy.pushes) == 1
    assert len(world.gammu.wait_for(1)) == 1


def test_a_person_gets_it_every_way_there_is(world: World) -> None:
    assert world.ask("jana").exit_code == 0
    assert world.smtp.received[0].recipients == ("jana@example.org",)
    assert len(world.gammu.wait_for(1)) == 1
    assert not world.webhook.posted


def test_every_test_is_a_message_of_its_own_and_leaves_an_audit_row(world: World) -> None:
    for _ in range(2):
        assert world.ask("mail").exit_code == 0
    first, second = (received.mail["Message-ID"] for received in world.smtp.received)
    assert first != second
    with closing(open_reader(world.directory / "state" / STATE_FILE)) as connection:
        rows = connection.execute("SELECT action, subject FROM audit").fetchall()
    assert [(action, json.loads(subject)) for action, subject in rows] == [("SendTrial", {"receiver": "mail"})] * 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nok", 'there is no receiver or person "nok"; did you mean "noc"?'),
        ("zzz", 'there is no receiver or person "zzz"; write one of jana, mail, nobody, noc'),
        ("nobody", 'there is no way to "nobody": it has no address'),
    ],
)
def test_who_cannot_be_meant_is_refused_before_anything_is_sent(world: World, name: str, reason: str) -> None:
    done = world.ask(name, language="en")
    assert done.exit_code == 1
    assert reason in done.output
    assert not (world.directory / "state").exists()
