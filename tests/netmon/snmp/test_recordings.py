"""Whatever the recorded devices of snmpsim-data said is read as they said it, and as pysnmp reads it.

An agent of our own replays the first 20,000 usable lines of each network dump.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

import pytest

from netmon.clock import MINUTE, Millis
from netmon.settings import Snmp
from netmon.snmp import ber
from netmon.snmp.budget import Budget
from netmon.snmp.credential import Community, ResolvedCredential
from netmon.snmp.declaration import Oid
from netmon.snmp.pdu import Pdu
from netmon.snmp.security import CommunitySecurity
from netmon.snmp.text import clean
from tests.netmon.snmp import reference
from tests.netmon.snmp.agent import ADDRESS, Mouth, converse
from tests.netmon.snmp.engine import credential
from tests.netmon.snmp.haste import run, running_loop
from tests.netmon.snmp.recording import (
    Dirt,
    Recorded,
    as_recorded,
    beginning,
    names,
    read_line,
    write,
    write_as_faulty_agents_do,
)
from tests.netmon.snmp.replay import LARGEST_RESPONSE, Engine, Replay
from tests.parts import snmpd

LIMIT = 20_000
"""Lines of each dump."""
EVERY = 100
"""One instance in so many is asked for by name too."""
NAMES_IN_A_GET = 10
SAMPLE = 60
"""Objects of each dump that pysnmp fetches over SNMPv3, one by one."""
PATIENT = Snmp(timeout=Millis(10_000), attempts=1)
QUICK = (
    "appliance/ucdavis-sic",
    "firewall/venus-vsos-v070060600",
    "router/cisco-unmarked-0",
    "switch/cts-media-converter",
    "switch/metel-poe-box",
    "wifi/ubiquiti-m5",
)
OUT_OF_ORDER = {
    "appliance/cisco-controller": 1_096,
    "appliance/infosec-nsae-6500": 162,
    "appliance/network-research-squid": 99,
    "router/ruijie-n18010": 3_512,
    "switch/bdcom-s5612": 1_050,
    "switch/brocade-ds-5100b": 105,
    "switch/h3c-e528-1": 1,
    "switch/h3c-e528-2": 1,
    "switch/zte-zrx10": 286,
    "switch/zte-zxr10-5250": 256,
}
COMPUTED = {
    "appliance/tripplite-poweralert": 33,
    "switch/h3c-e528-1": 1,
    "switch/h3c-e528-2": 2,
    "wifi/aruba-7210": 1,
    "wifi/juniper-wlc2800": 1,
    "wifi/ubiquiti-m5": 1,
}
REPEATED = dict.fromkeys(
    (
        "appliance/empirical-hw-mgmt",
        "appliance/huawei-ism",
        "appliance/meru-networks-controller",
        "appliance/nsfocus-ads",
        "appliance/ucdavis-sic",
        "appliance/vss-monitoring-optimizer-2400-span",
        "firewall/clavister-amaranten",
        "firewall/legend-holdings-firewall",
        "firewall/legend-holdings-firewall-2",
        "firewall/netentsec-ngfw",
        "firewall/nsfocus-osms",
        "firewall/sangfor-ad1800-fp2",
        "firewall/sangfor-vad1",
        "firewall/topsec-ngfw4000-uf",
        "firewall/venus-vsos-v0600r0705b20180507",
        "firewall/venus-vsos-v070060600",
        "router/brocade-unknown-001",
        "router/cisco-unmarked-0",
        "router/vyatta-unknown",
        "switch/brocade-fiber-channel",
        "switch/dcs-3726c",
        "switch/dlink-des3038",
    ),
    1,
)
DIRTY = {Dirt.OUT_OF_ORDER: OUT_OF_ORDER, Dirt.COMPUTED: COMPUTED, Dirt.REPEATED: REPEATED}
"""The dumps that are not what a sound agent says, why, and in how many lines; all others are clean."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What netmon read of an agent: by walking, and by name."""

    walked: list[Recorded]
    got: list[Recorded]


def test_the_dumps_are_those_that_are_listed_here() -> None:
    assert len(names()) == 74
    assert set().union(*DIRTY.values()) <= set(names())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"1.3.6.1.2.1.1.1.0|4|Linux | 2.6 ", Recorded((1, 3, 6, 1, 2, 1, 1, 1, 0), ber.OCTET_STRING, b"Linux | 2.6 ")),
        (b"1.3.6.1.2.1.2.2.1.6.2|4x|00ff", Recorded((1, 3, 6, 1, 2, 1, 2, 2, 1, 6, 2), ber.OCTET_STRING, b"\0\xff")),
        (b"1.3.6|64x|c3dafe61", Recorded((1, 3, 6), ber.IP_ADDRESS, "195.218.254.97")),
        (b"1.3.6|64|195.218.254.97", Recorded((1, 3, 6), ber.IP_ADDRESS, "195.218.254.97")),
        (b"1.3.6|64|hSh1", Recorded((1, 3, 6), ber.IP_ADDRESS, "104.83.104.49")),
        (b"1.3.6|6|1.3.6.1.4.1.8072", Recorded((1, 3, 6), ber.OBJECT_IDENTIFIER, (1, 3, 6, 1, 4, 1, 8072))),
        (b"1.3.6|2|-5", Recorded((1, 3, 6), ber.INTEGER, -5)),
        (b"1.3.6|5|", Recorded((1, 3, 6), ber.NULL, b"")),
        (b"1.3.6|67:numeric|rate=100", Dirt.COMPUTED),
        (b"1.3.6|65|many", Dirt.UNREADABLE),
        (b"1.3.6|64|somewhere", Dirt.UNREADABLE),
        (b"1.3.6|4x|0g", Dirt.UNREADABLE),
        (b"1.3.6|99|1", Dirt.UNREADABLE),
        (b"sysUpTime|67|1", Dirt.UNREADABLE),
        (b"1.3.6|2", Dirt.UNREADABLE),
    ],
)
def test_a_line_says_a_varbind_or_why_it_says_none(line: bytes, said: Recorded | Dirt) -> None:
    assert read_line(line) == said


@pytest.mark.parametrize("name", QUICK)
def test_a_short_recording_is_read_as_it_was_said(name: str) -> None:
    examine(name)


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_any_recording_is_read_as_it_was_said(name: str) -> None:
    examine(name)


@pytest.mark.parametrize("name", QUICK)
def test_pysnmp_reads_a_short_recording_the_same_over_v3(name: str) -> None:
    examine_with_pysnmp(name)


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_pysnmp_reads_any_recording_the_same_over_v3(name: str) -> None:
    examine_with_pysnmp(name)


def test_numbers_in_too_many_or_too_few_octets_are_read_right() -> None:
    objects = beginning("router/brocade-unknown-001", LIMIT).objects
    varbinds = list(map(write_as_faulty_agents_do, objects))
    seen = run(visit(Mouth(Replay(objects, varbinds)), snmpd.community(), objects))
    assert differences(seen.walked, objects) == []
    faults = Counter(said.tag for said, octets in zip(objects, varbinds, strict=True) if octets != write(said))
    assert faults == {ber.INTEGER: 2_449, ber.COUNTER32: 23, ber.GAUGE32: 24, ber.TIME_TICKS: 2}


def examine(name: str) -> None:
    """Read a dump over v2c and v3; see that all agree, and that the dump is as dirty as it is listed."""
    recording = beginning(name, LIMIT)
    assert recording.dirt == {dirt: dumps[name] for dirt, dumps in DIRTY.items() if name in dumps}
    assert all(clean(said.value).isprintable() for said in recording.objects if isinstance(said.value, bytes))
    agent = Replay(recording.objects)
    plain, private = Mouth(agent), Mouth(Engine(agent))
    for mouth, who in ((plain, snmpd.community()), (private, credential())):
        seen = run(visit(mouth, who, recording.objects))
        assert differences(seen.walked, recording.objects) == []
        assert differences(seen.got, recording.objects[::EVERY]) == []
    for datagram in plain.sent:
        ours = ours_of(datagram)
        assert ours == reference.read_response(datagram)
        assert len(datagram) <= LARGEST_RESPONSE or len(ours) in (1, NAMES_IN_A_GET)


def examine_with_pysnmp(name: str) -> None:
    """Let pysnmp fetch the first objects over SNMPv3."""
    objects = beginning(name, SAMPLE).objects
    assert asyncio.run(_fetch_with_pysnmp(objects)) == list(objects)


async def visit(mouth: Mouth, who: ResolvedCredential, objects: Sequence[Recorded]) -> Visit:
    """Walk all that an agent has, and ask for some of it by name."""
    walked: list[Recorded] = []
    got: list[Recorded] = []
    async with converse(mouth, who, patience=PATIENT) as session:
        for root in roots(objects):
            walked += [as_recorded(varbind) async for varbind in session.walk(root, generous())]
        for oids in groups([recorded.oid for recorded in objects[::EVERY]]):
            got += map(as_recorded, await session.get(oids))
    return Visit(walked, got)


def generous() -> Budget:
    """Return a budget beyond what a device is allowed."""
    loop = running_loop()
    return Budget(loop, Millis(loop.monotonic() + 10 * MINUTE), 10 * LIMIT, octets=1 << 30, requests=10 * LIMIT)


def roots(objects: Iterable[Recorded]) -> list[Oid]:
    """Return the shortest OIDs that can be asked for and have objects below."""
    return sorted({recorded.oid[:2] for recorded in objects})


def groups(oids: Sequence[Oid]) -> Iterator[Sequence[Oid]]:
    """Yield the instances that are asked for together."""
    for first in range(0, len(oids), NAMES_IN_A_GET):
        yield oids[first : first + NAMES_IN_A_GET]


def differences(seen: Sequence[Recorded], said: Sequence[Recorded]) -> list[tuple[Recorded | None, Recorded | None]]:
    """Return the first few pairs that are not equal."""
    pairs = zip_longest(seen, said)
    return list(islice((pair for pair in pairs if pair[0] != pair[1]), 3))


def ours_of(datagram: bytes) -> list[Recorded]:
    """Return what our own strict reader makes of a v2c response."""
    community = snmpd.community()
    assert isinstance(community, Community)
    pdu = CommunitySecurity(community).unwrap(datagram).outcome
    assert isinstance(pdu, Pdu)
    return list(map(as_recorded, pdu.varbinds))


async def _fetch_with_pysnmp(objects: Sequence[Recorded]) -> list[Recorded]:
    mouth, loop = Mouth(Engine(Replay(objects))), asyncio.get_running_loop()
    address = (ADDRESS, mouth.open(loop))
    try:
        found = [await reference.walk_v3(address, root, len(objects)) for root in roots(objects)]
    finally:
        mouth.close(loop)
    return list(chain.from_iterable(found))
