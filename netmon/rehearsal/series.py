"""What a test says was measured, in promtool's notation: `0+5x10 _x3 stale 80x4`.

`80` is a sample, `80x4` that sample and four more like it, `0+5x10` ten more that grow by five, and `9-1x3`
three that shrink. `_` is a visit that brought nothing: what was measured last stays valid for a while. After
`stale` nothing is known from this moment on. A word is a sample too: `upx3 down`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Millis
from netmon.inventory.complaint import Misfit, quote
from netmon.model import FieldValue
from netmon.phrase import Phrase

MOST_SAMPLES = 10_000
NUMBER = r"-?\d+(?:\.\d+)?(?:e\d+)?"
RUN = re.compile(
    rf"(?:(?P<number>{NUMBER})(?P<step>[+-]\d+(?:\.\d+)?(?:e\d+)?)?|(?P<word>_|[A-Za-z]+?))(?:x(?P<more>\d{{1,5}}))?"
)
FLAGS = {"true": True, "false": False}


class Silence(StrEnum):
    """What a visit may bring instead of a value."""

    MISSING = "_"
    STALE = "stale"


Heard = FieldValue | Silence


@dataclass(frozen=True, slots=True)
class Series:
    """What the visits of a test bring of one field, from its beginning on."""

    every: Millis
    heard: tuple[Heard, ...]


def parse_series(text: object) -> tuple[Heard, ...]:
    """Return what each visit brings; raise Misfit."""
    heard: list[Heard] = []
    for written in str(text).split():
        match = RUN.fullmatch(written)
        if match is None:
            what = Phrase("{text} is no samples", text=quote(written))
            raise Misfit(what, Phrase("write such as 0+5x10, 80x4, _x3 or stale"))
        heard += _run(match)
        if len(heard) > MOST_SAMPLES:
            what = Phrase("more than {limit:,} samples", limit=MOST_SAMPLES)
            raise Misfit(what, Phrase("write a shorter test, or a longer interval"))
    return tuple(heard)


def _run(match: re.Match[str]) -> list[Heard]:
    """Return the samples of a run; that of silence has as many as it says, as promtool counts."""
    more = int(match["more"] or 0)
    word = match["word"]
    if word == Silence.MISSING:
        return [Silence.MISSING] * max(1, more)
    if word is not None:
        return [Silence.STALE if word == Silence.STALE else FLAGS.get(word, word)] * (more + 1)
    first, step = float(match["number"]), float(match["step"] or 0)
    return [_whole(first + step * number) for number in range(more + 1)]


def _whole(value: float) -> FieldValue:
    return int(value) if value.is_integer() else value
