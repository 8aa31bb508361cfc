"""What the page of an incident offers to do about it, to whoever may."""

from dataclasses import dataclass

from dashboards.desk import Visit
from dashboards.handling.handover import Colleague, colleagues
from dashboards.handling.kin import Kin, kin
from dashboards.handling.mute import Muted, ends, hushed_by, muted
from netmon.clock import Millis
from netmon.model import IncidentRecord
from netmon.reader import Reader


@dataclass(frozen=True, slots=True)
class Handling:
    """To whom it can be passed on, how long and until when it can be muted, what mutes it now, what resembles it."""

    colleagues: tuple[Colleague, ...]
    mutes: dict[str, Millis]
    muted: Muted | None
    kin: tuple[Kin, ...]


NOTHING = Handling((), {}, None, ())


def handling(record: IncidentRecord, seen: Visit, reader: Reader) -> Handling:
    """Return what an operator can do about an incident; others can do nothing, and see none of it."""
    incident, inventory = record.incident, seen.snapshot.inventory
    if not seen.rights.sees_all or incident.merged_into is not None:
        return NOTHING
    past = kin(incident, seen, reader)
    if not incident.is_open:
        return Handling((), {}, None, past)
    return Handling(
        colleagues(inventory, seen.actor.account, seen.now),
        ends(seen.now) if hushed_by(incident) is not None else {},
        muted(incident, inventory, reader, seen.now),
        past,
    )
