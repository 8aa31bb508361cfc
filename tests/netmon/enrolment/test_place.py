"""Where a device stands: the surest sign decides, and doubt is told instead of a guess."""

import pytest

from netmon.enrolment.place import Placed, Unplaced, place, spot
from netmon.enrolment.wishes import Wishes
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory, Site, SiteKind
from netmon.language import Language
from netmon.model import DeviceName, MunicipalityCode
from netmon.phrase import in_language
from tests.netmon.enrolment import empty, region, stranger

CHEB, SOKOLOV, AS = map(MunicipalityCode, ("554481", "560286", "554499"))
NEAR_AS = (50.22, 12.19)
NONE = Wishes()


def placed(
    location: str = "", name: str = "sw-1", *near: str, wishes: Wishes = NONE, inventory: Inventory | None = None
) -> Placed | Unplaced:
    known = inventory or region()
    neighbours = [known.devices[DeviceName(neighbour)] for neighbour in near]
    return place(stranger(location=location), DeviceName(name), neighbours, wishes, known)


@pytest.mark.parametrize(
    ("location", "name", "near", "wishes", "code"),
    [
        ("Městský úřad Cheb, sklep", "sokolov-1", (), Wishes(), CHEB),
        ("MESTSKY URAD CHEB", "sw-1", (), Wishes(), CHEB),
        ("stožár, 50.0796°N, 12.3739", "sw-1", (), Wishes(), CHEB),
        ("50.0796 12.3739", "sw-1", (), Wishes(), CHEB),
        ("0.00, 0.00", "as-1", (), Wishes(), AS),
        ("Laboratoř", "cheb-core-9", (), Wishes(), CHEB),
        ("", "frantiskovy-lazne-1", (), Wishes(), MunicipalityCode("554529")),
        ("", "sw-1", ("cheb-core-1",), Wishes(), CHEB),
        ("Cheb nebo Aš", "sokolov-1", (), Wishes(), SOKOLOV),
        ("Cheb", "cheb-1", ("cheb-core-1",), Wishes(municipality="Aš"), AS),
        ("Cheb", "cheb-1", (), Wishes(municipality="554499"), AS),
        ("Cheb", "cheb-1", (), Wishes(at=NEAR_AS), AS),
        ("Cheb", "cheb-1", (), Wishes(site="as-office"), AS),
        ("Cheb", "cheb-1", (), Wishes(municipality="Sokolov", at=NEAR_AS), SOKOLOV),
    ],
)
def test_the_surest_sign_decides(
    location: str, name: str, near: tuple[str, ...], wishes: Wishes, code: MunicipalityCode
) -> None:
    found = placed(location, name, *near, wishes=wishes)
    assert isinstance(found, Placed)
    assert found.municipality == code


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (placed(), "nothing says which municipality the device stands in; add --municipality NAME or --at LAT,LON"),
        (placed("", "sw-cheb-1"), "nothing says"),
        (placed("", "sw-1", "cheb-core-1", "as-core-1"), "554481 (Cheb, Cheb), 554499 (Aš, Cheb)"),
        (
            placed("Březová"),
            "several municipalities; choose with --municipality: 537870 (Březová, Karlovy Vary), 560294",
        ),
        (placed(wishes=Wishes(municipality="Chodov")), "choose with --municipality: "),
        (placed(wishes=Wishes(municipality="Sokolof")), 'called "Sokolof"; did you mean "Sokolov"?'),
        (placed(wishes=Wishes(at=(12.37, 50.08))), "write the latitude first"),
    ],
)
def test_doubt_is_told_with_the_cure(found: Placed | Unplaced, reason: str) -> None:
    assert isinstance(found, Unplaced)
    assert reason in found.reason


def test_a_sign_is_named_and_a_wish_needs_none() -> None:
    guessed, wished = placed("Cheb"), placed(wishes=Wishes(municipality="Cheb"))
    assert isinstance(guessed, Placed)
    assert guessed.sign == 'it stands in Cheb: its sysLocation is "Cheb"'
    assert in_language(guessed.sign, Language.CS) == "stojí v obci Cheb: jeho sysLocation je „Cheb“"
    assert wished == Placed(CHEB)


def sites(**kinds: SiteKind) -> Inventory:
    """Return the region with these sites in Aš, and one in Cheb that bears the name of Aš's."""
    here = {name.replace("_", "-"): Site(name=name, municipality=AS, kind=kind) for name, kind in kinds.items()}
    return empty().model_copy(update={"sites": here})


@pytest.mark.parametrize(
    ("inventory", "site", "is_new"),
    [
        (sites(), "as-pop", True),
        (sites(urad=SiteKind.OFFICE), "urad", False),
        (sites(urad=SiteKind.OFFICE, skola=SiteKind.SCHOOL), "urad", False),
        (sites(skola=SiteKind.SCHOOL), "as-pop", True),
        (sites(urad=SiteKind.OFFICE, uzel=SiteKind.POP), "as-pop", True),
        (sites(urad=SiteKind.OFFICE, as_pop=SiteKind.POP), "as-pop", False),
    ],
)
def test_the_only_office_or_node_is_the_site_and_else_a_new_one(inventory: Inventory, site: str, is_new: bool) -> None:  # noqa: FBT001 -- a table
    found = spot(Placed(AS), Wishes(), inventory)
    assert (found.site, found.body is not None) == (site, is_new)


def test_of_two_towns_of_one_name_each_gets_a_site_of_its_own() -> None:
    first, second = (code for code, town in empty().municipalities.items() if town.name == "Březová")
    one = spot(Placed(first), Wishes(), empty())
    taken = empty().model_copy(update={"sites": {one.site: Site(name="x", municipality=first, kind=SiteKind.SCHOOL)}})
    assert (one.site, spot(Placed(second), Wishes(), taken).site) == ("brezova-pop", "brezova-pop-2")


def test_a_new_site_stands_where_somebody_said() -> None:
    found = spot(Placed(AS), Wishes(at=NEAR_AS), empty())
    assert found.body == {"name": "Uzel Aš", "municipality": AS, "kind": "pop", "latitude": 50.22, "longitude": 12.19}


def test_a_wished_site_is_taken_or_made() -> None:
    assert spot(Placed(AS), Wishes(site="as-office"), region()).body is None
    assert spot(Placed(AS), Wishes(site="as-mast"), region()).body is not None


@pytest.mark.parametrize(
    ("site", "reason"), [("cheb-pop", "site cheb-pop stands in Cheb, not in Aš"), ("Stožár Aš", "such as stozar-as")]
)
def test_a_wished_site_that_cannot_be_is_refused(site: str, reason: str) -> None:
    with pytest.raises(CommandRefused, match=reason):
        spot(Placed(AS), Wishes(site=site), region())
