"""What is known of the time in which netmon did not run."""

from dataclasses import replace

from netmon.clock import MINUTE, SECOND, Millis
from netmon.judgement.gap import BEAT, after_gap, bridged
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


def test_a_restart_lets_everything_be_valid_for_what_the_heartbeat_hides_and_changes_nothing_else() -> None:
    before = Rehearsal(region(SPUR), [fault("b-c", 20)], seed=3).run(at(40)).situation
    for passed, hidden in ((0, 0), (4 * SECOND, 4 * SECOND), (25 * SECOND, BEAT), (-SECOND, 0)):
        after = bridged(before, at(38), Millis(at(38) + passed))
        for name, track in before.tracks.items():
            assert after.tracks[name] == replace(track, valid_until=Millis(track.valid_until + hidden))
        assert replace(after, tracks=before.tracks, ports=before.ports) == before


def test_what_a_silent_device_last_said_of_its_ports_is_valid_for_no_longer() -> None:
    before = Rehearsal(region(SPUR), [fault("b-c", 20)], seed=3).run(at(40)).situation
    after = bridged(before, at(38), at(42))
    longer = {device for (device, port), report in after.ports.items() if report != before.ports[device, port]}
    assert longer == {"a", "b"}
    assert {device for device, _ in before.ports} > longer
