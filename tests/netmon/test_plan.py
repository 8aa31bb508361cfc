"""Who is visited by whom, how often, and who is whose neighbour."""

import pytest

from netmon.clock import MINUTE, SECOND, Millis
from netmon.errors import InventoryError, SettingsError
from netmon.inventory.models import Inventory
from netmon.model import DeviceName
from netmon.plan import Plan, concerns, find_collectors
from netmon.scheduler import Visit
from netmon.settings import Settings
from tests.netmon.region import FAR, HUB, MID, NEAR, region

KNOWN = ("icmp", "snmp", "system", "interfaces", "routing")
COLLECTORS = {collector.name: collector for collector in find_collectors() if collector.name in KNOWN}
SSH = {"credential": "shell", "host_key": "ssh-ed25519 AAAA"}


def with_device(name: DeviceName, **changes: object) -> Inventory:
    """Return the region with one device changed."""
    whole = region()
    body = whole.devices[name].model_dump() | changes
    changed = whole.devices[name].__class__.model_validate(body)
    return whole.model_copy(update={"devices": {**whole.devices, name: changed}})


def visits(inventory: Inventory, device: DeviceName) -> set[str]:
    plan = Plan.of(inventory, tuple(COLLECTORS.values()), Settings())
    return {visit.collector for visit in plan.visits if visit.device == device}


def test_the_collectors_of_every_installed_package_are_found() -> None:
    assert set(COLLECTORS) == set(KNOWN)


@pytest.mark.parametrize(
    ("changes", "collectors"),
    [
        ({}, {"snmp", "system", "interfaces"}),
        ({"reachability": "icmp"}, {"icmp", "system", "interfaces"}),
        ({"reachability": "icmp", "snmp": None}, {"icmp"}),
        ({"ssh": SSH}, {"snmp", "system", "interfaces", "routing"}),
        ({"ssh": SSH, "platform": "junos"}, {"snmp", "system", "interfaces"}),
        ({"status": "planned"}, set()),
        ({"status": "retired"}, set()),
    ],
)
def test_a_device_is_visited_by_the_collectors_that_concern_it(
    changes: dict[str, object], collectors: set[str]
) -> None:
    assert visits(with_device(HUB, **changes), HUB) == collectors


def test_every_active_device_has_exactly_one_sign_of_life() -> None:
    for device in region().active_devices().values():
        assert sum(concerns(COLLECTORS[name], device) for name in ("icmp", "snmp")) == 1


def test_intervals_are_the_collectors_own_unless_the_settings_say_otherwise() -> None:
    plan = Plan.of(region(), find_collectors(), Settings(intervals={"snmp": Millis(2 * SECOND)}))
    assert plan.visits[Visit(HUB, "snmp")] == 2 * SECOND
    assert plan.visits[Visit(HUB, "interfaces")] == COLLECTORS["interfaces"].interval
    assert plan.horizon.intervals["snmp"] == 2 * SECOND


def test_an_interval_for_a_collector_that_is_not_installed_is_refused_with_the_one_meant() -> None:
    told = 'NETMON_INTERVALS__INTERFACE: no collector is called so; did you mean "interfaces"?'
    with pytest.raises(SettingsError) as caught:
        Plan.of(region(), find_collectors(), Settings(intervals={"interface": MINUTE}))
    assert str(caught.value) == told


def test_visits_are_fast_or_slow_and_never_both() -> None:
    plan = Plan.of(with_device(HUB, ssh=SSH), tuple(COLLECTORS.values()), Settings())
    fast, slow = plan.fast_visits(), plan.slow_visits()
    assert {**fast, **slow} == plan.visits
    assert fast.keys().isdisjoint(slow)
    assert set(slow) == {Visit(HUB, "routing")}


def test_neighbours_are_the_far_ends_of_links_and_oneself() -> None:
    plan = Plan.of(region(), find_collectors(), Settings())
    assert plan.neighbours_of([FAR]) == {FAR, MID}
    assert plan.neighbours_of([HUB]) == {HUB, NEAR, MID}
    assert plan.neighbours_of([]) == frozenset()
    assert plan.neighbours_of([DeviceName("gone")]) == frozenset()


def test_a_rule_that_cannot_be_compiled_makes_no_plan() -> None:
    rule = {"for_each": "device", "levels": {"warning": {"fire": "loss_pct >"}}, "summary": "Ztráty"}
    with pytest.raises(InventoryError):
        Plan.of(region(rules={"loss": rule}), find_collectors(), Settings())
