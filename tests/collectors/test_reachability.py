"""Loss and round-trip time are what came back, and nothing where nothing was sent."""

import pytest

from collectors.reachability import ICMP, SNMP, parse_echoes, parse_sign_of_life
from netmon.icmp.echo import Echoes
from netmon.snmp.declaration import Declaration
from tests.collectors.given import SLOT, TAGS, context, reading


@pytest.mark.parametrize(
    ("rtts", "fields"),
    [
        ((0.25,), {"loss_pct": 0.0, "rtt_ms": 0.25}),
        ((None,), {"loss_pct": 100.0}),
        ((1.0, None, 2.0), {"loss_pct": 33.3, "rtt_ms": 1.5}),
    ],
)
def test_echoes_become_loss_and_round_trip_time(rtts: tuple[float | None, ...], fields: dict[str, float]) -> None:
    (measurement,) = parse_echoes(Echoes("127.18.0.1", SLOT, rtts), context())
    assert (measurement.name, measurement.tags, measurement.fields) == ("net_dev", TAGS, fields)
    assert all(isinstance(value, float) for value in measurement.fields.values())


def test_nothing_sent_says_nothing() -> None:
    assert parse_echoes(Echoes("127.18.0.1", SLOT, ()), context()) == ()


def test_a_sign_of_life_asks_for_nothing_but_sys_up_time() -> None:
    assert SNMP.declaration == Declaration()
    assert parse_sign_of_life(reading(), None, context()) == ()


def test_a_request_is_given_up_before_the_next_round() -> None:
    assert ICMP.count * max(ICMP.spacing, ICMP.timeout) < ICMP.interval
