"""Whether the samples of the retention fit, by an estimate that the real store bears out."""

from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.doctor.disk import (
    BYTES_OF_INTERFACE,
    BYTES_OF_INTERFACE_ROLLED,
    BYTES_OF_ROLLUP,
    BYTES_OF_SAMPLE,
    FEWEST_INODES,
    FLOOR,
    INTERFACES_OF_DEVICE,
    Reading,
    bytes_of_rollups,
    bytes_per_day,
    examine,
    interfaces_of_devices,
    judge,
    nearest_directory,
)
from netmon.doctor.finding import Verdict
from netmon.model import FieldValue, Measurement
from netmon.plan import Plan, find_collectors
from netmon.settings import Settings
from netmon.store.database import SAMPLES_FILE
from netmon.store.samples import SampleStore
from tests.netmon.region import HUB, MID, region

RETENTION = Millis(90 * DAY)
ROUNDS, SERIES = 60, 100


def reading(free: int, *, inodes: int | None = None, present: int = 0, per_day: int = 10**9) -> Reading:
    return Reading(Path("/state"), free, inodes, present, per_day, RETENTION)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (reading(FLOOR + 90 * 10**9), Verdict.OK),
        (reading(FLOOR + 90 * 10**9 - 1), Verdict.WARNING),
        (reading(FLOOR + 30 * 10**9, present=60 * 10**9), Verdict.OK),
        (reading(FLOOR, per_day=0), Verdict.OK),
        (reading(FLOOR - 1, per_day=0), Verdict.ERROR),
        (reading(FLOOR + 90 * 10**9, inodes=FEWEST_INODES), Verdict.OK),
        (reading(FLOOR + 90 * 10**9, inodes=FEWEST_INODES - 1), Verdict.ERROR),
    ],
)
def test_room_is_judged_by_the_floor_the_retention_and_inodes(found: Reading, verdict: Verdict) -> None:
    assert judge(found).verdict is verdict


def test_the_cure_names_the_days_that_fit() -> None:
    assert "NETMON_RETENTION=30d" in (judge(reading(FLOOR + 20 * 10**9, present=10 * 10**9)).cure or "")


def test_a_device_keeps_the_interfaces_of_its_links_or_those_it_names_or_a_guess() -> None:
    inventory = region()
    devices = {
        HUB: inventory.devices[HUB].model_copy(update={"watch": "all"}),
        MID: inventory.devices[MID].model_copy(update={"watch": ("a", "b", "c")}),
    }
    kept = interfaces_of_devices(inventory.model_copy(update={"devices": {**inventory.devices, **devices}}))
    assert kept == {"hub": INTERFACES_OF_DEVICE, "near": 1, "mid": 3, "far": 1}


def test_a_day_is_every_visit_of_every_collector_and_every_state() -> None:
    settings = Settings(intervals={"snmp": Millis(10 * SECOND), "system": MINUTE, "interfaces": MINUTE})
    plan = Plan.of(region(), find_collectors(), settings)
    minutes, hours = DAY // MINUTE, DAY // HOUR
    probes, states = 4 * (6 + 1), 4 + 3 + 3
    by_minute = BYTES_OF_SAMPLE * (probes + states) + BYTES_OF_INTERFACE * 6
    identities = 4 * BYTES_OF_SAMPLE
    assert bytes_per_day(plan, settings) == minutes * by_minute + hours * identities


def test_roll_ups_take_room_too_for_as_long_as_they_are_kept() -> None:
    settings = Settings(retention_5m=DAY, retention_1h=Millis(10 * DAY))
    plan = Plan.of(region(), find_collectors(), settings)
    each = BYTES_OF_INTERFACE_ROLLED * 6 + BYTES_OF_ROLLUP * (4 + 3 + 3)
    assert bytes_of_rollups(plan, settings) == each * (288 + 240)
    full = replace(reading(FLOOR + 90 * 10**9), rollups=10**9)
    assert judge(full).verdict is Verdict.WARNING
    assert judge(replace(full, present=10**9)).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"maintenance": 0, "state": 1, "up": 1}, BYTES_OF_SAMPLE),
        ({f"in_octets_{number}": 10**12 + number for number in range(14)}, BYTES_OF_INTERFACE),
    ],
)
def test_a_sample_takes_what_the_estimate_says(tmp_path: Path, fields: dict[str, FieldValue], expected: int) -> None:
    with SampleStore(tmp_path) as store:
        for at in range(ROUNDS):
            moment = Millis(1_795_000_000_000 + at * MINUTE)
            store.write(
                [Measurement("net_if", {"device": f"r-{n}"}, fields, moment) for n in range(SERIES)], now=moment
            )
    size = (tmp_path / SAMPLES_FILE).stat().st_size / (ROUNDS * SERIES)
    assert expected / 2 < size < 2 * expected


def test_a_directory_that_is_yet_to_be_made_is_measured_above(tmp_path: Path) -> None:
    assert nearest_directory(tmp_path / "a" / "b") == tmp_path
    plan = Plan.of(region(), find_collectors(), Settings())
    assert str(tmp_path) in examine(tmp_path / "a" / "b", plan, Settings()).what
