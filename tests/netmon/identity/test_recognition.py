"""Which present interface is which known one: nothing is lost, and nothing spliced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.identity.evidence import UNTOLD, Evidence
from netmon.identity.known import NOWHERE, Known, Move, Reason, names_of
from netmon.identity.recognition import MOST_GONE, heed
from netmon.model import InterfaceName
from tests.netmon.identity.given import ALL, at, called, interface, life, named, port, seen

CHEB, AS = port(1, "to Cheb", "cheb-core-1"), port(2, "to Aš", "as-core-1")


def move(interface: str, previous: str, present: str, reason: str) -> Move:
    return Move(InterfaceName(interface), InterfaceName(previous), InterfaceName(present), reason)


def test_at_first_everybody_is_known_by_the_present_name() -> None:
    found = at({"xe1": CHEB, "xe2": AS})
    assert found.known == (interface("xe1", CHEB), interface("xe2", AS))
    assert found.moves == ()


def test_a_port_keeps_its_role_whatever_is_plugged_in() -> None:
    found = life({"xe1": CHEB}, {"xe1": port(7, "to Sokolov", "sokolov-1")})
    assert called(found, "xe1") == {"xe1": "xe1"}
    assert found.moves == ()


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (CHEB, "alias,mac,neighbour"),
        (port(1), "mac"),
        (port(1, "described anew", "cheb-core-1"), "mac,neighbour"),
        (port(7, "to Cheb", "cheb-core-1"), "alias,neighbour"),
    ],
)
def test_a_renamed_port_or_a_swapped_card_keeps_its_history_and_the_move_says_why(after: Evidence, reason: str) -> None:
    found = life({"xe1": CHEB, "xe2": AS}, {"et-0": after, "xe2": AS})
    assert called(found, "et-0", "xe2") == {"et-0": "xe1", "xe2": "xe2"}
    assert found.moves == (move("xe1", "xe1", "et-0", reason),)


@pytest.mark.parametrize(
    "after",
    [
        UNTOLD,
        Evidence(alias="to Cheb"),
        Evidence(neighbour=("cheb-core-1", "xe1")),
        port(1, "to Aš"),
        port(7, "to Cheb"),
        port(1, "to Aš", "as-core-1"),
    ],
)
def test_in_doubt_a_new_name_starts_a_series_of_its_own(after: Evidence) -> None:
    found = life({"xe1": CHEB}, {"et-0": after})
    assert called(found, "et-0") == {"et-0": "et-0"}
    assert found.moves == ()


def test_what_several_ports_share_recognises_none() -> None:
    spare = Evidence(alias="spare")
    found = life({"xe1": spare, "xe2": spare}, {"et-1": spare, "et-2": spare})
    assert called(found, "et-1", "et-2") == {"et-1": "et-1", "et-2": "et-2"}
    one_left = life({"xe1": Evidence("02", "spare"), "xe2": Evidence("02", "spare")}, {"et-1": Evidence("02", "spare")})
    assert called(one_left, "et-1") == {"et-1": "et-1"}


def test_the_mac_of_a_bundle_and_its_member_is_neithers() -> None:
    member = port(1)
    found = life({"eth0": member}, {"eth0": member, "bond0": member}, {"bond0": member})
    assert called(found, "bond0") == {"bond0": "bond0"}


def test_a_present_name_that_two_could_have_is_nobodys() -> None:
    halves = (interface("a", Evidence("", "to Cheb", ("x", "y"))), interface("b", Evidence("01")))
    found = at({"c": Evidence("01", "to Cheb", ("x", "y"))}, halves)
    assert (called(found, "c"), found.moves) == ({"c": "c"}, ())


def test_one_that_fits_in_two_places_is_in_neither() -> None:
    torn = (interface("a", Evidence("01", "to Cheb", ("x", "y"))),)
    found = at({"c": Evidence("01"), "d": Evidence("", "to Cheb", ("x", "y"))}, torn)
    assert (called(found, "c", "d"), found.moves) == ({"c": "c", "d": "d"}, ())


def test_one_for_which_something_speaks_stays_where_it_is() -> None:
    found = life({"xe1": CHEB}, {"xe1": Evidence(neighbour=CHEB.neighbour), "xe2": port(1, "to Cheb")})
    assert called(found, "xe1", "xe2") == {"xe1": "xe1", "xe2": "xe2"}


def test_a_cable_that_was_plugged_into_the_port_of_another_moves_no_name() -> None:
    found = life({"eth0": CHEB, "eth1": AS}, {"eth1": port(7, "to Cheb", "cheb-core-1")})
    assert called(found, "eth1") == {"eth1": "eth1"}


def test_two_names_that_were_swapped_take_their_histories_along() -> None:
    found = life({"eth0": CHEB, "eth1": AS}, {"eth0": AS, "eth1": CHEB})
    assert called(found, "eth0", "eth1") == {"eth0": "eth1", "eth1": "eth0"}
    assert len(found.moves) == 2
    back = at({"eth0": CHEB, "eth1": AS}, found.known)
    assert called(back, "eth0", "eth1") == {"eth0": "eth0", "eth1": "eth1"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (port(1, "to Aš", "as-core-1"), port(2, "to Cheb", "cheb-core-1")),
        (port(2, "to Cheb", "cheb-core-1"), port(1, "to Aš", "as-core-1")),
        (port(2), port(1)),
    ],
)
def test_cables_or_cards_that_were_swapped_are_no_swapped_names(first: Evidence, second: Evidence) -> None:
    found = life({"xe1": CHEB, "xe2": AS}, {"xe1": first, "xe2": second})
    assert called(found, "xe1", "xe2") == {"xe1": "xe1", "xe2": "xe2"}
    assert found.moves == ()


def test_names_that_were_shifted_by_a_new_card_take_their_histories_along() -> None:
    ports = [port(number, f"to {number}", f"r{number}") for number in range(4)]
    before = {f"eth{number}": ports[number] for number in range(3)}
    after = {"eth0": ports[3], **{f"eth{number + 1}": ports[number] for number in range(3)}}
    found = life(before, after)
    assert called(found, *after) == {"eth0": "eth0~2", "eth1": "eth0", "eth2": "eth1", "eth3": "eth2"}


def test_one_whose_name_was_taken_is_nowhere_and_found_again_by_what_it_told() -> None:
    taken = life({"eth0": CHEB, "eth1": AS}, {"eth1": CHEB})
    assert {each.name: each.place for each in taken.known} == {"eth0": "eth1", "eth1": NOWHERE}
    again = at({"eth1": CHEB, "eth7": AS}, taken.known)
    assert called(again, "eth1", "eth7") == {"eth1": "eth0", "eth7": "eth1"}


def test_nobody_takes_the_place_of_another_that_stays() -> None:
    found = life({"eth0": CHEB, "eth1": port(2)}, {"eth1": Evidence(port(2).mac, "to Cheb", ("cheb-core-1", "xe1"))})
    assert called(found, "eth1") == {"eth1": "eth1"}


def test_a_new_port_under_the_name_of_one_that_moved_is_not_that_one() -> None:
    found = life({"eth0": CHEB}, {"eth1": CHEB}, {"eth1": CHEB, "eth0": port(9)})
    assert called(found, "eth0", "eth1") == {"eth0": "eth0~2", "eth1": "eth0"}
    watched = life({"eth0": CHEB}, {"eth1": CHEB}, {"eth1": CHEB, "eth0": port(9)}, inventory=named("eth0"))
    assert called(watched, "eth0", "eth1") == {"eth0": "eth0~2", "eth1": "eth0"}


def test_even_before_it_was_looked_at_a_new_port_is_not_the_one_that_bore_its_name() -> None:
    moved = life({"eth0": CHEB}, {"eth1": CHEB})
    assert called(moved, "eth0", "eth1") == {"eth0": "eth0~2", "eth1": "eth0"}


def test_one_whose_place_is_gone_is_found_at_its_own_name_unless_that_tells_otherwise() -> None:
    moved = life({"eth0": CHEB}, {"eth1": CHEB}).known
    assert at({"eth0": UNTOLD}, moved).moves == (move("eth0", "eth1", "eth0", Reason.NAME),)
    assert called(at({"eth0": port(9)}, moved), "eth0") == {"eth0": "eth0~2"}
    assert called(at({"eth0": port(9)}, moved, named(eth0="link a")), "eth0") == {"eth0": "eth0"}


def test_a_link_that_is_down_still_has_the_neighbour_it_had() -> None:
    found = life({"xe1": CHEB}, {"xe1": port(1)}, {"et-0": port(7, "to Cheb", "cheb-core-1")})
    assert called(found, "et-0") == {"et-0": "xe1"}


def test_a_reading_in_which_all_are_missing_forgets_nobody() -> None:
    found = life({"xe1": CHEB, "xe2": AS}, {"lo": UNTOLD}, {"et-1": CHEB, "et-2": AS, "lo": UNTOLD})
    assert called(found, "et-1", "et-2") == {"et-1": "xe1", "et-2": "xe2"}


def test_only_what_has_a_series_is_remembered() -> None:
    found = life({"xe1": CHEB, "xe2": AS}, inventory=named("xe1"))
    assert [each.name for each in found.known] == ["xe1"]
    assert called(at({"et-0": CHEB, "xe2": AS}, found.known, named("xe1")), "et-0") == {"et-0": "xe1"}


def test_once_the_inventory_calls_a_moved_port_as_the_device_does_the_move_is_over() -> None:
    moved = life({"xe1": CHEB}, {"et-0": CHEB}, inventory=named(xe1="link a"))
    found = at({"et-0": CHEB}, moved.known, named(et0="link b"))
    assert called(found, "et-0") == {"et-0": "et-0"}
    over = at({"et-0": CHEB}, moved.known, named(**{"et-0": "link a"}))
    assert [each.name for each in over.known] == ["et-0"]
    assert over.moves == (move("et-0", "xe1", "et-0", Reason.INVENTORY),)


def test_as_long_as_the_inventory_uses_the_known_name_the_present_one_means_nobody_else() -> None:
    moved = life({"xe1": CHEB}, {"et-0": CHEB}, inventory=named(xe1="link a")).known
    found = at({"et-0": CHEB}, moved, named(**{"xe1": "link a", "et-0": "link b"}))
    assert called(found, "et-0") == {"et-0": "xe1"}


def test_an_inventory_that_was_loaded_before_a_swap_was_seen_is_right_at_once() -> None:
    roles, followed = named(eth0="link a", eth1="link b"), named(eth0="link b", eth1="link a")
    before = life({"eth0": CHEB, "eth1": AS}, inventory=roles)
    found = at({"eth0": AS, "eth1": CHEB}, heed(before.known, followed).known, followed)
    assert called(found, "eth0", "eth1") == {"eth0": "eth0", "eth1": "eth1"}


def test_what_the_inventory_uses_a_name_for_later_counts_as_well() -> None:
    ports = {"eth0": CHEB, "eth1": AS}
    before = at(ports, life(ports).known, named(eth0="link a", eth1="link b"))
    found = at({"eth0": AS, "eth1": CHEB}, before.known, named(eth0="link b", eth1="link a"))
    assert called(found, "eth0", "eth1") == {"eth0": "eth0", "eth1": "eth1"}


def test_an_inventory_that_was_changed_before_the_move_was_seen_is_right_at_once() -> None:
    before = life({"xe1": CHEB}, inventory=named(xe1="link a"))
    found = at({"et-0": CHEB}, before.known, named(**{"et-0": "link a"}))
    assert called(found, "et-0") == {"et-0": "et-0"}


def test_a_swap_that_the_inventory_follows_is_over_for_both() -> None:
    roles = named(eth0="link a", eth1="link b")
    swapped = life({"eth0": CHEB, "eth1": AS}, {"eth0": AS, "eth1": CHEB}, inventory=roles)
    assert called(swapped, "eth0", "eth1") == {"eth0": "eth1", "eth1": "eth0"}
    followed = at({"eth0": AS, "eth1": CHEB}, swapped.known, named(eth0="link b", eth1="link a"))
    assert called(followed, "eth0", "eth1") == {"eth0": "eth0", "eth1": "eth1"}


def test_a_second_use_of_the_known_name_ends_no_move() -> None:
    moved = life({"xe1": CHEB}, {"et-0": CHEB}, inventory=named(xe1="link a")).known
    more = named(xe1="link a")
    more = type(more)({InterfaceName("xe1"): frozenset({"link a", "watch xe1"})}, more.watched)
    assert called(at({"et-0": CHEB}, moved, more), "et-0") == {"et-0": "xe1"}


def test_who_bears_a_name_that_the_inventory_gives_to_another_is_called_as_the_device_calls_it() -> None:
    roles = named(eth0="link a")
    moved = life({"eth0": CHEB}, {"eth1": CHEB}, {"eth1": CHEB, "eth0": AS}, inventory=roles)
    found = at({"eth1": CHEB, "eth0": AS}, moved.known, named(eth1="link a", eth0="link b"))
    assert called(found, "eth0", "eth1") == {"eth0": "eth0", "eth1": "eth1"}


def test_there_is_no_more_room_than_there_is() -> None:
    ports = {f"eth{number}": port(number) for number in range(9)}
    assert len(at(ports, room=4).known) == 4
    assert len(at(ports, at(ports).known, room=4).known) == 4
    assert at(ports, room=0).known == ()
    gone = tuple(interface(f"ppp{number}") for number in range(MOST_GONE + 9))
    kept = at({"eth0": CHEB}, gone).known
    assert len(kept) == MOST_GONE + 1
    assert kept[-2].name == gone[-1].name
    assert called(at({"eth0": CHEB}, gone, room=1), "eth0") == {"eth0": "eth0"}


def test_what_the_inventory_names_is_the_one_that_is_known_by_it_and_not_the_newcomer() -> None:
    roles = named(eth0="link a")
    lived = life({"eth0": CHEB}, *3 * [{"eth1": CHEB, "eth0": AS}], inventory=roles)
    assert called(lived, "eth0", "eth1") == {"eth0": "eth0~2", "eth1": "eth0"}


NAMES = st.sampled_from([f"eth{number}" for number in range(5)])
EVIDENCE = st.builds(
    Evidence,
    mac=st.sampled_from(["", "00", "01", "02", "03"]),
    alias=st.sampled_from(["", "a", "b", "c"]),
    neighbour=st.tuples(st.sampled_from(["", "r", "s"]), st.sampled_from(["", "1", "2"])),
)
PORTS = st.dictionaries(NAMES, EVIDENCE, max_size=5)
ROLES = st.dictionaries(NAMES, st.sampled_from(["link a", "link b"]), max_size=4)
INVENTORY = st.one_of(st.just(ALL), ROLES.map(lambda roles: named(**roles)))


@given(st.lists(st.tuples(PORTS, INVENTORY), max_size=6), PORTS)
def test_never_have_two_present_names_one_known_name(
    lived: list[tuple[dict[str, Evidence], object]], later: object
) -> None:
    known: tuple[Known, ...] = ()
    for ports, inventory in lived:
        assert isinstance(inventory, type(ALL))
        known = at(ports, known, inventory).known
        assert len({each.name for each in known}) == len(known)
        places = [each.place for each in known if each.place != NOWHERE]
        assert len(set(places)) == len(places)
    assert isinstance(later, dict)
    names = names_of(known)
    assert len({names.get(name, name) for name in later}) == len(later)


@given(st.lists(PORTS, max_size=4), st.permutations(range(5)))
def test_a_full_renaming_with_the_same_macs_keeps_everybody(lived: list[dict[str, Evidence]], order: list[int]) -> None:
    ports = {f"eth{number}": port(number) for number in range(5)}
    known = life(*lived, ports).known
    before = called(at(ports, known), *ports)
    renamed = {f"new{position}": ports[f"eth{number}"] for position, number in enumerate(order)}
    after = called(at(renamed, at(ports, known).known), *renamed)
    assert {renamed[name].mac: known_name for name, known_name in after.items()} == {
        ports[name].mac: known_name for name, known_name in before.items()
    }


@given(st.lists(PORTS, max_size=4), INVENTORY)
def test_looking_again_changes_nothing(lived: list[dict[str, Evidence]], inventory: object) -> None:
    assert isinstance(inventory, type(ALL))
    known: tuple[Known, ...] = ()
    for ports in lived:
        known = at(ports, known, inventory).known
    if lived:
        settled = at(lived[-1], known, inventory)
        again = at(lived[-1], settled.known, inventory)
        assert (again.known, again.moves) == (settled.known, ())


@given(st.lists(PORTS, min_size=1, max_size=4))
def test_every_present_port_that_is_wanted_is_known(lived: list[dict[str, Evidence]]) -> None:
    found = life(*lived)
    assert {each.place for each in found.known} >= seen(lived[-1]).keys()
