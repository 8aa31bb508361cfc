"""A link that comes and goes between two polls: told by the routers' own memory, or by their traps."""

from collections.abc import Mapping

import pytest

from netmon.model import NotificationKind
from tests.backbone.scene import HEALED_WITHIN, TOLD_WITHIN, Scene
from tests.backbone.test_lab import SEES_A_CUT_WITHIN, oper_status
from tests.backbone.wires import Cut
from tests.parts.waiting import wait_until

pytestmark = pytest.mark.long

LINK, NEAR_END = "kv-kv", ("kv-core-2", "xe1")
"""The monitor reaches both ends by ways of their own: no probe is lost when it goes."""
FLAPPING = "flapping"
MOST_MESSAGES = 3


@pytest.fixture
def pace(request: pytest.FixtureRequest) -> Mapping[str, str]:
    quick: Mapping[str, str] = request.param
    return {"NETMON_FLAPPING__HALF_LIFE": "20s", **quick}


def wait_for_port(scene: Scene, status: str) -> None:
    """Wait until the agent of the near end says that its port is so."""
    router, interface = NEAR_END
    address = str(scene.laboratory.plan.router(router).address)
    wait_until(
        lambda: oper_status(scene.laboratory, address, interface) == status,
        f"{NEAR_END} is {status}",
        within=SEES_A_CUT_WITHIN,
    )


def flap(scene: Scene) -> None:
    """Cut the link and restore it, each as soon as the agent has noticed."""
    scene.laboratory.cut(LINK, Cut.CARRIER)
    wait_for_port(scene, "2")
    scene.laboratory.restore(LINK)
    wait_for_port(scene, "1")


def wait_for_poll(scene: Scene) -> None:
    """Wait until the near end was asked once more."""
    before = len(scene.counters(NEAR_END))
    wait_until(lambda: len(scene.counters(NEAR_END)) > before, "another poll", within=HEALED_WITHIN)


@pytest.mark.parametrize(
    "pace", [{"NETMON_INTERVALS__INTERFACES": "15s", "NETMON_FLAPPING__HALF_LIFE": "30s"}], indirect=True
)
def test_flaps_that_no_poll_sees_are_told_by_the_ports_own_memory(scene: Scene) -> None:
    wait_for_poll(scene)
    for _ in range(2):
        flap(scene)
        wait_for_poll(scene)

    wait_until(lambda: scene.alarms(FLAPPING) == {LINK}, "the link is told to flap", within=HEALED_WITHIN)
    assert 2 not in scene.operation(NEAR_END)
    assert scene.monitor.incidents() == []
    wait_until(lambda: scene.alarms(FLAPPING, NotificationKind.RESOLVED) == {LINK}, "steady", within=HEALED_WITHIN)
    assert len(scene.webhook.posted) <= MOST_MESSAGES


@pytest.mark.parametrize(
    "pace",
    [{"NETMON_INTERVALS__INTERFACES": "30s", "NETMON_TRAPS__LISTEN": "198.18.255.100"}],
    indirect=True,
)
def test_flaps_between_two_polls_are_told_by_traps(scene: Scene) -> None:
    wait_for_poll(scene)
    for _ in range(3):
        flap(scene)

    wait_until(lambda: scene.webhook.posted, "it is told", within=TOLD_WITHIN)
    flap(scene)
    assert {posted.payload["cause"]["name"] for posted in scene.webhook.posted} == {LINK}
    assert len(scene.webhook.posted) <= MOST_MESSAGES
