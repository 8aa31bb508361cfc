"""How a router's routing stands: what FRR says on its command line and not over SNMP.

vtysh: `show ip ospf neighbor json`, `show bgp summary json`, `show ip route summary json`.

`net_routing`: `ospf_neighbors` seen and `ospf_full` of them (RFC 2328 §10.1, state Full);
`bgp_peers` configured and `bgp_established` of them (RFC 4271 §8.2.2); `routes_rib` known and
`routes_fib` in use. A daemon that does not run leaves its fields out: that is not "0 neighbours".
`net_session`: as in `sessions.py`; of a daemon that does not run every planned session is down.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from collectors.sessions import COMMAND_LINES, Protocol, Session, planned_sessions
from netmon.clock import MINUTE, Millis
from netmon.collector import CommandCollector, Context
from netmon.model import FieldValue, Measurement
from netmon.ssh.transcript import Transcript

OSPF = "show ip ospf neighbor json"
BGP = "show bgp summary json"
ROUTES = "show ip route summary json"
ASKED = {Protocol.OSPF: OSPF, Protocol.BGP: BGP}
NOT_RUNNING = "is not running"
"""What vtysh says of a daemon that is not there."""
LARGEST = 1 << 20
"""Characters of JSON that are parsed at most."""
LARGEST_INTEGER = 1 << 63
"""What InfluxDB can keep."""

Tree = Mapping[str, object]


def parse(transcript: Transcript, context: Context) -> Sequence[Measurement]:
    """Return one `net_routing` with what could be read, if anything could, and the planned sessions."""
    trees = {command: read_json(transcript.outputs.get(command, "")) for command in SUMMARIES}
    fields: dict[str, FieldValue] = {}
    for command, tree in trees.items():
        if tree is not None:
            fields |= SUMMARIES[command](tree)
    routing = (Measurement("net_routing", context.tags, fields, context.slot),) if fields else ()
    seen = (*ospf_sessions(trees[OSPF] or {}), *bgp_sessions(trees[BGP] or {}))
    told = frozenset(protocol for protocol, command in ASKED.items() if _is_told(command, trees[command], transcript))
    return (*routing, *planned_sessions(seen, context, told))


def _is_told(command: str, tree: Tree | None, transcript: Transcript) -> bool:
    """Say whether the answer tells which sessions there are: without its daemon there are none."""
    return tree is not None or NOT_RUNNING in transcript.failures.get(command, "")


def ospf_sessions(tree: Tree) -> Iterator[Session]:
    """Yield the adjacencies, each known by the neighbour's router ID and by the address it is heard at."""
    neighbours = tree.get("neighbors")
    for router_id, entries in neighbours.items() if isinstance(neighbours, dict) else ():
        for entry in _entries({router_id: entries}):
            address = str(entry.get("ifaceAddress") or entry.get("address"))
            yield Session(Protocol.OSPF, frozenset({router_id, address}), is_up=_ospf_state(entry).startswith("Full"))


def bgp_sessions(tree: Tree) -> Iterator[Session]:
    """Yield the peers of every address family, each known by the address it is spoken to at."""
    for family in tree.values():
        if isinstance(family, dict) and _has_peers(family):
            for address, peer in family["peers"].items():
                if isinstance(peer, dict):
                    established = peer.get("connectionsEstablished")
                    yield Session(
                        Protocol.BGP,
                        frozenset({address}),
                        is_up=peer.get("state") == "Established",
                        changes=established
                        if type(established) is int and 0 <= established < LARGEST_INTEGER
                        else None,
                    )


def read_json(output: str) -> Tree | None:
    """Return the JSON object in the output, which a login message may precede; None if there is none."""
    start = output.find("{")
    if start < 0 or len(output) > LARGEST:
        return None
    try:
        tree = json.loads(output[start:])
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None


def summarise_ospf(tree: Tree) -> dict[str, FieldValue]:
    """Return how many adjacencies there are, and how many are full."""
    neighbours = tree.get("neighbors")
    if not isinstance(neighbours, dict):
        return {}
    states = [_ospf_state(entry) for entry in _entries(neighbours)]
    return {"ospf_neighbors": len(states), "ospf_full": sum(state.startswith("Full") for state in states)}


def summarise_bgp(tree: Tree) -> dict[str, FieldValue]:
    """Return how many peers there are in all address families, and how many are established."""
    families = [family["peers"] for family in tree.values() if isinstance(family, dict) and _has_peers(family)]
    peers = {name for family in families for name in family}
    established = {
        name
        for family in families
        for name, peer in family.items()
        if isinstance(peer, dict) and peer.get("state") == "Established"
    }
    return {"bgp_peers": len(peers), "bgp_established": len(established)} if families else {}


def summarise_routes(tree: Tree) -> dict[str, FieldValue]:
    """Return how many routes are known and how many are used."""
    totals = {"routes_rib": tree.get("routesTotal"), "routes_fib": tree.get("routesTotalFib")}
    return {name: total for name, total in totals.items() if type(total) is int and 0 <= total < LARGEST_INTEGER}


SUMMARIES: Mapping[str, Callable[[Tree], dict[str, FieldValue]]] = {
    OSPF: summarise_ospf,
    BGP: summarise_bgp,
    ROUTES: summarise_routes,
}


def _entries(neighbours: Tree) -> Iterator[Tree]:
    for entries in neighbours.values():
        if isinstance(entries, list):
            yield from (entry for entry in entries if isinstance(entry, dict))


def _ospf_state(entry: Tree) -> str:
    return str(entry.get("nbrState") or entry.get("state"))


def _has_peers(family: Tree) -> bool:
    return isinstance(family.get("peers"), dict)


COLLECTOR = CommandCollector("routing", Millis(5 * MINUTE), COMMAND_LINES, commands=(OSPF, BGP, ROUTES), parse=parse)
