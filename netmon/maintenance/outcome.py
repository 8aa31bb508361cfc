"""What a work has come to: whose outages it excused, and for how long."""

from collections.abc import Mapping

from netmon.clock import Interval, Millis
from netmon.judgement.availability import account
from netmon.judgement.correction import Past
from netmon.maintenance.listing import Listed
from netmon.model import EntityKind, MunicipalityCode


def excused_so_far(each: Listed, now: Millis) -> Interval | None:
    """Return in which time a work has excused outages until now; None if in none."""
    if each.window is None or not each.work.is_in_time or now <= each.window.start:
        return None
    return Interval(each.window.start, min(each.window.end, now))


def municipalities_of(each: Listed) -> tuple[MunicipalityCode, ...]:
    """Return the municipalities that a work covers."""
    return tuple(MunicipalityCode(entity.name) for entity in each.work.scope if entity.kind is EntityKind.MUNICIPALITY)


def forgiven(pasts: Mapping[MunicipalityCode, Past], span: Interval) -> dict[MunicipalityCode, Millis]:
    """Return how long each municipality that was out in a time was excused."""
    times = {code: account(span, past.states, [span]).maintenance for code, past in pasts.items()}
    return {code: time for code, time in times.items() if time}
