"""What netmon reads from devices: one file per thing; to add one, write it and list it here."""

from collectors import identity, interfaces, reachability, routing, sessions, system
from netmon.collector import Collector

COLLECTORS: tuple[Collector, ...] = (
    reachability.ICMP,
    reachability.SNMP,
    system.COLLECTOR,
    interfaces.COLLECTOR,
    identity.COLLECTOR,
    routing.COLLECTOR,
    sessions.COLLECTOR,
)
