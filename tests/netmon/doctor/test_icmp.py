"""Whether devices may be pinged, and what to do where they may not."""

import pytest

from netmon.doctor.finding import Check, Verdict
from netmon.doctor.icmp import Reading, judge, pinged
from netmon.inventory.models import Inventory, Reachability
from tests.netmon.region import HUB, MID, NEAR, region


def watched(*addresses: str) -> Inventory:
    """Return the region with its first devices at these addresses, watched by ICMP."""
    inventory = region()
    devices = {
        name: inventory.devices[name].model_validate(
            {**inventory.devices[name].model_dump(), "addresses": [address], "reachability": Reachability.ICMP}
        )
        for name, address in zip((HUB, NEAR, MID), addresses, strict=False)
    }
    return inventory.model_copy(update={"devices": {**inventory.devices, **devices}})


@pytest.mark.parametrize(("version", "count"), [(4, 2), (6, 1)])
def test_devices_are_counted_by_the_version_of_their_address(version: int, count: int) -> None:
    assert pinged(watched("192.0.2.1", "2001:db8::1", "192.0.2.2"), version) == count


def test_devices_that_snmp_watches_are_not_pinged() -> None:
    assert pinged(region(), 4) == 0


@pytest.mark.parametrize(
    ("reading", "check", "verdict"),
    [
        (Reading(4, devices=1, is_allowed=True, group=7), Check.ICMP, Verdict.OK),
        (Reading(4, devices=1, is_allowed=False, group=7), Check.ICMP, Verdict.ERROR),
        (Reading(4, devices=0, is_allowed=False, group=7), Check.ICMP, Verdict.NOT_CHECKED),
        (Reading(6, devices=0, is_allowed=True, group=7), Check.ICMPV6, Verdict.NOT_CHECKED),
        (Reading(6, devices=3, is_allowed=False, group=7), Check.ICMPV6, Verdict.ERROR),
    ],
)
def test_a_socket_is_missed_only_where_somebody_is_to_be_pinged(
    reading: Reading, check: Check, verdict: Verdict
) -> None:
    finding = judge(reading)
    assert (finding.check, finding.verdict) == (check, verdict)


def test_the_cure_can_be_copied() -> None:
    finding = judge(Reading(4, devices=1, is_allowed=False, group=65534))
    assert "sysctl -w net.ipv4.ping_group_range='65534 65534'" in (finding.cure or "")
    assert "AmbientCapabilities=CAP_NET_RAW" in (finding.cure or "")
