"""One laboratory for the whole run, whole again before each test."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.backbone import inventory
from tests.backbone.lab import Laboratory, obstacle
from tests.backbone.monitor import Monitor
from tests.backbone.namespace import inside
from tests.backbone.plan import NOC, REGION, Plan
from tests.backbone.scene import Scene
from tests.backbone.system import run
from tests.parts.influxdb import close, require_influxd, serve
from tests.parts.roll import Enrol
from tests.parts.smtp import SmtpStarter
from tests.parts.webhook import WebhookReceiver


@pytest.fixture(scope="session")
def laboratory(enrol: Enrol) -> Iterator[Laboratory]:
    """Yield routers that have converged."""
    yield from built(REGION, enrol)


def built(plan: Plan, enrol: Enrol) -> Iterator[Laboratory]:
    """Yield a laboratory, and end it."""
    if reason := obstacle():
        pytest.skip(f"the laboratory cannot run here: {reason}")
    laboratory = Laboratory.build(plan)
    for part, version in _versions(laboratory):
        enrol(part, version)
    yield laboratory
    laboratory.down()


@pytest.fixture
def backbone(laboratory: Laboratory) -> Iterator[Laboratory]:
    """Yield the laboratory and step into the monitor's namespace; mend what the test broke."""
    with inside(laboratory.namespace(NOC)):
        yield laboratory
    laboratory.mend()


@pytest.fixture
def pace() -> Mapping[str, str]:
    """Return what netmon is told beside its laboratory's settings; a module may say something else."""
    return {}


@pytest.fixture
def rules() -> Mapping[str, object]:
    """Return the rules that netmon has; a module may say some."""
    return {}


@pytest.fixture
def scene(  # noqa: PLR0913, PLR0917 -- who takes part
    backbone: Laboratory,
    tmp_path: Path,
    start_smtp: SmtpStarter,
    webhook: WebhookReceiver,
    enrol: Enrol,
    pace: Mapping[str, str],
    rules: Mapping[str, object],
) -> Iterator[Scene]:
    """Yield netmon at work, and well; `backbone` comes first, for what it starts must be in that namespace."""
    require_influxd(enrol)
    (tmp_path / "influxdb").mkdir()
    influx = serve(tmp_path / "influxdb")
    mailbox = start_smtp(None)
    settings = {
        "NETMON_INFLUX__URL": influx.url,
        "NETMON_INFLUX__TOKEN": "secret://influx",
        "NETMON_SECRET_INFLUX": "InfluxDB 1.6 asks for none",
        "NETMON_SMTP__HOST": "127.0.0.1",
        "NETMON_SMTP__PORT": str(mailbox.port),
        "NETMON_SMTP__SENDER": "netmon@example.org",
        **pace,
    }
    monitor = Monitor.prepare(backbone, tmp_path / "netmon", settings, webhook.url)
    inventory.add_rules(monitor.directory / "inventory", rules)
    scene = Scene(backbone, monitor, influx, mailbox, webhook)
    try:
        influx.create("netmon")
        monitor.start()
        scene.wait_until_all_is_well()
        yield scene
    finally:
        monitor.kill()
        close(influx)


def _versions(laboratory: Laboratory) -> Iterator[tuple[str, str]]:
    routers = sum(router.managed for router in laboratory.plan.routers)
    packages = {
        "FRR": "frr",
        "net-snmp": "snmpd",
        "OpenSSH": "openssh-server",
        "lldpd": "lldpd",
        "nftables": "nftables",
    }
    for part, package in packages.items():
        version = run("dpkg-query", "--show", "--showformat=${Version}", package)
        yield f"{part} (laboratory of {routers} routers)", version
