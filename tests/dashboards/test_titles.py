"""Things are called by the towns they belong to, and keep their name when they are gone."""

import pytest

from dashboards.titles import entity_title, link_title
from netmon.model import Entity, EntityKind, LinkName
from tests.dashboards.exhibit import shipped_inventory


def test_a_link_is_called_by_its_towns() -> None:
    inventory = shipped_inventory()
    assert link_title(inventory, inventory.links[LinkName("cheb-as")]) in {"Cheb – Aš", "Aš – Cheb"}


@pytest.mark.parametrize("kind", EntityKind)
def test_what_the_inventory_no_longer_has_keeps_its_name(kind: EntityKind) -> None:
    assert entity_title(shipped_inventory(), Entity(kind, "gone-1")) == "gone-1"
