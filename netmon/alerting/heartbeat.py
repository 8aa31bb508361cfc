"""The sign of life toward a service outside, which raises the alarm when it does not come (a dead-man's switch).

It comes only while the auditor finds nothing: a netmon that lives and does not tell is as good as dead.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from netmon.alerting.notify.posting import Http, Request, failures_as_values, judge
from netmon.errors import DeliveryError
from netmon.secret import SecretStore
from netmon.settings import Heartbeat
from netmon.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Pulse:
    """Beats at an address outside as long as all is well; the URL is a secret."""

    settings: Heartbeat
    secrets: SecretStore
    is_well: Callable[[], bool]
    http: Http = field(default_factory=Http)
    trouble: Trouble = field(default_factory=lambda: Trouble("the dead-man heartbeat"))

    async def beat(self) -> None:
        """Send a sign of life, unless the audit withholds it."""
        if self.is_well():  # if not, the auditor has said why
            self.trouble.is_now(await asyncio.to_thread(self._send))

    def _send(self) -> str:
        """Send, and return what went wrong. Runs in a thread."""
        reference = self.settings.url
        try:
            with failures_as_values(reference):
                url = urlsplit(self.secrets.resolve(reference).reveal())
                status = self.http.send(Request(url, {}, method=self.settings.method))
            judge(reference, status)
        except DeliveryError as error:
            return str(error)
        return ""
