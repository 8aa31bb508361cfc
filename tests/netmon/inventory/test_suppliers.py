"""Suppliers stand in one place, and links name them; where nobody wrote any, a name is all that is known."""

from pathlib import Path

import pytest

from netmon.inventory.loading import examine
from tests.netmon.inventory import SMALL

SUPPLIED = SMALL.replace(
    "    shared_risks: [duct]\n", "    shared_risks: [duct]\n    supplier: Poohří Net (vymyšlený)\n    circuit: PN-1\n"
)
DESKS = "suppliers:\n  Poohří Net (vymyšlený): {phone: +420 000 111 222}\n"


def complaints(directory: Path, text: str) -> list[str]:
    (directory / "all.yaml").write_text(text, encoding="utf-8")
    return [str(each.phrase) for each in examine(directory).complaints if "upplier" in str(each.phrase)]


def test_a_link_names_its_supplier_as_people_do(tmp_path: Path) -> None:
    assert complaints(tmp_path, SUPPLIED + DESKS) == []
    inventory = examine(tmp_path).inventory
    assert inventory is not None
    supplier = inventory.links[next(iter(inventory.links))].supplier
    assert supplier is not None
    assert inventory.suppliers[supplier].phone == "+420 000 111 222"


def test_an_inventory_without_suppliers_is_as_good_as_before(tmp_path: Path) -> None:
    assert complaints(tmp_path, SUPPLIED) == []


def test_a_name_that_is_no_suppliers_is_doubted_at_its_line(tmp_path: Path) -> None:
    (found,) = complaints(tmp_path, SUPPLIED + DESKS.replace("Poohří", "Poohri"))
    line = SUPPLIED[: SUPPLIED.index("supplier:")].count("\n") + 1
    assert found == (
        f'{tmp_path}/all.yaml:{line}:15: warning: link as-hazlov, supplier: there is no supplier "Poohří Net'
        ' (vymyšlený)"; did you mean "Poohri Net (vymyšlený)"?'
    )


def test_a_supplier_that_cannot_be_called_is_doubted(tmp_path: Path) -> None:
    (found,) = complaints(tmp_path, SUPPLIED + DESKS.replace("phone: +420 000 111 222", "customer: K-7"))
    assert found.endswith("supplier Poohří Net (vymyšlený) cannot be called; add phone or email")


@pytest.mark.parametrize("name", ['" "', f'"{"x" * 201}"'])
def test_a_name_that_nobody_could_write_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "all.yaml").write_text(f"{SMALL}suppliers:\n  {name}: {{phone: '1'}}\n", encoding="utf-8")
    complaint, *_ = examine(tmp_path).complaints
    assert complaint.is_error
