"""A burst goes to the suspect, its neighbours and who stands before it; it is bounded whoever asks for it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import MINUTE, SECOND, Millis
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import DeviceName
from netmon.polling.burst import MOST_AT_ONCE, MOST_KIN, PROBES, SPACING, Bursts, Occasion, alarming, begin
from tests.netmon.judgement.networks import DUAL, RING, SPUR, region, sharing

NOW = Millis(1_000_000)
CHAIN = ("a-b", "b-c", "c-d", "d-e", "e-f")
SEEN, HINTED = Occasion.SEEN, Occasion.HINTED


def topology(links: Sequence[str]) -> Topology:
    return Topology.of(region(links))


def names(text: str) -> list[DeviceName]:
    return [DeviceName(letter) for letter in text]


def probed(links: Sequence[str], *alarmed: str) -> str:
    """Return whom a burst goes to, in order of their names."""
    begun = begin(Bursts(), names("".join(alarmed)), SEEN, topology(links), NOW)
    return "".join(sorted({probe.device for probe in begun.probes}))


def heard(up: str = "", missing: str = "", down: Sequence[tuple[str, str]] = ()) -> Situation:
    """Return a situation in which some answer, some have missed a probe, and some ports are reported down."""
    until = Millis(NOW + MINUTE)
    answers = {name: Track(Verdict.UP, answers=5, valid_until=until) for name in names(up)}
    misses = {name: Track(Verdict.UP, misses=1, first_miss=NOW, valid_until=until) for name in names(missing)}
    ports = {(DeviceName(device), port): PortReport(is_up=False, at=NOW, valid_until=until) for device, port in down}
    return Situation(tracks={**answers, **misses}, ports=ports)


def test_a_burst_goes_to_the_device_its_neighbours_and_two_dominator_ancestors() -> None:
    assert probed(CHAIN, "e") == "cdef"
    assert probed(SPUR, "d") == "bcd"
    assert probed(RING, "x") == "acx"
    assert probed(DUAL, "y") == "axy"


def test_it_goes_to_the_ends_of_links_that_share_a_risk_with_one_of_its_own() -> None:
    whole = Topology.of(
        sharing(region((*CHAIN, "a-x", "x-y", "a-z")), {"duct1": ["d-e", "x-y"], "duct2": ["a-z", "a-x"]})
    )
    order = [probe.device for probe in begin(Bursts(), names("e"), SEEN, whole, NOW).probes]
    assert "".join(dict.fromkeys(order)) == "edcfxy"


def test_of_a_risk_of_very_many_links_only_some_ends_are_probed() -> None:
    links = [
        "a-b",
        *(f"a-n{number:03}" for number in range(3 * MOST_KIN)),
        *(f"n{number:03}-m{number:03}" for number in range(3 * MOST_KIN)),
    ]
    duct = [link for link in links if not link.startswith("a-n")]
    begun = begin(Bursts(), names("b"), SEEN, Topology.of(sharing(region(links), {"duct1": duct})), NOW)
    assert MOST_KIN <= len({probe.device for probe in begun.probes}) <= MOST_KIN + 2


def test_it_is_three_probes_a_second_apart() -> None:
    begun = begin(Bursts(), names("d"), SEEN, topology(SPUR), NOW)
    assert [probe.at - NOW for probe in begun.probes if probe.device == "d"] == [0, SECOND, 2 * SECOND]


def test_a_device_that_the_network_does_not_have_begins_nothing() -> None:
    assert not begin(Bursts(), names("z"), SEEN, topology(SPUR), NOW).probes


def test_the_suspects_are_probed_first() -> None:
    begun = begin(Bursts(), names("ce"), SEEN, topology(CHAIN), NOW)
    order = list(dict.fromkeys(probe.device for probe in begun.probes))
    assert order[:2] == ["c", "e"]


def test_two_bursts_over_the_same_device_probe_it_no_more_often_than_one() -> None:
    first = begin(Bursts(), names("d"), SEEN, topology(SPUR), NOW)
    second = begin(first.bursts, names("e"), SEEN, topology(SPUR), Millis(NOW + 300))
    moments = sorted(probe.at for probe in (*first.probes, *second.probes) if probe.device == "c")
    assert moments == [NOW, NOW + SPACING, NOW + 2 * SPACING]


def test_a_burst_that_follows_another_goes_on_from_its_last_probe() -> None:
    first = begin(Bursts(), names("d"), SEEN, topology(SPUR), NOW)
    second = begin(first.bursts, names("d"), SEEN, topology(SPUR), Millis(NOW + 1_500))
    assert [probe.at - NOW for probe in second.probes if probe.device == "d"] == [3 * SECOND]


@given(st.lists(st.tuples(st.integers(0, 60_000), st.sampled_from("abcdef"), st.booleans()), max_size=60).map(sorted))
def test_no_device_is_ever_probed_more_often_than_once_a_second(asked: list[tuple[int, str, bool]]) -> None:
    whole, bursts, probes = topology(CHAIN), Bursts(), dict[str, list[int]]()
    for moment, device, is_hint in asked:
        begun = begin(bursts, names(device), HINTED if is_hint else SEEN, whole, Millis(NOW + moment))
        bursts = begun.bursts
        for probe in begun.probes:
            probes.setdefault(probe.device, []).append(probe.at)
    for moments in probes.values():
        assert all(later - sooner >= SPACING for sooner, later in pairwise(moments))


def test_a_device_that_hints_without_end_gets_no_more_than_its_bucket() -> None:
    whole, bursts, count = topology(SPUR), Bursts(), 0
    for moment in range(0, MINUTE, 100):
        begun = begin(bursts, names("d"), HINTED, whole, Millis(NOW + moment))
        bursts, count = begun.bursts, count + len(begun.allowed)
    assert count == 5


def test_a_liar_in_its_name_does_not_keep_a_real_loss_from_being_looked_at() -> None:
    whole, bursts = topology(SPUR), Bursts()
    for _ in range(10):
        bursts = begin(bursts, names("d"), HINTED, whole, NOW).bursts
    assert not begin(bursts, names("d"), HINTED, whole, NOW).allowed
    assert begin(bursts, names("d"), SEEN, whole, Millis(NOW + 3_000)).probes


def test_what_is_over_is_forgotten() -> None:
    bursts = begin(Bursts(), names("d"), SEEN, topology(SPUR), NOW).bursts
    later = begin(bursts, [], SEEN, topology(SPUR), Millis(NOW + MINUTE)).bursts
    assert later == Bursts()


def test_only_so_many_devices_are_probed_at_once() -> None:
    hub = [f"a-n{number}" for number in range(MOST_AT_ONCE + 200)]
    begun = begin(Bursts(), [DeviceName("a")], SEEN, topology(hub), NOW)
    assert len(begun.probes) == MOST_AT_ONCE * PROBES
    assert "a" in {probe.device for probe in begun.probes}


def test_a_first_loss_is_alarming_and_a_second_one_is_not() -> None:
    network = topology(SPUR).network
    assert alarming(heard(up="abc"), heard(up="ab", missing="c"), network) == {"c"}
    assert alarming(heard(), heard(missing="c"), network) == {"c"}
    assert alarming(heard(missing="c"), heard(missing="c"), network) == frozenset()
    assert alarming(heard(missing="c"), heard(up="c"), network) == frozenset()


def test_a_link_that_a_neighbour_reports_down_is_alarming_once_and_only_while_it_answers() -> None:
    network = topology(SPUR).network
    down = [("b", "b-c")]
    assert alarming(heard(up="abc"), heard(up="abc", down=down), network) == {"c"}
    assert alarming(heard(up="abc", down=down), heard(up="abc", down=down), network) == frozenset()
    assert alarming(heard(missing="b"), heard(missing="b", down=down), network) == frozenset()
    assert alarming(heard(up="b"), heard(up="b", down=[("b", "elsewhere")]), network) == frozenset()


def test_a_port_that_was_up_and_goes_down_is_alarming() -> None:
    network = topology(SPUR).network
    after = heard(up="abc", down=[("b", "b-c")])
    port = (DeviceName("b"), "b-c")
    before = replace(after, ports={port: replace(after.ports[port], is_up=True)})
    assert alarming(before, after, network) == {"c"}
