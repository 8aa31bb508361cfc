"""Whether routing has settled: adjacencies are full, peers established, and the monitor reaches everybody."""

import json
from collections.abc import Mapping

from tests.backbone.plan import NOC, Plan
from tests.backbone.router import Chassis
from tests.backbone.system import CommandFailed, run
from tests.parts.waiting import wait_until

BOOT_WITHIN = 120.0
CONVERGE_WITHIN = 160.0


def wait_until_converged(plan: Plan, chassis: Mapping[str, Chassis]) -> None:
    """Wait until every router has booted, knows all its neighbours, and answers the monitor."""
    for each in chassis.values():
        each.wait_until_ready(BOOT_WITHIN)
    missing = {router.name: sum(1 for _ in plan.ports(router.name)) for router in plan.routers}

    def all_adjacent() -> bool:
        for name in [name for name, ports in missing.items() if adjacencies(chassis[name]) == ports]:
            del missing[name]
        return not missing

    wait_until(all_adjacent, "OSPF adjacencies", within=CONVERGE_WITHIN)
    speakers = {name: len(plan.peers(name)) for name in chassis if plan.peers(name)}

    def all_established() -> bool:
        return all(established(chassis[name]) == peers for name, peers in speakers.items())

    wait_until(all_established, "BGP sessions", within=CONVERGE_WITHIN)
    addresses = [str(router.address) for router in plan.routers]
    wait_until(lambda: answer(chassis[NOC], addresses), "an answer of every router", within=CONVERGE_WITHIN)


def adjacencies(chassis: Chassis) -> int:
    """Return how many OSPF neighbours of a router are Full (RFC 2328 §10.1)."""
    neighbours = json.loads(chassis.execute("vtysh", "-c", "show ip ospf neighbor json"))["neighbors"]
    return sum(entry["nbrState"].startswith("Full") for entries in neighbours.values() for entry in entries)


def established(chassis: Chassis) -> int:
    """Return how many BGP peers of a router are Established (RFC 4271 §8.2.2)."""
    families = json.loads(chassis.execute("vtysh", "-c", "show bgp summary json"))
    return sum(
        peer["state"] == "Established" for family in families.values() for peer in family.get("peers", {}).values()
    )


def answer(source: Chassis, addresses: list[str]) -> bool:
    """Say whether all addresses answer an ICMP echo request from a router."""
    try:
        run("ip", "netns", "exec", source.namespace, "fping", "-q", "-r1", "-t200", *addresses)
    except CommandFailed:
        return False
    return True
