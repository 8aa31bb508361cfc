"""VictoriaMetrics of Debian: a second real server that takes the bytes of `/api/v2/write` as they are."""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.parts.influxdb import LOOPBACK, free_port
from tests.parts.roll import Enrol
from tests.parts.waiting import wait_until


@dataclass(frozen=True)
class VictoriaMetrics:
    """A running server."""

    url: str
    process: subprocess.Popen[bytes]

    def answers(self) -> bool:
        """Return whether the server answers."""
        try:
            return self._get("/health") == "OK"
        except OSError:
            return False

    def export(self, match: str) -> list[dict[str, Any]]:
        """Return the stored series that match, each with `metric`, `values` and `timestamps`."""
        self._get("/internal/force_flush")
        lines = self._get("/api/v1/export?" + urlencode({"match[]": match})).splitlines()
        return [json.loads(line) for line in lines]

    def _get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=60) as response:  # noqa: S310 -- our own loopback URL
            text: str = response.read().decode()
            return text


@pytest.fixture(scope="session")
def victoria_metrics(tmp_path_factory: pytest.TempPathFactory, enrol: Enrol) -> Iterator[VictoriaMetrics]:
    """Return a server for all tests."""
    if shutil.which("victoria-metrics") is None:
        pytest.skip("victoria-metrics is not installed (Debian package victoria-metrics)")
    server = _serve(tmp_path_factory.mktemp("victoriametrics"))
    wait_until(server.answers, "victoria-metrics answers /health")
    enrol("VictoriaMetrics", _version())
    yield server
    server.process.kill()
    server.process.wait(timeout=60)


def _serve(directory: Path) -> VictoriaMetrics:
    address = f"{LOOPBACK}:{free_port()}"
    with (directory / "log").open("ab") as log:
        process = subprocess.Popen(
            [
                "victoria-metrics",
                f"-storageDataPath={directory}/data",
                f"-httpListenAddr={address}",
                "-retentionPeriod=100y",
            ],
            stdout=log,
            stderr=log,
        )
    return VictoriaMetrics(f"http://{address}", process)


def _version() -> str:
    """Return the version of the Debian package; the binary itself does not know it."""
    said = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", "victoria-metrics"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return said.stdout
