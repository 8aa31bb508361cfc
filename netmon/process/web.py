"""The pages' server: waitress in a thread of this process, on a socket that is open before it starts."""

import socket
import threading
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address, IPv6Address

from waitress.server import create_server

from netmon.errors import SettingsError
from netmon.phrase import Phrase
from netmon.views import WsgiApp

THREADS = 64
"""48 of them may hold a stream of events (see the dashboards); the rest serve pages."""
CONNECTIONS = 200
LARGEST_REQUEST = 1 << 20
ENDS_WITHIN = 2.0
"""Seconds that each step of closing gets; the threads end with the process in any case."""
BELIEVED = frozenset({"x-forwarded-for", "x-forwarded-proto"})
"""What a trusted proxy may say: who asks, and whether over TLS. Which host is asked for, the visitor says."""

Address = IPv4Address | IPv6Address


class WebServer:
    """Serves an application until closed."""

    def __init__(self, app: WsgiApp, host: str, port: int, trusted_proxy: Address | None = None) -> None:
        """Listen; raise SettingsError if the address cannot be had."""
        self._socket = _listen(host, port)
        self._server = create_server(
            app,
            sockets=[self._socket],
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_body_size=LARGEST_REQUEST,
            asyncore_use_poll=True,  # select() ends at descriptor 1024, and each device has a socket
            ident="netmon",
            clear_untrusted_proxy_headers=True,
            **_trust(trusted_proxy),
        )
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    @property
    def port(self) -> int:
        """The port that was given, also where any was asked for."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def close(self, wake: Callable[[], None] = lambda: None) -> None:
        """Stop serving; `wake` ends what pages under way wait for, so that their threads end too."""
        hung_up = threading.Event()
        self._in_server(self._hang_up, hung_up.set)
        hung_up.wait(ENDS_WITHIN)
        wake()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=ENDS_WITHIN)
        self._in_server(self._server.trigger.close)
        self._thread.join(ENDS_WITHIN)

    def _in_server(self, *steps: Callable[[], None]) -> None:
        """Have something done by the thread that owns the sockets, on which alone it is safe."""
        for step in steps:
            self._server.trigger.pull_trigger(step)

    def _hang_up(self) -> None:
        """Close every connection, but not the trigger: threads that still serve a page may pull it."""
        self._server.del_channel()
        self._socket.close()
        for channel in tuple(self._server.active_channels.values()):
            channel.handle_close()


def _trust(proxy: Address | None) -> Mapping[str, object]:
    """Return waitress's settings for believing one peer, and of what it forwards only the last hop: its own."""
    if proxy is None:
        return {}
    return {"trusted_proxy": str(proxy), "trusted_proxy_count": 1, "trusted_proxy_headers": BELIEVED}


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise SettingsError with the cure."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        raise SettingsError(
            Phrase(
                "cannot listen on {host} port {port}: {reason}; free it, or set NETMON_LISTEN or NETMON_PORT",
                host=host,
                port=port,
                reason=reason,
            )
        ) from error
