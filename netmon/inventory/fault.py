"""What is wrong with the values of an inventory, by path: a complaint before it has a place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from netmon.inventory.complaint import Complaint, ComplaintSeverity
from netmon.inventory.models import Inventory
from netmon.inventory.tree import Node, Path, place_of, place_within
from netmon.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the value at a path; a path that ends with `KEY` blames the key."""

    path: Path
    what: Phrase
    cure: Phrase
    severity: ComplaintSeverity = ComplaintSeverity.ERROR
    character: int = 1
    """Where in the text at the path, counted from 1."""

    def located(self, root: Node) -> Complaint:
        """Return the complaint, at the place where the tree has the path."""
        place = place_of(root, self.path) if self.character == 1 else place_within(root, self.path, self.character)
        return Complaint.at(place, self.what, self.cure, self.severity)


def warning(path: Path, what: Phrase, cure: Phrase) -> Fault:
    """Return a fault that the inventory can be used with all the same."""
    return Fault(path, what, cure, ComplaintSeverity.WARNING)


Check = Callable[[Inventory], Iterable[Fault]]
"""A judgement of a valid inventory: netmon's other rooms may add theirs to a check."""

NOUNS = {
    "orps": "ORP {name}",
    "municipalities": "municipality {name}",
    "sites": "site {name}",
    "devices": "device {name}",
    "links": "link {name}",
    "suppliers": "supplier {name}",
    "shared_risks": "shared risk {name}",
    "sla_classes": "SLA class {name}",
    "anchors": "anchor {name}",
    "receivers": "receiver {name}",
    "people": "person {name}",
    "rotas": "rota {name}",
    "escalations": "escalation {name}",
    "routes": "route {name}",
    "rules": "rule {name}",
    "windows": "window {name}",
}
"""What a thing of a section is called."""
CREDENTIALS = "credentials"


def subject(path: Path) -> Phrase:
    """Return whom a path speaks of in words: `device cheb-core-1, addresses[1]`."""
    head, rest = _split(path)
    trail = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in rest).lstrip(".")
    return Phrase("{head}, {trail}", head=head, trail=trail) if trail else head


def _split(path: Path) -> tuple[Phrase, Path]:
    if not path:
        return Phrase("inventory"), ()
    section = str(path[0])
    if section == CREDENTIALS and len(path) > 2:  # noqa: PLR2004 -- credentials.snmp.name
        return Phrase("{protocol} credential {name}", protocol=path[1], name=path[2]), path[3:]
    if section in NOUNS and len(path) > 1:
        name = path[1] + 1 if isinstance(path[1], int) else path[1]
        return Phrase(NOUNS[section], name=name), path[2:]
    return Phrase("{section}", section=section), path[1:]
