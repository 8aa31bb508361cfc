"""A region whose middle and far town lie on a ring, and works in it."""

from netmon.clock import HOUR, Interval, Millis
from netmon.commands import PlanMaintenance
from netmon.inventory.models import Inventory
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.maintenance.work import Work
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    LinkName,
    LinkState,
    MunicipalityCode,
    MunicipalityState,
    Standing,
)
from tests.netmon.region import FAR, HUB, MID, NEAR, link, region

T0 = Millis(1_795_000_020_000)
FRAME = Interval(T0, Millis(T0 + 6 * HOUR))
RING = ((HUB, NEAR), (HUB, MID), (MID, FAR), (HUB, FAR))
DUCT = Entity(EntityKind.SHARED_RISK, "duct")


def after(span: int) -> Millis:
    return Millis(T0 + span)


def ring(*more: str) -> Inventory:
    """Return hub – near, and a ring over hub, mid and far; two sides of it share a duct. More links go to mid."""
    links: dict[str, dict[str, object]] = {
        f"{a}-{b}": {"ends": [f"{a}:to-{b}", f"{b}:to-{a}"], "capacity": "10G"} for a, b in RING
    }
    for name in ("hub-mid", "hub-far"):
        links[name] = {**links[name], "shared_risks": ["duct"]}
    links |= {name: {"ends": [f"{HUB}:{name}", f"{MID}:{name}"], "capacity": "1G"} for name in more}
    return region(links=links, shared_risks={"duct": {"title": "Kabelovod"}})


def topology() -> Topology:
    return Topology.of(ring())


def work(*scope: Entity, frame: Interval = FRAME, length: int | None = None, **facts: object) -> Work:
    """Return a work that was announced two hours before its frame, unless told otherwise."""
    values: dict[str, object] = {"id": 1, "author": "novak", "approved": after(-2 * HOUR), "reason": "výměna"}
    return Work(
        scope=scope or (link("mid-far"),),
        frame=frame,
        length=None if length is None else Millis(length),
        **{**values, **facts},  # type: ignore[arg-type]
    )


def plan(*scope: Entity, window: Interval = FRAME, length: Millis | None = None) -> PlanMaintenance:
    return PlanMaintenance(scope, window, "výměna", length)


def down(
    *,
    devices: dict[DeviceName, Millis] | None = None,
    links: dict[LinkName, Millis] | None = None,
    towns: dict[MunicipalityCode, Millis] | None = None,
) -> Situation:
    """Return a situation in which these are down since then."""
    return Situation(
        devices={name: Standing(DeviceState.DOWN, since) for name, since in (devices or {}).items()},
        links={name: Standing(LinkState.DOWN, since) for name, since in (links or {}).items()},
        municipalities={code: Standing(MunicipalityState.ISOLATED, since) for code, since in (towns or {}).items()},
    )
