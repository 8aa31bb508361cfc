"""What pysnmp, the reference, makes of what an agent says: as a reader of datagrams, and as a manager."""

from pyasn1.codec.ber import decoder
from pyasn1.type import univ
from pysnmp.hlapi.v3arch.asyncio import (
    ContextData,
    ObjectIdentity,
    ObjectType,
    SnmpEngine,
    UdpTransportTarget,
    walk_cmd,
)
from pysnmp.hlapi.v3arch.asyncio.auth import UsmUserData, usmAesCfb128Protocol, usmHMAC192SHA256AuthProtocol
from pysnmp.proto.api import v2c

from netmon.secret import SecretRef
from netmon.snmp.declaration import Oid, Value
from tests.netmon.snmp.engine import USER
from tests.netmon.snmp.recording import Recorded
from tests.parts import snmpd


def read_response(datagram: bytes) -> list[Recorded]:
    """Return what a v2c response says."""
    message, _ = decoder.decode(datagram, asn1Spec=v2c.Message())
    return [_recorded(name, value) for name, value in v2c.apiPDU.get_varbinds(v2c.apiMessage.get_pdu(message))]


async def walk_v3(address: tuple[str, int], root: Oid, most: int) -> list[Recorded]:
    """Return what is found below an object as the engine's user, with one GETNEXT after another."""
    engine = SnmpEngine()
    target = await UdpTransportTarget.create(address, timeout=10, retries=0)
    options = {"lookupMib": False, "lexicographicMode": False, "maxRows": most}
    found = []
    try:
        start = ObjectType(ObjectIdentity(root))
        async for error, status, _, varbinds in walk_cmd(engine, _user(), target, ContextData(), start, **options):
            assert not error
            assert not status
            found += [_recorded(*varbind) for varbind in varbinds]
    finally:
        engine.close_dispatcher()
    return found


def _user() -> UsmUserData:
    auth, priv = (snmpd.SECRETS.resolve(SecretRef(f"secret://{key}")).reveal() for key in ("auth", "priv"))
    return UsmUserData(
        USER.decode(), auth, priv, authProtocol=usmHMAC192SHA256AuthProtocol, privProtocol=usmAesCfb128Protocol
    )


def _recorded(name: univ.ObjectIdentifier, value: univ.Null) -> Recorded:
    innermost = value.tagSet[-1]
    return Recorded(tuple(name), innermost.tagClass | innermost.tagFormat | innermost.tagId, _value(value))


def _value(value: object) -> Value:
    match value:
        case v2c.IpAddress():
            return str(value.prettyPrint())
        case univ.Integer():
            return int(value)
        case univ.ObjectIdentifier():
            return tuple(value)
        case univ.OctetString():
            return bytes(value)
        case univ.Null():
            return b""
    raise TypeError(type(value))
