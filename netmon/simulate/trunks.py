"""Which links are what in the topology: trunks that somebody depends on, rings, and the links outside."""

from dataclasses import dataclass
from typing import Self

from netmon.inventory.models import DeviceRole, Inventory, Link
from netmon.judgement.network import Network, link_vertex
from netmon.model import LinkName, MunicipalityCode

BACKBONE = frozenset({DeviceRole.CORE, DeviceRole.AGGREGATION})


@dataclass(frozen=True, slots=True)
class Trunks:
    """The active links by what their loss means, each in the inventory's order."""

    spurs: dict[LinkName, frozenset[MunicipalityCode]]
    """Backbone links that somebody depends on, and the municipalities that only they join."""
    rings: tuple[LinkName, ...]
    """Backbone links whose loss nobody notices."""
    access: tuple[LinkName, ...]
    """Links outside the backbone."""

    @classmethod
    def of(cls, inventory: Inventory, network: Network) -> Self:
        """Return the links of a network."""
        links = inventory.active_links()
        backbone = [name for name, link in links.items() if _is_backbone(inventory, link)]
        behind = {name: network.cut_off_by({link_vertex(name)}) for name in backbone}
        return cls(
            spurs={name: codes for name, codes in behind.items() if codes},
            rings=tuple(name for name, codes in behind.items() if not codes),
            access=tuple(name for name in links if name not in behind),
        )


def _is_backbone(inventory: Inventory, link: Link) -> bool:
    return all(inventory.devices[end.device].role in BACKBONE for end in link.ends)
