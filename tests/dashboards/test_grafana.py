"""The Grafana dashboard: each of its queries is run by a real InfluxDB over lines that netmon itself writes.

Grafana's own drawing is not tested here: no Grafana can run where these tests run.
"""

import json
import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml

from collectors import interfaces
from netmon.clock import HOUR, MINUTE, Millis
from netmon.collector import Context
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Situation
from netmon.model import DeviceState, LinkState, Measurement, MunicipalityState, PollResult, Standing
from netmon.schema import device_tags, state_measurements
from netmon.secret import Secret
from netmon.snmp.declaration import Counter64, Reading, Row
from netmon.store.influx.provisioning import GRANTS
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from netmon.tally import Tally
from tests.parts.influxdb import Influx

ROOT = Path(__file__).parents[2]
GRAFANA = ROOT / "dashboards" / "grafana"
DATABASE = "grafana"
START = Millis(1_780_000_020_000)
SLOTS = 30
UNRESOLVED = re.compile(r"\$\w+|\$\{")
Board = dict[str, Any]


@pytest.fixture(scope="module")
def board() -> Board:
    loaded: Board = json.loads((GRAFANA / "region.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def filled(influxdb: Influx, tmp_path_factory: pytest.TempPathFactory) -> Influx:
    """Return a server that holds half an hour of the region, as netmon writes it."""
    influxdb.create(DATABASE)
    writer = InfluxWriter(influxdb.url, org="netmon", bucket=DATABASE, token=lambda: Secret("token"))
    inventory = load(ROOT / "inventory")
    with SampleStore(tmp_path_factory.mktemp("samples"), forwarding=True) as samples:
        for slot in range(SLOTS):
            samples.write(measured(inventory, slot), now=START)
        while batch := samples.next_batch():
            assert writer.write("\n".join(batch.lines)).status == 204
            samples.settle(batch, now=START)
    return influxdb


def measured(inventory: Inventory, slot: int) -> Iterator[Measurement]:
    """Yield one minute of the region, in which every state occurs, as netmon's own code writes it."""
    at = Millis(START + slot * MINUTE)
    yield from state_measurements(inventory, situation(inventory), frozenset(), at)
    yield from traffic(inventory, at)
    device = next(iter(inventory.active_devices()))
    tally = Tally()
    tally.add([PollResult(device, "interfaces", at, at, Millis(at + 40), answered=True)], {})
    yield from tally.take(at, outbox_rows=5, outbox_oldest_s=60)


def situation(inventory: Inventory) -> Situation:
    """Return a situation in which devices, links and municipalities take turns in all their states."""
    return Situation(
        devices={
            name: Standing(state, at(0))
            for name, state in zip(inventory.active_devices(), cycle(DeviceState), strict=False)
        },
        links={
            name: Standing(state, at(0))
            for name, state in zip(inventory.active_links(), cycle(LinkState), strict=False)
        },
        municipalities={
            code: Standing(state, at(0))
            for code, state in zip(inventory.municipalities, cycle(MunicipalityState), strict=False)
        },
    )


def traffic(inventory: Inventory, at: Millis) -> Iterator[Measurement]:
    """Yield what the interfaces collector makes of two readings of each device."""
    for device in list(inventory.active_devices().values())[:20]:
        context = Context(device, device_tags(inventory, device), at)
        yield from interfaces.parse(reading(at, 1_000_000), reading(Millis(at - MINUTE), 0), context)


def reading(at: Millis, octets: int) -> Reading:
    """Return an agent's answer with one interface that has carried some octets."""
    ticks = (at - START + HOUR) // 10
    counters = {"in_octets": Counter64(octets), "out_octets": Counter64(2 * octets)}
    row: Row = {"ifname": "xe1", **counters, "oper": 1, "admin": 1, "high_speed": 10_000, "sysUpTime": ticks}
    return Reading(at, ticks, {}, {"interfaces": {(1,): row}})


def at(slot: int) -> Millis:
    """Return the time of a minute."""
    return Millis(START + slot * MINUTE)


def values_of(influx: Influx, variable: str, board: Board) -> str:
    """Return what Grafana puts for a variable: its first value, or every value where it takes several."""
    (described,) = [one for one in board["templating"]["list"] if one["name"] == variable]
    rows = influx.query(described["query"].replace("$orp", ".*"), DATABASE)
    assert rows, described["query"]
    return str(described.get("allValue") or rows[0]["value"])


def filled_in(query: str, influx: Influx, board: Board) -> str:
    """Return a query as Grafana sends it: time range, interval and variables in their places."""
    texts = {
        "$timeFilter": f"time >= {at(0)}ms and time <= {at(SLOTS)}ms",
        "$__interval": "60s",
        "$orp": values_of(influx, "orp", board),
        "$device": values_of(influx, "device", board),
    }
    for name, text in texts.items():
        query = query.replace(name, text)
    assert not UNRESOLVED.search(query), query
    return query


def targets(board: Board) -> list[dict[str, Any]]:
    """Return every query of every panel."""
    return [target for panel in board["panels"] for target in panel["targets"]]


def test_every_query_of_every_panel_finds_something(board: Board, filled: Influx) -> None:
    empty = [
        target["query"]
        for target in targets(board)
        if not filled.query(filled_in(target["query"], filled, board), DATABASE)
    ]
    assert empty == []


def test_the_counts_by_state_add_up_to_the_region(board: Board, filled: Influx) -> None:
    inventory = load(ROOT / "inventory")
    (panel,) = [panel for panel in board["panels"] if panel["title"] == "Obce podle stavu"]
    counts = [filled.query(filled_in(target["query"], filled, board), DATABASE) for target in panel["targets"]]
    monitored = sum(municipality.monitored for municipality in inventory.municipalities.values())
    assert sum(rows[3]["count"] for rows in counts) == monitored


def test_a_gap_stays_a_gap(board: Board, filled: Influx) -> None:
    (panel,) = [panel for panel in board["panels"] if panel["title"] == "Stavy obcí"]
    late = filled_in(panel["targets"][0]["query"], filled, board).replace(f"{at(SLOTS)}ms", f"{at(SLOTS + 10)}ms")
    assert [
        row for row in filled.query(late, DATABASE) if row["time"] > at(SLOTS) // 1000 and row["last"] is not None
    ] == []
    assert panel["fieldConfig"]["defaults"]["custom"]["spanNulls"] is False


@pytest.mark.parametrize(("title", "states"), [("Stavy obcí", MunicipalityState), ("Stavy spojů", LinkState)])
def test_every_state_has_a_word_and_unknown_is_never_green(board: Board, title: str, states: type[IntEnum]) -> None:
    (panel,) = [panel for panel in board["panels"] if panel["title"] == title]
    words = panel["fieldConfig"]["defaults"]["mappings"][0]["options"]
    assert set(words) == {str(int(state)) for state in states}
    assert words["4"] == {"text": "bez dat", "color": "#8e8e8e", "index": words["4"]["index"]}
    assert [state for state, word in words.items() if "green" in word["color"]] == ["1"]


def test_the_board_has_a_fixed_name_and_asks_one_variable_for_its_source(board: Board) -> None:
    assert (board["uid"], board["schemaVersion"]) == ("netmon-region", 39)
    asked = [board["templating"]["list"][1], *board["panels"], *targets(board)]
    assert {part["datasource"]["uid"] for part in asked} == {"${ds}"}
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_panels_do_not_cover_each_other(board: Board) -> None:
    cells = [
        (x, y)
        for panel in board["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24


def test_the_provisioned_source_reads_influxql_with_the_token_from_a_file() -> None:
    (source,) = provisioned("datasources/influxdb.yaml")["datasources"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert source["type"] == "influxdb"
    assert "version" not in source["jsonData"], "InfluxQL is the source's default language"
    assert source["jsonData"]["dbName"] == compose["services"]["netmon"]["environment"].get(
        "NETMON_INFLUX__BUCKET", "netmon"
    )
    assert source["jsonData"]["httpHeaderName1"] == "Authorization"
    secret = re.fullmatch(r"Token \$__file\{(.+)\}", source["secureJsonData"]["httpHeaderValue1"])
    assert secret is not None
    assert secret[1] == str(GRANTS[1].path_in(Path("/run/tokens")))


def test_the_provider_looks_where_compose_mounts_the_board() -> None:
    (provider,) = provisioned("dashboards/netmon.yaml")["providers"]
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    grafana = compose["services"]["grafana"]
    mounts = dict(volume.split(":")[:2] for volume in grafana["volumes"])
    assert mounts["./dashboards/grafana"] == provider["options"]["path"]
    assert grafana["environment"]["GF_PATHS_PROVISIONING"] == f"{provider['options']['path']}/provisioning"


def provisioned(name: str) -> Board:
    """Return one of the files that Grafana reads at its start."""
    loaded: Board = yaml.safe_load((GRAFANA / "provisioning" / name).read_text(encoding="utf-8"))
    return loaded
