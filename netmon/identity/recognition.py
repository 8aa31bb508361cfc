"""Which present interface is which known one.

1. A known interface is where it was seen last, as long as its name is there: the port keeps its
   role, whatever is plugged in. Only if all that it tells speaks against it, and another present
   interface fits clearly (its MAC and another piece, nothing against it), has it moved there: two
   names were swapped, or all were shifted.
2. One whose name is gone has moved to the present name that nobody holds and that its evidence
   fits: two of three pieces agree, or the MAC does and nothing contradicts.
3. Nobody takes the place of another that stays. What fits in several places, or is claimed by
   several, moves nowhere: in doubt a present name starts a series of its own.
4. One whose place is gone is found at its own name again, unless its evidence speaks against that
   and the inventory does not name it.
5. Where the inventory begins to use the present name of one that has moved, its series is called so
   from then on: the move is over.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from netmon.identity.evidence import UNTOLD, Clue, Evidence, Fit, fit, telling
from netmon.identity.known import NOWHERE, Known, Move, Named, Reason, Recognition, described, unused
from netmon.model import InterfaceName

MOST_GONE = 256
"""Interfaces remembered of a device that has them no more."""

Seen = Mapping[InterfaceName, Evidence]
Claims = Mapping[InterfaceName, InterfaceName]
"""Known names, and the present names where they are found now."""


def recognise(known: Sequence[Known], seen: Seen, named: Named, room: int) -> Recognition:
    """Return who is who, with as many newcomers as there is room for."""
    told = telling(seen)
    before = _with_telling(known)
    claims = _with_homes(_claims(before, told), before, told, named)
    moves = tuple(_moves(before, claims, told))
    heeded = heed([_placed(each, claims, told) for each in before], named)
    wanted = [_used(each, named) for each in heeded.known if named.wants(each.name)]
    present = [each for each in wanted if each.place in told][:room]
    gone = [each for each in wanted if each.place not in told]
    present += _newcomers([*gone, *present], told, named, room - len(present))
    return Recognition((*_latest(gone, room - len(present)), *present), (*moves, *heeded.moves))


def heed(known: Sequence[Known], named: Named) -> Recognition:
    """Return what is known, called as the inventory calls it now.

    Whoever bears a name that the inventory now uses for another is called as the device calls it.
    """
    given = _given(known, named)
    names = {each.name for each in known if each.name not in given} | set(given.values())
    heeded: list[Known] = []
    for each in known:
        name = given.get(each.name, each.name)
        if each.name not in given and each.name in given.values():
            if each.place == NOWHERE:
                continue
            name = unused(each.place, names)
            names.add(name)
        heeded.append(replace(each, name=name))
    moves = (Move(place, name, place, Reason.INVENTORY) for name, place in given.items())
    return Recognition(tuple(heeded), tuple(moves))


def _used(known: Known, named: Named) -> Known:
    """Return what is known, with what the inventory uses its name for."""
    return replace(known, roles=named.roles.get(known.name, frozenset()))


def _latest(gone: Sequence[Known], room: int) -> Sequence[Known]:
    """Return those to remember of the interfaces that are gone: the latest, as far as there is room."""
    return gone[max(len(gone) - min(room, MOST_GONE), 0) :]


def _given(known: Sequence[Known], named: Named) -> Mapping[InterfaceName, InterfaceName]:
    """Return the known names of those whose move is over, and what the inventory calls them now.

    It uses the present name for what it used the known one for; or it does not use that any more, and
    nobody else is known by the present one, whom it could mean.
    """
    moved = {each: named.roles.get(each.place, frozenset()) for each in known if each.has_moved}
    followed = {each for each, roles in moved.items() if roles & each.roles}
    meant = {each.name for each in known if each not in followed}
    free = {each for each, roles in moved.items() if roles and each.name not in named.roles and each.place not in meant}
    return {each.name: each.place for each in known if each in followed | free}


def _with_telling(known: Sequence[Known]) -> list[Known]:
    """Return what is known without the evidence that several share."""
    told = telling({each.name: each.evidence for each in known})
    return [replace(each, evidence=told[each.name]) for each in known]


def _claims(known: Sequence[Known], seen: Seen) -> Claims:
    """Return where those are found that are not where they were, as far as that is beyond doubt."""
    whose: Mapping[Clue, InterfaceName] = {clue: name for name, each in seen.items() for clue in each.clues()}
    strange = {each.place for each in known if each.place in seen and _at_home(each, seen).is_contradicted}
    staying = {each.place for each in known if each.place in seen} - strange
    found = {}
    for each in known:
        if each.place not in staying:
            fits = {whose[clue] for clue in each.evidence.clues() & whose.keys()} - {each.place} - staying
            convincing = [name for name in fits if _is_it(each, name, seen, strange)]
            if len(convincing) == 1:
                found[each.name] = convincing[0]
    contested = Counter(found.values())
    return {name: place for name, place in found.items() if contested[place] == 1}


def _is_it(known: Known, name: InterfaceName, seen: Seen, strange: AbstractSet[InterfaceName]) -> bool:
    """Say whether a known interface is found at a present name; one of two strange ones, only if that is clear."""
    there = fit(known.evidence, seen[name])
    return there.is_clear if strange & {known.place, name} else there.is_convincing


def _at_home(known: Known, seen: Seen) -> Fit:
    """Return how an interface fits where it was seen last."""
    return fit(known.evidence, seen.get(known.place, UNTOLD))


def _with_homes(claims: Claims, known: Sequence[Known], seen: Seen, named: Named) -> Claims:
    """Return the claims, and for each that is nowhere its own name if that is free."""
    taken = {each.place for each in known} | set(claims.values())
    homes = {
        each.name: each.name
        for each in known
        if each.name not in claims
        and each.place not in seen
        and each.name in seen.keys() - taken
        and (each.name in named.roles or not fit(each.evidence, seen[each.name]).is_contradicted)
    }
    return {**claims, **homes}


def _moves(known: Sequence[Known], claims: Claims, seen: Seen) -> Iterator[Move]:
    for each in known:
        if (place := claims.get(each.name)) is not None:
            reason = described(fit(each.evidence, seen[place]).agreeing) or Reason.NAME
            yield Move(each.name, each.place, place, reason)


def _placed(known: Known, claims: Claims, seen: Seen) -> Known:
    place = claims.get(known.name, NOWHERE if known.place in claims.values() else known.place)
    return replace(known, place=place, evidence=known.evidence.renewed(seen.get(place, UNTOLD)))


def _newcomers(known: Sequence[Known], seen: Seen, named: Named, room: int) -> Iterator[Known]:
    """Yield the present interfaces that nobody knows; one that bears the name of another gets a name of its own."""
    places = {each.place for each in known}
    names = {each.name for each in known}
    for place in seen:
        if place not in places and room > 0 and named.wants(place):
            name = unused(place, names | seen.keys()) if place in names else place
            names.add(name)
            room -= 1
            yield _used(Known(name, place, seen[place]), named)
