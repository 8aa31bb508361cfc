"""Whom to call: the supplier with the circuit first, then whoever looks after what may be the cause just as well."""

from dataclasses import replace

from netmon.inventory.models import Contact, Inventory, Supplier
from netmon.model import Entity, EntityKind
from netmon.record.calls import MOST_CALLS, Call, calls
from tests.netmon.region import FAR, SPUR, TOWNS, TRUNK, device, link, region
from tests.netmon.store.nouns import incident

OPTICS = "Optika s. r. o."
DESK = Supplier(phone="+420 000 111 222", email="dohled@optika.example", customer="K-7")
WARDEN, CLERK, FITTER = Contact(name="Správce domu", phone="+420 000 1"), Contact(name="Úřad"), Contact(name="Montér")
OF_SPUR = Call(link(SPUR), OPTICS, DESK.phone, DESK.email, "O-17", "K-7")


def plant(*, suppliers: bool = True, contacts: bool = False) -> Inventory:
    """Return the region with a supplier of both links, and with somebody at the last site."""
    whole = region()
    links = {
        name: each.model_copy(update={"supplier": OPTICS, "circuit": f"O-{17 + number}", "shared_risks": ("duct",)})
        for number, (name, each) in enumerate(reversed(whole.links.items()))
    }
    sites = {**whole.sites, "c": whole.sites["c"].model_copy(update={"contacts": (WARDEN,) if contacts else ()})}
    town = whole.municipalities[TOWNS["c"]].model_copy(update={"contacts": (CLERK,)})
    return whole.model_copy(
        update={
            "links": links,
            "sites": sites,
            "municipalities": {**whole.municipalities, TOWNS["c"]: town},
            "suppliers": {OPTICS: DESK} if suppliers else {},
        }
    )


def about(inventory: Inventory, *elements: Entity) -> tuple[Call, ...]:
    return calls(replace(incident(), cause=elements[0], candidates=tuple(reversed(elements))), inventory)


def test_of_a_link_it_is_the_supplier_who_will_ask_for_circuit_and_customer() -> None:
    assert about(plant(), link(SPUR)) == (OF_SPUR,)


def test_a_supplier_without_a_desk_is_named_all_the_same() -> None:
    assert about(plant(suppliers=False), link(SPUR)) == (Call(link(SPUR), OPTICS, circuit="O-17"),)


def test_contacts_of_the_link_itself_follow_its_supplier() -> None:
    whole = plant()
    known = whole.links[SPUR].model_copy(update={"contacts": (FITTER,)})
    inventory = whole.model_copy(update={"links": {**whole.links, SPUR: known}})
    assert about(inventory, link(SPUR)) == (OF_SPUR, Call(link(SPUR), "Montér"))


def test_of_a_device_it_is_who_looks_after_the_site_or_else_the_municipality() -> None:
    assert [call.name for call in about(plant(contacts=True), device(FAR))] == ["Správce domu"]
    assert [call.name for call in about(plant(), device(FAR))] == ["Úřad"]


def test_the_cause_comes_first_and_what_may_be_it_just_as_well_follows() -> None:
    assert [call.name for call in about(plant(), link(SPUR), device(FAR))] == [OPTICS, "Úřad"]
    assert [call.name for call in about(plant(), device(FAR), link(SPUR))] == ["Úřad", OPTICS]


def test_of_a_shared_risk_it_is_everybody_whose_circuit_lies_in_it() -> None:
    found = about(plant(), Entity(EntityKind.SHARED_RISK, "duct"))
    assert {call.about for call in found} == {link(SPUR), link(TRUNK), link("hub-near")}


def test_what_the_inventory_no_longer_has_has_nobody() -> None:
    assert about(plant(), link("gone"), device("gone"), Entity(EntityKind.NETMON, "netmon")) == ()


def test_nobody_reads_hundreds_of_numbers() -> None:
    whole = plant()
    many = {f"l-{number}": whole.links[SPUR].model_copy(update={"circuit": str(number)}) for number in range(100)}
    inventory = whole.model_copy(update={"links": many})
    assert len(about(inventory, Entity(EntityKind.SHARED_RISK, "duct"))) == MOST_CALLS
