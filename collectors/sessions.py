"""Whether the routing sessions that the inventory plans are there.

OSPF-MIB (RFC 4750): ospfNbrTable. BGP4-MIB (RFC 4273): bgpPeerTable, IPv4 peers only, internal ones
too. A device that says so on its command line is asked there instead (`routing.py`).

`net_session`, for each planned session at every answer, so that one which is not there is told as
well, after a restart too: `state`, 1 while it is full or established, else 0; `fsm`, the neighbour's
state as the MIB numbers it, absent where it has no row; `changes`, what the device itself counted:
ospfNbrEvents, bgpPeerFsmEstablishedTransitions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import MINUTE
from netmon.collector import Context, SnmpCollector
from netmon.inventory.models import Device
from netmon.model import FieldValue, Measurement
from netmon.snmp.declaration import Column, Declaration, Index, Reading, Row, Syntax, Table

OSPF = (1, 3, 6, 1, 2, 1, 14)
NBR_TABLE = (*OSPF, 10, 1)
PEER_TABLE = (1, 3, 6, 1, 2, 1, 15, 3, 1)
COMMAND_LINES = frozenset({"frr"})
"""Platforms that are asked by `routing.py` where netmon may log in."""
OCTETS = 4
"""An IPv4 address at the beginning of an index: the neighbour's."""
LARGEST_OCTET = 255


class Protocol(StrEnum):
    """What a session speaks."""

    OSPF = "ospf"
    BGP = "bgp"


UP = {Protocol.OSPF: 8, Protocol.BGP: 6}
"""ospfNbrState full(8), bgpPeerState established(6)."""
NBR_KEY = Column("address", "ospfNbrIpAddr", (*NBR_TABLE, 1), Syntax.IP_ADDRESS)
PEER_KEY = Column("address", "bgpPeerRemoteAddr", (*PEER_TABLE, 7), Syntax.IP_ADDRESS)
DECLARATION = Declaration(
    tables=(
        Table(
            Protocol.OSPF,
            columns=(
                NBR_KEY,
                Column("router_id", "ospfNbrRtrId", (*NBR_TABLE, 3), Syntax.IP_ADDRESS),
                Column("fsm", "ospfNbrState", (*NBR_TABLE, 6), Syntax.INTEGER),
                Column("changes", "ospfNbrEvents", (*NBR_TABLE, 7), Syntax.COUNTER32),
            ),
            key=NBR_KEY,
            # A row comes with its neighbour, who originates an LSA anew when it is full (RFC 2328 §12.4). That LSAs of
            # its own are new an agent need not count: FRR's ospfOriginateNewLsas stands still.
            trigger=Column("new_lsas", "ospfRxNewLsas", (*OSPF, 1, 10), Syntax.COUNTER32),
        ),
        Table(
            Protocol.BGP,
            columns=(
                PEER_KEY,
                Column("router_id", "bgpPeerIdentifier", (*PEER_TABLE, 1), Syntax.IP_ADDRESS),
                Column("fsm", "bgpPeerState", (*PEER_TABLE, 2), Syntax.INTEGER),
                Column("changes", "bgpPeerFsmEstablishedTransitions", (*PEER_TABLE, 15), Syntax.COUNTER32),
            ),
            key=PEER_KEY,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Session:
    """A session as a device tells of it: by which addresses the neighbour is known there."""

    protocol: Protocol
    addresses: frozenset[str]
    is_up: bool
    fsm: int | None = None
    changes: int | None = None


NOT_THERE = Session(Protocol.OSPF, frozenset(), is_up=False)


def parse(reading: Reading, _: Reading | None, context: Context) -> Sequence[Measurement]:
    """Return a `net_session` for each planned session; where a part did not come, for those that were read."""
    planned = planned_sessions(_sessions(reading), context)
    return tuple(session for session in planned if "fsm" in session.fields) if reading.problems else planned


def is_asked(device: Device) -> bool:
    """Return whether a device has sessions planned and does not tell of them on its command line."""
    has_plan = bool(device.sessions.ospf or device.sessions.bgp)
    return has_plan and not (device.ssh is not None and device.platform in COMMAND_LINES)


def planned_sessions(
    seen: Iterable[Session], context: Context, told: frozenset[Protocol] = frozenset(Protocol)
) -> tuple[Measurement, ...]:
    """Return what was seen of each planned session, of the protocols that the device told anything about.

    Where several are one neighbour's, the best of them stands.
    """
    found = list(seen)
    return tuple(
        Measurement("net_session", _tags(context, protocol, neighbour), _fields(protocol, address, found), context.slot)
        for protocol, neighbours in _plan(context).items()
        if protocol in told
        for neighbour, address in neighbours.items()
    )


def _plan(context: Context) -> Mapping[Protocol, Mapping[str, str]]:
    plan = context.device.sessions
    return {
        protocol: {name: str(address) for name, address in neighbours.items()}
        for protocol, neighbours in ((Protocol.OSPF, plan.ospf), (Protocol.BGP, plan.bgp))
    }


def _tags(context: Context, protocol: Protocol, neighbour: str) -> dict[str, str]:
    place = context.tags
    return {
        "device": place["device"],
        "municipality": place["municipality"],
        "neighbor": neighbour,
        "orp": place["orp"],
        "protocol": protocol.value,
        "role": place["role"],
    }


def _fields(protocol: Protocol, address: str, seen: Sequence[Session]) -> dict[str, FieldValue]:
    its = [session for session in seen if session.protocol is protocol and address in session.addresses]
    best = max(its, key=lambda session: session.is_up, default=NOT_THERE)
    told = {"state": int(best.is_up), "fsm": best.fsm, "changes": best.changes}
    return {name: value for name, value in told.items() if value is not None}


def _sessions(reading: Reading) -> Iterator[Session]:
    for protocol in Protocol:
        for index, row in reading.tables.get(protocol, {}).items():
            fsm = _number(row, "fsm")
            yield Session(
                protocol,
                frozenset({_address(index), _told_address(row)} - {""}),
                is_up=fsm == UP[protocol],
                fsm=fsm,
                changes=_number(row, "changes"),
            )


def _address(index: Index) -> str:
    """Return the address that an index begins with; the empty text if it begins with something else."""
    octets = index[:OCTETS]
    is_address = len(octets) == OCTETS and all(0 <= octet <= LARGEST_OCTET for octet in octets)
    return ".".join(map(str, octets)) if is_address else ""


def _told_address(row: Row) -> str:
    value = row.get("router_id")
    return value if isinstance(value, str) else ""


def _number(row: Row, name: str) -> int | None:
    value = row.get(name)
    return int(value) if isinstance(value, int) else None


COLLECTOR = SnmpCollector("sessions", MINUTE, DECLARATION, parse, concerns=is_asked)
