"""When a reading shows interfaces otherwise than before."""

import pytest

from netmon.identity.places import Places, have_changed

TWO: Places = {(1,): "xe1", (2,): "xe2"}


@pytest.mark.parametrize(
    ("before", "now", "is_whole", "expected"),
    [
        (None, TWO, True, True),
        (None, {}, True, True),
        (TWO, TWO, True, False),
        (TWO, {}, True, True),
        (TWO, {}, False, False),
        ({}, {}, True, False),
        (TWO, {(1,): "xe1"}, True, True),
        (TWO, {(1,): "xe1"}, False, False),
        (TWO, {(1,): "xe2", (2,): "xe1"}, False, True),
        (TWO, {(1,): "xe1", (7,): "xe2"}, True, True),
        (TWO, {**TWO, (3,): "xe3"}, False, True),
    ],
)
def test_news_are_other_names_and_numbers_but_not_what_was_lost_on_the_way(
    before: Places | None,
    now: Places,
    is_whole: bool,  # noqa: FBT001 -- a parameter
    expected: bool,  # noqa: FBT001 -- a parameter
) -> None:
    assert have_changed(before, now, is_whole=is_whole) is expected
