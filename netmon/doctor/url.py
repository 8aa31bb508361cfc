"""Is the address that people use fit for passwords."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.settings import Settings


def is_loopback(host: str) -> bool:
    """Say whether a host's name or address never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def shown(url: str) -> str:
    """Return an address as it may be shown: without the user and password it may hold."""
    parts = urlsplit(url)
    return one_line(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())


def judge(settings: Settings) -> Finding:
    """Return whether log-ins travel encrypted and whether netmon learns who asks."""
    parts = urlsplit(settings.url)
    if parts.scheme == "https":
        return _judge_proxy(settings)
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return Finding(Check.URL, Verdict.OK, Phrase("{url} stays on this machine", url=shown(settings.url)))
    what = Phrase("{url} is not https: passwords and sessions travel readable", url=shown(settings.url))
    cure = Phrase("put nginx or Caddy with TLS before netmon (netmon print nginx) and set NETMON_URL to https://…")
    return Finding(Check.URL, Verdict.WARNING, what, cure)


def _judge_proxy(settings: Settings) -> Finding:
    if settings.trusted_proxy is not None:
        return Finding(
            Check.URL,
            Verdict.OK,
            Phrase("{url}, behind {proxy}", url=shown(settings.url), proxy=settings.trusted_proxy),
        )
    what = Phrase("no proxy is trusted: everybody seems to come from it, and one person's wrong passwords stop all")
    cure = Phrase("set NETMON_TRUSTED_PROXY to the address the proxy comes from, such as 127.0.0.1")
    return Finding(Check.URL, Verdict.WARNING, what, cure)
