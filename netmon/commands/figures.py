"""What a person may do about figures: correct what counts, and give a month away."""

from dataclasses import dataclass, field

from netmon.clock import Interval
from netmon.model import CountsAs, MunicipalityCode


@dataclass(frozen=True, slots=True)
class CorrectAvailability:
    """Somebody knows better what a municipality went through; the event log stays as it is."""

    municipality: MunicipalityCode
    window: Interval
    counts_as: CountsAs
    reason: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What figures rest on: how many changes of municipalities and how many corrections, and the last of each."""

    events: int
    last_event: int
    corrections: int
    last_correction: int


@dataclass(frozen=True, slots=True)
class PublishFigures:
    """Somebody gives the figures of a month away, as canonical JSON; what was published before stays."""

    month: str
    sha256: str
    basis: Basis
    reason: str
    figures: str = field(repr=False)


FiguresCommand = CorrectAvailability | PublishFigures
