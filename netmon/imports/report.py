"""What an import has to tell, for people and as JSON; long lists are counted, not recited."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice

from netmon.foreign import one_line
from netmon.imports.drift import Difference, Drift, Thing
from netmon.imports.found import WORDS, Kind, LeftOut, Reason
from netmon.imports.reckoning import Reckoning
from netmon.inventory.fault import subject
from netmon.phrase import Phrase

MOST_LINES = 20
"""Differences told of one kind."""
MOST_NAMES = 5
"""Names told of what is left out for one reason."""
MOST_DIFF = 200
MOST_COMPLAINTS = 20
LONGEST_NAME = 60
NOTHING = Phrase("nothing")


def lines_of(reckoning: Reckoning) -> Iterator[Phrase]:
    """Yield what people read before they are asked."""
    found = reckoning.found
    yield Phrase(
        "found: {sites:site|sites}, {devices:device|devices}, {links:link|links}",
        sites=len(found.sites),
        devices=len(found.devices),
        links=len(found.links),
    )
    yield from _left_out(reckoning.left_out)
    if reckoning.change.before is not None or not reckoning.drift.needs_writing:
        yield from _drift(reckoning.drift)
    else:  # the diff says all of it
        yield from _by_hand(reckoning.drift)
    yield from _complaints(reckoning)


def diff_of(reckoning: Reckoning) -> Iterator[str]:
    """Yield the lines of the diff, as far as a screen can bear them."""
    lines = reckoning.change.diff()
    yield from lines[:MOST_DIFF]
    if len(lines) > MOST_DIFF:
        yield Phrase("… and {more:more line|more lines}", more=len(lines) - MOST_DIFF)


def as_object(reckoning: Reckoning) -> dict[str, object]:
    """Return all of it as JSON has it, in English."""
    drift = reckoning.drift
    return {
        "file": str(reckoning.change.path),
        "found": {
            "sites": len(reckoning.found.sites),
            "devices": len(reckoning.found.devices),
            "links": len(reckoning.found.links),
        },
        "left_out": [asdict(one) for one in reckoning.left_out],
        "drift": {
            "theirs": [asdict(thing) for thing in drift.theirs],
            "ours": [asdict(thing) for thing in drift.ours],
            "changed": [_difference(difference) for difference in drift.changed],
            "elsewhere": [_difference(difference) for difference in drift.elsewhere],
        },
        "diff": reckoning.change.diff(),
    }


def _difference(difference: Difference) -> dict[str, object]:
    return {**asdict(difference.thing), "key": difference.key, "theirs": difference.theirs, "ours": difference.ours}


def _left_out(left_out: Iterable[LeftOut]) -> Iterator[Phrase]:
    groups: defaultdict[tuple[Kind, Reason], list[str]] = defaultdict(list)
    for one in left_out:
        groups[one.kind, one.reason].append(one.name)
    for (kind, reason), names in groups.items():
        yield Phrase("left out, {kind} {names}: {reason}", kind=Phrase(kind), names=_names(names), reason=WORDS[reason])


def _names(names: Sequence[str]) -> Phrase:
    """Return the first few of many names."""
    told = [one_line(name)[:LONGEST_NAME] for name in names[:MOST_NAMES]]
    if len(names) <= MOST_NAMES:
        return Phrase("{names}", names=told)
    return Phrase("{names} and {more:other|others}", names=told, more=len(names) - MOST_NAMES)


def _drift(drift: Drift) -> Iterator[Phrase]:
    yield from _bounded([Phrase("only there: {thing}", thing=_name(thing)) for thing in drift.theirs])
    yield from _bounded([Phrase("only here: {thing}", thing=_name(thing)) for thing in drift.ours])
    yield from _bounded([_told(difference) for difference in drift.changed])
    yield from _by_hand(drift)
    if drift.is_empty:
        yield Phrase("no differences")


def _by_hand(drift: Drift) -> Iterator[Phrase]:
    told = [_told(difference) for difference in drift.elsewhere]
    yield from _bounded([Phrase("{difference} (written by hand, stays)", difference=one) for one in told])


def _told(difference: Difference) -> Phrase:
    return Phrase(
        "{thing}, {key}: there {theirs}, here {ours}",
        thing=_name(difference.thing),
        key=difference.key,
        theirs=difference.theirs or NOTHING,
        ours=difference.ours or NOTHING,
    )


def _name(thing: Thing) -> Phrase:
    return subject((thing.section, thing.name))


def _bounded(lines: Sequence[Phrase]) -> Iterator[Phrase]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield Phrase("… and {more:more of the kind|more of the kind}", more=len(lines) - MOST_LINES)


def _complaints(reckoning: Reckoning) -> Iterator[Phrase]:
    """Yield what would be wrong: every error, and of the doubts those about the file itself."""
    complaints = reckoning.examination.complaints
    file = str(reckoning.change.path)
    told = [complaint.phrase for complaint in complaints if complaint.is_error or complaint.file == file]
    yield from islice(told, MOST_COMPLAINTS)
    more = len(complaints) - min(len(told), MOST_COMPLAINTS)
    if more:
        yield Phrase("{more:more complaint|more complaints} of the inventory; netmon check tells them", more=more)
