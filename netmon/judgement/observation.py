"""What poll results mean for the situation: probes become tracks, interfaces become port reports."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from netmon.clock import Millis
from netmon.inventory.models import Device
from netmon.judgement.situation import PortReport, Situation, Track, Verdict
from netmon.judgement.tracks import observe
from netmon.model import DeviceName, Measurement, PollErrorKind, PollResult
from netmon.settings import Detection

Key = TypeVar("Key")
Told = TypeVar("Told", Track, PortReport)

IF_OPER_STATUS_UP = 1
IF_OPER_STATUS_UNKNOWN = 4
"""ifOperStatus, RFC 2863: up(1); unknown(4) says nothing; all others pass no packets."""
OUR_FAULTS = frozenset({PollErrorKind.MISCONFIGURED, PollErrorKind.INTERNAL})
"""Failures that say nothing of the device: nobody was asked."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """How long a collector's answer may be believed: its interval, times the validity."""

    intervals: Mapping[str, Millis]
    detection: Detection

    def until(self, result: PollResult) -> Millis:
        """Return when a result stops being valid."""
        return Millis(result.started + int(self.intervals[result.collector] * self.detection.validity))


def absorb(
    situation: Situation,
    results: Iterable[PollResult],
    devices: Mapping[DeviceName, Device],
    horizon: Horizon,
    *,
    ports_of_interest: Container[tuple[DeviceName, str]] | None = None,
) -> Situation:
    """Return the situation with what the results say about devices, and about interfaces that links end at.

    Those are `ports_of_interest`, None for all interfaces: judgement asks for no others, and many are dear to keep.
    """
    tracks, ports = dict(situation.tracks), dict(situation.ports)
    for result in results:
        device = devices.get(result.device)
        if device is None or result.collector not in horizon.intervals:
            continue
        valid_until = horizon.until(result)
        if result.collector == device.reachability.value and not _is_our_fault(result):
            tracks[device.name] = observe(
                tracks.get(device.name, Track()),
                answered=result.answered,
                at=result.started,
                valid_until=valid_until,
                detection=horizon.detection,
            )
        for measurement in result.measurements:
            if measurement.name != "net_if":
                continue
            port = (device.name, measurement.tags["ifname"])
            is_of_interest = ports_of_interest is None or port in ports_of_interest
            if is_of_interest and _says_something(measurement):
                ports[port] = _port_report(measurement, result.finished, valid_until, ports.get(port))
    return replace(situation, tracks=tracks, ports=ports)


def turned(before: Situation, after: Situation) -> frozenset[DeviceName]:
    """Return the devices that fell silent, were found down, or came back: ask their neighbours now."""
    return frozenset(name for name, old, new in _differing(before.tracks, after.tracks) if _has_turned(old, new))


def is_news(before: Situation, after: Situation) -> bool:
    """Say whether judgement may see anything new; all else is that what was known is valid for longer."""
    return any(
        _has_turned(old, new) or old is None or old.verdict is not new.verdict
        for _, old, new in _differing(before.tracks, after.tracks)
    ) or any(old is None or old.is_up is not new.is_up for _, old, new in _differing(before.ports, after.ports))


def _differing(before: Mapping[Key, Told], after: Mapping[Key, Told]) -> Iterator[tuple[Key, Told | None, Told]]:
    """Yield what was told anew, and what was told before: all else is the very same object."""
    for key, new in after.items():
        old = before.get(key)
        if old is not new:
            yield key, old, new


def _has_turned(before: Track | None, after: Track) -> bool:
    if before is None:
        return after.misses > 0
    if after.verdict is Verdict.DOWN is not before.verdict:
        return True
    return (after.misses > 0 and before.misses == 0) or (after.answers > 0 and before.answers == 0)


def _is_our_fault(result: PollResult) -> bool:
    return not result.answered and result.failure is not None and result.failure.kind in OUR_FAULTS


def _says_something(measurement: Measurement) -> bool:
    return measurement.fields.get("oper", IF_OPER_STATUS_UNKNOWN) != IF_OPER_STATUS_UNKNOWN


def _port_report(measurement: Measurement, at: Millis, valid_until: Millis, before: PortReport | None) -> PortReport:
    is_up = measurement.fields.get("oper") == IF_OPER_STATUS_UP
    changed = measurement.fields.get("last_change")
    is_the_same = before is not None and before.is_up == is_up
    return PortReport(
        is_up=is_up,
        at=min(before.at, at) if before is not None and is_the_same else at,  # the clock may have been set back
        valid_until=valid_until,
        changed_at=Millis(changed) if isinstance(changed, int) else None,
    )
