"""Which engine asks a device: netmon's own, or pysnmp where the inventory says so."""

from netmon.clock import Clock
from netmon.inventory.models import Snmp, SnmpEngine
from netmon.settings import Snmp as Patience
from netmon.snmp.credential import ResolvedCredential
from netmon.snmp.session import SnmpSession
from netmon.snmp.traffic import Traffic
from netmon.snmp.transport import Transport


def open_session(  # noqa: PLR0913 -- which agent, where it is, who asks, and what it shares
    snmp: Snmp,
    address: str,
    credential: ResolvedCredential,
    patience: Patience,
    clock: Clock,
    *,
    traffic: Traffic | None = None,
) -> SnmpSession:
    """Return a session inside the running event loop; raise NoResponse if there is no way there.

    `traffic` is what it shares with the sessions of other devices.
    """
    if snmp.engine is SnmpEngine.COMPILED:
        return SnmpSession.open(address, snmp.port, credential, patience, clock, traffic=traffic)
    from netmon.snmp.reference import ReferenceSecurity  # noqa: PLC0415 -- only who has an odd device waits for pysnmp

    security = ReferenceSecurity(credential)
    transport = Transport(address, snmp.port, security, patience, traffic or Traffic())
    return SnmpSession(transport, security.version, clock)
