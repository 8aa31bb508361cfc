"""Does a notification claim to be from somebody we know: told from its outside, before pysnmp reads any of it."""

import hmac

from netmon.errors import ProtocolViolation
from netmon.snmp import ber
from netmon.snmp.credential import Community, ResolvedCredential
from netmon.snmp.message import AUTH_PRIV, NO_AUTH, V3Message, read_message

COMMUNITY_VERSIONS = frozenset({0, 1})
"""SNMPv1 and v2c: an agent that is asked over one may notify over the other (RFC 1157, RFC 1901)."""


def claims(datagram: bytes, credential: ResolvedCredential) -> bool:
    """Say whether a datagram bears the device's own credential, or asks who we are before an inform.

    A community is proven by that; a user is not before the digest is.
    """
    try:
        if isinstance(credential, Community):
            return hmac.compare_digest(_community(datagram), credential.community.reveal().encode())
        return _is_of_user(read_message(datagram), credential.name.encode())
    except ProtocolViolation:
        return False


def _community(datagram: bytes) -> bytes:
    message = ber.expect(datagram, 0, len(datagram), ber.SEQUENCE)
    version, at = ber.read_integer(datagram, message.start, message.end)
    if version not in COMMUNITY_VERSIONS or message.end != len(datagram):
        complaint = "not one message with a community"
        raise ProtocolViolation(complaint)
    return ber.read_octets(datagram, at, message.end)[0]


def _is_of_user(message: V3Message, name: bytes) -> bool:
    is_discovery = (message.level, message.engine_id) == (NO_AUTH, b"") and message.user in (b"", name)
    return is_discovery or (message.level, message.user) == (AUTH_PRIV, name)
