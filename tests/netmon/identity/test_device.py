"""When another device stands at an address, and what becomes of its ports."""

import pytest

from netmon.identity.device import MOST_MACS, Memory, Replacement, Sighting, Traits, meet, replacement_of
from netmon.identity.evidence import Evidence
from netmon.identity.known import Named
from tests.netmon.identity.given import ALL, PLENTY, interface, named, port, seen

PORTS = {"xe1": port(1, "to Cheb"), "xe2": port(2, "to Aš")}
OTHERS = {"xe1": port(11, "to Cheb"), "xe2": port(12, "to Aš")}


def sighting(ports: dict[str, Evidence], serial: str = "", engine: str = "") -> Sighting:
    return Sighting(seen(ports), frozenset({serial} - {""}), frozenset({engine} - {""}))


def known(ports: dict[str, Evidence], serial: str = "", engine: str = "", inventory: Named = ALL) -> Memory:
    return meet(Memory(), sighting(ports, serial, engine), inventory, PLENTY).memory


def replaced(before: Sighting, after: Sighting) -> str | None:
    found = replacement_of(Traits().renewed(before.traits), after.traits)
    return None if found is None else found.reason


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (sighting(PORTS, "S1"), sighting(PORTS, "S2"), "serial"),
        (sighting(PORTS, "S1", "e1"), sighting(OTHERS, "S1", "e2"), None),
        (sighting(PORTS, "S1", "e1"), sighting(OTHERS, "", "e1"), "mac"),
        (sighting(PORTS, "", "e1"), sighting(PORTS, "", "e2"), None),
        (sighting({}, "", "e1"), sighting({}, "", "e2"), "engine"),
        (sighting({"xe1": port(1)}, "", "e1"), sighting({"xe1": port(11)}, "", "e1"), None),
        (sighting({"xe1": port(1)}, "", "e1"), sighting({"xe1": port(11)}, "", "e2"), "engine"),
        (sighting(PORTS), sighting({"xe1": port(1), "xe2": port(12)}), None),
        (sighting(PORTS), sighting({}), None),
    ],
)
def test_the_surest_trait_that_both_tell_decides(before: Sighting, after: Sighting, reason: str | None) -> None:
    assert replaced(before, after) == reason


def test_of_a_stack_one_chassis_that_stays_is_enough() -> None:
    before, after = (Traits(serials=frozenset(serials)) for serials in (("S1", "S2"), ("S2", "S3")))
    assert replacement_of(before, after) is None


def test_the_ports_of_a_device_that_was_replaced_keep_their_roles() -> None:
    before = known(PORTS, "S1")
    found = meet(before, sighting(OTHERS, "S2"), ALL, PLENTY)
    assert found.changes == (Replacement("serial", "S1", "S2"),)
    assert [(each.name, each.place) for each in found.memory.known] == [("xe1", "xe1"), ("xe2", "xe2")]
    assert found.memory.traits == Traits(frozenset({"S2"}), frozenset({port(11).mac, port(12).mac}))
    assert meet(found.memory, sighting(OTHERS, "S2"), ALL, PLENTY).changes == ()


def test_on_another_device_the_old_macs_say_nothing() -> None:
    heard = {"xe1": Evidence(port(1).mac, "to Cheb", ("cheb-1", "xe1")), "xe2": port(2, "to Aš")}
    after = {"xe1": port(2, "to Aš"), "ge-1": Evidence(port(1).mac, "to Cheb", ("cheb-1", "xe1"))}
    before = known(heard, "S1")
    found = meet(before, sighting(after, "S2"), named(xe1="link a", xe2="link b"), PLENTY)
    assert {each.name: each.place for each in found.memory.known} == {"xe1": "xe1", "xe2": "xe2"}
    assert found.changes == (Replacement("serial", "S1", "S2"),)


def test_what_a_device_does_not_tell_this_time_is_not_forgotten() -> None:
    before = known(PORTS, "S1", "e1")
    silent = meet(before, sighting(PORTS), ALL, PLENTY)
    assert silent.memory.traits == before.traits


def test_a_few_macs_of_many_are_kept() -> None:
    ports = {f"xe{number}": port(number) for number in range(48)}
    assert len(known(ports).traits.macs) == MOST_MACS


def test_a_memory_without_changes_stays_equal() -> None:
    before = known(PORTS, "S1")
    assert meet(before, sighting(PORTS, "S1"), ALL, PLENTY).memory == before
    assert before.known == (interface("xe1", PORTS["xe1"]), interface("xe2", PORTS["xe2"]))
