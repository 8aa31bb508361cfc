"""Whether the page about the inventory tells everything, and is the one that the models make."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from netmon.inventory import models
from netmon.inventory.models import Inventory
from netmon.inventory.models.network import LinkEnd
from netmon.inventory.models.values import Model
from netmon.inventory.reference import KEY_ONLY, reference
from netmon.rules.reference import language

PAGE = Path(__file__).parents[3] / "inventory" / "REFERENCE.md"


def blocks() -> list[type[BaseModel]]:
    """Return every model that the inventory is made of and files write as keys."""
    ours = (model for model in Model.__subclasses__() if model.__module__.startswith(models.__name__))
    return [model for model in ours if model not in (Inventory, LinkEnd)]


def test_the_page_in_the_repository_is_the_one_the_models_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference() + language(), (
        "run: netmon print reference > inventory/REFERENCE.md"
    )


@pytest.mark.parametrize("model", blocks(), ids=lambda model: model.__name__)
def test_every_block_has_a_chapter_with_all_its_keys(model: type[BaseModel]) -> None:
    chapter = reference().partition(f"\n## {model.__name__}\n")[2].partition("\n## ")[0]
    keys = {field.alias or name for name, field in model.model_fields.items()} - set(KEY_ONLY.get(model.__name__, ()))
    assert {line.split("`")[1] for line in chapter.splitlines() if line.startswith("| `")} == keys


def test_every_section_is_named() -> None:
    chapter = reference().partition("\n## Sections\n")[2].partition("\n## ")[0]
    assert {line.split("`")[1] for line in chapter.splitlines() if line.startswith("| `")} == set(
        Inventory.model_fields
    )


def test_every_key_says_what_it_is_for() -> None:
    rows = [line for line in reference().splitlines() if line.startswith("| `")]
    assert [row for row in rows if row.rstrip(" |").endswith(("|", "`"))] == []
