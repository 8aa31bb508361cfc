"""What FRR printed in the laboratory becomes figures, and what it did not print stays unknown."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.routing import BGP, OSPF, ROUTES, parse
from netmon.model import FieldValue
from netmon.ssh.transcript import Transcript
from tests.collectors.given import SLOT, TAGS, context

RECORDED: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "devices" / "frr_8.4.4.json").read_text(encoding="utf-8")
)


def fields(outputs: dict[str, str], failures: dict[str, str] | None = None) -> dict[str, FieldValue]:
    """Return the fields of the one measurement, or none."""
    measurements = parse(Transcript(SLOT, outputs, failures or {}), context())
    assert all((found.name, found.tags) == ("net_routing", TAGS) for found in measurements)
    return dict(measurements[0].fields) if measurements else {}


def test_a_recorded_router_is_summarised() -> None:
    assert fields(RECORDED) == {
        "ospf_neighbors": 1,
        "ospf_full": 1,
        "bgp_peers": 2,
        "bgp_established": 1,
        "routes_rib": 6,
        "routes_fib": 3,
    }


def test_a_daemon_that_does_not_run_leaves_its_fields_out() -> None:
    outputs = {command: output for command, output in RECORDED.items() if command != BGP}
    found = fields(outputs, {BGP: "bgpd is not running"})
    assert set(found) == {"ospf_neighbors", "ospf_full", "routes_rib", "routes_fib"}


def test_no_neighbours_are_none_and_not_unknown() -> None:
    assert fields({OSPF: '{"neighbors":{}}', BGP: '{"ipv4Unicast":{"peers":{}}}'}) == {
        "ospf_neighbors": 0,
        "ospf_full": 0,
        "bgp_peers": 0,
        "bgp_established": 0,
    }


def test_a_peer_of_two_address_families_is_one_peer() -> None:
    peers = {"peers": {"10.0.0.1": {"state": "Established"}}}
    assert fields({BGP: json.dumps({"ipv4Unicast": peers, "ipv6Unicast": peers})})["bgp_established"] == 1


def test_a_login_message_before_the_answer_is_skipped() -> None:
    output = "vtysh_pam: Failed in account validation\n" + RECORDED[ROUTES]
    assert fields({ROUTES: output}) == {"routes_rib": 6, "routes_fib": 3}


@pytest.mark.parametrize(
    "output",
    [
        "",
        "% Unknown command",
        "[1, 2]",
        '{"neighbors": 7, "ipv4Unicast": {"peers": 7}, "routesTotal": "many"}',
        '{"neighbors": {"a": 7, "b": [7]}}'[:20],
        '{"a":' * 100_000,
        '{"routesTotal": ' + "9" * 5_000 + "}",
        '{"routesTotal": 99999999999999999999}',
        "{" + " " * (1 << 21),
    ],
)
def test_what_is_no_answer_gives_no_field(output: str) -> None:
    assert fields(dict.fromkeys((OSPF, BGP, ROUTES), output)) == {}


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["neighbors", "peers", "ipv4Unicast", "state", "nbrState", "routesTotal"]), inner
            )
        ),
    )
)
def test_no_json_makes_a_field_of_another_type(tree: object) -> None:
    output = json.dumps(tree)
    assert all(type(value) is int for value in fields(dict.fromkeys((OSPF, BGP, ROUTES), output)).values())
