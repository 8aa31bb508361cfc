"""Echo requests are well formed, and nothing but an echo reply is read as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.icmp.packet import ICMP, ICMPV6, checksum, read_nonce, strip_header, write_request

NONCE = b"12345678"


@settings(deadline=None)
@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.binary(min_size=8, max_size=8))
def test_a_request_sums_up_to_nothing(identifier: int, sequence: int, nonce: bytes) -> None:
    assert checksum(write_request(ICMP, identifier, sequence, nonce)) == 0


def test_a_reply_gives_its_nonce_back() -> None:
    request = write_request(ICMP, 7, 1, NONCE)
    assert read_nonce(ICMP, b"\x00" + request[1:]) == NONCE
    assert read_nonce(ICMPV6, b"\x81" + request[1:]) == NONCE


@pytest.mark.parametrize(
    "octets", [b"", b"\x00", b"\x00" * 15, write_request(ICMP, 7, 1, NONCE), b"\x00\x01" + bytes(20)]
)
def test_anything_else_gives_nothing(octets: bytes) -> None:
    assert read_nonce(ICMP, octets) is None


def test_the_ip_header_is_as_long_as_it_says() -> None:
    assert strip_header(b"\x45" + bytes(19) + b"rest") == b"rest"
    assert strip_header(b"\x4f" + bytes(59) + b"rest") == b"rest"
    assert strip_header(b"") == b""
