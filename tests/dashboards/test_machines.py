"""Machines learn how the monitor itself is: figures for a scraper, a yes or no for a load balancer."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.model import Impact
from netmon.reader import Audit, Health
from netmon.settings import Settings
from tests.dashboards.exhibit import NOW, Exhibit, busy_snapshot
from tests.dashboards.machines.test_exposition import LINE
from tests.dashboards.people import Who, come_as, exhibit_for

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}
WELL = Health(Millis(NOW - 3 * SECOND), 216, 199, audit=Audit(Millis(NOW - 20 * SECOND)))


def show(exhibit: Exhibit, health: Health) -> None:
    exhibit.show(replace(exhibit.view, health=health))


def figures(client: FlaskClient) -> dict[str, float]:
    """Return every sample by its name and label, and prove that each line is one or a comment."""
    answer = client.get("/metrics")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    assert answer.text.endswith("\n")
    read = [LINE.fullmatch(line) for line in answer.text.splitlines() if not line.startswith("#")]
    return {match[0].rpartition(" ")[0]: float(match["figure"]) for match in read if match is not None}


def test_the_figures_are_those_of_the_whole_network_and_of_the_monitor(client: FlaskClient) -> None:
    read = figures(client)
    assert read["netmon_data_age_seconds"] == 8
    assert (read["netmon_devices_polled"], read["netmon_devices_answered"]) == (216, 199)
    assert read['netmon_municipalities{state="isolated"}'] == 5
    assert read['netmon_municipalities{state="disconnected"}'] == 1
    assert read['netmon_links{state="down"}'] == 1
    assert read['netmon_incidents_open{severity="critical"}'] == 1
    assert read['netmon_incidents_open{severity="warning"}'] == 2
    assert read['netmon_incidents_open{severity="info"}'] == 0
    assert (read["netmon_outbox_lines"], read["netmon_messages_waiting"], read["netmon_ready"]) == (1200, 1, 1)


def test_an_incident_that_the_reader_may_not_see_counts_too(client: FlaskClient, exhibit: Exhibit) -> None:
    internal = tuple(
        replace(record, incident=replace(record.incident, impact=Impact())) for record in exhibit.view.incidents
    )
    exhibit.show(replace(exhibit.view, incidents=internal))
    assert figures(client)['netmon_incidents_open{severity="critical"}'] == 1


def test_what_was_lost_and_what_the_audit_found_is_counted(client: FlaskClient, exhibit: Exhibit) -> None:
    show(
        exhibit,
        Health(
            NOW, 216, 199, "answered 503", 70, notifications_dead=3, influx_dropped=40, influx_refused=2,
            samples_lost=12, samples_poisoned=5, storage="the disk is full", influx_oldest=Millis(NOW - MINUTE),
            audit=Audit(Millis(NOW - 30 * SECOND), ("untold i-1", "untold i-2")), is_written=False,
            decided_in=Millis(250),
        ),
    )  # fmt: skip
    read = figures(client)
    assert {name: read[f"netmon_{name}"] for name in (
        "influx_up", "outbox_oldest_age_seconds", "outbox_dropped_lines_total", "outbox_refused_lines_total",
        "samples_lost_total", "samples_poisoned_total", "messages_dead", "audit_violations", "audit_age_seconds",
        "storage_ok", "state_written", "decision_duration_seconds", "ready",
    )} == {
        "influx_up": 0, "outbox_oldest_age_seconds": 60, "outbox_dropped_lines_total": 40,
        "outbox_refused_lines_total": 2, "samples_lost_total": 12, "samples_poisoned_total": 5, "messages_dead": 3,
        "audit_violations": 2, "audit_age_seconds": 30, "storage_ok": 0, "state_written": 0,
        "decision_duration_seconds": 0.25, "ready": 0,
    }  # fmt: skip


def test_what_is_not_known_or_not_wanted_has_no_figure(client: FlaskClient, exhibit: Exhibit) -> None:
    show(exhibit, Health(NOW, 216, 199))
    read = figures(client)
    assert not [name for name in read if "audit" in name or "influx" in name or "outbox" in name]


def test_every_family_is_told_once_with_its_kind_and_help(client: FlaskClient) -> None:
    lines = client.get("/metrics").text.splitlines()
    told = {kind: [line.split()[2] for line in lines if line.startswith(f"# {kind} ")] for kind in ("HELP", "TYPE")}
    assert told["HELP"] == told["TYPE"]
    assert len(set(told["TYPE"])) == len(told["TYPE"])
    counters = {line.split()[2] for line in lines if line.startswith("# TYPE ") and line.endswith(" counter")}
    assert counters == {name for name in told["TYPE"] if name.endswith("_total")}


def test_no_name_of_anybody_or_anything_stands_in_the_figures(client: FlaskClient) -> None:
    text = client.get("/metrics").text
    for name in ("cheb", "Aš", "novakova", "INC-", "script", "554499"):
        assert name not in text


@pytest.mark.parametrize(("who", "status"), [
    (Who.STRANGER, 401), (Who.PUBLIC, 401), (Who.MUNICIPALITY, 403), (Who.OPERATOR, 200), (Who.ADMINISTRATOR, 200),
])  # fmt: skip
def test_from_elsewhere_the_figures_are_for_operators(who: Who, status: int) -> None:
    assert come_as(who, exhibit_for(who)).get("/metrics", environ_base=ELSEWHERE).status_code == status


def test_strangers_whom_a_proxy_beside_us_brings_are_not_of_this_machine() -> None:
    exhibit = Exhibit(busy_snapshot(Settings(public=True, url="http://netmon.kraj.example")))
    client = create_app(exhibit, exhibit, exhibit.clock).test_client()
    assert client.get("/metrics", base_url="http://netmon.kraj.example").status_code == 401
    assert client.get("/metrics", base_url="http://127.0.0.1:8080").status_code == 200
    assert client.get("/metrics", base_url="http://127.0.0.1", environ_base=ELSEWHERE).status_code == 401


def test_who_sees_decides_and_writes_is_ready(client: FlaskClient, exhibit: Exhibit) -> None:
    show(exhibit, WELL)
    answer = client.get("/readyz", environ_base=ELSEWHERE)
    assert (answer.status_code, answer.get_json()) == (
        200, {"ready": True, "reasons": [], "data_age_s": 3, "decision_age_s": 0},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("health", "silent", "reasons"),
    [
        (replace(WELL, data_at=Millis(NOW - 10 * MINUTE)), 0, ["data_stale"]),
        (WELL, 16 * SECOND, ["engine_silent"]),
        (replace(WELL, is_written=False), 0, ["state_not_written"]),
        (replace(WELL, data_at=Millis(NOW - HOUR), is_written=False), MINUTE,
         ["data_stale", "engine_silent", "state_not_written"]),
    ],
)  # fmt: skip
def test_who_is_not_says_why(
    client: FlaskClient, exhibit: Exhibit, health: Health, silent: int, reasons: list[str]
) -> None:
    exhibit.show(replace(exhibit.view, health=health, at=Millis(NOW - silent)))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["reasons"]) == (503, reasons)
    assert figures(client)["netmon_ready"] == 0
