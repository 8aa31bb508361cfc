"""Rules see the newest fields of everything, as long as they are valid."""

from netmon.clock import Millis
from netmon.facts import Facts, load_of, with_states
from netmon.judgement.situation import Situation
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    FieldValue,
    LinkName,
    LinkState,
    Measurement,
    PollResult,
    Standing,
)
from netmon.observation import Horizon
from netmon.reader import Load
from netmon.settings import Detection
from tests.netmon.judgement.networks import region

HORIZON = Horizon({"interfaces": Millis(10_000), "icmp": Millis(5000)}, Detection())
PORT = Entity(EntityKind.INTERFACE, "a:a-b")
DEVICE = Entity(EntityKind.DEVICE, "a")
LINK = Entity(EntityKind.LINK, "a-b")
INVENTORY = region(["a-b"])


def result(collector: str, name: str, tags: dict[str, str], **fields: FieldValue) -> PollResult:
    measurement = Measurement(name, tags, fields, Millis(0))
    return PollResult(DeviceName("a"), collector, Millis(0), Millis(0), Millis(1), (measurement,), answered=True)


def facts(*results: PollResult) -> Facts:
    known = Facts()
    known.absorb(results, HORIZON)
    return known


def test_fields_are_those_of_the_interface_or_the_device() -> None:
    known = facts(
        result("interfaces", "net_if", {"device": "a", "ifname": "a-b"}, in_bps=7),
        result("icmp", "net_dev", {"device": "a"}, rtt_ms=1.5),
    )
    assert known.at(Millis(1000)) == {PORT: {"in_bps": 7}, DEVICE: {"rtt_ms": 1.5}}


def test_fields_are_gone_when_their_validity_is_over() -> None:
    known = facts(result("icmp", "net_dev", {"device": "a"}, rtt_ms=1.5))
    assert known.at(Millis(12_499)) == {DEVICE: {"rtt_ms": 1.5}}
    assert known.at(Millis(12_500)) == {}


def test_a_link_s_load_is_what_its_first_end_sees_or_else_its_second() -> None:
    near = {PORT: {"in_bps": 1, "out_bps": 2}}
    far = {Entity(EntityKind.INTERFACE, "b:a-b"): {"in_bps": 2, "out_bps": 1}}
    assert load_of(LinkName("a-b"), INVENTORY, near) == load_of(LinkName("a-b"), INVENTORY, far) == Load(2, 1)
    assert load_of(LinkName("a-b"), INVENTORY, {}) == Load(None, None)


def test_states_stand_beside_what_was_measured() -> None:
    situation = Situation(
        devices={DeviceName("a"): Standing(DeviceState.UP, Millis(0))},
        links={LinkName("a-b"): Standing(LinkState.DOWN, Millis(0))},
    )
    known = with_states({DEVICE: {"rtt_ms": 1.5}, PORT: {"out_bps": 2}}, INVENTORY, situation)
    assert known[DEVICE] == {"rtt_ms": 1.5, "state": 1}
    assert known[LINK] == {"state": 0, "out_bps": 2}
