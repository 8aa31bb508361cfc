"""A parent that comes back while its three children stay dead."""

from collections.abc import Iterator

import pytest

from netmon.model import NotificationKind
from tests.backbone.conftest import built
from tests.backbone.inventory import TOWNS
from tests.backbone.lab import Laboratory
from tests.backbone.plan import FAN
from tests.backbone.scene import DETECTED_WITHIN, HEALED_WITHIN, TOLD_WITHIN, Scene
from tests.parts.roll import Enrol
from tests.parts.waiting import wait_until

pytestmark = pytest.mark.long

PARENT = "cheb-core-1"
CHILDREN = ("sokolov-core-1", "ml-core-1", "as-core-1")
TOWNS_OF_CHILDREN = {TOWNS[child.partition("-")[0]].code for child in CHILDREN}


@pytest.fixture(scope="module")
def laboratory(enrol: Enrol) -> Iterator[Laboratory]:
    """Yield routers of which one has three behind it."""
    yield from built(FAN, enrol)


def test_three_children_that_stay_dead_speak_up_when_their_parent_is_back(scene: Scene) -> None:
    scene.laboratory.kill(PARENT)
    first = scene.wait_for_incident()
    assert set(first["impact"]["isolated"]) == {TOWNS["cheb"].code, *TOWNS_OF_CHILDREN}
    for child in CHILDREN:
        scene.laboratory.kill(child)

    scene.laboratory.start(PARENT)

    def own() -> set[str]:
        return {incident["id"] for incident in scene.monitor.incidents()} - {first["id"]}

    wait_until(lambda: len(own()) == len(CHILDREN), "three incidents", within=HEALED_WITHIN)
    wait_until(lambda: own() <= scene.told(NotificationKind.FIRING), "each is told", within=TOLD_WITHIN)
    wait_until(lambda: first["id"] in scene.told(NotificationKind.RESOLVED), "the parent is over", within=HEALED_WITHIN)
    ids = own()
    assert set(scene.isolated()) == TOWNS_OF_CHILDREN
    assert len(scene.posted(NotificationKind.FIRING)) == 1 + len(CHILDREN)

    for child in CHILDREN:
        scene.laboratory.start(child)

    wait_until(lambda: not scene.monitor.incidents(), "every incident is over", within=HEALED_WITHIN)
    wait_until(lambda: scene.told(NotificationKind.RESOLVED) == {first["id"], *ids}, "RESOLVED", within=DETECTED_WITHIN)
