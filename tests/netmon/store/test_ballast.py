"""When room is given up and taken back."""

from pathlib import Path

import pytest

from netmon.store.ballast import MEBIBYTE, PARTS, Ballast, Room, Step

PART = 8 * MEBIBYTE
WHOLE = PARTS * PART


@pytest.mark.parametrize(
    ("free", "parts", "is_refused", "step"),
    [
        (0, 8, False, Step.RELEASE),
        (0, 0, False, Step.NOTHING),
        (PART // 2 - 1, 1, False, Step.RELEASE),
        (PART // 2, 7, False, Step.NOTHING),
        (PART + WHOLE - 1, 7, False, Step.NOTHING),
        (PART + WHOLE, 7, False, Step.REFILL),
        (2 * WHOLE, 0, False, Step.REFILL),
        (2 * WHOLE, 8, False, Step.NOTHING),
        (2 * WHOLE, 8, True, Step.RELEASE),
    ],
)
def test_parts_are_given_up_where_the_disk_is_full_and_taken_back_where_there_is_room_for_all(
    free: int,
    parts: int,
    is_refused: bool,  # noqa: FBT001 -- a parameter
    step: Step,
) -> None:
    assert Room(free, parts, PART, is_refused).step is step


def test_without_ballast_the_disk_is_full_all_the_same(tmp_path: Path) -> None:
    assert Room(0, 0, 0).is_full
    assert Room(0, 0, 0).step is Step.NOTHING
    assert not Room(2 * MEBIBYTE, 0, 0).is_short
    ballast = Ballast(tmp_path, 0)
    assert ballast.room().step is Step.NOTHING


def test_the_ballast_takes_room_and_gives_it_back_by_parts(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path, PARTS * MEBIBYTE)
    ballast.refill()
    ballast.refill()
    assert ballast.room().parts == PARTS
    assert [path.stat().st_blocks * 512 >= MEBIBYTE for path in tmp_path.iterdir()] == [True] * PARTS
    for left in range(PARTS - 1, -1, -1):
        ballast.release()
        assert ballast.room().parts == left
    ballast.release()
    assert list(tmp_path.iterdir()) == []
