"""How the answers to one request lie on the wire: learnt once from the strict reader, then only compared.

The octets of an answer stay where they are as long as no value changes its length. All that is not a number, and the
sign bit of each number, must equal what was learnt: one XOR of two big integers blots it out, and leaves nothing but
the numbers. Then one `struct` reads them, each as the eight octets that end where the value ends. Whatever does not
fit is the strict reader's business, and is learnt anew.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from netmon.snmp.declaration import Value
from netmon.snmp.pdu import Pdu, Varbind
from netmon.snmp.template import NUMBER_LENGTH

WORD = 8
"""Octets that are read at once. A number of SNMP has at most nine; the first of nine is zero."""
SIGN = 0x80
"""The first bit of an octet."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The octets of an answer: what must stand in them, and where its numbers are.

    XOR with `known` leaves the numbers alone: under `mask` their `signs`, which run on before negative ones.
    """

    length: int
    mask: int
    known: int
    signs: int
    number_at: int
    words: struct.Struct

    @classmethod
    def learn(cls, octets: bytes, pdu: Pdu, values: Sequence[Value | None]) -> Self | None:
        """Return the layout of an answer that was read strictly; None if numbers stand too close to be read so.

        `values` are those of the varbinds, in their order; None where the agent has none.
        """
        mask, signs = bytearray(b"\xff" * len(octets)), bytearray(len(octets))
        mask[pdu.number_at : pdu.number_at + NUMBER_LENGTH] = bytes(NUMBER_LENGTH)
        pattern, at = [">"], 0
        for varbind, value in zip(pdu.varbinds, values, strict=True):
            if not isinstance(value, int):
                continue
            start = varbind.end - WORD
            if start < at:
                return None
            _release(mask, varbind)
            _sign(signs, varbind, is_negative=value < 0)
            pattern.append(f"{start - at}x{'q' if value < 0 else 'Q'}")
            at = varbind.end
        words = _words("".join([*pattern, f"{len(octets) - at}x"]))
        whole, ones = int.from_bytes(mask, "big"), int.from_bytes(signs, "big")
        known = int.from_bytes(octets, "big") & whole ^ ones
        return cls(len(octets), whole, known, ones, pdu.number_at, words)

    def read(self, octets: bytes, number: int) -> tuple[int, ...] | None:
        """Return the numbers of an answer that lies like this and bears the request-id, else None."""
        if len(octets) != self.length:
            return None
        bare = int.from_bytes(octets, "big") ^ self.known
        if bare & self.mask != self.signs:
            return None
        if int.from_bytes(octets[self.number_at : self.number_at + NUMBER_LENGTH], "big") != number:
            return None
        return self.words.unpack(bare.to_bytes(self.length, "big"))


@lru_cache(maxsize=4_096)
def _words(pattern: str) -> struct.Struct:
    """Return the reader of a pattern; answers that are alike, of whichever device, share it."""
    return struct.Struct(pattern)


def _sign(signs: bytearray, varbind: Varbind, *, is_negative: bool) -> None:
    """Leave a number the bit of its sign; before a negative one it fills the octets that are read with it."""
    signs[varbind.start] = varbind.content[0] & SIGN
    if is_negative:
        signs[varbind.end - WORD : varbind.start] = b"\xff" * (WORD - len(varbind.content))


def _release(mask: bytearray, varbind: Varbind) -> None:
    """Let the octets of a number change, but not its sign, nor a first octet that is there for the sign alone."""
    start, length = varbind.start, len(varbind.content)
    mask[start : start + length] = bytes(length)
    mask[start] = 0xFF if length > NUMBER_LENGTH and varbind.content[0] == 0 else SIGN
