"""Can pages be served where the settings say: the address is bound and given back at once."""

import errno
import http.client
import socket
from dataclasses import dataclass
from pathlib import Path

from netmon.doctor.finding import Check, Finding, Verdict
from netmon.doctor.running import answers
from netmon.phrase import Phrase

ANSWERS_WITHIN = 3.0
IDENT = "netmon"
"""How our pages' server calls itself."""
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 -- asked about, not listened at
PRIVILEGED = 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """Where it was tried, what kept us from it, who answers there, and whether our netmon runs."""

    host: str
    port: int
    obstacle: OSError | None = None
    server: str = ""
    is_running: bool = False


def examine(host: str, port: int, state: Path) -> Finding:
    """Return whether the port can be had, or is ours already."""
    return judge(read(host, port, state))


def read(host: str, port: int, state: Path) -> Reading:
    """Try to listen; where somebody else does, ask who."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        server = server_at(ANYWHERE.get(host, host), port) if error.errno == errno.EADDRINUSE else ""
        return Reading(host, port, error, server, answers(state))
    return Reading(host, port)


def server_at(host: str, port: int) -> str:
    """Return how an HTTP server calls itself; nothing where there is none."""
    connection = http.client.HTTPConnection(host, port, timeout=ANSWERS_WITHIN)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().headers.get("Server", "")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def judge(reading: Reading) -> Finding:
    """Return what keeps netmon from its port, and what to do about it."""
    where = {"host": reading.host or "*", "port": reading.port}
    if reading.obstacle is None:
        return Finding(Check.PORT, Verdict.OK, Phrase("{host} port {port} is free", **where))
    if reading.obstacle.errno != errno.EADDRINUSE:
        return _judge_refusal(reading, reading.obstacle)
    if reading.server == IDENT and reading.is_running:
        return Finding(Check.PORT, Verdict.OK, Phrase("{host} port {port} serves the netmon that runs", **where))
    what = (
        Phrase("{host} port {port} serves another netmon, with another state directory", **where)
        if reading.server == IDENT
        else Phrase("{host} port {port} is taken by another program", **where)
    )
    cure = Phrase("see who it is: ss -ltnp 'sport = :{port}'; stop it, or set NETMON_PORT", port=reading.port)
    return Finding(Check.PORT, Verdict.ERROR, what, cure)


def _judge_refusal(reading: Reading, obstacle: OSError) -> Finding:
    reason = (obstacle.strerror or str(obstacle)).partition(" (")[0]
    what = Phrase("{host} port {port} cannot be had: {reason}", host=reading.host, port=reading.port, reason=reason)
    cure = (
        Phrase("take a port from 1024 on with NETMON_PORT, and have a proxy serve the other")
        if obstacle.errno == errno.EACCES and reading.port < PRIVILEGED
        else Phrase("set NETMON_LISTEN to an address of this machine, such as 127.0.0.1")
    )
    return Finding(Check.PORT, Verdict.ERROR, what, cure)
