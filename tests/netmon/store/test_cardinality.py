"""How many names a device may bring before it is not believed any more."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.model import Measurement
from netmon.store.cardinality import MOST_NAMES
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import T0, after, state, traffic


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SampleStore]:
    with SampleStore(tmp_path, forwarding=True) as opened:
        yield opened


def crowd(number: int) -> list[Measurement]:
    """Return as many interfaces of a device."""
    return [traffic(f"ppp{place}") for place in range(number)]


def test_a_device_that_renames_its_interfaces_at_every_poll_comes_to_a_bound(
    store: SampleStore, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert store.write(crowd(MOST_NAMES + 50), now=T0) == MOST_NAMES
        assert store.write([traffic("another", at=after(60_000))], now=T0) == 0
    assert (store.count(), store.poisoned) == (MOST_NAMES, 51)
    assert store.depth().lines == MOST_NAMES
    (told,) = [record.getMessage() for record in caplog.records]
    assert "measurement=net_if part=tag 'ifname' of cheb-core-1" in told


def test_what_was_known_before_goes_on_and_so_do_others(store: SampleStore) -> None:
    store.write(crowd(MOST_NAMES), now=T0)
    known = traffic("ppp7", at=after(60_000))
    others = [traffic("ppp1", device="as-acc-1"), state(), replace(traffic("new"), name="net_if_info")]
    assert store.write([known, traffic("new"), *others], now=T0) == 4


def test_names_are_counted_over_restarts(store: SampleStore, tmp_path: Path) -> None:
    store.write(crowd(MOST_NAMES - 1), now=T0)
    store.close()
    with SampleStore(tmp_path) as again:
        assert again.write([traffic("ppp3", at=after(60_000)), traffic("last"), traffic("too many")], now=T0) == 2


def test_a_device_that_the_inventory_moves_elsewhere_begins_anew(store: SampleStore) -> None:
    store.write(crowd(MOST_NAMES), now=T0)
    moved = traffic("new")
    assert store.write([replace(moved, tags={**moved.tags, "role": "access"})], now=T0) == 1


def test_names_that_were_not_written_are_not_counted(store: SampleStore) -> None:
    def broken() -> Iterator[Measurement]:
        yield from crowd(MOST_NAMES)
        message = "the collector's iterator failed"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        store.write(broken(), now=T0)
    assert store.write([traffic("sound")], now=T0) == 1
