"""Which sessions are planned, and how their counters are read."""

import pytest

from netmon.clock import Millis
from netmon.judgement.flapping import Changes
from netmon.judgement.sessions import Told, ends_of, planned_sessions, session_changes, session_of
from netmon.model import DeviceName
from tests.netmon.region import HUB, MID, region

NOW = Millis(1_795_000_020_000)
OSPF, BGP = session_of(HUB, "ospf", "mid"), session_of(HUB, "bgp", "cesnet")


def test_every_session_of_an_active_device_is_planned() -> None:
    inventory = region()
    plan = {"ospf": {"mid": "127.19.40.3"}, "bgp": {"cesnet": "192.0.2.1"}}
    hub = type(inventory.devices[HUB]).model_validate({**inventory.devices[HUB].model_dump(), "sessions": plan})
    planned = inventory.model_copy(update={"devices": {**inventory.devices, HUB: hub}})
    assert [session.entity for session in planned_sessions(planned)] == [OSPF, BGP]
    assert not list(planned_sessions(inventory))


def test_a_session_knows_its_ends() -> None:
    assert ends_of(OSPF) == (HUB, MID)
    assert ends_of(BGP) == (HUB, DeviceName("cesnet"))


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ({"state": 1, "changes": 3}, {"state": 1, "changes": 3}, 0),
        ({"state": 1, "changes": 3}, {"state": 1, "changes": 5}, 4),
        ({"state": 1, "changes": 3}, {"state": 0, "changes": 3}, 1),
        ({"state": 0, "changes": 3}, {"state": 1, "changes": 4}, 1),
        ({"state": 1, "changes": 3}, {"state": 1, "changes": 0}, 0),
        ({"state": 0}, {"state": 1}, 1),
        ({"state": 1}, {"state": 0}, 1),
    ],
)
def test_a_peer_counts_its_own_changes(before: Told, after: Told, count: int) -> None:
    assert list(session_changes(BGP, before, after, NOW)) == ([Changes(BGP, count, NOW)] if count else [])


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ({"state": 1, "changes": 6}, {"state": 1, "changes": 7}, 0),
        ({"state": 1, "changes": 6}, {"state": 1, "changes": 13}, 2),
        ({"state": 1, "changes": 6}, {"state": 0}, 1),
    ],
)
def test_an_adjacency_counts_events(before: Told, after: Told, count: int) -> None:
    assert list(session_changes(OSPF, before, after, NOW)) == ([Changes(OSPF, count, NOW)] if count else [])
