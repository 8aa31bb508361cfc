"""What is wrong with the values of an inventory, by path: a complaint before it has a place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from netmon.inventory.complaint import Complaint, ComplaintSeverity
from netmon.inventory.models import Inventory
from netmon.inventory.tree import Node, Path, place_of


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the value at a path; a path that ends with `KEY` blames the key."""

    path: Path
    what: str
    cure: str
    severity: ComplaintSeverity = ComplaintSeverity.ERROR

    def located(self, root: Node) -> Complaint:
        """Return the complaint, at the place where the tree has the path."""
        return Complaint.at(place_of(root, self.path), self.what, self.cure, self.severity)


def warning(path: Path, what: str, cure: str) -> Fault:
    """Return a fault that the inventory can be used with all the same."""
    return Fault(path, what, cure, ComplaintSeverity.WARNING)


Check = Callable[[Inventory], Iterable[Fault]]
"""A judgement of a valid inventory: netmon's other rooms may add theirs to a check."""

NOUNS = {
    "orps": "ORP",
    "municipalities": "municipality",
    "sites": "site",
    "devices": "device",
    "links": "link",
    "shared_risks": "shared risk",
    "sla_classes": "SLA class",
    "anchors": "anchor",
    "receivers": "receiver",
    "routes": "route",
    "rules": "rule",
    "windows": "window",
}
CREDENTIALS = "credentials"


def subject(path: Path) -> str:
    """Return whom a path speaks of in words: `device cheb-core-1, addresses[0]`."""
    head, rest = _split(path)
    trail = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in rest).lstrip(".")
    return f"{head}, {trail}" if trail else head


def _split(path: Path) -> tuple[str, Path]:
    section = str(path[0]) if path else "inventory"
    if section == CREDENTIALS and len(path) > 2:  # noqa: PLR2004 -- credentials.snmp.name
        return f"{path[1]} credential {path[2]}", path[3:]
    if section in NOUNS and len(path) > 1:
        name = path[1] + 1 if isinstance(path[1], int) else path[1]
        return f"{NOUNS[section]} {name}", path[2:]
    return section, path[1:]
