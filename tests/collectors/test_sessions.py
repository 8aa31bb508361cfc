"""Planned routing sessions: told as up or down at every answer, whoever answers and whatever is missing."""

import json
from ipaddress import ip_address
from pathlib import Path

import pytest

from collectors import routing, sessions
from collectors.routing import BGP, OSPF
from collectors.sessions import DECLARATION, Protocol
from netmon.collector import Context
from netmon.inventory.models import Device, Ssh
from netmon.inventory.models.network import Sessions
from netmon.model import FieldValue, Measurement
from netmon.snmp.declaration import Counter32, Index, Reading, Row
from netmon.ssh.transcript import Transcript
from tests.collectors.given import DEVICE, SLOT, TAGS

RECORDED: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "devices" / "frr_8.4.4.json").read_text(encoding="utf-8")
)
NBR: Index = (198, 18, 0, 1, 0)
PEER: Index = (192, 0, 2, 9)
FULL: Row = {"address": "198.18.0.1", "router_id": "198.18.255.2", "fsm": 8, "changes": Counter32(6)}
ESTABLISHED: Row = {"address": "192.0.2.9", "router_id": "192.0.2.1", "fsm": 6, "changes": Counter32(1)}


def planning(*, ospf: str | None = None, bgp: str | None = None, ssh: Ssh | None = None) -> Context:
    """Return a device that should have a session of each protocol with the neighbour at this address."""
    plan = Sessions(ospf={"as-agg-1": ip_address(ospf)} if ospf else {}, bgp={"cesnet": ip_address(bgp)} if bgp else {})
    device: Device = DEVICE.model_copy(update={"sessions": plan, "ssh": ssh})
    return Context(device, TAGS, SLOT)


def told(rows: dict[str, dict[Index, Row]], context: Context) -> dict[str, dict[str, FieldValue]]:
    """Return the fields by protocol of what comes of a reading."""
    return by_protocol(sessions.parse(Reading(SLOT, 100, {}, rows), None, context))


def by_protocol(measurements: object) -> dict[str, dict[str, FieldValue]]:
    assert isinstance(measurements, tuple)
    found: list[Measurement] = [each for each in measurements if each.name == "net_session"]
    return {each.tags["protocol"]: dict(each.fields) for each in found}


@pytest.mark.parametrize("address", ["198.18.0.1", "198.18.255.2"])
def test_a_full_adjacency_is_up_by_the_address_it_is_heard_at_and_by_its_router_id(address: str) -> None:
    assert told({"ospf": {NBR: FULL}}, planning(ospf=address)) == {"ospf": {"state": 1, "fsm": 8, "changes": 6}}


def test_an_established_peer_is_up() -> None:
    assert told({"bgp": {PEER: ESTABLISHED}}, planning(bgp="192.0.2.9")) == {
        "bgp": {"state": 1, "fsm": 6, "changes": 1}
    }


@pytest.mark.parametrize(("protocol", "fsm"), [("ospf", 7), ("ospf", 1), ("bgp", 5), ("bgp", 8)])
def test_anything_less_is_down(protocol: str, fsm: int) -> None:
    index, row = {"ospf": (NBR, FULL), "bgp": (PEER, ESTABLISHED)}[protocol]
    found = told({protocol: {index: {**row, "fsm": fsm}}}, planning(ospf="198.18.0.1", bgp="192.0.2.9"))
    assert (found[protocol]["state"], found[protocol]["fsm"]) == (0, fsm)


def test_a_session_that_nobody_has_ever_seen_is_down() -> None:
    assert told({}, planning(ospf="198.18.0.1", bgp="192.0.2.9")) == {"ospf": {"state": 0}, "bgp": {"state": 0}}


def test_what_a_dead_part_of_an_agent_did_not_tell_is_unknown_and_not_absent() -> None:
    """AgentX: of a frozen bgpd the agent answers genErr, then No Such Object; neither is a peer that is gone."""
    partly = Reading(SLOT, 100, {}, {"ospf": {NBR: {**FULL, "fsm": 7}}, "bgp": {}}, problems=("bgp: it is gone",))
    context = planning(ospf="198.18.0.1", bgp="192.0.2.9")
    assert by_protocol(sessions.parse(partly, None, context)) == {"ospf": {"state": 0, "fsm": 7, "changes": 6}}


def test_a_session_of_another_protocol_is_not_the_planned_one() -> None:
    assert told({"ospf": {NBR: FULL}}, planning(bgp="198.18.0.1")) == {"bgp": {"state": 0}}


def test_what_is_not_planned_is_not_told() -> None:
    assert told({"ospf": {NBR: FULL}, "bgp": {PEER: ESTABLISHED}}, planning()) == {}


def test_of_two_adjacencies_with_one_router_the_better_stands() -> None:
    other: Index = (198, 18, 0, 5, 0)
    rows = {"ospf": {NBR: {**FULL, "fsm": 1}, other: FULL}}
    assert told(rows, planning(ospf="198.18.255.2"))["ospf"]["state"] == 1


@pytest.mark.parametrize("index", [(), (198, 18), (198, 18, 0, 256), (198, 18, 0, 1 << 31, 0)])
def test_an_index_that_is_no_address_is_nobody(index: Index) -> None:
    assert told({"bgp": {index: {"fsm": 6}}}, planning(bgp="198.18.0.1")) == {"bgp": {"state": 0}}


def test_tags_hold_what_the_inventory_names() -> None:
    (found,) = sessions.parse(Reading(SLOT, 100, {}, {}), None, planning(ospf="198.18.0.1"))
    assert found.tags == {
        "device": TAGS["device"],
        "municipality": TAGS["municipality"],
        "neighbor": "as-agg-1",
        "orp": TAGS["orp"],
        "protocol": "ospf",
        "role": TAGS["role"],
    }


SSH = Ssh(credential="lab", host_key="ssh-ed25519 AAAA")


def test_who_has_no_plan_or_says_so_on_its_command_line_is_not_asked() -> None:
    assert sessions.is_asked(planning(bgp="198.18.0.1").device)
    assert not sessions.is_asked(planning().device)
    assert not sessions.is_asked(planning(ospf="198.18.0.1", ssh=SSH).device)


def heard(context: Context, outputs: dict[str, str], **failures: str) -> dict[str, dict[str, FieldValue]]:
    return by_protocol(routing.parse(Transcript(SLOT, outputs, failures), context))


def test_a_recorded_router_tells_its_sessions_on_its_command_line() -> None:
    context = planning(ospf="198.18.255.2", bgp="198.18.0.1", ssh=SSH)
    assert heard(context, RECORDED) == {"ospf": {"state": 1}, "bgp": {"state": 1, "changes": 1}}


def test_a_recorded_peer_that_never_came_up_is_down() -> None:
    assert heard(planning(bgp="192.0.2.9", ssh=SSH), RECORDED) == {"bgp": {"state": 0, "changes": 0}}


def test_without_its_daemon_a_session_is_down() -> None:
    context = planning(ospf="198.18.255.2", ssh=SSH)
    assert by_protocol(routing.parse(Transcript(SLOT, {}, {OSPF: "ospfd is not running"}), context)) == {
        "ospf": {"state": 0}
    }


def test_a_command_that_failed_tells_nothing() -> None:
    context = planning(ospf="198.18.255.2", bgp="198.18.0.1", ssh=SSH)
    found = by_protocol(routing.parse(Transcript(SLOT, {BGP: RECORDED[BGP]}, {OSPF: "timed out"}), context))
    assert set(found) == {"bgp"}


def test_the_tables_are_called_as_the_protocols_are() -> None:
    assert [table.name for table in DECLARATION.tables] == list(Protocol)
