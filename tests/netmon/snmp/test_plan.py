"""Requests stay small, keep their order and always bring sysUpTime."""

from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.interfaces import DECLARATION
from netmon.inventory.models import SnmpVersion
from netmon.snmp.plan import ENVELOPES, LARGEST_REPLY, SYS_UP_TIME, Ask, Weights, pack

COLUMNS = DECLARATION.tables[0].columns


def asks(rows: int) -> list[Ask]:
    return [Ask("interfaces", (row,), column.name, column) for row in range(1, rows + 1) for column in COLUMNS]


@settings(deadline=None)
@given(st.integers(0, 20))
def test_every_instance_is_asked_once_and_in_order(rows: int) -> None:
    requests = pack(asks(rows))
    assert [ask for request in requests for ask in request.asks] == asks(rows)
    assert all(request.template.oids[0] == SYS_UP_TIME for request in requests)


@settings(deadline=None)
@given(st.integers(0, 20), st.sampled_from(SnmpVersion))
def test_no_reply_is_expected_to_be_larger_than_a_tunnel_carries(rows: int, version: SnmpVersion) -> None:
    room = LARGEST_REPLY - ENVELOPES[version]
    assert all(sum(ask.size for ask in request.asks) <= room for request in pack(asks(rows), version))


def test_rows_that_were_weighed_fill_their_answers() -> None:
    weights: Weights = {("interfaces", (row,)): 100 for row in range(1, 25)}

    assert [len(request.asks) // len(COLUMNS) for request in pack(asks(24), weights=weights)] == [12, 12]


def test_a_row_that_weighs_more_than_an_answer_holds_is_torn_apart() -> None:
    requests = pack(asks(1), weights={("interfaces", (1,)): 2_000})

    assert [ask for request in requests for ask in request.asks] == asks(1)


def test_a_row_is_not_torn_apart_where_it_fits_whole() -> None:
    for request in pack(asks(30)):
        found = {ask.index for ask in request.asks}
        assert len(request.asks) == len(found) * len(COLUMNS)
