"""What the public and other towns never read: device names, people, what they wrote, suppliers, critical sites."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.rights import ALL, PUBLIC, Rights, whereabouts
from netmon.commands import AddAccount
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, Entity, EntityKind, MunicipalityCode, Role
from netmon.people.passwords import hash_password
from netmon.settings import Settings
from tests.dashboards.exhibit import (
    AS,
    Exhibit,
    accounts,
    busy_snapshot,
    calm_snapshot,
    shipped_inventory,
    trunk_incident,
)
from tests.dashboards.house import GIVEN, ROOT, House
from tests.dashboards.people import SAME, Who, come_as, exhibit_for

LINK = re.compile(r'href="(/[^"]*)"')
AFTER = ("/static/", "/prihlaseni", "/odhlaseni", "/heslo")
"""Where a crawl does not go: parts of pages, and the ways in and out."""
PRINTED = (".pdf", ".xlsx")
"""Nor here: what a child process makes of the same page; test_statement.py reads them."""
TOWN = Rights(own=frozenset({AS}))


def pages_of(client: FlaskClient) -> Iterator[tuple[str, int, str]]:
    """Yield every page that links lead to from the overview, with status and text."""
    waiting, known = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        text = answer.data.decode(errors="replace")
        yield path, answer.status_code, text
        for link in map(_address, LINK.findall(text)):
            if link not in known and not link.startswith(AFTER) and not link.endswith(PRINTED):
                known.add(link)
                waiting.append(link)


def _address(link: str) -> str:
    return re.sub(r"[?#].*", "", link)


@cache
def crawl(who: Who) -> dict[str, tuple[int, str]]:
    return {path: (status, text) for path, status, text in pages_of(come_as(who, exhibit_for(who)))}


def whole(who: Who) -> str:
    return "\n".join(text for _, text in crawl(who).values())


def devices(inventory: Inventory, *, of_as: bool) -> set[str]:
    return {name for name, device in inventory.devices.items() if (inventory.municipality_of(device) == AS) == of_as}


def named(names: set[str], text: str) -> set[str]:
    """Return which names stand in a text, as words of their own."""
    return names & set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", text))


@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY, Who.OPERATOR])
def test_no_link_leads_to_what_is_refused(who: Who) -> None:
    refused = {path: status for path, (status, _) in crawl(who).items() if status not in (200, 301)}
    assert refused == {}
    assert len(crawl(who)) > 135


def test_the_public_reads_no_device(exhibit: Exhibit) -> None:
    inventory = exhibit.view.inventory
    assert named(devices(inventory, of_as=True) | devices(inventory, of_as=False), whole(Who.PUBLIC)) == set()


def test_a_town_reads_its_own_devices_and_no_others(exhibit: Exhibit) -> None:
    inventory, text = exhibit.view.inventory, whole(Who.MUNICIPALITY)
    assert named(devices(inventory, of_as=True), text) >= {"as-acc-1", "as-core-1"}
    assert named(devices(inventory, of_as=False), text) == set()


@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY])
def test_what_people_are_called_and_wrote_is_theirs(who: Who, exhibit: Exhibit) -> None:
    text = whole(who)
    names = {account.full_name for account in accounts().values() if account.name not in ("zlobil", who)}
    wrote = {"Volám dodavateli", "výměna zdroje", "Překládka kabelu", "noc@kraj.example", "pohotovost"}
    contacts = {
        said
        for site in exhibit.view.inventory.sites.values()
        for contact in site.contacts
        for said in (contact.phone, contact.email)
        if said and site.municipality != AS
    }
    assert [said for said in names | wrote | contacts if said in text] == []


def test_operators_read_all_of_it(exhibit: Exhibit) -> None:
    text = whole(Who.OPERATOR)
    for said in ("Volám dodavateli", "výměna zdroje", "Jana Nováková", "noc@kraj.example", "luby-acc-1", "7K3QZ9"):
        assert said in text
    assert devices(exhibit.view.inventory, of_as=True) >= {"as-acc-1"}


def test_the_public_reads_where_it_is_broken_and_that_somebody_works_on_it(exhibit: Exhibit) -> None:
    client = come_as(Who.PUBLIC, exhibit)
    listed, luby = client.get("/vystrahy?lang=cs").text, client.get("/o/554634-luby?lang=cs").text
    assert "Trasa Cheb – Aš přerušena" in listed
    assert "Porucha v obci Luby" in listed
    assert "řeší dohled" in listed
    assert "Pracuje na tom dohled." in luby
    assert "5 obcí bez spojení, 17 611 obyvatel" in listed.replace("\u00a0", " ")


@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY])
def test_what_the_next_cut_would_do_is_for_operators(who: Who) -> None:
    assert "Po dalším přerušení" not in whole(who)
    assert "Všechny teď visí" not in whole(who)
    assert "Po dalším přerušení" in whole(Who.OPERATOR)


def test_critical_sites_are_told_to_their_own_town_only() -> None:
    assert "Nemocnice Aš" not in whole(Who.PUBLIC)
    assert "Nemocnice Aš" in whole(Who.MUNICIPALITY)


def test_the_way_of_a_town_is_told_in_places(exhibit: Exhibit) -> None:
    page = come_as(Who.PUBLIC, exhibit).get("/o/554634-luby?lang=cs").text.partition('id="path"')[2]
    assert re.findall(r'<span class="place"><svg.*?</svg>([^<]+)', page)[0] == "Luby"
    assert "/zarizeni/" not in page


def test_how_the_monitor_fares_is_for_operators() -> None:
    assert "InfluxDB" not in whole(Who.PUBLIC)
    assert "InfluxDB" in whole(Who.OPERATOR)


def test_an_incident_that_hits_nobody_is_internal() -> None:
    exhibit = Exhibit(calm_snapshot(Settings(public=True)))
    record = trunk_incident(exhibit.view.inventory)
    assert PUBLIC.incident(record, exhibit.view.inventory) is not None
    (quiet,) = [each for each in exhibit.incidents(limit=9) if each.incident.merged_into]
    assert PUBLIC.incident(quiet, exhibit.view.inventory) is None
    assert ALL.incident(quiet, exhibit.view.inventory) is quiet


@pytest.mark.parametrize(
    ("entity", "codes", "is_known"),
    [
        (Entity(EntityKind.DEVICE, "as-acc-1"), {AS}, True),
        (Entity(EntityKind.INTERFACE, "as-acc-1:ge-0/0/0"), {AS}, True),
        (Entity(EntityKind.SESSION, "as-core-1:bgp:192.0.2.1"), {AS}, True),
        (Entity(EntityKind.LINK, "cheb-as"), {AS, "554481"}, False),
        (Entity(EntityKind.DEVICE, "luby-acc-1"), {"554634"}, False),
        (Entity(EntityKind.MUNICIPALITY, AS), {AS}, True),
        (Entity(EntityKind.SHARED_RISK, "duct-ohre"), set(), False),
        (Entity(EntityKind.DEVICE, "gone"), set(), False),
        (Entity(EntityKind.NETMON, "disk"), set(), False),
    ],
)
def test_a_thing_is_named_only_where_all_of_it_lies_at_home(
    entity: Entity, codes: set[MunicipalityCode], *, is_known: bool
) -> None:
    inventory = shipped_inventory()
    assert set(whereabouts(entity, inventory)) == codes
    assert TOWN.knows_entity(entity, inventory) is is_known
    assert not PUBLIC.knows_entity(entity, inventory)
    assert ALL.knows_entity(entity, inventory)


def test_a_town_learns_which_of_its_devices_an_incident_explains() -> None:
    record = trunk_incident(shipped_inventory())
    behind = replace(record.incident.impact, devices=(DeviceName("as-acc-1"), DeviceName("hazlov-acc-1")))
    record = replace(record, incident=replace(record.incident, impact=behind))
    seen = [rights.incident(record, shipped_inventory()) for rights in (PUBLIC, TOWN)]
    assert [each.incident.impact.devices for each in seen if each] == [(), ("as-acc-1",)]


def test_an_account_in_the_store_finds_its_own_and_nothing_else(tmp_path: Path) -> None:
    house = House(busy_snapshot(Settings()), directory=tmp_path)
    password_hash = hash_password(GIVEN, Role.MUNICIPALITY)
    house.submit(AddAccount("asak", "Aška", Role.MUNICIPALITY, password_hash, municipalities=(AS,)), ROOT)
    client = create_app(house, house, house.clock).test_client()
    client.post("/prihlaseni", data={"name": "asak", "password": GIVEN}, headers=SAME)
    answers = [client.get(f"/zarizeni/{name}").status_code for name in ("as-acc-1", "luby-acc-1", "nikde")]
    assert answers == [200, 404, 404]
    house.register.close()
    house.store.close()


def test_an_account_of_a_municipality_without_any_sees_what_the_public_does() -> None:
    assert Rights.of(None) == PUBLIC
    assert Rights.of(accounts()["novakova"]) == Rights.of(accounts()["spravce"]) == ALL
    assert Rights.of(accounts()["asak"]) == TOWN
    assert not TOWN.knows_device(DeviceName("luby-acc-1"), shipped_inventory())
