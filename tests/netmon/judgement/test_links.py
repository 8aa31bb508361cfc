"""What is known of a link from the words of its ends, and from who answers behind it."""

from dataclasses import replace

import pytest

from netmon.clock import MINUTE, SECOND, Millis
from netmon.judgement.links import CREDIBLE, Ports, heard_down, link_standings
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, LinkName, LinkState, Standing
from tests.netmon.judgement.networks import RING, SPUR, region, vertex

NOW = Millis(1_780_000_000_000)
SPUR_TOPOLOGY, RING_TOPOLOGY = Topology.of(region(SPUR)), Topology.of(region(RING))
LINK = LinkName("b-c")


def ago(seconds: float) -> Millis:
    return Millis(NOW - round(seconds * SECOND))


def answering(since: Millis, at: Millis | None = None) -> Track:
    return Track(
        Verdict.UP, since, answers=3, first_answer=since, valid_until=Millis(NOW + MINUTE), answered_at=at or since
    )


def word(*, is_up: bool, at: Millis, changed: Millis | None = None, valid: int = MINUTE) -> PortReport:
    return PortReport(is_up=is_up, at=at, valid_until=Millis(NOW + valid), changed_at=changed)


def standing(
    reports: dict[str, PortReport], tracks: dict[str, Track], *, former: Standing | None = None, ring: bool = True
) -> Standing:
    """Return what is known of the link b-c of a ring, where nobody's answer proves anything, or of a spur."""
    return link_standings(ports(reports, tracks, former=former, ring=ring))[LINK]


def ports(
    reports: dict[str, PortReport], tracks: dict[str, Track], *, former: Standing | None = None, ring: bool = True
) -> Ports:
    topology = RING_TOPOLOGY if ring else SPUR_TOPOLOGY
    situation = Situation(
        tracks={DeviceName(name): track for name, track in tracks.items()},
        ports={(DeviceName(name), "b-c"): report for name, report in reports.items()},
        links={LINK: former} if former else {},
    )
    answers = {vertex(name): track for name, track in tracks.items() if track.first_answer is not None}
    return Ports(
        topology.network,
        situation,
        topology.last_passed({device: track.answered_at for device, track in answers.items()}),
        topology.first_passed({device: track.first_answer or NOW for device, track in answers.items()}),
        NOW,
    )


UP_BEFORE = Standing(LinkState.UP, ago(3_000))


def test_a_link_of_which_no_end_speaks_is_unknown() -> None:
    assert standing({}, {"b": answering(ago(90))}).state is LinkState.UNKNOWN


def test_an_end_that_does_not_answer_itself_is_not_believed() -> None:
    silent = Track(Verdict.DOWN, ago(9), misses=3, valid_until=Millis(NOW + MINUTE))
    assert standing({"b": word(is_up=False, at=ago(5))}, {"b": silent}).state is LinkState.UNKNOWN
    assert standing({"b": word(is_up=False, at=ago(5))}, {}).state is LinkState.UNKNOWN


def test_a_word_counts_as_long_as_it_is_valid() -> None:
    tracks = {"b": answering(ago(90))}
    assert standing({"b": word(is_up=True, at=ago(90), valid=1)}, tracks).state is LinkState.UP
    assert standing({"b": word(is_up=True, at=ago(90), valid=0)}, tracks).state is LinkState.UNKNOWN


@pytest.mark.parametrize("down", ["b", "c"])
def test_one_end_that_says_down_outweighs_one_that_says_up(down: str) -> None:
    tracks = {"b": answering(ago(90)), "c": answering(ago(90))}
    reports = {name: word(is_up=name != down, at=ago(10)) for name in "bc"}
    found = standing(reports, tracks)
    assert found.state is LinkState.DOWN
    assert found.reason == f"interface {down}:b-c reports ifOperStatus down"


def test_an_outage_began_with_the_earliest_credible_ifLastChange() -> None:  # noqa: N802  (the object's name)
    tracks = {"b": answering(ago(900)), "c": answering(ago(900))}
    reports = {
        "b": word(is_up=False, at=ago(10), changed=ago(14)),
        "c": word(is_up=False, at=ago(5), changed=ago(17)),
    }
    found = standing(reports, tracks, former=UP_BEFORE)
    assert (found.since, found.reason) == (ago(17), "interface c:b-c reports ifOperStatus down")


@pytest.mark.parametrize("changed", [None, NOW, Millis(ago(10) - CREDIBLE - 1)])
def test_an_ifLastChange_that_is_missing_ahead_or_too_old_is_not_believed(changed: Millis | None) -> None:  # noqa: N802
    report = word(is_up=False, at=ago(10), changed=changed)
    assert standing({"b": report}, {"b": answering(ago(900))}, former=UP_BEFORE).since == ago(10)


@pytest.mark.parametrize("former", [None, Standing(LinkState.UNKNOWN, ago(50))])
def test_a_state_that_follows_on_ignorance_begins_when_netmon_hears_of_it(former: Standing | None) -> None:
    report = word(is_up=False, at=ago(10), changed=ago(40))
    assert standing({"b": report}, {"b": answering(ago(900))}, former=former).since == ago(10)
    assert standing({"b": report}, {"b": answering(ago(3))}, former=former).since == ago(3)


def test_a_link_whose_far_side_answers_since_the_report_is_up() -> None:
    reports = {"b": word(is_up=False, at=ago(20))}
    tracks = {"b": answering(ago(900)), "d": answering(ago(6), at=ago(2))}
    found = standing(reports, tracks, former=Standing(LinkState.DOWN, ago(21)), ring=False)
    assert (found.state, found.since, found.reason) == (LinkState.UP, ago(6), "what lies behind it answers")


def test_an_answer_from_before_the_report_proves_nothing() -> None:
    reports = {"b": word(is_up=False, at=ago(2))}
    tracks = {"b": answering(ago(900)), "d": answering(ago(900), at=ago(3))}
    assert standing(reports, tracks, former=UP_BEFORE, ring=False).state is LinkState.DOWN


def test_in_a_ring_an_answer_proves_nothing_of_a_single_link() -> None:
    tracks = {name: answering(ago(900), at=ago(1)) for name in "abcdx"}
    reports = {"b": word(is_up=False, at=ago(9))}
    assert standing(reports, tracks, former=UP_BEFORE).state is LinkState.DOWN


def test_a_link_of_which_no_end_speaks_is_up_where_somebody_behind_it_answers() -> None:
    assert standing({}, {"d": answering(ago(6))}, ring=False).state is LinkState.UP


def test_a_link_that_is_down_was_heard_so_when_its_last_end_said_it() -> None:
    tracks = {"b": answering(ago(900)), "c": answering(ago(4))}
    reports = {name: word(is_up=False, at=ago(10)) for name in "bc"}
    known = ports(reports, tracks, former=UP_BEFORE)
    assert heard_down(known, link_standings(known)) == {vertex("b-c"): ago(4)}
    assert heard_down(known, {LINK: replace(UP_BEFORE)}) == {}


def test_a_link_is_up_since_the_last_of_its_ends_is_by_the_time_on_the_device() -> None:
    tracks = {"b": answering(ago(900)), "c": answering(ago(900))}
    reports = {
        "b": word(is_up=True, at=ago(5), changed=ago(17)),
        "c": word(is_up=True, at=ago(10), changed=ago(14)),
    }
    found = standing(reports, tracks, former=Standing(LinkState.DOWN, ago(30)))
    assert (found.since, found.reason) == (ago(14), "interface c:b-c reports ifOperStatus up")
