"""A real cut, a real netmon: what people are told, what is written, and what a kill does not lose."""

from netmon.model import DeviceState, LinkState, MunicipalityState, NotificationKind
from tests.backbone.inventory import EMAIL, TOWNS
from tests.backbone.scene import TOLD_WITHIN, Scene, now
from tests.backbone.wires import Cut
from tests.parts.waiting import wait_until

OPERATIONAL, ISOLATED = MunicipalityState.OPERATIONAL, MunicipalityState.ISOLATED
AS = TOWNS["as"]
CHEB_END, AS_END = ("cheb-core-1", "xe3"), ("as-core-1", "xe1")
UP, DOWN = 1, 2
"""ifOperStatus (RFC 2863)."""


def test_a_cut_spur_is_one_incident_through_a_kill(scene: Scene) -> None:
    scene.wait_for_counters([CHEB_END, AS_END], since=0)
    scene.wait_for_states("net_link", [LinkState.UP], link="cheb-as")
    scene.laboratory.cut("cheb-as", Cut.CARRIER)

    incident = scene.wait_for_incident()
    assert incident["cause"] == {"kind": "link", "name": "cheb-as"}
    assert (incident["impact"]["isolated"], incident["impact"]["inhabitants"]) == ([AS.code], AS.population)
    told = scene.wait_until_told(NotificationKind.FIRING, mails=1)
    assert (told["id"], told["cause"]["title"]) == (incident["id"], "Cheb – Aš")
    assert [municipality["name"] for municipality in told["municipalities"]] == ["Aš"]
    assert scene.mailbox.received[0].recipients == (EMAIL,)
    assert "Cheb – Aš" in str(scene.mailbox.received[0].mail["Subject"])
    wait_until(lambda: DOWN in scene.operation(CHEB_END), "InfluxDB knows Cheb's port is down", within=TOLD_WITHIN)
    scene.wait_for_states("net_muni", [OPERATIONAL, ISOLATED], municipality=AS.code)

    scene.monitor.kill()
    scene.monitor.start()
    scene.wait_for_counters([CHEB_END], since=now())

    [restored] = scene.monitor.incidents()
    assert (restored["id"], restored["started"]) == (incident["id"], incident["started"])

    scene.laboratory.restore("cheb-as")
    healed = now()

    assert scene.wait_until_told(NotificationKind.RESOLVED, mails=2)["id"] == incident["id"]
    assert scene.monitor.incidents() == []
    assert len(scene.posted(NotificationKind.FIRING)) == 1
    scene.wait_for_counters([CHEB_END, AS_END], since=healed)
    assert scene.operation(CHEB_END) == [UP, DOWN, UP]
    scene.wait_for_states("net_muni", [OPERATIONAL, ISOLATED, OPERATIONAL], municipality=AS.code)
    scene.wait_for_states("net_dev", [DeviceState.UP, DeviceState.UNREACHABLE, DeviceState.UP], device="as-core-1")
    scene.wait_for_states("net_link", [LinkState.UP, LinkState.DOWN, LinkState.UP], link="cheb-as")
