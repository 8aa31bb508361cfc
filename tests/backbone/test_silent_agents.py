"""Agents that hold still while their router goes on: no outage, nothing invented, and somebody is told."""

from collections.abc import Mapping

import pytest

from netmon.model import DeviceState, LinkState, NotificationKind
from tests.backbone.inventory import quick_rule
from tests.backbone.scene import HEALED_WITHIN, TOLD_WITHIN, Scene, now
from tests.backbone.test_agents import frozen
from tests.parts.waiting import wait_until

pytestmark = pytest.mark.long

ABSENT, SILENT = "session-absent", "agent-silent"
AS, CHEB, ML = "as-core-1", "cheb-core-1", "ml-core-1"
AS_END = (AS, "xe1")
FAR_END = f"{CHEB}:bgp:{ML}"
"""The one end of the session that a frozen bgpd leaves to tell of it."""
VALID_FOR = 10
"""Seconds that the slowest answer of the laboratory counts: 2.5 intervals of `system`."""


@pytest.fixture
def pace() -> Mapping[str, str]:
    return {"NETMON_INTERVALS__SESSIONS": "2s", "NETMON_INTERVALS__ROUTING": "4s"}


@pytest.fixture
def rules() -> Mapping[str, object]:
    return {name: quick_rule(name) for name in (ABSENT, SILENT)}


def sessions_of(scene: Scene, protocol: str, since: int = 0) -> list[int]:
    """Return the states that Mariánské Lázně itself told of its sessions."""
    return scene.values("net_session", "state", {"device": ML, "protocol": protocol}, since)


def test_a_frozen_agent_is_a_silent_agent_and_no_outage(scene: Scene) -> None:
    scene.wait_for_counters([AS_END], since=0)
    with frozen(scene.laboratory, "snmpd", AS):
        frozen_at = now()
        wait_until(lambda: scene.alarms(SILENT) == {AS}, "the agent is told to be silent", within=HEALED_WITHIN)

        assert scene.monitor.incidents() == []
        assert scene.states("net_dev", device=AS) == [DeviceState.UP]
        assert scene.states("net_link", link="cheb-as") == [LinkState.UP]
        assert scene.counters(AS_END, since=frozen_at + VALID_FOR // 2) == []

    wait_until(lambda: scene.alarms(SILENT, NotificationKind.RESOLVED) == {AS}, "it speaks", within=HEALED_WITHIN)
    scene.wait_for_counters([AS_END], since=now())
    assert {payload["id"] for payload in scene.posted(NotificationKind.FIRING)} == scene.told(NotificationKind.RESOLVED)
    assert scene.alarms(ABSENT) == set()


def test_a_frozen_part_of_an_agent_is_no_router_without_sessions(scene: Scene) -> None:
    wait_until(lambda: sessions_of(scene, "bgp"), "the session is known", within=TOLD_WITHIN)
    with frozen(scene.laboratory, "bgpd", ML):
        frozen_at = now()
        wait_until(lambda: scene.alarms(ABSENT), "the session is told to be absent", within=HEALED_WITHIN)

        assert scene.alarms(ABSENT) == {FAR_END}
        assert scene.monitor.incidents() == []
        wait_until(lambda: sessions_of(scene, "ospf", since=frozen_at + VALID_FOR), "the rest", within=HEALED_WITHIN)

    wait_until(lambda: scene.alarms(ABSENT, NotificationKind.RESOLVED) == {FAR_END}, "it is back", within=HEALED_WITHIN)
    assert set(sessions_of(scene, "ospf")) == {1}
    assert 1 in sessions_of(scene, "bgp", since=frozen_at)
