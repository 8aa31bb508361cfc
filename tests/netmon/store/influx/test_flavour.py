"""What a server is, by what it says of itself; asked of real ones, and of answers that cannot be had here."""

import pytest

from netmon.store.influx.asking import Answer, Server
from netmon.store.influx.flavour import Flavour, Kind, detect, recognise
from tests.netmon.store.influx.contract import influx2
from tests.parts.influxdb import Influx
from tests.parts.victoriametrics import VictoriaMetrics

NOWHERE = Answer(404, {}, "404 page not found")
PLAIN = Answer(200, {}, "OK")
NEW_VICTORIA = Answer(200, {"x-server-hostname": "vm"}, "OK")


def told(version: str) -> Answer:
    """Return what `/health` of InfluxDB says."""
    return Answer(200, {}, f'{{"name": "influxdb", "status": "pass", "version": "{version}"}}')


def ping(version: str) -> Answer:
    """Return what `/ping` of InfluxDB says."""
    return Answer(204, {"x-influxdb-version": version})


@pytest.mark.parametrize(
    ("health", "pinged", "kind"),
    [
        (NOWHERE, ping("1.6.7~rc0"), Kind(Flavour.ANCIENT, "1.6")),
        (NOWHERE, ping("1.7.11"), Kind(Flavour.ANCIENT, "1.7")),
        (told("1.8.10"), ping("1.8.10"), Kind(Flavour.ONE, "1.8")),
        (NOWHERE, ping("v1.11.8"), Kind(Flavour.ONE, "1.11")),
        (told("v2.0.9"), ping("2.0.9"), Kind(Flavour.TWO, "2.0")),
        (told("v2.7.12"), Answer(204), Kind(Flavour.TWO, "2.7")),
        (PLAIN, ping("3.10.1"), Kind(Flavour.THREE, "3.10")),
        (PLAIN, Answer(200, {}, '{"version": "3.0.1", "revision": "x"}'), Kind(Flavour.THREE, "3.0")),
        (NEW_VICTORIA, Answer(204), Kind(Flavour.VICTORIA)),
        (NOWHERE, NOWHERE, Kind(Flavour.UNKNOWN)),
        (told("nightly"), Answer(204), Kind(Flavour.UNKNOWN)),
        (Answer(200, {}, '["version"]'), PLAIN, Kind(Flavour.UNKNOWN)),
        (Answer(200, {}, '{"version": 2}'), PLAIN, Kind(Flavour.UNKNOWN)),
        (told("4.1"), PLAIN, Kind(Flavour.UNKNOWN, "4.1")),
    ],
)
def test_a_server_is_known_by_what_it_says(health: Answer, pinged: Answer, kind: Kind) -> None:
    assert recognise(health, pinged) == kind


def test_real_servers_are_known(influxdb: Influx, victoria_metrics: VictoriaMetrics) -> None:
    assert detect(Server(influxdb.own_url)) == Kind(Flavour.ANCIENT, "1.6")
    assert detect(Server(influxdb.url)) == Kind(Flavour.ONE, "1.8")
    assert detect(Server(victoria_metrics.url)).flavour is Flavour.VICTORIA


def test_the_contract_of_2_x_is_known() -> None:
    with influx2("admin") as held:
        assert detect(Server(held.url)) == Kind(Flavour.TWO, "2.7")
