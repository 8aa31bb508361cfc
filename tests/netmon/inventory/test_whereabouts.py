"""Which municipality a text or a point means, and what name a text makes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.inventory.loading import load
from netmon.inventory.models import SLUG, Inventory
from netmon.inventory.whereabouts import kilometres_between, municipality_named, nearest_municipality, slug_of

SHIPPED = Path(__file__).parents[3] / "inventory"


@pytest.fixture(scope="module")
def region() -> Inventory:
    return load(SHIPPED)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cheb", ["Cheb"]),
        ("frantiskovy lazne", ["Františkovy Lázně"]),
        ("FRANTIŠKOVY LÁZNĚ", ["Františkovy Lázně"]),
        ("554499", ["Aš"]),
        ("Městský úřad Aš", ["Aš"]),
        ("as-core-1", ["Aš"]),
        ("Uzel 554499 (sklep)", ["Aš"]),
        ("Doupovské Hradiště", ["Doupovské Hradiště"]),
        ("Obecní úřad Doupovské Hradiště", ["Doupovské Hradiště"]),
        ("Uzel Cheb – Aš", ["Aš", "Cheb"]),
        ("Březová", ["Březová", "Březová"]),
        ("Chebsko", []),
        ("55449", []),
        ("…", []),
        ("", []),
    ],
)
def test_a_text_names_municipalities_by_name_or_code(text: str, names: list[str], region: Inventory) -> None:
    assert sorted(region.municipalities[code].name for code in municipality_named(text, region)) == names


def test_every_municipality_is_named_by_its_code_alone(region: Inventory) -> None:
    assert all(municipality_named(code, region) == (code,) for code in region.municipalities)


def test_every_municipality_is_the_nearest_to_its_own_point(region: Inventory) -> None:
    for code, municipality in region.municipalities.items():
        assert nearest_municipality(municipality.latitude, municipality.longitude, region) == code


def test_distances_are_those_of_the_globe() -> None:
    assert kilometres_between((50.0755, 14.4378), (50.0796, 12.3739)) == pytest.approx(147.3, abs=0.5)
    assert kilometres_between((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
    assert kilometres_between((50, 12), (50, 12)) == 0


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Cheb-Core-1", "cheb-core-1"),
        ("sw01.cheb.example.org", "sw01-cheb-example-org"),
        ("Městský úřad Aš", "mestsky-urad-as"),
        ("  --x__y--  ", "x-y"),
        ("Straße 5", "strasse-5"),
        ("日本", ""),
        ("a" * 63 + " b", "a" * 63),
    ],
)
def test_a_name_is_made_of_letters_digits_and_hyphens(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text())
def test_whatever_is_said_makes_a_name_the_inventory_takes_or_none(text: str) -> None:
    slug = slug_of(text)
    assert slug == "" or re.fullmatch(SLUG, slug)
    assert slug_of(slug) == slug
