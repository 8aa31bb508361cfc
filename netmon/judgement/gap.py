"""What is known of the time in which netmon itself did not run: nothing; and how a mere restart is bridged."""

from dataclasses import replace
from typing import TypeVar

from netmon.clock import SECOND, Millis
from netmon.judgement.situation import Judgement, PortReport, Situation, Track
from netmon.judgement.standings import transitions_between
from netmon.model import DeviceState, LinkState, MunicipalityState, Standing

Heard = TypeVar("Heard", Track, PortReport)

BEAT = Millis(10 * SECOND)
"""How often the heartbeat is written, and with it that all goes on as it was."""
SHORTEST_GAP = Millis(3 * BEAT)
"""A shorter silence is a restart, not an outage of netmon."""
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


def bridged(situation: Situation, last_beat: Millis, now: Millis) -> Situation:
    """Return the situation after a restart, valid for longer by what may have been heard since the last heartbeat.

    Who falls silent or comes back is written down at once; that it goes on like that is not. The ports
    of a device that does not answer were not heard of either.
    """
    hidden = max(0, min(BEAT, now - last_beat))
    answering = {name for name, track in situation.tracks.items() if track.answers}
    return replace(
        situation,
        tracks={name: _longer(track, hidden) for name, track in situation.tracks.items()},
        ports={
            port: _longer(report, hidden) if port[0] in answering else report
            for port, report in situation.ports.items()
        },
    )


def _longer(heard: Heard, by: int) -> Heard:
    return replace(heard, valid_until=Millis(heard.valid_until + by))
