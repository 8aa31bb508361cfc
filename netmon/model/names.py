"""What things are called: names that must not be mixed, and the kinds of things that have a state."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

DeviceName = NewType("DeviceName", str)
LinkName = NewType("LinkName", str)
MunicipalityCode = NewType("MunicipalityCode", str)
"""The six-digit RÚIAN and ČSÚ code; names repeat in the region, codes do not."""
InterfaceName = NewType("InterfaceName", str)
IncidentId = NewType("IncidentId", str)


class EntityKind(StrEnum):
    """What a state belongs to."""

    DEVICE = "device"
    LINK = "link"
    MUNICIPALITY = "municipality"
    INTERFACE = "interface"
    SHARED_RISK = "shared_risk"
    """What several links would lose together: a duct, a mast, a power feed."""
    SESSION = "session"
    """A planned BGP or OSPF adjacency: `cheb-core-1:bgp:192.0.2.1`."""
    NETMON = "netmon"


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """One thing that has a state: `device cheb-core-1`, `interface cheb-core-1:xe1`."""

    kind: EntityKind
    name: str

    def __hash__(self) -> int:
        """Return the hash of the name, which a string keeps: everything known is found by it, many times a round."""
        return hash(self.name)

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
