"""The unit under a real systemd: everything netmon does, it does as confined as the unit says."""

import http.client
import json
import shutil
import signal
import sqlite3
from contextlib import closing, suppress
from http import HTTPStatus
from os import kill
from pathlib import Path
from urllib.parse import urlencode

import pytest

from netmon.clock import SystemClock
from netmon.commands import Actor, AddAccount
from netmon.model import Role
from netmon.people.passwords import hash_password
from netmon.process.commander import commands_of
from netmon.process.status import read_status
from netmon.store.database import SAMPLES_FILE
from tests.netmon.deploy.machine import Machine, booted
from tests.netmon.region import MID, write_region, write_secrets
from tests.netmon.running import PACE
from tests.parts.influxdb import free_port
from tests.parts.smtp import SmtpStarter
from tests.parts.sshd import Server
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookReceiver

PASSWORD = "korektní kůň baterie"  # noqa: S105 -- made for this test
WITHIN = 180.0


def furnish(place: Path, sshd: Server) -> None:
    """Write a region of devices that answer ICMP; one is a router with SSH."""
    file = write_region(place / "inventory") / "region.yaml"
    region = json.loads(file.read_text(encoding="utf-8"))
    for device in region["devices"].values():
        device["reachability"] = "icmp"
        del device["snmp"]
    login = sshd.login
    region["devices"][MID] |= {
        "addresses": [login.address],
        "ssh": {"credential": "router", "port": str(login.port), "host_key": login.host_key},
    }
    region["credentials"] = {"ssh": {"router": {"user": login.user, "private_key": "secret://user_key"}}}
    file.write_text(json.dumps(region), encoding="utf-8")
    secrets = write_secrets(place / "secrets", {"noc": "http://127.0.0.1:1/hook"})
    shutil.copy(sshd.directory / "user_key", secrets)
    (place / "watch-secrets").mkdir()


def devices(machine: Machine) -> dict[str, int]:
    """Return how many devices are in which state."""
    return read_status(machine.state, SystemClock().now()).devices


def measured(machine: Machine, name: str) -> int:
    """Return how many samples of a measurement there are."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(machine.state / SAMPLES_FILE)) as connection:
        query = "SELECT count(*) FROM samples JOIN series ON series.id = samples.series WHERE name = ?"
        (count,) = connection.execute(query, (name,)).fetchone()
        return int(count)
    return 0


def log_in(port: int) -> int:
    """Return how a login is answered."""
    body = urlencode({"name": "novakova", "password": PASSWORD})
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as visitor:
        visitor.request("POST", "/prihlaseni", body, headers)
        return visitor.getresponse().status


@pytest.mark.long
def test_the_units_live_under_a_real_systemd(
    tmp_path: Path, sshd: Server, webhook: WebhookReceiver, start_smtp: SmtpStarter
) -> None:
    furnish(tmp_path, sshd)
    (tmp_path / "watch-secrets" / "url").write_text(webhook.url, encoding="utf-8")
    mailbox = start_smtp(None)
    port = free_port()
    told = PACE | {"NETMON_PORT": str(port), "NETMON_INTERVALS__ROUTING": "2s", "NETMON_INTERVALS__ICMP": "1s"}
    watching = [
        f"NETMON_WATCH_SMTP=127.0.0.1:{mailbox.port}",
        "NETMON_WATCH_TO=noc@kraj.example",
        f"NETMON_WATCH_HEALTHZ=http://127.0.0.1:{port}/healthz",
        "NETMON_WATCH_AFTER=40",
        "NETMON_WATCH_EVERY=1",
    ]
    with booted(tmp_path, [f"{name}={value}" for name, value in told.items()], watching) as machine:
        assert machine.shown("StatusText") == f"watching 4 devices, pages at http://127.0.0.1:{port}"
        wait_until(lambda: devices(machine) == {"up": 4}, "ICMP is sent and answered", WITHIN)
        wait_until(lambda: measured(machine, "net_routing"), "an SSH session brings what it was sent for", WITHIN)
        account = AddAccount("novakova", "Jana Nováková", Role.OPERATOR, hash_password(PASSWORD, Role.OPERATOR))
        with commands_of(machine.state, SystemClock()) as commands:
            commands.submit(account, Actor("root", "cli"))
        assert log_in(port) == HTTPStatus.SEE_OTHER
        assert "receiver cannot be reached" not in machine.log()  # so its secret was handed over
        machine.systemctl("reload", "netmon.service")
        wait_until(lambda: machine.log().count("inventory loaded") == 2, "a reload loads the inventory")
        assert machine.shown("NRestarts") == "0"
        kill(_main_process(machine), signal.SIGSTOP)
        wait_until(lambda: machine.shown("NRestarts") == "1", "the watchdog ends what hangs", WITHIN)
        assert "Fatal Python error: Aborted" in machine.log()
        wait_until(lambda: machine.shown("SubState") == "running", "systemd starts it again", WITHIN)
        machine.systemctl("stop", "netmon.service")
        assert (machine.shown("Result"), machine.shown("SubState")) == ("success", "dead")
        assert machine.log().rstrip().endswith("stopped")
        wait_until(lambda: mailbox.received and webhook.posted, "the watcher tells that netmon is gone", WITHIN)
        assert "mlčí" in str(mailbox.received[0].mail["Subject"])
        machine.systemctl("start", "netmon.service")
        wait_until(lambda: len(mailbox.received) == 2 == len(webhook.posted), "and that it is back", WITHIN)
        assert "zase běží" in str(webhook.posted[1].payload["text"])
        assert machine.shown("NRestarts", "netmon-watch") == "0"


def _main_process(machine: Machine) -> int:
    """Return the unit's main process as this machine numbers it."""
    inside = machine.shown("MainPID")
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            numbers = next(line for line in status.read_text().splitlines() if line.startswith("NSpid:")).split()[1:]
            same = status.with_name("ns").joinpath("pid").stat().st_ino
            if numbers[-1] == inside and same == Path(f"/proc/{machine.manager}/ns/pid").stat().st_ino:
                return int(numbers[0])
    pytest.fail("the unit has no process")
