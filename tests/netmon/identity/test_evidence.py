"""What tells interfaces apart, and how much of it is enough."""

import pytest

from netmon.identity.evidence import UNTOLD, Evidence, Fit, Piece, fit, telling

MAC, OTHER_MAC = "021800000001", "021800000002"
WHOLE = Evidence(MAC, "to Cheb", ("cheb-core-1", "xe1"))


@pytest.mark.parametrize("nothing", [Evidence(mac="000000000000"), Evidence(neighbour=("cheb", "")), UNTOLD])
def test_zeros_and_half_a_neighbour_tell_nothing(nothing: Evidence) -> None:
    assert nothing.clues() == frozenset()


@pytest.mark.parametrize(
    ("present", "agreeing", "contradicting"),
    [
        (WHOLE, set(Piece), set()),
        (Evidence(OTHER_MAC, "to Cheb"), {Piece.ALIAS}, {Piece.MAC}),
        (Evidence(MAC, "to Aš", ("as-1", "xe1")), {Piece.MAC}, {Piece.ALIAS, Piece.NEIGHBOUR}),
        (UNTOLD, set(), set()),
    ],
)
def test_what_either_does_not_tell_neither_agrees_nor_contradicts(
    present: Evidence, agreeing: set[Piece], contradicting: set[Piece]
) -> None:
    assert fit(WHOLE, present) == fit(present, WHOLE) == Fit(frozenset(agreeing), frozenset(contradicting))


@pytest.mark.parametrize(
    ("agreeing", "contradicting", "convincing", "clear"),
    [
        ({Piece.MAC}, set(), True, False),
        ({Piece.MAC}, {Piece.ALIAS}, False, False),
        ({Piece.ALIAS}, set(), False, False),
        ({Piece.NEIGHBOUR}, set(), False, False),
        ({Piece.MAC, Piece.ALIAS}, set(), True, True),
        ({Piece.MAC, Piece.ALIAS}, {Piece.NEIGHBOUR}, True, False),
        ({Piece.ALIAS, Piece.NEIGHBOUR}, set(), True, False),
        ({Piece.ALIAS, Piece.NEIGHBOUR}, {Piece.MAC}, True, False),
        (set(Piece), set(), True, True),
        (set(), set(), False, False),
    ],
)
def test_two_pieces_are_enough_or_the_mac_unopposed(
    agreeing: set[Piece],
    contradicting: set[Piece],
    convincing: bool,  # noqa: FBT001 -- a parameter
    clear: bool,  # noqa: FBT001 -- a parameter
) -> None:
    found = Fit(frozenset(agreeing), frozenset(contradicting))
    assert (found.is_convincing, found.is_clear) == (convincing, clear)


def test_what_several_share_tells_none_of_them() -> None:
    shared = {"bond0": Evidence(MAC), "eth0": Evidence(MAC, "uplink"), "eth1": Evidence(OTHER_MAC)}
    assert telling(shared) == {"bond0": UNTOLD, "eth0": Evidence(alias="uplink"), "eth1": Evidence(OTHER_MAC)}


def test_each_piece_is_kept_as_it_was_told_last() -> None:
    assert WHOLE.renewed(Evidence(OTHER_MAC)) == Evidence(OTHER_MAC, "to Cheb", ("cheb-core-1", "xe1"))
    assert WHOLE.renewed(UNTOLD) == WHOLE
