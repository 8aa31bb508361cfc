"""What is known of the time in which netmon itself did not run: nothing."""

from dataclasses import replace

from netmon.clock import SECOND, Millis
from netmon.judgement.situation import Judgement, Situation, Track
from netmon.judgement.standings import transitions_between
from netmon.model import DeviceState, LinkState, MunicipalityState, Standing

SHORTEST_GAP = Millis(30 * SECOND)
"""The heartbeat is written every 10 s; a shorter silence is a restart, not an outage of netmon."""
REASON = "netmon did not run"


def after_gap(situation: Situation, last_beat: Millis, now: Millis) -> Judgement:
    """Return everything as unknown since the last heartbeat; open incidents stay open."""
    unknown = replace(
        situation,
        tracks={name: Track(since=last_beat) for name in situation.tracks},
        ports={},
        devices={name: Standing(DeviceState.UNKNOWN, last_beat, REASON) for name in situation.devices},
        links={name: Standing(LinkState.UNKNOWN, last_beat, REASON) for name in situation.links},
        municipalities={
            code: Standing(MunicipalityState.UNKNOWN, last_beat, REASON) for code in situation.municipalities
        },
    )
    return Judgement(situation=unknown, transitions=transitions_between(situation, unknown, now))
