"""The collector of garbage runs seldom, and nothing that is forgotten waits for it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from netmon.process.heap import spare_collections


class Thing:
    """Something that can be forgotten."""


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """Leave the collector as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_collections_become_a_hundred_times_rarer() -> None:
    before = gc.get_threshold()
    spare_collections()

    assert gc.isenabled()
    assert gc.get_threshold()[0] >= 100 * before[0]


def test_what_is_forgotten_is_freed_at_once_all_the_same() -> None:
    spare_collections()
    thing = Thing()
    seen = weakref.ref(thing)
    del thing

    assert seen() is None
