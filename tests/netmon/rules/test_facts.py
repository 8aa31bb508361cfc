"""Rules see the newest fields of everything, as long as they are valid."""

from netmon.clock import Millis
from netmon.judgement.observation import Horizon
from netmon.model import (
    DeviceName,
    Entity,
    EntityKind,
    FieldValue,
    Measurement,
    PollResult,
)
from netmon.rules.facts import Facts
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


def test_whoever_has_new_fields_or_lost_some_is_told_once() -> None:
    known = facts(
        result("interfaces", "net_if", {"device": "a", "ifname": "a-b"}, in_bps=7),
        result("icmp", "net_dev", {"device": "a"}, rtt_ms=1.5),
    )
    assert known.news() == {PORT, DEVICE}
    known.at(Millis(12_499))
    assert known.news() == set()
    known.at(Millis(12_500))
    assert known.news() == {DEVICE}
