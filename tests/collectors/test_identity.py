"""What a device tells of who it is: a router as recorded, and what no honest device would say."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.identity import COLLECTOR, DECLARATION, keep, parse, places
from netmon.clock import Millis
from netmon.foreign import one_line
from netmon.identity.evidence import Evidence, Piece
from netmon.model import InterfaceName
from netmon.snmp.declaration import Index, Reading, Row, Value
from tests.collectors import given as interfaces
from tests.collectors.test_survey import FRR

XE1, XE2 = InterfaceName("xe1"), InterfaceName("xe2")
MAC, OTHER_MAC = b"\x02\x18\x00\x00\x00\x01", b"\x02\x18\x00\x00\x00\x02"
PORTS: Mapping[Index, Row] = {
    (1,): {"ifname": "lo", "alias": "", "mac": b""},
    (2,): {"ifname": "xe1", "alias": "směr Sokolov", "mac": MAC},
    (3,): {"ifname": "xe2", "alias": "", "mac": OTHER_MAC},
}
CHASSIS: Mapping[Index, Row] = {
    (1,): {"class": 3, "serial": "JN1234567"},
    (2,): {"class": 9, "serial": "a card's own"},
    (9,): {"class": 3, "serial": " "},
}


def reading(scalars: Row | None = None, **tables: Mapping[Index, Row]) -> Reading:
    """Return a reading of a router with two neighbours, with tables replaced."""
    told = {"ports": PORTS, "local": FRR["local"], "remote": FRR["remote"], "chassis": CHASSIS, **tables}
    return Reading(Millis(0), 1_000, {"engine": b"\x80\x00\x1f\x88\x05"} if scalars is None else scalars, told)


def test_a_router_tells_who_it_and_its_ports_are() -> None:
    found = parse(reading())
    assert found.interfaces == {
        "lo": Evidence(),
        "xe1": Evidence("021800000001", "směr Sokolov", ("sokolov-core-1", "xe2")),
        "xe2": Evidence("021800000002", "", ("ml-core-1", "xe1")),
    }
    assert (found.serials, found.engines) == (frozenset({"JN1234567"}), frozenset({"80001f8805"}))


def test_a_device_that_says_nothing_is_nobody() -> None:
    found = parse(Reading(Millis(0), 1, {}, {}))
    assert (found.interfaces, found.serials, found.engines) == ({}, frozenset(), frozenset())


def test_where_several_are_heard_none_is_the_neighbour() -> None:
    remote: dict[Index, Row] = {
        (0, 2, number): {"port_id": b"1", "subtype": 5, "name": name} for number, name in ((1, "a"), (2, "b"))
    }
    assert parse(reading(remote=remote)).interfaces[XE1].neighbour == ("", "")
    twice = {index: {**row, "name": "a"} for index, row in remote.items()}
    assert parse(reading(remote=twice)).interfaces[XE1].neighbour == ("a", "1")


@pytest.mark.parametrize("octets", [b"", b"\x0a\x00\x00\x01", b"\xff" * 6, b"\x01" * 20, "text", 7])
def test_what_is_no_hardware_address_of_its_own_is_none(octets: Value) -> None:
    assert parse(reading(ports={(2,): {"ifname": "xe1", "mac": octets}})).interfaces[XE1].mac == ""


def test_an_address_of_zeros_tells_nothing() -> None:
    (found,) = parse(reading(ports={(2,): {"ifname": "xe1", "mac": bytes(6)}}, remote={})).interfaces.values()
    assert found.clues() == frozenset()


def test_of_all_physical_entities_only_chassis_are_read() -> None:
    assert [keep("chassis", value) for value in (3, 9, "3")] == [True, False, False]
    assert keep("ports", "xe1")


def test_names_and_numbers_are_found_where_the_interfaces_are_read() -> None:
    found = interfaces.reading({(7,): interfaces.interface(ifname="xe1"), (9,): {"oper": 1}})
    assert places(found) == {(7,): "xe1"}
    assert COLLECTOR.follows == "interfaces"


def test_hostile_texts_are_one_short_line() -> None:
    evil = "\x1b[2J\u202egnp.exe\r\nx" + "y" * 10_000
    remote: dict[Index, Row] = {(0, 2, 1): {"port_id": evil.encode(), "subtype": 5, "name": evil}}
    found = parse(
        reading(
            ports={(2,): {"ifname": "xe1", "alias": evil}}, remote=remote, chassis={(1,): {"class": 3, "serial": evil}}
        )
    )
    texts = [found.interfaces[XE1].alias, *found.interfaces[XE1].neighbour, *found.serials]
    assert len(texts) == 4
    assert all(one_line(text) == text and len(text) <= 255 for text in texts)


INDEX = st.lists(st.integers(0, 300), max_size=4).map(tuple)
VALUE = st.one_of(st.integers(-5, 2**40), st.text(max_size=30), st.binary(max_size=30))
COLUMNS = sorted({column.name for table in DECLARATION.tables for column in table.columns})
ROW = st.dictionaries(st.sampled_from(COLUMNS), VALUE, max_size=5)
NAMES = [table.name for table in DECLARATION.tables]
TABLES = st.fixed_dictionaries({name: st.dictionaries(INDEX, ROW, max_size=4) for name in NAMES})


@given(TABLES, st.dictionaries(st.just("engine"), VALUE))
def test_whatever_is_said_is_read_somehow(tables: dict[str, dict[Index, Row]], scalars: Row) -> None:
    found = parse(Reading(Millis(0), 1, scalars, tables))
    assert all(clue[0] in Piece for evidence in found.interfaces.values() for clue in evidence.clues())
