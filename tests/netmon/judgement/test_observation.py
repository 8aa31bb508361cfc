"""Poll results become tracks and port reports; everything else leaves the situation alone."""

from dataclasses import replace

import pytest

from netmon.clock import Millis
from netmon.judgement.observation import Horizon, absorb, is_news, turned
from netmon.judgement.situation import Situation, Verdict
from netmon.model import DeviceName, FieldValue, Measurement, PollErrorKind, PollFailure, PollResult
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


@pytest.mark.parametrize("kind", [PollErrorKind.MISCONFIGURED, PollErrorKind.INTERNAL])
def test_a_failure_of_our_own_says_nothing_of_the_device(kind: PollErrorKind) -> None:
    ours = replace(probe(2000, answered=False), failure=PollFailure(kind, "no secret"))
    assert after(probe(0), ours, replace(ours, started=Millis(4000))) == after(probe(0))


def test_a_result_of_a_collector_that_is_not_scheduled_any_more_is_ignored() -> None:
    assert after(replace(probe(0), collector="retired")) == Situation()


def test_another_collector_s_silence_is_no_miss() -> None:
    silent = PollResult(A, "interfaces", Millis(1), Millis(1), Millis(9), failure=SILENCE)
    assert after(probe(0), silent) == after(probe(0))


def test_a_device_that_the_inventory_does_not_name_is_ignored() -> None:
    assert after(probe(0, device="stranger")) == Situation()


def test_a_port_report_keeps_when_it_was_first_heard() -> None:
    situation = after(interface(0, oper=2), interface(10_000, oper=2))
    report = situation.ports[A, "a-b"]
    assert (report.is_up, report.at, report.valid_until) == (False, 5, 35_000)


def test_a_port_report_from_before_the_clock_was_set_back_counts_as_heard_now() -> None:
    situation = after(interface(7_200_000, oper=2), interface(10_000, oper=2))
    assert situation.ports[A, "a-b"].at == 10_005


def test_a_port_that_changed_is_heard_anew() -> None:
    situation = after(interface(0, oper=2), interface(10_000, oper=1), interface(20_000, oper=2))
    assert situation.ports[A, "a-b"].at == 20_005


@pytest.mark.parametrize(("oper", "is_up"), [(1, True), (2, False), (3, False), (5, False), (6, False), (7, False)])
def test_a_port_is_up_only_if_it_says_so(oper: int, is_up: bool) -> None:  # noqa: FBT001  (the table's second column)
    assert after(interface(0, oper=oper)).ports[A, "a-b"].is_up is is_up


def test_a_port_that_does_not_know_changes_nothing() -> None:
    assert after(interface(0, oper=1), interface(10_000, oper=4)) == after(interface(0, oper=1))


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


def test_who_does_not_answer_the_very_first_probe_or_is_found_down_has_turned() -> None:
    first = after(probe(0, answered=False))
    second = absorb(first, [probe(2000, answered=False)], DEVICES, HORIZON)
    third = absorb(second, [probe(4000, answered=False)], DEVICES, HORIZON)
    assert turned(Situation(), first) == turned(first, second) == {A}
    assert turned(second, third) == frozenset()


def test_several_probes_of_a_tick_turn_a_device_too() -> None:
    both = absorb(after(probe(0)), [probe(2000, answered=False), probe(4000, answered=False)], DEVICES, HORIZON)
    assert turned(after(probe(0)), both) == {A}


def test_of_ports_that_no_link_ends_at_nothing_is_kept() -> None:
    ends = {(A, "a-c")}
    assert not absorb(Situation(), [interface(0, oper=2)], DEVICES, HORIZON, ports_of_interest=ends).ports
    assert absorb(Situation(), [interface(0, oper=2)], DEVICES, HORIZON, ports_of_interest={(A, "a-b")}).ports


def test_only_interfaces_tell_of_ports() -> None:
    uptime = Measurement("net_dev", {"device": "a"}, {"oper": 2}, Millis(0))
    told = interface(0, oper=2)
    assert after(replace(told, measurements=(uptime, *told.measurements))) == after(told)


@pytest.mark.parametrize(
    ("told", "is_so"),
    [
        ((probe(2000), interface(10_000, oper=1)), False),
        ((), False),
        ((probe(2000, answered=False),), True),
        ((interface(10_000, oper=2),), True),
        ((probe(0, device="b"),), True),
    ],
)
def test_it_is_no_news_that_what_was_known_stays_so(told: tuple[PollResult, ...], *, is_so: bool) -> None:
    before = after(probe(0), interface(0, oper=1))
    assert is_news(before, absorb(before, told, DEVICES, HORIZON)) is is_so


def test_a_verdict_that_time_alone_brought_and_a_port_that_is_new_are_news() -> None:
    before = after(probe(0), interface(0, oper=1))
    unknown = replace(before, tracks={A: replace(before.tracks[A], verdict=Verdict.UNKNOWN)})
    assert is_news(before, unknown)
    assert is_news(replace(before, ports={}), before)
    assert is_news(replace(before, tracks={}), before)
    assert not is_news(before, before)
