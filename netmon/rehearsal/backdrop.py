"""The network around a rehearsed rule: everything answers but what an event has taken down."""

from dataclasses import replace

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.judge import judge
from netmon.judgement.situation import Judgement, Situation, Track
from netmon.judgement.topology import Topology
from netmon.judgement.tracks import observe
from netmon.model import DeviceName
from netmon.settings import Detection

FOR_EVER = Millis(1 << 62)


class Backdrop:
    """Devices that answer or not, and what judgement makes of it."""

    def __init__(self, inventory: Inventory, detection: Detection, now: Millis) -> None:
        self._topology = Topology.of(inventory)
        self._detection = detection
        first = observe(Track(), answered=True, at=now, valid_until=FOR_EVER, detection=detection)
        tracks = dict.fromkeys(inventory.active_devices(), first)
        self._judgement = Judgement(Situation(tracks=tracks), next_at=now)

    def turn(self, device: DeviceName, now: Millis, *, answers: bool) -> None:
        """Let a device fall silent or answer again, for as many probes as that takes to be believed."""
        situation = self._judgement.situation
        track = situation.tracks[device]
        for _ in range(self._detection.answers if answers else self._detection.misses):
            track = observe(track, answered=answers, at=now, valid_until=FOR_EVER, detection=self._detection)
        after = replace(situation, tracks={**situation.tracks, device: track})
        self._judgement = Judgement(after, next_at=now)

    def is_due(self, now: Millis) -> bool:
        """Say whether there is occasion to judge."""
        return self._judgement.next_at is not None and self._judgement.next_at <= now

    def judged(self, now: Millis) -> Judgement:
        """Return what judgement makes of it now; what it closed is told once."""
        if self.is_due(now):
            self._judgement = judge(self._topology, self._judgement.situation, self._detection, now)
            return self._judgement
        return Judgement(self._judgement.situation)
