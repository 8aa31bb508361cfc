"""Traps and informs of real agents become hints; nobody else's do."""

import asyncio

import pytest

from netmon.clock import SystemClock
from netmon.errors import SettingsError
from netmon.model import DeviceName
from netmon.secret import SecretStore
from netmon.settings import Settings, Traps
from netmon.traps.hint import HintKind
from netmon.traps.receiver import Receiver
from netmon.traps.sources import Fate
from tests.netmon.region import FAR, HUB, MID
from tests.netmon.traps.sending import (
    ADDRESS_OF,
    ENGINE,
    INTERFACE,
    LINK_DOWN,
    LISTEN,
    SECOND_ADDRESS,
    SECRETS,
    STRANGER,
    V2C,
    Heard,
    hearing,
    inventory,
    v3,
)
from tests.parts import snmpd

V1 = ("-v", "1", "-c", snmpd.COMMUNITY)
NO_USER = SecretStore(environment={"NETMON_SECRET_COMMUNITY": snmpd.COMMUNITY})
IF_INDEX = "1.3.6.1.2.1.2.2.1.1"
Words = tuple[str, ...]
ENTERPRISE = "1.3.6.1.4.1.8072.3.2.10"


async def heard_of(heard: Heard, device: DeviceName, kind: HintKind) -> None:
    await heard.until(lambda: heard.hints, "a hint")
    assert [(hint.device, hint.kind) for hint in heard.hints] == [(device, kind)]


def test_a_trap_of_v2c_is_a_hint() -> None:
    async def story(heard: Heard) -> None:
        await heard.trap(*V2C, source=ADDRESS_OF[HUB])
        await heard_of(heard, HUB, HintKind.LINK_DOWN)

    hearing(story)


@pytest.mark.parametrize(("varbind", "index"), [((), 7), ((f"{IF_INDEX}.0.9", "i", "9"), 7), ((IF_INDEX, "i", "9"), 7)])
def test_a_trap_names_its_interface_by_the_first_ifindex_of_its_varbinds(varbind: Words, index: int) -> None:
    async def story(heard: Heard) -> None:
        await heard.send(*V2C, "@", "", LINK_DOWN, *varbind, *INTERFACE, source=ADDRESS_OF[HUB])
        await heard.until(lambda: heard.hints, "a hint")
        assert [hint.index for hint in heard.hints] == [index]

    hearing(story)


def test_a_trap_that_names_no_interface_has_none() -> None:
    async def story(heard: Heard) -> None:
        await heard.send(*V2C, "@", "", LINK_DOWN, "1.3.6.1.2.1.2.2.1.8.7", "i", "2", source=ADDRESS_OF[HUB])
        await heard.until(lambda: heard.hints, "a hint")
        assert [hint.index for hint in heard.hints] == [None]

    hearing(story)


def test_a_device_is_known_by_each_of_its_addresses() -> None:
    async def story(heard: Heard) -> None:
        await heard.trap(*V2C, source=SECOND_ADDRESS)
        await heard_of(heard, MID, HintKind.LINK_DOWN)

    hearing(story)


@pytest.mark.parametrize(
    ("enterprise", "generic", "specific", "kind"),
    [
        (ENTERPRISE, "2", "0", HintKind.LINK_DOWN),
        (ENTERPRISE, "0", "0", HintKind.COLD_START),
        (ENTERPRISE, "6", "17", HintKind.OTHER),
        ("1.3.6.1.2.1.15", "6", "2", HintKind.BGP_BACKWARD_TRANSITION),
        ("1.3.6.1.2.1.14.16.2", "6", "2", HintKind.OSPF_NEIGHBOUR_STATE_CHANGE),
    ],
)
def test_a_trap_of_v1_is_read_as_rfc_3584_says_and_is_its_senders_whatever_agent_it_names(
    enterprise: str, generic: str, specific: str, kind: HintKind
) -> None:
    async def story(heard: Heard) -> None:
        await heard.send(*V1, "@", enterprise, ADDRESS_OF[MID], generic, specific, "", source=ADDRESS_OF[HUB])
        await heard_of(heard, HUB, kind)

    hearing(story)


def test_a_trap_of_v3_is_a_hint_of_whichever_engine_it_is() -> None:
    async def story(heard: Heard) -> None:
        await heard.trap(*v3(), "-e", ENGINE, source=ADDRESS_OF[FAR])
        await heard_of(heard, FAR, HintKind.LINK_DOWN)
        await heard.trap(*v3(), "-e", f"{ENGINE}99", source=ADDRESS_OF[FAR])
        await heard.until(lambda: len(heard.hints) == 2, "another engine's trap")

    hearing(story)


def test_an_inform_of_v2c_is_acknowledged() -> None:
    async def story(heard: Heard) -> None:
        assert await heard.trap(*V2C, source=ADDRESS_OF[HUB], program="snmpinform") == 0
        await heard_of(heard, HUB, HintKind.LINK_DOWN)

    hearing(story)


def test_an_inform_of_v3_finds_our_engine_and_is_acknowledged() -> None:
    async def story(heard: Heard) -> None:
        assert await heard.trap(*v3(), source=ADDRESS_OF[FAR], program="snmpinform") == 0
        await heard_of(heard, FAR, HintKind.LINK_DOWN)

    hearing(story)


@pytest.mark.parametrize(
    ("version", "device", "fate"),
    [
        (("-v", "2c", "-c", "public"), HUB, Fate.NO_CREDENTIAL),
        (("-v", "2c", "-c", snmpd.COMMUNITY), FAR, Fate.NO_CREDENTIAL),
        (v3(), HUB, Fate.NO_CREDENTIAL),
        (v3(auth="not the right key"), FAR, Fate.REFUSED),
        (v3(level="noAuthNoPriv"), FAR, Fate.NO_CREDENTIAL),
    ],
)
def test_a_wrong_credential_is_counted_and_neither_heard_nor_logged(
    version: tuple[str, ...], device: DeviceName, fate: Fate, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(heard: Heard) -> None:
        engine = ("-e", ENGINE) if "3" in version else ()
        await heard.trap(*version, *engine, source=ADDRESS_OF[device])
        await heard.until_counted(fate)
        assert not heard.hints

    hearing(story)
    assert [record.getMessage() for record in caplog.records] == [f"notification dropped device={device} reason={fate}"]


@pytest.mark.parametrize(
    ("version", "device"),
    [(("-v", "2c", "-c", "public"), HUB), (v3(auth="not the right key"), FAR), (V2C, FAR)],
)
def test_an_inform_that_is_not_believed_is_not_acknowledged(version: tuple[str, ...], device: DeviceName) -> None:
    async def story(heard: Heard) -> None:
        assert await heard.trap(*version, source=ADDRESS_OF[device], program="snmpinform") != 0
        assert not heard.hints

    hearing(story)


def test_a_stranger_is_counted_and_dropped() -> None:
    async def story(heard: Heard) -> None:
        assert await heard.trap(*V2C, source=STRANGER, program="snmpinform") != 0
        assert not heard.hints
        assert heard.receiver.counts == {Fate.STRANGER: 2}

    hearing(story)


def test_a_port_that_is_taken_is_an_error_that_names_the_cure() -> None:
    async def story(heard: Heard) -> None:
        await asyncio.sleep(0)
        taken = Traps.model_validate({"listen": LISTEN, "port": heard.receiver.port})
        with pytest.raises(SettingsError, match=r"port .*1162"):
            Receiver.open(taken, SECRETS, SystemClock(), heard.hints.append)

    hearing(story)


def test_an_inventory_that_is_adopted_anew_is_heard_and_the_old_one_is_not() -> None:
    async def story(heard: Heard) -> None:
        whole = inventory()
        devices = {name: device for name, device in whole.devices.items() if name != HUB}
        heard.receiver.adopt(whole.model_copy(update={"devices": devices}))
        await heard.trap(*V2C, source=ADDRESS_OF[HUB])
        await heard.until_counted(Fate.STRANGER)
        heard.receiver.adopt(whole)
        await heard.trap(*V2C, source=ADDRESS_OF[HUB])
        await heard_of(heard, HUB, HintKind.LINK_DOWN)

    hearing(story)


def test_a_credential_whose_secret_is_missing_is_left_out_and_the_others_are_heard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def story() -> None:
        receiver = Receiver.open(Traps.model_validate({"listen": LISTEN, "port": 0}), NO_USER, SystemClock(), print)
        receiver.adopt(inventory())
        receiver.close()

    asyncio.run(story())
    assert [record.getMessage() for record in caplog.records] == ["notifications cannot be read credential=user"]


def test_nothing_is_received_unless_an_address_is_set() -> None:
    assert Settings.from_environment({}).traps is None
    traps = Settings.from_environment({"NETMON_TRAPS__LISTEN": "::"}).traps
    assert traps is not None
    assert (str(traps.listen), traps.port) == ("::", 1162)
