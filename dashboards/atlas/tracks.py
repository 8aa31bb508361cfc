"""What happened, as bars below a chart: one track for states, one for incidents, one for works."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dashboards.atlas.events import Event, Lane
from dashboards.drawing.plot import HEIGHT, place_of
from netmon.clock import Interval

TRACK = 16
"""How high a track is with the room below it."""
NARROWEST = 3.0
"""Narrower would not be seen; bars of the same kind that overlap become one."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One or more events that lie together; `event` is the first of them."""

    event: Event
    x: float
    width: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Track:
    """The bars of one lane."""

    lane: Lane
    y: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tracks:
    """All tracks that hold anything, and how high the drawing is with them."""

    tracks: tuple[Track, ...]
    height: float


def draw_tracks(events: Iterable[Event], window: Interval) -> Tracks:
    """Return what happened in a window, below a plot of it."""
    known = list(events)
    lanes = [lane for lane in Lane if any(event.lane is lane for event in known)]
    tracks = tuple(
        Track(lane, HEIGHT + number * TRACK, tuple(_merged([e for e in known if e.lane is lane], window)))
        for number, lane in enumerate(lanes)
    )
    return Tracks(tracks, HEIGHT + len(lanes) * TRACK)


def _merged(events: Sequence[Event], window: Interval) -> Iterator[Bar]:
    """Yield the bars of one lane, as many as can be told apart."""
    before: Bar | None = None
    for event in events:
        start, end = place_of(event.window.start, window), place_of(event.window.end, window)
        bar = Bar(event, round(start, 1), round(max(NARROWEST, end - start), 1))
        if before is not None and bar.event.sign == before.event.sign and bar.x <= before.x + before.width:
            reach = max(before.x + before.width, bar.x + bar.width)
            before = replace(before, width=round(reach - before.x, 1), count=before.count + 1)
            continue
        if before is not None:
            yield before
        before = bar
    if before is not None:
        yield before
