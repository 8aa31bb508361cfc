"""Planned sessions that are not there, over vtysh and over SNMP, where nothing else shows it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from netmon.model import DeviceState, LinkState, MunicipalityState, NotificationKind
from tests.backbone.inventory import TOWNS, quick_rule
from tests.backbone.lab import Laboratory
from tests.backbone.scene import HEALED_WITHIN, TOLD_WITHIN, Scene
from tests.backbone.wires import Cut
from tests.parts.waiting import wait_until

pytestmark = pytest.mark.long

ABSENT = "session-absent"
CHEB, ML = "cheb-core-1", "ml-core-1"
CHEB_END, ML_END = (CHEB, "xe2"), (ML, "xe1")
BETWEEN = {f"{near}:{protocol}:{far}" for near, far in ((CHEB, ML), (ML, CHEB)) for protocol in ("ospf", "bgp")}
"""The sessions over the wire between the two, each told by both ends."""
UP, DOWN = DeviceState.UP, DeviceState.DOWN
PLAUSIBLE = 10**9
"""Bits a second: the laboratory's traffic is far below it, and a counter read over its reset far above."""


@pytest.fixture
def pace() -> Mapping[str, str]:
    """Poll often, and leave room for one message more: two ends that come back at once may collide (RFC 4271 §6.8).

    What then comes and goes is told as flapping, and with three messages an hour the end of it would wait for the hour.
    """
    return {
        "NETMON_INTERVALS__SESSIONS": "2s",
        "NETMON_INTERVALS__ROUTING": "4s",
        "NETMON_FLAPPING__MESSAGES": "6",
    }


@pytest.fixture
def rules() -> Mapping[str, object]:
    return {ABSENT: quick_rule(ABSENT)}


def wait_for_alarms(scene: Scene, wanted: set[str], kind: NotificationKind) -> None:
    """Wait until all these sessions were told."""
    wait_until(lambda: wanted <= scene.alarms(ABSENT, kind), f"{kind} {wanted}", within=HEALED_WITHIN)


@contextmanager
def forgotten(laboratory: Laboratory, router: str, neighbour: str) -> Iterator[None]:
    """Let a router that is off have nothing of a neighbour in its configuration; it reads it when it runs again."""
    path = laboratory.chassis[router].directory / "etc/frr/frr.conf"
    whole = path.read_text(encoding="utf-8")
    near = next(port.address for port in laboratory.plan.ports(router) if port.remote == neighbour)
    peer = f" neighbor {laboratory.plan.peers(router)[neighbour]} "
    kept = whole.replace(f" ip address {near}/31\n ip ospf area 0\n", f" ip address {near}/31\n").splitlines()
    path.write_text("\n".join(line for line in kept if not line.startswith(peer)), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")
        if laboratory.chassis[router].is_on:
            laboratory.execute(router, "vtysh", "-b")


def test_a_one_way_cut_of_the_ring_is_told_by_the_sessions_over_it(scene: Scene) -> None:
    scene.laboratory.cut("cheb-ml", Cut.ONE_WAY)

    wait_for_alarms(scene, BETWEEN, NotificationKind.FIRING)
    assert scene.monitor.incidents() == []
    assert scene.states("net_link", link="cheb-ml") == [LinkState.UP]
    assert scene.states("net_muni", municipality=TOWNS["ml"].code) == [MunicipalityState.OPERATIONAL]
    assert {*scene.operation(CHEB_END), *scene.operation(ML_END)} == {1}

    scene.laboratory.restore("cheb-ml")

    wait_for_alarms(scene, BETWEEN, NotificationKind.RESOLVED)
    assert scene.alarms(ABSENT) == BETWEEN


def boots_of_ml(scene: Scene) -> list[int]:
    return scene.values("net_dev", "engine_boots", {"device": ML})


def test_a_router_that_comes_back_without_its_sessions_is_told_of(scene: Scene) -> None:
    wait_until(lambda: boots_of_ml(scene), "the router has told how often it booted", within=TOLD_WITHIN)
    boots = boots_of_ml(scene)[-1]
    scene.laboratory.kill(ML)
    incident = scene.wait_for_incident()
    assert incident["cause"] == {"kind": "device", "name": ML}

    with forgotten(scene.laboratory, ML, CHEB):
        scene.laboratory.start(ML)
        wait_until(lambda: scene.posted(NotificationKind.RESOLVED), "the incident is over", within=HEALED_WITHIN)
        wait_for_alarms(scene, BETWEEN, NotificationKind.FIRING)
    wait_for_alarms(scene, BETWEEN, NotificationKind.RESOLVED)

    wait_until(lambda: scene.told(NotificationKind.RESOLVED) == scene.told(NotificationKind.FIRING), "all is over")
    scene.wait_for_states("net_dev", [UP, DOWN, UP], device=ML)
    uptimes = scene.values("net_dev", "uptime_s", {"device": ML})
    assert sorted(uptimes) != uptimes
    assert boots_of_ml(scene)[-1] == boots + 1
    for device, ifname in (CHEB_END, ML_END):
        port = {"device": device, "ifname": ifname}
        assert scene.values("net_if", "in_absurd", port) == []
        assert max(scene.values("net_if", "in_bps", port)) < PLAUSIBLE
