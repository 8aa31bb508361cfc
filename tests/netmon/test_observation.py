"""Poll results become tracks and port reports; everything else leaves the situation alone."""

from netmon.clock import Millis
from netmon.judgement.situation import Situation, Verdict
from netmon.model import DeviceName, FieldValue, Measurement, PollErrorKind, PollFailure, PollResult
from netmon.observation import Horizon, absorb, turned
from netmon.settings import Detection
from tests.netmon.judgement.networks import region

A = DeviceName("a")
DEVICES = region(["a-b"]).devices
HORIZON = Horizon({"snmp": Millis(2000), "interfaces": Millis(10_000)}, Detection(misses=2))
SILENCE = PollFailure(PollErrorKind.NO_RESPONSE, "nothing came back")


def probe(at: int, *, answered: bool = True, device: str = "a") -> PollResult:
    return PollResult(
        device=DeviceName(device),
        collector="snmp",
        slot=Millis(at),
        started=Millis(at),
        finished=Millis(at + 1),
        failure=None if answered else SILENCE,
        answered=answered,
    )


def interface(at: int, **fields: FieldValue) -> PollResult:
    measurement = Measurement("net_if", {"device": "a", "ifname": "a-b"}, fields, Millis(at))
    return PollResult(A, "interfaces", Millis(at), Millis(at), Millis(at + 5), (measurement,), answered=True)


def after(*results: PollResult) -> Situation:
    return absorb(Situation(), results, DEVICES, HORIZON)


def test_a_probe_counts_for_two_and_a_half_intervals() -> None:
    assert after(probe(0)).tracks[A].valid_until == 5000


def test_two_misses_are_down_since_the_first() -> None:
    track = after(probe(0), probe(2000, answered=False), probe(4000, answered=False)).tracks[A]
    assert (track.verdict, track.since) == (Verdict.DOWN, 2000)


def test_an_answer_that_refuses_is_an_answer() -> None:
    refused = PollFailure(PollErrorKind.ACCESS_DENIED, "unknown user")
    result = PollResult(A, "snmp", Millis(0), Millis(0), Millis(1), failure=refused, answered=True)
    assert after(result).tracks[A].verdict is Verdict.UP


def test_a_device_that_the_inventory_does_not_name_is_ignored() -> None:
    assert after(probe(0, device="stranger")) == Situation()


def test_a_port_report_keeps_when_it_was_first_heard() -> None:
    situation = after(interface(0, oper=2), interface(10_000, oper=2))
    report = situation.ports[A, "a-b"]
    assert (report.is_up, report.at, report.valid_until) == (False, 5, 35_000)


def test_a_port_report_carries_the_agent_s_own_last_change() -> None:
    assert after(interface(0, oper=2, last_change=77)).ports[A, "a-b"].changed_at == 77


def test_an_interface_without_a_state_says_nothing() -> None:
    assert after(interface(0, speed=10)).ports == {}


def test_who_falls_silent_or_comes_back_has_turned() -> None:
    up = after(probe(0))
    silent = absorb(up, [probe(2000, answered=False)], DEVICES, HORIZON)
    assert turned(Situation(), up) == frozenset()
    assert turned(up, silent) == {A}
    assert turned(silent, absorb(silent, [probe(4000)], DEVICES, HORIZON)) == {A}
