"""What a notification hints at: who said that something happened, and of which kind, never what is so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import Millis
from netmon.model import DeviceName
from netmon.snmp.declaration import Oid


class HintKind(StrEnum):
    """Which notification it was, by the name its MIB gives it."""

    COLD_START = "coldStart"
    WARM_START = "warmStart"
    LINK_DOWN = "linkDown"
    LINK_UP = "linkUp"
    AUTHENTICATION_FAILURE = "authenticationFailure"
    BGP_BACKWARD_TRANSITION = "bgpBackwardTransition"
    OSPF_NEIGHBOUR_STATE_CHANGE = "ospfNbrStateChange"
    OTHER = "other"


LINK_HINTS = frozenset({HintKind.LINK_DOWN, HintKind.LINK_UP})


@dataclass(frozen=True, slots=True)
class Hint:
    """A device said `at` a moment that something happened to it: a reason to look, and no more."""

    device: DeviceName
    kind: HintKind
    at: Millis
    index: int | None = None
    """The ifIndex of the interface that it names, if it names one."""


SNMP_TRAPS: Oid = (1, 3, 6, 1, 6, 3, 1, 1, 5)
"""RFC 3418; the generic traps of SNMPv1 are these too (RFC 3584 §3.1)."""
BGP: Oid = (1, 3, 6, 1, 2, 1, 15)
OSPF_TRAPS: Oid = (1, 3, 6, 1, 2, 1, 14, 16, 2)

KINDS: Mapping[Oid, HintKind] = {
    (*SNMP_TRAPS, 1): HintKind.COLD_START,
    (*SNMP_TRAPS, 2): HintKind.WARM_START,
    (*SNMP_TRAPS, 3): HintKind.LINK_DOWN,
    (*SNMP_TRAPS, 4): HintKind.LINK_UP,
    (*SNMP_TRAPS, 5): HintKind.AUTHENTICATION_FAILURE,
    (*BGP, 0, 2): HintKind.BGP_BACKWARD_TRANSITION,  # RFC 4273, and RFC 1269 from an SNMPv1 agent
    (*BGP, 7, 2): HintKind.BGP_BACKWARD_TRANSITION,  # RFC 1657
    (*BGP, 7, 0, 2): HintKind.BGP_BACKWARD_TRANSITION,  # the same from an SNMPv1 agent
    (*OSPF_TRAPS, 2): HintKind.OSPF_NEIGHBOUR_STATE_CHANGE,  # RFC 4750
    (*OSPF_TRAPS, 0, 2): HintKind.OSPF_NEIGHBOUR_STATE_CHANGE,  # the same from an SNMPv1 agent
}
"""The notifications that are told apart, by their snmpTrapOID."""


def kind_of(notification: Oid) -> HintKind:
    """Return which notification an snmpTrapOID names."""
    return KINDS.get(notification, HintKind.OTHER)
