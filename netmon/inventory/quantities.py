"""Durations, bit rates and sizes as people write them: `30s`, `5m`, `10G`."""

import re

from netmon.clock import Millis
from netmon.inventory.complaint import Misfit, quote
from netmon.phrase import Phrase

DURATION = re.compile(r"(\d{1,6})(ms|s|m|h|d)")
MILLIS_PER = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
BIT_RATE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([kMGT])(?:bps|bit/s)?")
SIZE = re.compile(r"(\d{1,6})([kMGT])B?")
BITS_PER = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
BYTES_PER = BITS_PER


def parse_duration(text: object) -> Millis:
    """Return `90s` as 90,000 ms; integers are milliseconds already."""
    if isinstance(text, int) and not isinstance(text, bool):
        return Millis(text)
    match = DURATION.fullmatch(str(text))
    if match is None:
        what = Phrase("{value} is not a duration", value=quote(text))
        raise Misfit(what, Phrase("write a number and ms, s, m, h or d, such as 30s"))
    return Millis(int(match[1]) * MILLIS_PER[match[2]])


def parse_bits_per_second(text: object) -> int:
    """Return `10G` as 10,000,000,000; integers are bit/s already."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    match = BIT_RATE.fullmatch(str(text))
    if match is None:
        what = Phrase("{value} is not a bit rate", value=quote(text))
        raise Misfit(what, Phrase("write a number and k, M, G or T, such as 10G"))
    return round(float(match[1]) * BITS_PER[match[2]])


def parse_size(text: object) -> int:
    """Return `5G` as 5,000,000,000; integers are bytes already."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    match = SIZE.fullmatch(str(text))
    if match is None:
        what = Phrase("{value} is not a size", value=quote(text))
        raise Misfit(what, Phrase("write a number and k, M, G or T, such as 5G"))
    return int(match[1]) * BYTES_PER[match[2]]


def format_bits_per_second(rate: int) -> str:
    """Return 10,000,000,000 as `10G`, as people write it."""
    for unit, bits in reversed(BITS_PER.items()):
        if rate >= bits:
            return f"{rate / bits:g}{unit}"
    return str(rate)
