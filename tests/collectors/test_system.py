"""A device says how long it has been up and what it is called, the latter once."""

import pytest

from collectors.system import parse
from netmon.snmp.declaration import Row
from tests.collectors.given import TAGS, context, reading

SCALARS: Row = {"name": "cheb-core-1", "descr": "FRR 8.4.4", "engine_boots": 7, "engine_time": 10_000}
WRAP = 2**32 // 100


@pytest.mark.parametrize(
    ("engine_time", "uptime_s"),
    [(10_000, 10_000), (10_003, 10_003), (10_000 + WRAP, 10_000 + WRAP), (5_000, 10_000), (None, 10_000)],
    ids=["agrees", "read a little later", "beyond 497 days", "of a restarted agent", "not there"],
)
def test_the_uptime_is_the_engines_where_it_agrees(engine_time: int | None, uptime_s: int) -> None:
    scalars = {name: value for name, value in SCALARS.items() if name != "engine_time"}
    if engine_time is not None:
        scalars["engine_time"] = engine_time
    device, _ = parse(reading(scalars=scalars), None, context())
    assert device.fields == {"uptime_s": uptime_s, "engine_boots": 7}
    assert (device.name, device.tags) == ("net_dev", TAGS)


def test_words_are_fields_told_once_and_again_when_they_change() -> None:
    first, later = reading(scalars=SCALARS), reading(scalars=SCALARS, seconds=60)
    renamed = reading(scalars={**SCALARS, "name": "cheb-core-2"}, seconds=60)
    _, words = parse(first, None, context())
    assert (words.name, words.tags) == ("net_dev_info", {"device": "cheb-core-1"})
    assert words.fields == {"name": "cheb-core-1", "descr": "FRR 8.4.4"}
    assert [measurement.name for measurement in parse(later, first, context())] == ["net_dev"]
    assert parse(renamed, first, context())[1].fields["name"] == "cheb-core-2"


def test_a_bare_agent_still_has_an_uptime() -> None:
    assert [dict(measurement.fields) for measurement in parse(reading(), None, context())] == [{"uptime_s": 10_000}]
