"""Other ways to lose a part of the backbone, each seen by a real netmon."""

import pytest

from netmon.model import MunicipalityState, NotificationKind
from tests.backbone.inventory import TOWNS
from tests.backbone.scene import DETECTED_WITHIN, HEALED_WITHIN, Scene
from tests.backbone.wires import Cut
from tests.parts.waiting import wait_until

pytestmark = pytest.mark.long

OPERATIONAL, DEGRADED = MunicipalityState.OPERATIONAL, MunicipalityState.DEGRADED
DISCONNECTED = MunicipalityState.DISCONNECTED


def test_a_cut_ring_costs_redundancy_and_nobody_the_connection(scene: Scene) -> None:
    scene.laboratory.cut("cheb-ml", Cut.CARRIER)

    incident = scene.wait_for_incident()
    assert incident["cause"] == {"kind": "link", "name": "cheb-ml"}
    assert incident["impact"]["isolated"] == []
    assert {TOWNS["cheb"].code, TOWNS["ml"].code} <= set(incident["impact"]["degraded"])
    assert scene.wait_until_told(NotificationKind.FIRING, mails=1)["severity"] == "warning"
    scene.wait_for_states("net_muni", [OPERATIONAL, DEGRADED], municipality=TOWNS["ml"].code)

    scene.laboratory.restore("cheb-ml")

    scene.wait_until_told(NotificationKind.RESOLVED, mails=2)
    scene.wait_for_states("net_muni", [OPERATIONAL, DEGRADED, OPERATIONAL], municipality=TOWNS["ml"].code)
    scene.wait_for_states("net_muni", [OPERATIONAL], municipality=TOWNS["kv"].code)


@pytest.mark.parametrize("how", [Cut.SILENT, Cut.ONE_WAY])
def test_behind_a_cut_with_carrier_the_router_and_the_link_are_equally_likely(scene: Scene, how: Cut) -> None:
    scene.laboratory.cut("cheb-as", how)

    incident = scene.wait_for_incident()
    assert sorted(candidate["name"] for candidate in incident["candidates"]) == ["as-core-1", "cheb-as"]
    assert incident["impact"]["isolated"] == [TOWNS["as"].code]

    scene.laboratory.restore("cheb-as")

    scene.wait_until_told(NotificationKind.RESOLVED, mails=2)


def test_a_router_without_power_is_one_incident_and_not_three(scene: Scene) -> None:
    scene.laboratory.kill("ml-core-1")

    incident = scene.wait_for_incident()
    assert incident["cause"] == {"kind": "device", "name": "ml-core-1"}
    assert incident["impact"]["isolated"] == [TOWNS["ml"].code]
    scene.wait_for_states("net_muni", [OPERATIONAL, DISCONNECTED], municipality=TOWNS["ml"].code)

    scene.laboratory.start("ml-core-1")

    assert scene.wait_until_told(NotificationKind.RESOLVED, mails=2)["id"] == incident["id"]
    scene.wait_for_states("net_muni", [OPERATIONAL, DISCONNECTED, OPERATIONAL], municipality=TOWNS["ml"].code)
    assert len(scene.posted(NotificationKind.FIRING)) == 1


def test_a_second_cut_of_the_ring_isolates_who_is_between(scene: Scene) -> None:
    sokolov = TOWNS["sokolov"].code
    scene.laboratory.cut("kv-sokolov", Cut.CARRIER)
    scene.wait_for_incident()
    scene.laboratory.cut("sokolov-cheb", Cut.CARRIER)

    wait_until(lambda: sokolov in scene.isolated(), "an incident isolates Sokolov", within=DETECTED_WITHIN)
    assert scene.isolated() == [sokolov]

    scene.laboratory.restore("kv-sokolov")
    scene.laboratory.restore("sokolov-cheb")

    wait_until(lambda: not scene.monitor.incidents(), "every incident is over", within=HEALED_WITHIN)
    wait_until(
        lambda: scene.told(NotificationKind.FIRING) == scene.told(NotificationKind.RESOLVED), "RESOLVED", HEALED_WITHIN
    )
