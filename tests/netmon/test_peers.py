"""What was measured to go unnoticed by other monitors, or to be told many times, is told once here.

Zino 2.5.2 (its own classes driven by a fake clock): link traps 50 to 300 s apart never flap, as its ageing job
deletes what it found calm; a backward-transition trap that came before the poll left no event at all (2.5.1+24);
its hold after a boot is 600 centiseconds instead of seconds, and a session found dead in it never alerts (0 events
in 25 h); the loss of an iBGP session brings 0 events; what is down when it is first seen brings none; a cut link is
a case for each of its ports. Icinga's flap formula (20 checks, off above 30 %) misses every change that comes with
the fourth check or later. NAV 5.19 decides what is in the shadow of what once, and never again (#1029).

Planned work: `test_peers_maintenance.py`. Percentages: `test_peers_availability.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import MINUTE, SECOND, Millis
from netmon.inventory.models import Inventory
from netmon.model import DeviceState, InterfaceName, Measurement, PollResult
from netmon.settings import Flapping
from netmon.traps.hint import Hint, HintKind
from tests.netmon.engine.test_flapping_engine import RULE, region_sections
from tests.netmon.engine_room import DOWN, SETTINGS, UP, Room, opened
from tests.netmon.judgement.networks import RING, vertex
from tests.netmon.judgement.networks import region as network
from tests.netmon.judgement.rehearsal import Rehearsal, at, fault
from tests.netmon.region import FAR, HUB, MID, region

MESSAGES = "SELECT kind, subject_id FROM notifications ORDER BY id"
SUMMARIES = "SELECT payload ->> 'summary' FROM notifications ORDER BY id"
INCIDENTS = "SELECT id FROM incidents"
OPEN = "SELECT id FROM incidents WHERE ended IS NULL"
PORT = InterfaceName("to-far")
PORT_INDEX = 7
AS_SHIPPED = SETTINGS.model_copy(update={"flapping": Flapping()})
"""What flaps by default, and three messages an hour."""
SEEDS = st.integers(0, 2**32)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path / "state", settings=AS_SHIPPED) as room:
        room.pass_time(10)
        yield room


def kinds(room: Room) -> list[str]:
    return [kind for kind, _ in room.rows(MESSAGES)]


def wait(room: Room, seconds: int) -> None:
    """Let time pass of which only the last ten seconds are looked at."""
    room.clock.advance(Millis((seconds - 10) * SECOND))
    room.pass_time(10)


def trap(room: Room, kind: HintKind) -> None:
    room.engine.note(Hint(MID, kind, room.clock.now(), PORT_INDEX), PORT)


@pytest.mark.parametrize("gap", [50, 55, 60, 90, 120, 300])
def test_zino_link_traps_that_are_far_apart_flap_too(room: Room, gap: int) -> None:
    """Zino never detects any of these gaps, in 400 traps; traps are all that it looks at."""
    for number in range(12):
        trap(room, HintKind.LINK_UP if number % 2 else HintKind.LINK_DOWN)
        wait(room, gap)
    ((kind, subject),) = room.rows(MESSAGES)
    assert kind == "firing"
    assert subject.startswith("flapping/link/mid-far/")


def test_zino_five_calm_minutes_do_not_make_it_forget_what_came_before(room: Room) -> None:
    for pause in (310, 10):
        assert kinds(room) == []
        trap(room, HintKind.LINK_DOWN)
        room.pass_time(2)
        trap(room, HintKind.LINK_UP)
        wait(room, pause)
    assert kinds(room) == ["firing"]


@pytest.mark.parametrize("checks", [1, 2, 3, 4, 5])
def test_icinga_a_link_that_changes_with_every_so_manyth_check_flaps(room: Room, checks: int) -> None:
    """Icinga tells it with the 6th, 11th and 16th check, of every fourth or later never; a check is a minute here."""
    for _ in range(12):
        room.cut_spur()
        wait(room, checks * MINUTE // SECOND)
        room.heal_spur()
        wait(room, checks * MINUTE // SECOND)
    told = {str(summary).partition(":")[0] for (summary,) in room.rows(SUMMARIES)}
    assert "↯ kolísá" in told


def planned(**protocols: str) -> Inventory:
    """Return the region whose hub should have sessions with mid, each over an address of its own."""
    devices = region_sections()
    devices[HUB]["sessions"] = {protocol: {"mid": address} for protocol, address in protocols.items()}
    return region(devices=devices, rules=RULE)


def answer(room: Room, state: int, *, protocol: str = "bgp", uptime_s: int = 9_999, seconds: int = 150) -> None:
    """Let the hub tell of its session, and for how long it has been running, every ten seconds."""
    for passed in range(0, seconds, 10):
        now = room.clock.now()
        session = {"device": HUB, "neighbor": "mid", "protocol": protocol}
        points = (
            Measurement("net_session", session, {"state": state}, now),
            Measurement("net_dev", {"device": HUB}, {"uptime_s": uptime_s + passed}, now),
        )
        room.engine.take(PollResult(HUB, "sessions", now, now, now, points, answered=True))
        room.pass_time(10)


def test_zino_a_trap_before_the_poll_takes_no_event_away(tmp_path: Path) -> None:
    with opened(tmp_path / "state", inventory=planned(bgp="127.19.40.3"), settings=AS_SHIPPED) as room:
        answer(room, 1, seconds=20)
        room.engine.note(Hint(HUB, HintKind.BGP_BACKWARD_TRANSITION, room.clock.now()), None)
        answer(room, 0)
        assert kinds(room) == ["firing"]


@pytest.mark.parametrize("uptime_s", [1, 5, 7, 300, 700])
def test_zino_a_session_that_is_dead_after_a_boot_alerts_however_long_ago_that_was(
    tmp_path: Path, uptime_s: int
) -> None:
    with opened(tmp_path / "state", inventory=planned(ospf="127.19.40.3"), settings=AS_SHIPPED) as room:
        answer(room, 0, protocol="ospf", uptime_s=uptime_s)
        assert kinds(room) == ["firing"]


def test_zino_the_loss_of_an_ibgp_session_alerts_and_its_return_resolves(tmp_path: Path) -> None:
    """A planned session is judged by its name: whether the neighbour is in the same system makes no difference."""
    with opened(tmp_path / "state", inventory=planned(bgp="127.19.40.3"), settings=AS_SHIPPED) as room:
        answer(room, 1, seconds=20)
        answer(room, 0)
        assert kinds(room) == ["firing"]
        answer(room, 1, seconds=600)
        assert kinds(room) == ["firing", "resolved"]


def test_zino_what_is_down_when_it_is_first_seen_is_told(tmp_path: Path) -> None:
    with opened(tmp_path / "state", settings=AS_SHIPPED) as room:
        room.cut_spur()
        room.pass_time(30)
        assert kinds(room) == ["firing"]


def test_zino_a_link_is_one_incident_though_both_its_ports_say_so(room: Room) -> None:
    room.report_port(HUB, "to-mid", DOWN)
    room.report_port(MID, "to-hub", DOWN)
    room.silent |= {MID, FAR}
    room.pass_time(30)
    assert len(room.rows(INCIDENTS)) == 1
    assert kinds(room) == ["firing"]


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_zino_a_cut_link_is_one_incident_and_not_a_case_for_each_of_its_ports(seed: int) -> None:
    """Zino opens a port case at both ends, and two more for the protocols that ran over the link."""
    rehearsal = Rehearsal(network(RING), [fault("b-c", 20, 60)], seed=seed).run(at(100))
    assert [incident.cause for incident in rehearsal.opened] == [vertex("b-c")]
    assert len(rehearsal.closed) == 1


def test_nav_who_was_told_before_its_root_is_in_its_shadow_from_then_on(room: Room) -> None:
    """NAV decides shadow at the event, the warning and the alert, and never again."""
    room.silent |= {FAR}
    for _ in range(10):
        if not kinds(room):
            room.pass_time(2)
    told_of = room.rows(INCIDENTS)
    room.silent |= {MID}
    outlook = room.pass_time(60)
    assert outlook is not None
    assert outlook.situation.devices[FAR].state is DeviceState.UNREACHABLE
    assert room.rows(INCIDENTS) == told_of
    assert kinds(room) == ["firing"]


def test_nav_a_parent_that_is_back_hides_no_child_that_stays_dead(room: Room) -> None:
    room.silent |= {MID, FAR}
    room.report_port(HUB, "to-mid", DOWN)
    room.pass_time(30)
    room.silent -= {MID}
    room.report_port(HUB, "to-mid", UP)
    room.pass_time(60)
    assert len(room.rows(OPEN)) == 1
    room.heal_spur()
    room.pass_time(600)
    assert room.rows(OPEN) == []
    assert kinds(room).count("firing") == kinds(room).count("resolved")
