"""What an echo request and its reply look like (RFC 792, RFC 4443 §4)."""

import socket
import struct
from dataclasses import dataclass

HEADER = struct.Struct("!BBHHH")
"""Type, code, checksum, identifier, sequence number."""
NONCE = 8
"""Octets of the payload that only we and the device know: what a reply is recognised by."""
PADDING = bytes(48)
"""Makes the 56 octets of payload that every `ping` sends."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """ICMP for one address family."""

    family: socket.AddressFamily
    number: int
    request: int
    reply: int
    name: str


ICMP = Protocol(socket.AF_INET, socket.IPPROTO_ICMP, request=8, reply=0, name="IPv4")
ICMPV6 = Protocol(socket.AF_INET6, socket.IPPROTO_ICMPV6, request=128, reply=129, name="IPv6")


def write_request(protocol: Protocol, identifier: int, sequence: int, nonce: bytes) -> bytes:
    """Return an echo request; for IPv6 the kernel fills in the checksum."""
    payload = nonce + PADDING
    header = HEADER.pack(protocol.request, 0, 0, identifier, sequence)
    if protocol is ICMP:
        header = HEADER.pack(protocol.request, 0, checksum(header + payload), identifier, sequence)
    return header + payload


def read_nonce(protocol: Protocol, octets: bytes) -> bytes | None:
    """Return the nonce of an echo reply, or None if the octets are something else."""
    if len(octets) < HEADER.size + NONCE or octets[0] != protocol.reply or octets[1]:
        return None
    return octets[HEADER.size : HEADER.size + NONCE]


def strip_header(octets: bytes) -> bytes:
    """Return what follows the IPv4 header, which a raw socket delivers too."""
    return octets[4 * (octets[0] & 0x0F) :] if octets else octets


def checksum(octets: bytes) -> int:
    """Return the Internet checksum (RFC 1071) of an even number of octets."""
    total = sum(int(word) for (word,) in struct.iter_unpack("!H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
