"""Interfaces are known by name, and their rates are true or left out."""

from dataclasses import replace

import pytest

from collectors.interfaces import is_watched, parse
from netmon.snmp.declaration import Counter32, Counter64, Index, Reading, Row, Value
from tests.collectors.given import SLOT, by_name, context, interface, reading


def minute_later(**values: Value) -> Reading:
    """Return the reading a minute after, in which 750 MB came in and 75 MB went out."""
    row = interface(
        **{
            "sysUpTime": 1_006_000,
            "in_octets": Counter64(10**12 + 750_000_000),
            "out_octets": Counter64(2 * 10**12 + 75_000_000),
        }
        | values
    )
    return reading({(1,): row}, seconds=60)


FIRST = reading({(1,): interface()})


def fields(now: Reading, before: Reading | None = FIRST) -> dict[str, object]:
    """Return the fields of the one interface."""
    return dict(by_name(parse(now, before, context()), "net_if")["xe1"].fields)


def test_rates_are_whole_bits_and_utilisation_is_their_share_of_the_speed() -> None:
    found = fields(minute_later())
    assert (found["in_bps"], found["out_bps"]) == (100_000_000, 10_000_000)
    assert (found["in_util"], found["out_util"], found["speed"]) == (10.0, 1.0, 1_000_000_000)
    assert (found["in_octets"], found["oper"], found["admin"]) == (10**12 + 750_000_000, 1, 1)


def test_each_field_keeps_its_type() -> None:
    found = fields(minute_later(in_octets=Counter64(10**12)))
    assert {name: type(value) for name, value in found.items()} == {
        name: float if name.endswith("_util") else int for name in found
    }


def test_the_first_reading_has_counters_and_no_rates() -> None:
    found = fields(FIRST, None)
    assert found["in_octets"] == 10**12
    assert not {"in_bps", "out_bps", "in_util", "out_util"} & set(found)


@pytest.mark.parametrize(
    "now",
    [
        minute_later(discontinuity=1_000_500),
        reading({(1,): interface(sysUpTime=3_000, in_octets=Counter64(5))}, seconds=60, uptime=-3_000),
        minute_later(in_octets=Counter32(7), out_octets=Counter32(7)),
        minute_later(in_octets=Counter64(5), out_octets=Counter64(5)),
    ],
    ids=["counters started anew", "the device restarted", "another counter size", "counters set back"],
)
def test_nothing_is_said_of_a_rate_over_a_reset(now: Reading) -> None:
    assert not {"in_bps", "out_bps", "in_util", "out_util"} & set(fields(now))


@pytest.mark.parametrize("octets", [Counter64(2 * 10**12), Counter64(5)], ids=["above the speed", "set back"])
def test_an_absurd_rate_is_flagged_and_left_out_and_the_other_stays(octets: Counter64) -> None:
    found = fields(minute_later(in_octets=octets))
    assert found["in_absurd"] is True
    assert not {"in_bps", "in_util", "out_absurd"} & set(found)
    assert found["out_bps"] == 10_000_000


def test_a_rate_over_a_change_of_speed_may_be_as_fast_as_either() -> None:
    before = reading({(1,): interface(high_speed=1_000)})
    slower = minute_later(in_octets=Counter64(10**12 + 7_000_000_000), high_speed=100)
    assert fields(slower, before)["in_bps"] == 933_333_333
    assert not {"in_absurd", "in_util"} & set(fields(slower, before))
    assert "in_absurd" in fields(slower, reading({(1,): interface(high_speed=100)}))


def test_nothing_is_said_of_a_rate_over_other_boots() -> None:
    booted = replace(minute_later(), boots=8)
    assert "in_bps" not in fields(booted, replace(FIRST, boots=7))
    assert "in_bps" in fields(booted, replace(FIRST, boots=8))
    assert "in_bps" in fields(booted, FIRST)


def test_a_counter_that_no_store_can_keep_is_left_out() -> None:
    huge = Counter64(2**64 - 1)
    found = fields(minute_later(in_octets=huge, high_speed=0, low_speed=0))
    assert not {"in_octets", "in_bps"} & set(found)
    assert found["out_bps"] == 10_000_000


def test_time_is_that_of_the_rows_own_reply() -> None:
    found = fields(minute_later(sysUpTime=1_012_000))
    assert found["in_bps"] == 50_000_000


def test_a_renumbered_interface_goes_on_under_its_name() -> None:
    swapped = reading(
        {
            (1,): interface(ifname="xe2", sysUpTime=1_006_000),
            (2,): interface(in_octets=Counter64(10**12 + 750_000_000), sysUpTime=1_006_000),
        },
        seconds=60,
    )
    found = by_name(parse(swapped, FIRST, context()), "net_if")
    assert "in_bps" not in found["xe1"].fields  # it may have been made anew: the next reading tells
    later: dict[Index, Row] = {(2,): interface(in_octets=Counter64(10**12 + 1_500_000_000), sysUpTime=1_012_000)}
    found = by_name(parse(reading(later, seconds=120), swapped, context()), "net_if")
    assert found["xe1"].fields["in_bps"] == 100_000_000


def test_a_renamed_interface_goes_on_under_the_name_it_is_known_by() -> None:
    known = context(frozenset({"xe1"}), {"ge1": "xe1"})
    renamed = minute_later(ifname="ge1")
    found = by_name(parse(renamed, FIRST, known), "net_if")
    assert set(found) == {"xe1"}
    assert found["xe1"].fields["in_bps"] == 100_000_000
    later = reading({(1,): interface(ifname="ge1", in_octets=Counter64(10**12 + 1_500_000_000), sysUpTime=1_012_000)})
    assert by_name(parse(later, renamed, known), "net_if")["xe1"].fields["in_bps"] == 100_000_000


def test_interfaces_that_swapped_their_names_are_not_spliced() -> None:
    before = reading({(1,): interface(), (2,): interface(ifname="xe2", in_octets=Counter64(7))})
    rows: dict[Index, Row] = {
        (1,): interface(ifname="xe2", sysUpTime=1_006_000),
        (2,): interface(in_octets=Counter64(7), sysUpTime=1_006_000),
    }
    swapped = by_name(parse(reading(rows, seconds=60), before, context()), "net_if")
    assert {name: "in_bps" in found.fields for name, found in swapped.items()} == {"xe1": False, "xe2": False}
    known = context(names={"xe1": "xe2", "xe2": "xe1"})
    moved = by_name(parse(reading(rows, seconds=60), before, known), "net_if")
    assert {name: found.fields["in_octets"] for name, found in moved.items()} == {"xe1": 10**12, "xe2": 7}
    assert {name: found.fields.get("in_bps") for name, found in moved.items()} == {"xe1": 0, "xe2": 0}


def test_two_rows_with_one_name_are_one_interface() -> None:
    rows: dict[Index, Row] = {(7,): interface(in_octets=Counter64(7)), (3,): interface(in_octets=Counter64(3))}
    assert by_name(parse(reading(rows), None, context()), "net_if")["xe1"].fields["in_octets"] == 3


@pytest.mark.parametrize(
    ("high", "low", "speed"),
    [
        (1_000, 10**9, 10**9),
        (0, 512_000, 512_000),
        (None, 10**8, 10**8),
        (10_000, 2**32 - 1, 10**10),
        (0, 2**32 - 1, None),
    ],
)
def test_the_speed_is_that_of_the_column_that_can_say_it(high: int | None, low: int, speed: int | None) -> None:
    row = dict(interface(low_speed=low))
    row.pop("high_speed")
    if high is not None:
        row["high_speed"] = high
    assert fields(reading({(1,): row}), None).get("speed") == speed


@pytest.mark.parametrize(("changed", "at"), [(999_000, SLOT - 10_000), (0, None), (1_000_001, None)])
def test_the_last_change_is_told_on_the_wall_clock(changed: int, at: int | None) -> None:
    assert fields(reading({(1,): interface(last_change=changed)}), None).get("last_change") == at


def test_only_watched_interfaces_are_kept() -> None:
    rows: dict[Index, Row] = {(1,): interface(), (2,): interface(ifname="xe2"), (3,): {"sysUpTime": 1, "oper": 1}}
    assert set(by_name(parse(reading(rows), None, context(frozenset({"xe2"}))), "net_if")) == {"xe2"}
    assert is_watched("interfaces", "xe2", context(frozenset({"xe2"})))
    assert not is_watched("interfaces", "xe1", context(frozenset({"xe2"})))
    assert is_watched("interfaces", "xe1", context())


def test_words_are_told_once_and_again_when_they_change() -> None:
    assert by_name(parse(FIRST, None, context()), "net_if_info")["xe1"].fields == {
        "alias": "Cheb – Aš",
        "descr": "GigabitEthernet0/1",
    }
    assert by_name(parse(minute_later(), FIRST, context()), "net_if_info") == {}
    told = by_name(parse(minute_later(alias="new"), FIRST, context()), "net_if_info")
    assert told["xe1"].fields["alias"] == "new"


def test_tags_are_the_inventorys_and_nothing_a_device_says_of_itself() -> None:
    found = parse(FIRST, None, context())
    assert [(measurement.name, dict(measurement.tags)) for measurement in found] == [
        ("net_if", {"device": "cheb-core-1", "ifname": "xe1", "municipality": "554481", "orp": "4102", "role": "core"}),
        ("net_if_info", {"device": "cheb-core-1", "ifname": "xe1"}),
    ]
    assert {measurement.time for measurement in found} == {SLOT}
