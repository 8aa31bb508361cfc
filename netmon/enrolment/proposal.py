"""What the inventory would say about a device that was met, and everything people should know before they agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netmon.enrolment.cabling import Cable, cables, known_neighbours, sightings
from netmon.enrolment.identity import Identity, identify
from netmon.enrolment.names import is_slug
from netmon.enrolment.place import Placed, Spot, Unplaced, place, spot
from netmon.enrolment.platform import platform_of
from netmon.enrolment.survey import Portrait
from netmon.enrolment.wishes import Meeting, Wishes
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory, Reachability
from netmon.inventory.rendering import render
from netmon.model import DeviceName
from netmon.phrase import Phrase

SNMP_PORT = 161
FOLDER = "devices"
MOST_REMARKS = 20
FIRST_ANCHOR = "first"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A device as the inventory would have it: `sections` of a file of its own, and remarks on them."""

    name: DeviceName
    heading: str
    sections: Mapping[str, Mapping[str, object]]
    remarks: tuple[Phrase, ...]

    @property
    def text(self) -> str:
        """The file."""
        return render(self.sections, self.heading)

    def path(self, inventory: Path) -> Path:
        """Return where the file belongs: one for each device."""
        return inventory / FOLDER / f"{self.name}.yaml"


def propose(portrait: Portrait, inventory: Inventory, meeting: Meeting, wishes: Wishes) -> Proposal | Unplaced:
    """Return the proposal, or why nobody can say where the device stands.

    Raise CommandRefused if the inventory has the device already, or a wish cannot be granted.
    """
    identity = identify(portrait, meeting.address, wishes.name, inventory)
    seen = sightings(portrait, inventory)
    placed = place(portrait, identity.name, known_neighbours(seen), wishes, inventory)
    if isinstance(placed, Unplaced):
        return placed
    found = spot(placed, wishes, inventory)
    laid = tuple(cables(identity.name, portrait, seen, inventory))
    return Proposal(
        name=identity.name,
        heading=_heading(meeting, portrait),
        sections=_sections(identity, _device(identity, found, portrait, meeting, wishes), found, laid, inventory),
        remarks=_bounded([*_remarks(placed, meeting, identity, inventory), *(c.remark for c in laid if c.remark)]),
    )


def _heading(meeting: Meeting, portrait: Portrait) -> str:
    descr = f": {portrait.descr}" if portrait.descr else ""
    return f"As {meeting.address} described itself{descr}"[:110]


def _sections(
    identity: Identity, device: Mapping[str, object], found: Spot, laid: Sequence[Cable], inventory: Inventory
) -> dict[str, Mapping[str, object]]:
    anchor = {FIRST_ANCHOR: {"title": found.title, "device": str(identity.name)}}
    sections: dict[str, Mapping[str, object]] = {
        "sites": {found.site: found.body} if found.body else {},
        "devices": {str(identity.name): device},
        "links": {cable.name: cable.body for cable in laid if cable.body},
        "anchors": {} if inventory.anchors else anchor,
    }
    return {name: body for name, body in sections.items() if body}


def _device(identity: Identity, found: Spot, portrait: Portrait, meeting: Meeting, wishes: Wishes) -> dict[str, object]:
    snmp: dict[str, object] = {"credential": meeting.credential}
    if meeting.port != SNMP_PORT:
        snmp["port"] = meeting.port
    device: dict[str, object] = {
        "site": found.site,
        "role": wishes.role.value,
        "platform": _platform(portrait, wishes),
        "addresses": list(identity.addresses),
    }
    if meeting.reachability is not Reachability.ICMP:
        device["reachability"] = meeting.reachability.value
    return {**device, "snmp": snmp}


def _platform(portrait: Portrait, wishes: Wishes) -> str:
    if wishes.platform is None:
        return platform_of(portrait.descr)
    if not is_slug(wishes.platform):
        raise CommandRefused(
            Phrase(
                '--platform "{platform}": write small letters, digits and hyphens, such as ios-xe',
                platform=wishes.platform,
            )
        )
    return wishes.platform


def _remarks(placed: Placed, meeting: Meeting, identity: Identity, inventory: Inventory) -> Iterator[Phrase]:
    if placed.sign is not None:
        yield placed.sign
    yield from identity.remarks
    if meeting.silence is not None:
        yield Phrase("SNMP will say whether it is reachable, as ICMP cannot: {silence}", silence=meeting.silence)
    if not inventory.anchors:
        yield Phrase("there was no anchor: the region begins at {name} until you name another", name=identity.name)


def _bounded(remarks: list[Phrase]) -> tuple[Phrase, ...]:
    """Return no more remarks than somebody reads."""
    left = len(remarks) - MOST_REMARKS
    more = [Phrase("and {left:more remark|more remarks}", left=left)] if left > 0 else []
    return (*remarks[:MOST_REMARKS], *more)
