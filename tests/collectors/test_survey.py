"""A device in its own words: a router as recorded, and what no honest device would say."""

from collections.abc import Mapping
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.survey import DECLARATION, parse
from netmon.clock import Millis
from netmon.enrolment.survey import Neighbour, Port, Portrait, find_survey
from netmon.foreign import one_line
from netmon.model import InterfaceName
from netmon.snmp.declaration import Index, Reading, Row, Value

XE1, XE2 = InterfaceName("xe1"), InterfaceName("xe2")
SCALARS: Row = {
    "name": "cheb-core-1",
    "descr": "Linux cheb-core-1 6.18.44-fc-v669 #1 SMP PREEMPT_DYNAMIC @0 x86_64",
    "location": "Laboratoř",
}
FRR: Mapping[str, Mapping[Index, Row]] = {
    "ports": {
        (1,): {"ifname": "lo", "oper": 1, "high_speed": 10, "low_speed": 10_000_000, "alias": ""},
        (2,): {"ifname": "xe1", "oper": 1, "high_speed": 10_000, "low_speed": 4_294_967_295, "alias": ""},
        (3,): {"ifname": "xe2", "oper": 1, "high_speed": 10_000, "low_speed": 4_294_967_295, "alias": ""},
        (4,): {"ifname": "xe3", "oper": 1, "high_speed": 10_000, "low_speed": 4_294_967_295, "alias": ""},
    },
    "addresses": {
        (127, 0, 0, 1): {"address": "127.0.0.1"},
        (198, 18, 0, 5): {"address": "198.18.0.5"},
        (198, 18, 0, 6): {"address": "198.18.0.6"},
        (198, 18, 0, 10): {"address": "198.18.0.10"},
        (198, 18, 255, 4): {"address": "198.18.255.4"},
    },
    "internet": {
        (1, 4, 127, 0, 0, 1): {"ifindex": 1, "type": 1},
        (1, 4, 198, 18, 0, 5): {"ifindex": 2, "type": 1},
        (1, 4, 198, 18, 0, 6): {"ifindex": 3, "type": 1},
        (1, 4, 198, 18, 0, 10): {"ifindex": 4, "type": 1},
        (1, 4, 198, 18, 255, 4): {"ifindex": 1, "type": 3},
        (1, 4, 255, 255, 255, 255): {"ifindex": 2, "type": 3},
    },
    "local": {
        (2,): {"port_id": b"xe1", "subtype": 5, "descr": "xe1"},
        (3,): {"port_id": b"xe2", "subtype": 5, "descr": "xe2"},
        (4,): {"port_id": b"xe3", "subtype": 5, "descr": "xe3"},
    },
    "remote": {
        (600, 2, 2): {"port_id": b"xe2", "subtype": 5, "descr": "xe2", "name": "sokolov-core-1"},
        (600, 3, 3): {"port_id": b"xe1", "subtype": 5, "descr": "xe1", "name": "ml-core-1"},
        (700, 4, 1): {"port_id": b"xe1", "subtype": 5, "descr": "xe1", "name": "as-core-1"},
    },
    "management": {
        (600, 2, 2, 1, 4, 198, 18, 255, 3): {"subtype": 2},
        (600, 3, 3, 1, 4, 198, 18, 255, 5): {"subtype": 2},
        (700, 4, 1, 1, 4, 198, 18, 255, 6): {"subtype": 2},
    },
}
"""Recorded from the laboratory's cheb-core-1: net-snmp 5.9.3, FRR 8.4.4 and lldpd 1.0.16."""
MAC = b"\x02\x00\x5e\x10\x00\x01"


def portrait(scalars: Row = SCALARS, **tables: Mapping[Index, Row]) -> Portrait:
    """Return the portrait of the recorded router, with tables replaced."""
    return parse(Reading(Millis(0), 1_000, scalars, {**FRR, **tables}))


def test_a_router_is_read_as_it_describes_itself() -> None:
    xe3 = InterfaceName("xe3")
    assert portrait() == Portrait(
        name="cheb-core-1",
        descr=str(SCALARS["descr"]),
        location="Laboratoř",
        ports=(
            Port(InterfaceName("lo"), 10_000_000, is_up=True),
            *(Port(name, 10_000_000_000, is_up=True) for name in (XE1, XE2, xe3)),
        ),
        addresses=tuple(map(ip_address, ("198.18.0.5", "198.18.0.6", "198.18.0.10", "198.18.255.4"))),
        neighbours=(
            Neighbour(XE1, "sokolov-core-1", "xe2", (ip_address("198.18.255.3"),)),
            Neighbour(XE2, "ml-core-1", "xe1", (ip_address("198.18.255.5"),)),
            Neighbour(xe3, "as-core-1", "xe1", (ip_address("198.18.255.6"),)),
        ),
    )


def test_of_addresses_of_both_families_those_that_tell_a_place_are_kept() -> None:
    own = (2, 16, 0x20, 0x01, 0x0D, 0xB8, *(0,) * 11, 4)
    others = ((2, 16, 0xFE, 0x80, *(0,) * 13, 1), (2, 16, *(0,) * 15, 1), (1, 4, 169, 254, 1, 1), (1, 4, 224, 0, 0, 5))
    told = portrait(addresses={}, internet={index: {"ifindex": 1, "type": 1} for index in (own, *others)})
    assert told.addresses == (ip_address("2001:db8::4"),)


@pytest.mark.parametrize(
    ("remote", "port"),
    [
        ({"port_id": b"ge-0/0/1", "subtype": 5, "descr": "to Cheb"}, "ge-0/0/1"),
        ({"port_id": MAC, "subtype": 3, "descr": "eth3"}, "eth3"),
        ({"port_id": b"531", "subtype": 7, "descr": "xe-0/0/3"}, "xe-0/0/3"),
        ({"port_id": b"531", "subtype": 7}, "531"),
    ],
)
def test_a_neighbours_port_is_called_as_people_call_it(remote: Row, port: str) -> None:
    assert [neighbour.port for neighbour in portrait(remote={(0, 2, 1): remote}).neighbours] == [port]


def test_a_device_that_says_nothing_has_an_empty_portrait() -> None:
    assert parse(Reading(Millis(0), 1, {}, {})) == Portrait("", "", "", (), (), ())


@pytest.mark.parametrize(
    ("local", "place"),
    [
        ({"port_id": b"xe1", "subtype": 5}, XE1),
        ({"port_id": MAC, "subtype": 3, "descr": "xe2"}, XE2),
        ({"port_id": b"2", "subtype": 7}, XE1),
        ({"port_id": b"2", "subtype": 5}, None),
        ({"port_id": b"9" * 5_000, "subtype": 7}, None),
        ({"port_id": "³".encode(), "subtype": 7}, None),
        ({"port_id": b"somewhere else", "subtype": 5}, None),
    ],
)
def test_a_neighbour_stands_at_the_interface_its_lldp_port_means(local: Row, place: InterfaceName | None) -> None:
    heard = portrait(local={(3,): local}, remote={(0, 3, 1): {"port_id": b"ge-0/0/0", "subtype": 5, "name": "x"}})
    assert [neighbour.interface for neighbour in heard.neighbours] == ([place] if place else [])


def test_without_a_local_table_the_port_number_is_the_interface_number() -> None:
    rows: dict[Index, Row] = {(0, port, 1): {"port_id": b"p", "subtype": 5} for port in (2, 9)}
    heard = portrait(local={}, remote=rows, management={})
    assert heard.neighbours == (Neighbour(XE1, "", "p"),)


@pytest.mark.parametrize(
    "index",
    [(), (1,), (1, 4), (1, 4, 10, 0, 0), (1, 4, 10, 0, 0, 256), (2, 4, 10, 0, 0, 1), (3, 8, *(1,) * 8), (4, 20)],
)
def test_an_index_that_spells_no_address_is_passed_over(index: Index) -> None:
    told = portrait(addresses={}, internet={index: {"ifindex": 1, "type": 1}}, management={(600, 2, 2, *index): {}})
    assert told.addresses == ()
    assert told.neighbours[0].addresses == ()


def test_hostile_texts_are_one_short_line() -> None:
    evil = "\x1b[2J\u202egnp.exe\r\nx" + "y" * 10_000
    scalars: dict[str, Value] = {"name": evil, "descr": evil, "location": evil}
    ports: dict[Index, Row] = {(3,): {"ifname": evil, "alias": evil, "oper": 1}}
    remote: dict[Index, Row] = {(0, 3, 1): {"port_id": evil.encode(), "subtype": 5, "descr": evil, "name": evil}}
    told = portrait(scalars, ports=ports, local={}, remote=remote, addresses={(1, 2, 3, 4): {"address": evil}})
    heard = told.neighbours[0]
    texts = [told.name, told.descr, told.location, told.ports[0].name, told.ports[0].alias, heard.name, heard.port]
    assert all(text == one_line(text) and len(text) == 255 for text in texts)


def test_of_ports_that_share_a_name_the_first_counts() -> None:
    told = portrait(ports={(2,): {"ifname": "xe1", "oper": 2}, (1,): {"ifname": "xe1", "oper": 1}})
    assert told.ports == (Port(XE1, None, is_up=True),)


INDEX = st.lists(st.integers(0, 300), max_size=22).map(tuple)
VALUE = st.one_of(st.integers(-5, 2**40), st.text(max_size=30), st.binary(max_size=30))
COLUMNS = sorted({column.name for table in DECLARATION.tables for column in table.columns})
ROW = st.dictionaries(st.sampled_from(COLUMNS), VALUE, max_size=5)
TABLES = st.fixed_dictionaries({name: st.dictionaries(INDEX, ROW, max_size=4) for name in FRR})


@given(TABLES)
def test_whatever_is_said_is_read_somehow(tables: dict[str, dict[Index, Row]]) -> None:
    told = parse(Reading(Millis(0), 1, {}, tables))
    assert {neighbour.interface for neighbour in told.neighbours} <= {port.name for port in told.ports}


def test_the_survey_is_found_by_its_entry_point() -> None:
    assert find_survey().declaration == DECLARATION
