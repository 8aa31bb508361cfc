"""Who writes letters: what there is, what was written, where readers may look, and what time it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.inventory.models import Correspondent, Inventory, Topic
from netmon.letters.post import Post, work_subject
from netmon.letters.wording import called
from netmon.maintenance.work import PERSON
from netmon.model import Maintenance, MunicipalityCode


@dataclass(frozen=True, slots=True)
class Office:
    """The desk at which all letters of a moment are written."""

    inventory: Inventory
    base_url: str
    post: Post
    now: Millis

    def page_of(self, code: MunicipalityCode) -> str:
        """Return the page of a municipality."""
        return f"{self.base_url.rstrip('/')}/o/{code}"

    def name_of(self, code: MunicipalityCode) -> str:
        """Return a municipality's name; its code, if it is gone from the inventory."""
        town = self.inventory.municipalities.get(code)
        return code if town is None else called(town.name)

    def contacts(self, code: MunicipalityCode, topic: Topic) -> Iterator[tuple[str, Correspondent]]:
        """Yield whoever is to be written to about something, once for each address."""
        contacts = self.inventory.municipalities[code].contacts
        wanting = {each.email: each for each in contacts if each.email is not None and each.wants(topic)}
        yield from wanting.items()

    def announced(self, window: Maintenance, code: MunicipalityCode, address: str) -> bool:
        """Say whether an address has heard of a work; one that is called off excuses nothing any more."""
        return window.source == PERSON and self.post.reached(work_subject(window.id, code), address)
