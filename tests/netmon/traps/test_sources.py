"""Whose a datagram is, and whether it is worth reading."""

import pytest

from netmon.clock import SECOND, Millis
from netmon.inventory.models import Inventory
from netmon.model import DeviceName
from netmon.snmp.credential import ResolvedCredential, resolve
from netmon.traps.sources import ALL, EACH, LARGEST_DATAGRAM, Fate, Sources, by_address
from tests.netmon.region import FAR, HUB, MID, region
from tests.netmon.traps.datagrams import trap
from tests.netmon.traps.sending import ADDRESS_OF, SECOND_ADDRESS, SECRETS, STRANGER, inventory

START = Millis(0)


def credentials(whole: Inventory) -> dict[str, ResolvedCredential]:
    return {name: resolve(each, SECRETS) for name, each in whole.credentials.snmp.items()}


def sources() -> Sources:
    whole = inventory()
    return Sources(by_address(whole), credentials(whole), START)


def fate(address: str, datagram: bytes) -> Fate:
    return sources().admit(address, datagram, START)[1]


@pytest.mark.parametrize(
    ("address", "device"),
    [
        (ADDRESS_OF[MID], MID),
        (SECOND_ADDRESS, MID),
        (f"::ffff:{ADDRESS_OF[HUB]}", HUB),
    ],
)
def test_a_device_is_known_by_every_address_over_either_family(address: str, device: DeviceName) -> None:
    source, became = sources().admit(address, trap(), START)
    assert source is not None
    assert (source.device, became) == (device, Fate.READ)


def test_nobody_else_is_known() -> None:
    assert fate(STRANGER, trap()) is Fate.STRANGER
    assert fate("", b"") is Fate.STRANGER


def test_an_address_that_two_devices_have_is_nobodys() -> None:
    whole = region()
    twin = whole.devices[MID].model_copy(update={"addresses": whole.devices[HUB].addresses})
    doubled = whole.model_copy(update={"devices": {**whole.devices, MID: twin}})
    assert ADDRESS_OF[HUB] not in by_address(doubled)
    assert ADDRESS_OF[FAR] in by_address(doubled)


def test_a_retired_device_and_one_without_snmp_are_not_read() -> None:
    whole = inventory()
    mute = whole.devices[HUB].model_copy(update={"snmp": None})
    silent = Sources(
        by_address(whole.model_copy(update={"devices": {**whole.devices, HUB: mute}})), credentials(whole), START
    )
    assert silent.admit(ADDRESS_OF[HUB], trap(), START)[1] is Fate.NO_CREDENTIAL


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        b"\x30",
        trap()[:-1],
        trap() + b"\x00",
        trap("public"),
        trap(version=2),
        trap(version=3),
        b"\x30\x84\xff\xff\xff\xff",
    ],
)
def test_what_bears_no_credential_of_the_device_is_not_read(datagram: bytes) -> None:
    assert fate(ADDRESS_OF[HUB], datagram) is Fate.NO_CREDENTIAL
    assert fate(ADDRESS_OF[FAR], datagram) is Fate.NO_CREDENTIAL


def test_what_is_too_large_is_not_even_looked_at() -> None:
    assert fate(ADDRESS_OF[HUB], bytes(LARGEST_DATAGRAM + 1)) is Fate.TOO_LARGE


def test_the_addresses_of_a_device_share_its_bucket_and_others_have_their_own() -> None:
    known = sources()
    said = [known.admit(address, trap(), START)[1] for address in (ADDRESS_OF[MID], SECOND_ADDRESS) * EACH.burst]
    assert said == [Fate.READ] * EACH.burst + [Fate.THROTTLED] * EACH.burst
    assert known.admit(ADDRESS_OF[HUB], trap(), START)[1] is Fate.READ


def test_a_forger_without_the_community_takes_nothing_from_the_owner_of_the_address() -> None:
    known = sources()
    for _ in range(10 * ALL.burst):
        known.admit(ADDRESS_OF[HUB], trap("public"), START)
    assert known.admit(ADDRESS_OF[HUB], trap(), START)[1] is Fate.READ


def test_all_devices_together_are_read_only_so_far_and_are_heard_again_later() -> None:
    whole, count = inventory(), ALL.burst // EACH.burst + 1
    mid = whole.devices[MID]
    address = [f"127.19.42.{number}" for number in range(count)]
    many = {
        DeviceName(f"m{number}"): type(mid).model_validate(
            {**mid.model_dump(), "name": f"m{number}", "addresses": [each]}
        )
        for number, each in enumerate(address)
    }
    known = Sources(by_address(whole.model_copy(update={"devices": many})), credentials(whole), START)
    said = [known.admit(each, trap(), START)[1] for each in address * EACH.burst]
    assert said.count(Fate.READ) == ALL.burst
    assert set(said) == {Fate.READ, Fate.BUSY}
    assert known.admit(address[0], trap(), SECOND)[1] is Fate.READ
    assert sum(known.counts.values()) == len(said) + 1
