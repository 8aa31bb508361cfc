"""How the answers to one request lie on the wire: learnt once from the strict reader, then only compared.

The octets of an answer stay where they are as long as no value changes its length. All that is not a number, and the
sign bit of each number, must equal what was learnt: one comparison of two big integers shows it. Then one `struct`
reads every number, each as the eight octets that end where the value ends; what stands before it is known and
taken off. Whatever does not fit is the strict reader's business, and is learnt anew.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import sub
from typing import Self

from netmon.snmp.declaration import Value
from netmon.snmp.pdu import Pdu, Varbind

WORD = 8
"""Octets that are read at once. A number of SNMP has at most nine; the first of nine is zero."""
NUMBER_LENGTH = 4
"""Octets of our request-ids."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The octets of an answer: what must stand in them, and where its numbers are."""

    length: int
    mask: int
    expected: int
    number_at: int
    words: struct.Struct
    constants: tuple[int, ...]

    @classmethod
    def learn(cls, octets: bytes, pdu: Pdu, values: Sequence[Value | None]) -> Self | None:
        """Return the layout of an answer that was read strictly; None if numbers stand too close to be read so.

        `values` are those of the varbinds, in their order; None where the agent has none.
        """
        mask = bytearray(b"\xff" * len(octets))
        mask[pdu.number_at : pdu.number_at + NUMBER_LENGTH] = bytes(NUMBER_LENGTH)
        pattern, constants, at = [">"], [], 0
        for varbind, value in zip(pdu.varbinds, values, strict=True):
            if not isinstance(value, int):
                continue
            end = varbind.end
            if end - WORD < at:
                return None
            _release(mask, varbind)
            pattern.append(f"{end - WORD - at}xQ")
            constants.append(_shared(int.from_bytes(octets[end - WORD : end], "big") - value))
            at = end
        words = _words("".join([*pattern, f"{len(octets) - at}x"]))
        whole = int.from_bytes(mask, "big")
        expected = int.from_bytes(octets, "big") & whole
        return cls(len(octets), whole, expected, pdu.number_at, words, tuple(constants))

    def read(self, octets: bytes, number: int) -> tuple[int, ...] | None:
        """Return the numbers of an answer that lies like this and bears the request-id, else None."""
        if len(octets) != self.length or int.from_bytes(octets, "big") & self.mask != self.expected:
            return None
        if int.from_bytes(octets[self.number_at : self.number_at + NUMBER_LENGTH], "big") != number:
            return None
        return tuple(map(sub, self.words.unpack(octets), self.constants))


@lru_cache(maxsize=4_096)
def _words(pattern: str) -> struct.Struct:
    """Return the reader of a pattern; answers that are alike, of whichever device, share it."""
    return struct.Struct(pattern)


@lru_cache(maxsize=1 << 16)
def _shared(constant: int) -> int:
    """Return the number that stands for all equal ones: names are the same on every device."""
    return constant


def _release(mask: bytearray, varbind: Varbind) -> None:
    """Let the octets of a number change, but not its sign, nor a first octet that is there for the sign alone."""
    start, length = varbind.start, len(varbind.content)
    mask[start : start + length] = bytes(length)
    mask[start] = 0xFF if length > NUMBER_LENGTH and varbind.content[0] == 0 else 0x80
