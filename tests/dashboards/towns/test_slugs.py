"""A municipality's address is plain ASCII, and its code comes first."""

from dashboards.towns.slugs import municipality_slug, slug
from netmon.model import MunicipalityCode


def test_a_slug_is_plain_ascii() -> None:
    assert slug("Hradiště (vojenský újezd)") == "hradiste-vojensky-ujezd"
    assert municipality_slug(MunicipalityCode("554634"), "Luby") == "554634-luby"
