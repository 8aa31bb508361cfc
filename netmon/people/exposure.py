"""Whether what people send to the pages, passwords above all, can be read on the way."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from netmon.settings import Settings

EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 -- compared with, never bound


def exposed_hosts(settings: Settings) -> list[str]:
    """Return the names beyond this machine that the pages answer to without TLS, as far as netmon is told."""
    if settings.url.startswith("https://"):
        return []
    hosts = {urlsplit(settings.url).hostname or "", settings.listen}
    return sorted(host for host in hosts.difference(EVERY_ADDRESS) if not is_loopback(host))


def is_loopback(host: str) -> bool:
    """Return whether what is sent to a host stays on the sender's machine."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
