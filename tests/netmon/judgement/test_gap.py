"""What is known of the time in which netmon did not run."""

from netmon.clock import MINUTE, Millis
from netmon.judgement.gap import after_gap
from netmon.judgement.situation import Verdict
from netmon.model import DeviceState, EntityKind, LinkState, MunicipalityState
from tests.netmon.judgement.networks import SPUR, region
from tests.netmon.judgement.rehearsal import Rehearsal, at, fault


def test_everything_is_unknown_since_the_last_beat_and_incidents_stay_open() -> None:
    before = Rehearsal(region(SPUR), [fault("b-c", 20)], seed=3).run(at(40)).situation
    now = Millis(at(40) + MINUTE)
    judgement = after_gap(before, at(38), now)
    after = judgement.situation
    assert after.incidents == before.incidents != ()
    assert {standing.state for standing in after.devices.values()} == {DeviceState.UNKNOWN}
    assert {standing.state for standing in after.links.values()} == {LinkState.UNKNOWN}
    assert {standing.state for standing in after.municipalities.values()} == {MunicipalityState.UNKNOWN}
    assert {track.verdict for track in after.tracks.values()} == {Verdict.UNKNOWN}
    assert after.ports == {}
    assert {(change.at, change.known_at) for change in judgement.transitions} == {(at(38), now)}
    assert {change.entity.kind for change in judgement.transitions} >= {EntityKind.DEVICE, EntityKind.MUNICIPALITY}


def test_what_was_unknown_before_a_gap_makes_no_transition() -> None:
    before = Rehearsal(region(SPUR), [fault("b-c", 20)], seed=3).run(at(40)).situation
    once = after_gap(before, at(38), at(80)).situation
    assert after_gap(once, at(81), at(140)).transitions == ()
