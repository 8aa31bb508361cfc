"""A netmon in a process of its own that knows every secret there can be, and a real receiver behind every way."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from netmon.alerting.notify.invitation import KEY_FILE
from tests.netmon.alerting.certificate import tls_pair
from tests.netmon.region import ADDRESS, HUB, write_region, write_secrets
from tests.netmon.running import Place
from tests.parts.ntfy import NtfyServer, NtfyStarter
from tests.parts.smtp import PASSWORD, USER, SmtpReceiver, SmtpStarter
from tests.parts.webhook import WebhookReceiver, WebhookStarter

MAIL, NUMBER = "noc@kraj.example", "+420777123456"
CANARIES: Mapping[str, str] = {
    "community": "c4nary-community",
    "usm-auth": "c4nary-authentication-key",
    "usm-priv": "c4nary-encryption-key",
    "ssh-password": "c4nary-ssh-password",
    "smtp": PASSWORD,
    "signing": "whsec_YzRuYXJ5LXdlYmhvb2sta2V5LTEyMzQ1Njc4",
    "gateway-password": "c4nary-gateway-password",
    "gateway-token": "Bearer c4nary-gateway-token",
    "sms-key": "c4nary-sms-key",
    "influx": "c4nary-influx-token",
}
"""Secrets whose whole value is secret; of those that are URLs, what follows is."""
URL_SECRETS = ("t0ps3cret", "c4nary-push-token", "c4nary-topic", "c4nary-gateway-path", "c4nary-heartbeat-path")
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDc6E9vZEkBAUkY7rvqH1o8c5FzM3FpTAwcHdcZ0nVfP"


@dataclass(frozen=True, slots=True)
class World:
    """Receivers behind mail, webhook, ntfy, SMS gateway, heartbeat and InfluxDB, and the netmon's place."""

    place: Place
    mail: SmtpReceiver
    webhook: WebhookReceiver
    push: NtfyServer
    gateway: WebhookReceiver
    heartbeat: WebhookReceiver
    influx: WebhookReceiver

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of a netmon here: no secret stands in it, only references."""
        return self.place.environment(
            {
                "SSL_CERT_FILE": str(self.place.directory / "receiver.pem"),
                "NETMON_PUBLIC": "true",
                "NETMON_LANGUAGE": "en",
                "NETMON_WEBHOOK_KEY": "secret://signing",
                "NETMON_SMTP__HOST": "127.0.0.1",
                "NETMON_SMTP__PORT": str(self.mail.port),
                "NETMON_SMTP__SENDER": "netmon@kraj.example",
                "NETMON_SMTP__STARTTLS": "true",
                "NETMON_SMTP__USER": USER,
                "NETMON_SMTP__PASSWORD": "secret://smtp",
                "NETMON_SMS__GATEWAY__URL": "secret://gateway",
                "NETMON_SMS__GATEWAY__BODY": "to={number}&text={text}&pw={password}",
                "NETMON_SMS__GATEWAY__PASSWORD": "secret://gateway-password",
                "NETMON_SMS__GATEWAY__AUTHORIZATION": "secret://gateway-token",
                "NETMON_SMS__KEY": "secret://sms-key",
                "NETMON_HEARTBEAT__URL": "secret://heartbeat",
                "NETMON_HEARTBEAT__EVERY": "1s",
                "NETMON_INFLUX__URL": f"http://127.0.0.1:{self.influx.port}",
                "NETMON_INFLUX__TOKEN": "secret://influx",
            }
        )

    @property
    def state(self) -> Path:
        """Where the netmon keeps its files."""
        return self.place.directory / "state"

    @property
    def canaries(self) -> tuple[str, ...]:
        """Everything that may stand nowhere, the key of the links included once there is one."""
        key = self.state / KEY_FILE
        made = (key.read_text(encoding="ascii").strip(),) if key.is_file() else ()
        return *(value.removeprefix("Bearer ") for value in CANARIES.values()), *URL_SECRETS, *made

    def refuse(self) -> None:
        """Have every receiver refuse from now on."""
        self.mail.answer = "451 not now"
        self.push.token = "another"  # noqa: S105 -- so that ours is refused
        for receiver in (self.webhook, self.gateway, self.heartbeat):
            receiver.status = 500
        self.influx.status, self.influx.body = 401, b'{"code":"unauthorized","message":"unauthorized access"}'

    def accept(self) -> None:
        """Have every receiver take what comes from now on."""
        self.mail.answer, self.push.token = "250 OK", "c4nary-push-token"
        for receiver in (self.webhook, self.gateway, self.heartbeat):
            receiver.status = 200
        self.influx.status, self.influx.body = 204, b""

    def messages(self) -> dict[str, str]:
        """Return what people and machines read by each way, without what proves who sent it."""
        mails = [each.mail for each in self.mail.received]
        return {
            "mail": "\n".join(f"{mail.items()}\n{part}" for mail in mails for part in parts(mail)),
            "webhook": "\n".join(posted.body.decode() for posted in self.webhook.posted),
            "push": json.dumps(self.push.pushes, ensure_ascii=False).replace('"topic": "c4nary-topic"', ""),
            "sms": "\n".join(
                posted.body.decode().replace(CANARIES["gateway-password"], "") for posted in self.gateway.posted
            ),
            "heartbeat": "\n".join(posted.body.decode() for posted in self.heartbeat.posted),
        }


def prepare(directory: Path, port: int, webhooks: WebhookStarter, smtp: SmtpStarter, ntfy: NtfyStarter) -> World:
    """Write inventory and secrets, and start the receivers."""
    server, _ = tls_pair(directory)
    world = World(
        place=Place(directory, port),
        mail=smtp(server),
        push=ntfy("c4nary-push-token"),
        webhook=webhooks(None),
        gateway=webhooks(None),
        heartbeat=webhooks(None),
        influx=webhooks(None),
    )
    path = write_region(directory / "inventory", port) / "region.yaml"
    path.write_text(json.dumps(_with_every_secret(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    urls = {
        "noc": world.webhook.url,
        "push": world.push.url("c4nary-topic", "c4nary-push-token"),
        "gateway": f"http://127.0.0.1:{world.gateway.port}/c4nary-gateway-path",
        "heartbeat": f"http://127.0.0.1:{world.heartbeat.port}/c4nary-heartbeat-path",
    }
    write_secrets(directory / "secrets", {**CANARIES, **urls})
    world.accept()
    return world


def _with_every_secret(inventory: dict[str, Any]) -> dict[str, Any]:
    """Return the region with an account for each kind of secret, somebody by every way, and a device nobody knows."""
    inventory["credentials"]["snmp"]["usm"] = {
        "user": "netmon",
        "auth_key": "secret://usm-auth",
        "priv_key": "secret://usm-priv",
    }
    inventory["credentials"]["ssh"] = {"login": {"user": "netmon", "password": "secret://ssh-password"}}
    inventory["devices"]["deaf"] = {
        **inventory["devices"][HUB],
        "addresses": [ADDRESS.format(9)],
        "snmp": {**inventory["devices"][HUB]["snmp"], "credential": "usm"},
        "ssh": {"credential": "login", "port": "1", "host_key": HOST_KEY},
    }
    inventory["receivers"] = {
        "noc": {"webhook": ["secret://noc"], "email": [MAIL], "sms": [NUMBER], "ntfy": ["secret://push"]}
    }
    return inventory


def parts(mail: Any) -> Iterator[str]:  # noqa: ANN401 -- the base class of mails is generic over their headers
    """Yield every text of a mail."""
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content()


class Links(HTMLParser):
    """Gathers every address that a page or mail leads to, or fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element refers to."""
        del tag
        self.found += [value for name, value in attrs if name in {"href", "src", "action"} and value]


def links_in(html: str) -> list[str]:
    """Return every address in a page or mail."""
    links = Links()
    links.feed(html)
    return links.found


def family(process: int) -> list[int]:
    """Return a process and everything that it started, as /proc tells."""
    found = [process]
    for each in found:
        for thread in Path(f"/proc/{each}/task").glob("*"):
            try:
                found += map(int, (thread / "children").read_text(encoding="ascii").split())
            except FileNotFoundError:
                continue
    return found


def told_of(process: int, name: str) -> bytes:
    """Return a file that /proc has of a process; nothing if it has ended meanwhile."""
    try:
        return Path(os.fspath(Path("/proc") / str(process) / name)).read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
