"""Whether planned links join whom they were planned to join, as far as their ends hear each other (LLDP).

Who hears nobody contradicts nothing: many devices know no LLDP, and where several are heard at one
port there is a switch in between. What was heard speaks for a day; after that nobody knows any more
whether the plan is still true.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netmon.clock import DAY, Millis
from netmon.judgement.network import Ends, Vertex, link_vertex
from netmon.model import DeviceName, LinkName

BELIEVED = DAY
"""How long what was heard speaks for itself."""
NEVER = Millis(1 << 62)

Port = tuple[DeviceName, str]
"""A device and one of its interfaces."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Whom an interface heard last, and when: what the neighbour calls itself and its chassis."""

    name: str
    chassis: str
    at: Millis


@dataclass(frozen=True, slots=True)
class Bearings:
    """By what a device can be recognised: everything it is called, and the chassis it says it is."""

    names: frozenset[str]
    chassis: str = ""


class Accord(StrEnum):
    """How a planned link and what its ends hear go together."""

    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    """Another neighbour is heard than the planned one."""
    UNCONFIRMED = "unconfirmed"
    """What was heard once is too old to speak for or against it."""


RANKS = (Accord.UNCONFIRMED, Accord.CONFIRMED, Accord.MISMATCH)
"""What stands where the two ends say different things: the last."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What an end of a link says of it: whom the plan has at its port, and whom it hears there."""

    accord: Accord
    port: Port
    planned: DeviceName
    found: str
    """The device of the inventory that it is, or else what it calls itself."""
    heard_at: Millis


@dataclass(frozen=True, slots=True)
class Drift:
    """What is found about links that anything was ever heard of; `until` is when time alone changes it."""

    findings: Mapping[LinkName, Finding] = field(default_factory=dict)
    until: Millis = NEVER

    @property
    def contradicted(self) -> frozenset[Vertex]:
        """The links that do not lead where the plan has them lead."""
        return frozenset(
            link_vertex(link) for link, finding in self.findings.items() if finding.accord is Accord.MISMATCH
        )


def drift(ends: Ends, heard: Mapping[Port, Heard], known: Mapping[DeviceName, Bearings], now: Millis) -> Drift:
    """Compare the planned links with whom their ends heard."""
    told = {link: list(_findings(ports, heard, known, now)) for link, ports in ends.items()}
    best = {link: max(found, key=_weight) for link, found in told.items() if found}
    over = (finding.heard_at + BELIEVED for found in told.values() for finding in found)
    return Drift(best, Millis(min((moment for moment in over if moment > now), default=NEVER)))


def is_it(heard: Heard, bearings: Bearings) -> bool | None:
    """Say whether a device is the one that was heard; None if what was heard cannot tell.

    A name fits in any case and with or without its domain; of two that have one, the domains decide.
    """
    if heard.chassis and heard.chassis == bearings.chassis:
        return True
    if not heard.name:
        return False if heard.chassis and bearings.chassis else None
    return any(_are_same(_plain(heard.name), _plain(name)) for name in bearings.names)


def _findings(
    ports: tuple[Port, Port], heard: Mapping[Port, Heard], known: Mapping[DeviceName, Bearings], now: Millis
) -> Iterator[Finding]:
    for port, (planned, _) in (ports, ports[::-1]):
        told = heard.get(port)
        is_planned = is_it(told, known[planned]) if told else None
        if told and is_planned is not None:
            found = planned if is_planned else _title(told, known)
            yield Finding(_accord(told, now, is_planned=is_planned), port, planned, found, told.at)


def _accord(heard: Heard, now: Millis, *, is_planned: bool) -> Accord:
    if now >= heard.at + BELIEVED:
        return Accord.UNCONFIRMED
    return Accord.CONFIRMED if is_planned else Accord.MISMATCH


def _weight(finding: Finding) -> tuple[int, Millis]:
    return RANKS.index(finding.accord), finding.heard_at


def _title(heard: Heard, known: Mapping[DeviceName, Bearings]) -> str:
    """Return whom the inventory knows as the one that was heard; else its own name, or its chassis."""
    ours = (device for device, bearings in known.items() if is_it(heard, bearings))
    return next(ours, heard.name or heard.chassis)


def _plain(name: str) -> str:
    return name.strip().rstrip(".").casefold()


def _are_same(one: str, other: str) -> bool:
    if "." in one and "." in other:
        return one == other
    return bool(one) and one.partition(".")[0] == other.partition(".")[0]
