"""The one sentence: is the region connected, and if not, how much of it and for how long."""

from collections import Counter
from dataclasses import dataclass

from dashboards.formats import Formats
from dashboards.signs import MUNICIPALITY_SIGNS, Sign
from dashboards.texts import Words
from netmon.clock import Millis
from netmon.model import MunicipalityState
from netmon.reader import Snapshot

CUT_OFF = (MunicipalityState.DISCONNECTED, MunicipalityState.ISOLATED)
"""Both are without connection for those who live there; tiles and sentences tell them apart."""
COUNTED = (*CUT_OFF, MunicipalityState.DEGRADED, MunicipalityState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Headline:
    """`tone` is a sign's name; `figure` is read from six metres, `sentence` from two."""

    tone: str
    figure: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many municipalities are in a state."""

    sign: Sign
    number: int


def headline(snapshot: Snapshot, now: Millis, words: Words, formats: Formats) -> Headline:
    """Return the sentence of the overview."""
    standings = list(snapshot.municipalities.values())
    cut_off = [standing for standing in standings if standing.state in CUT_OFF]
    known = [standing for standing in standings if standing.state is not MunicipalityState.UNKNOWN]
    if cut_off:
        longest = formats.duration(now - min(standing.since for standing in cut_off))
        return Headline(
            "disconnected",
            words("headline.cut_off", len(cut_off)),
            words("headline.longest", len(cut_off), longest=longest),
        )
    if not known:
        return Headline("unknown", words("headline.nothing"), words("headline.waiting", len(standings)))
    total = len(standings)
    figure = words("headline.connected", connected=len(known), total=total, of=of_number(total))
    return Headline("operational", figure, words("headline.operational", total))


def counts(snapshot: Snapshot) -> list[Count]:
    """Return how many municipalities are in each state worth a word, the worst first."""
    tally = Counter(standing.state for standing in snapshot.municipalities.values())
    return [Count(MUNICIPALITY_SIGNS[state], tally[state]) for state in COUNTED if tally[state]]


def of_number(number: int) -> str:
    """Return the Czech preposition before a number in words: `ze` before sto, dvou, sedmi, else `z`."""
    leading = number
    while leading >= 1000:  # noqa: PLR2004 -- thousands
        leading //= 1000
    if leading >= 100:  # noqa: PLR2004 -- hundreds
        return "ze" if leading // 100 in (1, 2, 3, 4, 6, 7) else "z"
    if leading > 20:  # noqa: PLR2004 -- tens: dvaceti, třiceti, čtyřiceti, šedesáti, sedmdesáti
        return "ze" if leading // 10 in (2, 3, 4, 6, 7) else "z"
    return "ze" if leading in (2, 3, 4, 6, 7, 14, 16, 17, 20) else "z"
