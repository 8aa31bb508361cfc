"""A municipality is meant by its code or its name."""

import pytest

from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory
from netmon.report.whom import municipality_called


def inventory(*names: str) -> Inventory:
    town = {"kind": "I", "orp": "1", "district": "x", "population": "1", "latitude": "50", "longitude": "12"}
    return Inventory.build(
        {
            "region": {"name": "Testland", "code": "CZ000"},
            "orps": {"1": {"name": "Alpha"}},
            "municipalities": {f"50000{n}": {"name": name, **town} for n, name in enumerate(names)},
        }
    )


REGION = inventory("Aš", "Cheb", "Březová", "Březová", "Horní Slavkov")


@pytest.mark.parametrize(
    ("text", "code"),
    [("500001", "500001"), ("Cheb", "500001"), ("CHEB", "500001"), ("as", "500000"), ("horni  slavkov ", "500004")],
)
def test_case_and_accents_do_not_matter(text: str, code: str) -> None:
    assert municipality_called(text, REGION) == code


def test_an_exact_name_wins_over_one_without_accents() -> None:
    assert municipality_called("Lípa", inventory("Lipa", "Lípa")) == "500001"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Březová", r"several municipalities are called .Březová.; write a code: 500002 \(Alpha\), 500003 \(Alpha\)"),
        ("Chep", 'did you mean "Cheb"'),
        ("brezov", 'did you mean "Březová"'),
        ("Praha", "no municipality is called .Praha.; write its name or its six-digit code"),
    ],
)
def test_who_is_not_found_is_told_what_to_write(text: str, reason: str) -> None:
    with pytest.raises(CommandRefused, match=reason):
        municipality_called(text, REGION)
