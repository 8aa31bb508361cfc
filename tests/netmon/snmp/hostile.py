"""What a device may send instead of an answer: reliability.md's corpus, each piece made from a request and the truth.

`NEVER_OURS` are datagrams that answer nothing we asked, or are no message at all: the right answer may still
follow. `OURS_AND_WRONG` bear our number and say something that was not asked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pyasn1.codec.ber import encoder
from pysnmp.proto.api import v2c

from netmon.snmp import ber
from tests.netmon.snmp.agent import Asked, Varbinds, write

LARGEST = 65_507
"""Octets that an UDP datagram over IPv4 can carry."""
CUTS = 100

Trick = Callable[[Asked, Varbinds], list[bytes]]


def honest(asked: Asked, truth: Varbinds) -> bytes:
    """Return what an honest agent answers."""
    return write(asked, truth)


def raw(asked: Asked, *varbinds: bytes, status: bytes = b"\x02\x01\x00", index: bytes = b"\x02\x01\x00") -> bytes:
    """Return a response whose parts are octets, so that they may be anything."""
    number = ber.write_integer(asked.number)
    pdu = ber.write(ber.RESPONSE, number, status, index, ber.write(ber.SEQUENCE, *varbinds))
    return ber.write(ber.SEQUENCE, ber.write_integer(asked.version), ber.write_octets(asked.community), pdu)


def varbinds(truth: Varbinds, last: bytes = b"", *, name: bytes = b"") -> list[bytes]:
    """Return the varbinds as octets; the last one with another value, or another name."""
    pairs = [(ber.write_object_identifier(oid), encoder.encode(value)) for oid, value in truth]
    pairs[-1] = (name or pairs[-1][0], last or pairs[-1][1])
    return [ber.write(ber.SEQUENCE, *pair) for pair in pairs]


def nested(depth: int) -> bytes:
    """Return so many sequences, one inside the other."""
    return b"\x30\x82\x7f\xff" * depth


def long_form(octets: bytes, size: int) -> bytes:
    """Return an element whose length is written in `size` octets."""
    element = ber.read(octets, 0, len(octets))
    length = (element.end - element.start).to_bytes(size, "big")
    return bytes((element.tag, 0x80 | size)) + length + octets[element.start : element.end]


def cut_short(asked: Asked, truth: Varbinds) -> Iterator[bytes]:
    """Yield the right answer truncated at every length; a long one at so many that a socket can hold them."""
    octets = honest(asked, truth)
    return (octets[:length] for length in range(0, len(octets), 1 + len(octets) // CUTS))


def filled(asked: Asked, truth: Varbinds) -> bytes:
    """Return an answer that is as large as a datagram can be, and ends in text where a number belongs."""
    shortest = len(raw(asked, *varbinds(truth, ber.write_octets(bytes(60_000)))))
    return raw(asked, *varbinds(truth, ber.write_octets(bytes(60_000 + LARGEST - shortest))))


def _name(content: bytes) -> Trick:
    name = ber.write(ber.OBJECT_IDENTIFIER, content)
    return lambda asked, truth: [raw(asked, *varbinds(truth, name=name))]


def _last(value: bytes) -> Trick:
    return lambda asked, truth: [raw(asked, *varbinds(truth, value))]


NEVER_OURS: Mapping[str, Trick] = {
    "an empty datagram": lambda *_: [b""],
    "garbage": lambda *_: [bytes(range(200))],
    "a single octet": lambda *_: [b"\x30"],
    "a length of 4 GiB": lambda *_: [b"\x30\x84\xff\xff\xff\xff"],
    "a length of 127 octets": lambda *_: [b"\x30\xff" + bytes(200)],
    "an indefinite length": lambda *_: [b"\x30\x80" + bytes(20)],
    "the right answer with an indefinite length": lambda asked, truth: [
        b"\x30\x80" + honest(asked, truth)[2:] + b"\x00\x00"
    ],
    "a length of five octets": lambda asked, truth: [long_form(honest(asked, truth), 5)],
    "15,000 nested sequences": lambda *_: [nested(15_000)],
    "a reply cut short anywhere": lambda asked, truth: list(cut_short(asked, truth)),
    "octets after the reply": lambda asked, truth: [honest(asked, truth) + b"\x00"],
    "the reply twice in one datagram": lambda asked, truth: [honest(asked, truth) * 2],
    "another request's number": lambda asked, truth: [
        honest(replace(asked, number=asked.number ^ bit), truth) for bit in (1, 1 << 30)
    ],
    "a negative number": lambda asked, truth: [honest(replace(asked, number=asked.number - (1 << 31)), truth)],
    "another community": lambda asked, truth: [honest(replace(asked, community=b"public"), truth)],
    "no community": lambda asked, truth: [honest(replace(asked, community=b""), truth)],
    "another version": lambda asked, truth: [honest(replace(asked, version=1 - asked.version), truth)],
    "a report": lambda asked, truth: [write(asked, truth, kind=v2c.ReportPDU)],
    "a request": lambda asked, truth: [write(asked, truth, kind=v2c.GetRequestPDU)],
    "a set": lambda asked, truth: [write(asked, truth, kind=v2c.SetRequestPDU)],
    "a trap": lambda asked, truth: [write(asked, truth, kind=v2c.SNMPv2TrapPDU)],
    "a name of no octets": _name(b""),
    "an unfinished name": _name(b"\x2b\x81"),
    "a sub-identifier of more than 32 bits": _name(b"\x2b\x06\x90\x80\x80\x80\x00"),
    "a name of 200 sub-identifiers": _name(b"\x2b" + b"\x01" * 200),
    "a tag of many octets": _last(b"\x1f\x81\x01\x01\x00"),
    "a value longer than the reply": _last(b"\x04\x84\x00\x01\x00\x00ab"),
    "2,049 varbinds": lambda asked, truth: [raw(asked, *varbinds(truth)[-1:] * 2_049)],
    "an error-status of twelve octets": lambda asked, truth: [
        raw(asked, *varbinds(truth), status=b"\x02\x0c" + bytes(12))
    ],
    "an error-index of no octets": lambda asked, truth: [raw(asked, *varbinds(truth), index=b"\x02\x00")],
}

OURS_AND_WRONG: Mapping[str, Trick] = {
    "another object": lambda asked, truth: [write(asked, [*truth[:-1], ((1, 3, 6, 1, 2, 1, 1, 7, 0), truth[-1][1])])],
    "the objects in another order": lambda asked, truth: [
        write(asked, [*truth[1:], truth[0]] if len(truth) > 1 else truth * 2)
    ],
    "an object too few": lambda asked, truth: [write(asked, truth[:-1])],
    "an object too many": lambda asked, truth: [write(asked, truth + truth[-1:])],
    "fifty times the objects": lambda asked, truth: [write(asked, truth[-1:] * 50)],
    "no object at all": lambda asked, _: [write(asked, [])],
    "nothing where text and numbers belong": _last(b"\x05\x00"),
    "an integer of no octets": _last(b"\x02\x00"),
    "a counter of no octets": _last(b"\x46\x00"),
    "ticks of no octets": _last(b"\x43\x00"),
    "an integer of twelve octets": _last(b"\x02\x0c" + bytes(11) + b"\x07"),
    "a counter of twelve octets": _last(b"\x46\x0c" + bytes(11) + b"\x07"),
    "ticks of twelve octets": _last(b"\x43\x0c" + bytes(11) + b"\x07"),
    "a gauge below zero": _last(b"\x42\x01\xff"),
    "ticks below zero": _last(b"\x43\x02\x80\x01"),
    "a counter below zero": _last(b"\x46\x07\xd7" + bytes(6)),
    "an address of three octets": _last(b"\x40\x03\x7f\x00\x00"),
    "a sequence for a value": _last(b"\x30\x03\x02\x01\x05"),
    "an opaque float": _last(b"\x44\x07\x9f\x78\x04\x41\x20\x00\x00"),
    "a tag nobody knows": _last(b"\x4a\x01\x05"),
    "60 kB of text": _last(b"\x04\x82\xea\x60" + bytes(60_000)),
    "60 kB in pieces": lambda asked, truth: [raw(asked, *varbinds(truth, b"\x24\x82\xea\x60" + bytes(60_000)))],
    "a datagram as large as can be": lambda asked, truth: [filled(asked, truth)],
    "genErr": lambda asked, truth: [write(asked, truth, error=(5, 1))],
    "an error-index out of range": lambda asked, truth: [write(asked, truth, error=(2, 99))],
    "an error-index below zero": lambda asked, truth: [
        raw(asked, *varbinds(truth), status=b"\x02\x01\x05", index=b"\x02\x01\xff")
    ],
    "an error-status nobody knows": lambda asked, truth: [raw(asked, *varbinds(truth), status=b"\x02\x01\x63")],
    "an error-status below zero": lambda asked, truth: [raw(asked, *varbinds(truth), status=b"\x02\x01\xff")],
}

ABSENT = {
    "noSuchObject": v2c.NoSuchObject(""),
    "noSuchInstance": v2c.NoSuchInstance(""),
    "endOfMibView": v2c.EndOfMibView(""),
}
"""What stands for a value that is not there (RFC 3416 §4.2.1)."""
