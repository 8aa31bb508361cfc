"""The pages' server: waitress in a thread of this process, on a socket that is open before it starts."""

import threading

from waitress.server import create_server

from netmon.errors import SettingsError
from netmon.views import WsgiApp

THREADS = 64
"""48 of them may hold a stream of events (see the dashboards); the rest serve pages."""
CONNECTIONS = 200
LARGEST_REQUEST = 1 << 20


class WebServer:
    """Serves an application until closed."""

    def __init__(self, app: WsgiApp, host: str, port: int) -> None:
        """Listen; raise SettingsError if the address cannot be had."""
        try:
            self._server = create_server(
                app,
                host=host,
                port=port,
                threads=THREADS,
                connection_limit=CONNECTIONS,
                max_request_body_size=LARGEST_REQUEST,
                ident="netmon",
            )
        except OSError as error:
            message = f"cannot listen on {host} port {port}: {error.strerror}; free it, or set NETMON_PORT"
            raise SettingsError(message) from error
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    @property
    def port(self) -> int:
        """The port that was given, also where any was asked for."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def close(self) -> None:
        """Stop serving."""
        self._server.close()
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=1)
        self._thread.join(timeout=2)
