"""What a device becomes in the inventory, and what is said about it."""

import re
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.enrolment.cabling import capacity_of
from netmon.enrolment.names import unique
from netmon.enrolment.platform import platform_of
from netmon.enrolment.proposal import MOST_REMARKS, Proposal, propose
from netmon.enrolment.survey import Portrait
from netmon.enrolment.wishes import Meeting, Wishes
from netmon.errors import CommandRefused, NoResponse
from netmon.foreign import one_line
from netmon.inventory.change import Change
from netmon.inventory.loading import load
from netmon.inventory.models import SLUG, DeviceRole, DeviceStatus, Inventory
from netmon.inventory.quantities import parse_bits_per_second
from netmon.language import Language
from netmon.model import DeviceName, InterfaceName
from netmon.phrase import Phrase, in_language
from tests.netmon.enrolment import ADDRESS, MEETING, XE1, XE2, empty, heard, region, stranger
from tests.netmon.inventory import SMALL

CHEB = DeviceName("cheb-core-1")
NONE = Wishes()
HERE = Wishes(municipality="554481")


def proposal(
    portrait: Portrait, inventory: Inventory | None = None, wishes: Wishes = NONE, meeting: Meeting = MEETING
) -> Proposal:
    found = propose(portrait, inventory or region(), meeting, wishes)
    assert isinstance(found, Proposal), found
    return found


def test_the_first_device_of_a_region_is_its_anchor() -> None:
    found = proposal(stranger(), empty())
    assert found.path(Path("i")) == Path("i/devices/cheb-edge-1.yaml")
    assert found.text.startswith(
        "# As 198.18.255.4 described itself: Cisco IOS XR Software (NCS-5500), Version 7.3.2\n"
    )
    assert found.sections == {
        "sites": {"cheb-pop": {"name": "Uzel Cheb", "municipality": "554481", "kind": "pop"}},
        "devices": {
            "cheb-edge-1": {
                "site": "cheb-pop",
                "role": "access",
                "platform": "ios-xr",
                "addresses": [ADDRESS, "2001:db8::4"],
                "snmp": {"credential": "core"},
            }
        },
        "anchors": {"first": {"title": "Uzel Cheb", "device": "cheb-edge-1"}},
    }
    assert "there was no anchor: the region begins at cheb-edge-1 until you name another" in found.remarks


def test_wishes_come_first() -> None:
    wishes = Wishes(name="edge", municipality="Aš", site="as-office", role=DeviceRole.CORE, platform="frr")
    meeting = Meeting(ADDRESS, 1161, "core", NoResponse(Phrase("no echo reply")))
    found = proposal(stranger(), wishes=wishes, meeting=meeting)
    assert found.sections == {
        "devices": {
            "edge": {
                "site": "as-office",
                "role": "core",
                "platform": "frr",
                "addresses": [ADDRESS, "2001:db8::4"],
                "reachability": "snmp",
                "snmp": {"credential": "core", "port": 1161},
            }
        }
    }
    assert [in_language(remark, Language.CS) for remark in found.remarks] == [
        "o dosažitelnosti bude vypovídat SNMP, protože ICMP nemůže: na ping nepřišla odpověď"
    ]


@pytest.mark.parametrize(
    ("portrait", "wishes", "reason"),
    [
        (stranger(name="\u65e5\u672c"), HERE, "makes no name; add --name"),
        (stranger(), Wishes(name="Cheb Edge"), "such as cheb-edge$"),
        (stranger(), Wishes(name="cheb-core-1"), "--name cheb-core-1: the inventory has a device of that name"),
        (stranger(), Wishes(platform="IOS XE"), "--platform"),
    ],
)
def test_what_cannot_be_is_refused(portrait: Portrait, wishes: Wishes, reason: str) -> None:
    with pytest.raises(CommandRefused, match=reason):
        propose(portrait, region(), MEETING, wishes)


def polled(name: str = CHEB) -> str:
    return region().devices[DeviceName(name)].address


@pytest.mark.parametrize(
    ("portrait", "asked"), [(stranger(), polled()), (stranger(addresses=(ip_address(polled()),)), ADDRESS)]
)
def test_a_device_that_is_there_already_is_refused_by_name(portrait: Portrait, asked: str) -> None:
    with pytest.raises(CommandRefused, match=r"is in the inventory already, as device cheb-core-1"):
        propose(portrait, region(), Meeting(asked, 161, "core"), Wishes())


def virtual(status: DeviceStatus = DeviceStatus.ACTIVE) -> Inventory:
    """Return the region where cheb-core-1 has a second address, 198.18.9.9."""
    device = region().devices[CHEB]
    shared = device.model_copy(update={"addresses": (*device.addresses, ip_address("198.18.9.9")), "status": status})
    return region().model_copy(update={"devices": {**region().devices, CHEB: shared}})


def test_an_address_that_routers_share_is_left_out() -> None:
    found = proposal(stranger(addresses=(ip_address("198.18.9.9"),)), virtual())
    assert found.sections["devices"]["cheb-edge-1"]["addresses"] == [ADDRESS]  # type: ignore[index]
    assert "198.18.9.9 is left out: it is an address of cheb-core-1 too" in found.remarks


def test_the_address_of_a_retired_device_may_be_had() -> None:
    found = proposal(stranger(addresses=(ip_address("198.18.9.9"),)), virtual(DeviceStatus.RETIRED))
    assert found.sections["devices"]["cheb-edge-1"]["addresses"] == [ADDRESS, "198.18.9.9"]  # type: ignore[index]


def test_one_of_the_same_name_and_an_address_in_common_is_the_same() -> None:
    with pytest.raises(CommandRefused, match="as device cheb-core-1"):
        propose(stranger(name="Cheb-Core-1", addresses=(ip_address("198.18.9.9"),)), virtual(), MEETING, Wishes())


def test_another_of_the_same_name_gets_a_number_and_a_remark() -> None:
    found = proposal(stranger(name="cheb-core-1"))
    assert found.name == "cheb-core-1-2"
    assert any("another device is called cheb-core-1, at other addresses" in remark for remark in found.remarks)


def test_a_known_neighbour_makes_a_link() -> None:
    found = proposal(stranger(heard("Cheb-Core-1.example.org")))
    ends = ["cheb-edge-1:xe1", "cheb-core-1:ge-9/9/9"]
    assert found.sections["links"] == {"cheb-edge-1-cheb-core-1": {"ends": ends, "capacity": "10G"}}


def test_a_neighbour_is_known_by_its_address_whatever_it_is_called() -> None:
    found = proposal(stranger(heard("switch", "p1", XE1, polled("as-core-1"))), wishes=HERE)
    assert list(found.sections["links"]) == ["cheb-edge-1-as-core-1"]


def test_two_cables_to_one_neighbour_are_two_links() -> None:
    found = proposal(stranger(heard("cheb-core-1", "p1"), heard("cheb-core-1", "p2", XE2)))
    assert list(found.sections["links"]) == ["cheb-edge-1-cheb-core-1", "cheb-edge-1-cheb-core-1-2"]
    assert "link cheb-edge-1-cheb-core-1-2: the speed of cheb-edge-1:xe2 is not known; capacity 1G is assumed" in (
        found.remarks
    )


def taken_port() -> str:
    return next(str(end) for link in region().links.values() for end in link.ends if end.device == CHEB)


@pytest.mark.parametrize(
    ("portrait", "remark"),
    [
        (stranger(heard("sw-9")), "hears sw-9 at xe1, which is not in the inventory yet; add it next"),
        (stranger(heard("sw-9", "p", XE1, "198.18.7.7")), "add it next: netmon device add 198.18.7.7"),
        (stranger(heard("cheb-core-1", "")), 'hears cheb-core-1 at xe1, but "" is no name of an interface'),
        (stranger(heard("cheb-core-1", "x" * 65)), "is no name of an interface"),
        (stranger(heard("cheb-core-1", taken_port().partition(":")[2])), f"but {taken_port()} is an end of link"),
        (
            stranger(heard("cheb-core-1", "p1"), heard("as-core-1", "p1")),
            "hears as-core-1 at xe1, but cheb-edge-1:xe1 is an end of link cheb-edge-1-cheb-core-1 already",
        ),
    ],
)
def test_what_is_heard_and_makes_no_link_is_told(portrait: Portrait, remark: str) -> None:
    found = proposal(portrait, wishes=HERE)
    assert any(remark in said for said in found.remarks), found.remarks


def test_no_link_leads_to_a_retired_device() -> None:
    found = proposal(stranger(heard("cheb-core-1")), virtual(DeviceStatus.RETIRED), HERE)
    assert "links" not in found.sections
    assert "hears cheb-core-1 at xe1, which the inventory calls retired" in found.remarks


def test_remarks_are_no_more_than_somebody_reads() -> None:
    ports = [heard(f"sw-{number}", "p", InterfaceName(f"xe{number}")) for number in range(500)]
    found = proposal(stranger(*ports), wishes=HERE)
    assert (len(found.remarks), found.remarks[-1]) == (MOST_REMARKS + 1, "and 480 more remarks")


@pytest.mark.parametrize(
    ("descr", "platform"),
    [
        ("Cisco IOS XR Software (NCS-5500), Version 7.3.2", "ios-xr"),
        ("Cisco IOS Software [Amsterdam], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.4", "ios-xe"),
        ("Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE", "ios"),
        ("Cisco NX-OS(tm) nxos.9.3.8.bin, Software (nxos), Version 9.3(8)", "nx-os"),
        ("Juniper Networks, Inc. mx204 internet router, kernel JUNOS 20.4R3", "junos"),
        ("RouterOS CCR1009-7G-1C-1S+", "routeros"),
        ("Huawei Versatile Routing Platform Software VRP (R) software, Version 8.180", "vrp"),
        ("HPE Comware Platform Software, Software Version 7.1.070", "comware"),
        ("Arista Networks EOS version 4.27.0F running on an Arista Networks DCS-7050", "eos"),
        ("FRRouting 8.4.4 on Linux", "frr"),
        ("Linux cheb-core-1 6.1.0-44-cloud-amd64 #1 SMP", "linux"),
        ("RAD ETX-203AX, Hw: 1.0/D, Sw: 6.8.5", "generic"),
        ("", "generic"),
    ],
)
def test_the_platform_is_guessed_from_sysdescr(descr: str, platform: str) -> None:
    assert platform_of(descr) == platform


@given(st.one_of(st.none(), st.integers(-1, (2**32 - 1) * 10**6)))
def test_a_capacity_is_one_the_inventory_reads_or_none(speed: int | None) -> None:
    text = capacity_of(speed)
    if text is not None:
        assert speed is not None
        assert parse_bits_per_second(text) == pytest.approx(speed, rel=1e-3)
    else:
        assert speed is None or speed < 1_000


@given(st.lists(st.from_regex(SLUG, fullmatch=True), min_size=1, max_size=5))
def test_a_name_is_new_and_one_the_inventory_takes(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names * 3:
        found = unique(name.strip(), taken)
        assert found not in taken
        assert re.fullmatch(SLUG, found)
        taken.add(found)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("small")
    (directory / "small.yaml").write_text(SMALL, encoding="utf-8")
    return directory


TEXT = st.text(max_size=300).map(one_line)


@settings(max_examples=50)
@given(texts=st.tuples(TEXT, TEXT, TEXT, TEXT, TEXT))
def test_whatever_a_device_says_the_inventory_can_be_used_with_it(small: Path, texts: tuple[str, ...]) -> None:
    name, descr, location, port, neighbour = texts
    neighbours = (heard(neighbour, port), heard("as-1", port, XE2), heard("hazlov-1", "p", InterfaceName(port)))
    portrait = stranger(*neighbours, name=f"x{name}", descr=descr, location=location)
    wishes, meeting = Wishes(municipality="Hazlov"), Meeting(ADDRESS, 161, "demo")
    found = proposal(portrait, load(small), wishes, meeting)
    examination = Change.of(found.path(small), found.text).examine(small)
    assert examination.inventory is not None, examination.complaints
    assert found.name in examination.inventory.devices
