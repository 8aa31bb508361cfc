"""nginx and Caddy of Debian before a netmon on loopback, with the very sites that `netmon print` hands out."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.parts.influxdb import LOOPBACK, free_port
from tests.parts.roll import Enrol
from tests.parts.waiting import wait_until

HOST = "netmon.example.cz"
PATIENCE = 60.0
NGINX = """
daemon off;
{user}
pid {directory}/nginx.pid;
events {{}}
http {{
    access_log {directory}/access.log;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/site;
}}
"""
CADDY = """{{
	admin off
	default_bind {loopback}
	http_port {http}
	https_port {https}
"""
PACKAGES = {"nginx": "nginx-light", "caddy": "caddy"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a visitor gets."""

    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running proxy; `origin` is the port where it looks for netmon."""

    name: str
    plain_port: int
    tls_port: int
    origin: int
    trust: ssl.SSLContext

    def ask(
        self,
        method: str,
        path: str,
        body: str | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
        source: str = LOOPBACK,
    ) -> Answer:
        """Return the answer to a visitor who comes over TLS from an address on loopback."""
        with closing(Visit(self, source)) as visit:
            return answer_to(visit, method, path, body, headers)

    def ask_plainly(self, path: str) -> Answer:
        """Return the answer to a visitor who comes without TLS."""
        with closing(http.client.HTTPConnection(LOOPBACK, self.plain_port, timeout=PATIENCE)) as visit:
            return answer_to(visit, "GET", path)

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str]) -> Iterator[http.client.HTTPResponse]:
        """Yield an answer that does not end by itself."""
        with closing(Visit(self, LOOPBACK)) as visit:
            visit.request("GET", path, headers={"Host": HOST, **headers})
            with visit.getresponse() as response:
                yield response


def answer_to(
    visit: http.client.HTTPConnection,
    method: str,
    path: str,
    body: str | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """Ask for a page of the site and read the answer."""
    visit.request(method, path, body, {"Host": HOST, **headers})
    response = visit.getresponse()
    return Answer(response.status, response.headers, response.read().decode())


class Visit(http.client.HTTPConnection):
    """An HTTPS connection to the proxy, which believes the certificate of the site's name only."""

    def __init__(self, proxy: Proxy, source: str) -> None:
        super().__init__(LOOPBACK, proxy.tls_port, timeout=PATIENCE, source_address=(source, 0))
        self._trust = proxy.trust

    def connect(self) -> None:
        """Connect and shake hands."""
        super().connect()
        self.sock = self._trust.wrap_socket(self.sock, server_hostname=HOST)


@pytest.fixture(params=["nginx", "caddy"])
def proxy(request: pytest.FixtureRequest, tmp_path: Path, enrol: Enrol) -> Iterator[Proxy]:
    """Run each proxy in turn."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed (Debian package {PACKAGES[name]})")
    enrol(name, _version(name))
    directory = tmp_path / name
    directory.mkdir()
    trust = _certify(directory)
    proxy = Proxy(name, free_port(), free_port(), free_port(), trust)
    prepare = _prepare_nginx if name == "nginx" else _prepare_caddy
    with _running(prepare(directory, proxy), directory, (proxy.plain_port, proxy.tls_port)):
        yield proxy


def printed(proxy: str, host: str = HOST) -> str:
    """Return the site that netmon prints."""
    words = [sys.executable, "-m", "netmon", "print", proxy, "--host", host]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout


def _prepare_nginx(directory: Path, proxy: Proxy) -> list[str]:
    """Write nginx's configuration: the printed site, with other ports and a certificate of our own."""
    site = _replaced(
        printed("nginx"),
        {
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen {LOOPBACK}:{proxy.plain_port};",
            "listen 443 ": f"listen {LOOPBACK}:{proxy.tls_port} ",
            f"/etc/letsencrypt/live/{HOST}": str(directory),
            "127.0.0.1:8080": f"127.0.0.1:{proxy.origin}",
        },
    )
    (directory / "site").write_text(site, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (directory / "nginx.conf").write_text(NGINX.format(directory=directory, user=user), encoding="utf-8")
    return ["nginx", "-p", str(directory), "-e", str(directory / "log"), "-c", str(directory / "nginx.conf")]


def _prepare_caddy(directory: Path, proxy: Proxy) -> list[str]:
    """Write the printed Caddyfile, with other ports and a certificate of our own."""
    testbed = CADDY.format(loopback=LOOPBACK, http=proxy.plain_port, https=proxy.tls_port)
    site = _replaced(
        printed("caddy"),
        {
            "\n{\n": f"\n{testbed}",
            "\tservers {\n": "\tservers {\n\t\tprotocols h1 h2\n",  # HTTP/3 wants the port in UDP too, free in TCP only
            f"\n{HOST} {{\n": f"\n{HOST} {{\n\ttls {directory}/fullchain.pem {directory}/privkey.pem\n",
            "127.0.0.1:8080": f"127.0.0.1:{proxy.origin}",
        },
    )
    (directory / "Caddyfile").write_text(site, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(directory / "Caddyfile")]


def _replaced(text: str, others: Mapping[str, str]) -> str:
    """Return a site with what a test must have otherwise; each of it must be there."""
    for old, new in others.items():
        assert old in text
        text = text.replace(old, new)
    return text


@contextmanager
def _running(command: Sequence[str], directory: Path, ports: Sequence[int]) -> Iterator[None]:
    """Run a proxy until it listens, and end it."""
    homes = {name: str(directory) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with (directory / "log").open("ab") as log:
        process = subprocess.Popen(command, env={"PATH": os.environ["PATH"], **homes}, stdout=log, stderr=log)
    try:
        wait_until(lambda: process.poll() is not None or all(map(_listens, ports)), f"{command[0]} listens")
        assert process.poll() is None, (directory / "log").read_text(encoding="utf-8")
        yield
    finally:
        process.terminate()
        process.wait(60)


def _listens(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def _version(name: str) -> str:
    words = [name, "-v"] if name == "nginx" else [name, "version"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    return (done.stdout or done.stderr).strip()


def _certify(directory: Path) -> ssl.SSLContext:
    """Write a certificate for the site as certbot names it; return the context of a client that believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public = certificate.public_bytes(serialization.Encoding.PEM)
    (directory / "fullchain.pem").write_bytes(public)
    (directory / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return ssl.create_default_context(cadata=public.decode("ascii"))
