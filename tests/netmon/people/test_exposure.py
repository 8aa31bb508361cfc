"""Where pages can be reached without TLS from beyond this machine."""

import pytest

from netmon.people.exposure import exposed_hosts, is_loopback
from netmon.settings import Settings


@pytest.mark.parametrize(
    ("url", "listen", "hosts"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1", []),
        ("http://localhost:8080", "::1", []),
        ("http://[::1]:8080", "127.0.0.1", []),
        ("http://127.0.0.1:8080", "0.0.0.0", []),  # noqa: S104 -- as in a container; other names are refused
        ("http://127.0.0.1:8080", "10.0.0.5", ["10.0.0.5"]),
        ("http://netmon.example.cz", "127.0.0.1", ["netmon.example.cz"]),
        ("http://netmon.example.cz", "10.0.0.5", ["10.0.0.5", "netmon.example.cz"]),
        ("https://netmon.example.cz", "10.0.0.5", []),
    ],
)
def test_only_plain_http_beyond_loopback_is_exposed(url: str, listen: str, hosts: list[str]) -> None:
    assert exposed_hosts(Settings(url=url, listen=listen)) == hosts


@pytest.mark.parametrize(
    ("host", "answer"),
    [("localhost", True), ("127.3.2.1", True), ("[::1]", True), ("10.0.0.1", False), ("localhost.evil.cz", False)],
)
def test_loopback_is_told_by_name_or_address(host: str, *, answer: bool) -> None:
    assert is_loopback(host) is answer
