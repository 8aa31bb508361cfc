"""InfluxDB 1.6.7 of Debian, behind a shim that gives it the write path of 2.x.

The database engine, the line protocol parser and InfluxQL are the real ones; only the path
`/api/v2/write?bucket=database/policy`, the header `Token user:password` and the version are put into the words of
1.8, which does so by itself.
"""

import base64
import http.client
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.parts.roll import Enrol
from tests.parts.waiting import wait_until

LOOPBACK = "127.0.0.1"
POLL_EVERY = 0.02
"""Seconds within which the shim notices that it shall end."""
CONFIGURATION = """
reporting-disabled = true
bind-address = "{host}:0"
[meta]
dir = "{directory}/meta"
[data]
dir = "{directory}/data"
wal-dir = "{directory}/wal"
query-log-enabled = false
[http]
bind-address = "{host}:{port}"
auth-enabled = {is_guarded}
log-enabled = false
[ifql]
enabled = false
[monitor]
store-enabled = false
"""
PRECISION = {"ns": "n", "us": "u", "ms": "ms", "s": "s"}
PASSED_ON = ("Authorization", "Content-Encoding", "Content-Type")
VERSION = "1.8.10"
"""What the shim makes of the server."""
Row = dict[str, Any]


@dataclass
class Influx:
    """A running server; `url` is the shim's, which outlives a kill of the server."""

    directory: Path
    host: str
    port: int
    shim: ThreadingHTTPServer
    process: subprocess.Popen[bytes] | None = None
    is_guarded: bool = False
    """Whether nobody is let in without a password."""
    requests: list[str] = field(default_factory=list)
    """The paths that the shim has passed on."""

    @property
    def own_url(self) -> str:
        """Where the server itself is."""
        return f"http://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Where a client of 2.x writes to."""
        return f"http://{self.host}:{self.shim.server_address[1]}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        configuration = self.directory / "influxdb.conf"
        configuration.write_text(
            CONFIGURATION.format(
                host=self.host, port=self.port, directory=self.directory, is_guarded=str(self.is_guarded).lower()
            )
        )
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(["influxd", "-config", str(configuration)], stdout=log, stderr=log)
        wait_until(self.answers, "influxd answers /ping")

    def answers(self) -> bool:
        """Return whether the server answers."""
        try:
            return self.call("GET", "/ping")[0] == http.HTTPStatus.NO_CONTENT
        except OSError:
            return False

    def kill(self) -> None:
        """End the server without a warning."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=60)

    def query(self, text: str, database: str = "netmon") -> list[Row]:
        """Return the rows of an InfluxQL query, the tags of each series beside its columns."""
        path = "/query?" + urlencode({"db": database, "q": text, "epoch": "s"})
        status, body = self.call("POST", path)
        result = json.loads(body)["results"][0]
        assert status == http.HTTPStatus.OK, body
        assert "error" not in result, (text, result["error"])
        return [
            {**series.get("tags", {}), **dict(zip(series["columns"], values, strict=True))}
            for series in result.get("series", [])
            for values in series["values"]
        ]

    def create(self, database: str) -> None:
        """Make a database with the retention policies that netmon's buckets stand for."""
        self.query(f'CREATE DATABASE "{database}"')
        for policy in ("5m", "1h"):
            self.query(f'CREATE RETENTION POLICY "{policy}" ON "{database}" DURATION INF REPLICATION 1', database)

    def call(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Return status and body of a request to the server itself."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def serve(directory: Path, host: str = LOOPBACK, *, is_guarded: bool = False) -> Influx:
    """Return a server and its shim, both running; `close` ends them."""
    influx = Influx(directory, host, free_port(host), _shim(host), is_guarded=is_guarded)
    influx.shim.RequestHandlerClass = _passing_on_to(influx)
    threading.Thread(target=influx.shim.serve_forever, args=(POLL_EVERY,), name="influx-shim", daemon=True).start()
    influx.start()
    return influx


def close(influx: Influx) -> None:
    """End a server and its shim."""
    influx.kill()
    influx.shim.shutdown()
    influx.shim.server_close()


def free_port(host: str = LOOPBACK) -> int:
    """Return a TCP port that was free a moment ago."""
    with socket.create_server((host, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def v1_login(header: str) -> str:
    """Return `Basic …` for `Token user:password`; other headers as they are."""
    scheme, _, secret = header.partition(" ")
    is_user = scheme == "Token" and ":" in secret
    return f"Basic {base64.b64encode(secret.encode()).decode()}" if is_user else header


def v1_path(path: str) -> str:
    """Return `/write?db=&rp=&precision=` for `/api/v2/write?bucket=&precision=`; other paths as they are."""
    parts = urlsplit(path)
    if parts.path != "/api/v2/write":
        return path
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    database, _, policy = asked["bucket"].partition("/")
    words = {"db": database, "rp": policy or "autogen", "precision": PRECISION[asked.get("precision", "ns")]}
    return "/write?" + urlencode(words)


@pytest.fixture(scope="session")
def influxdb(tmp_path_factory: pytest.TempPathFactory, enrol: Enrol) -> Iterator[Influx]:
    """Return a server for all tests; each makes a database of its own."""
    require_influxd(enrol)
    influx = serve(tmp_path_factory.mktemp("influxdb"))
    yield influx
    close(influx)


@pytest.fixture
def own_influxdb(tmp_path: Path, enrol: Enrol) -> Iterator[Influx]:
    """Return a server that the test may kill and start again."""
    require_influxd(enrol)
    directory = tmp_path / "influxdb"
    directory.mkdir()
    influx = serve(directory)
    yield influx
    close(influx)


@pytest.fixture
def guarded_influxdb(tmp_path: Path, enrol: Enrol) -> Iterator[Influx]:
    """Return a server of one's own that lets nobody in without a password."""
    require_influxd(enrol)
    directory = tmp_path / "influxdb"
    directory.mkdir()
    influx = serve(directory, is_guarded=True)
    yield influx
    close(influx)


@pytest.fixture
def perhaps_influxdb(tmp_path: Path, enrol: Enrol) -> Iterator[Influx | None]:
    """Return a server of one's own, None where there is none: for tests that have much to say without it."""
    if shutil.which("influxd") is None:
        yield None
        return
    require_influxd(enrol)
    directory = tmp_path / "influxdb"
    directory.mkdir()
    influx = serve(directory)
    yield influx
    close(influx)


def require_influxd(enrol: Enrol) -> None:
    """Skip where there is no influxd; note its version where there is."""
    if shutil.which("influxd") is None:
        pytest.skip("influxd is not installed (Debian package influxdb)")
    version = subprocess.run(["influxd", "version"], capture_output=True, text=True, check=True, timeout=60)
    enrol("InfluxDB", version.stdout.split()[1])


def _shim(host: str) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((host, 0), BaseHTTPRequestHandler)


def _passing_on_to(influx: Influx) -> type[BaseHTTPRequestHandler]:
    class Shim(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._pass_on()

        def do_POST(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept = {key: v1_login(value) for key, value in self.headers.items() if key in PASSED_ON}
            path = v1_path(self.path)
            influx.requests.append(path)
            try:
                status, answer = influx.call(self.command, path, body, kept)
            except OSError:
                self.close_connection = True  # as if the server itself had been asked
                return
            self.send_response(status)
            if path == "/ping":
                self.send_header("X-Influxdb-Version", VERSION)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
            """Say nothing."""

    return Shim
