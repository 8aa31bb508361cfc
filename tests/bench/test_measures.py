"""Every benchmark can be run and says what it measured; the agents of the SNMP bench are agents."""

import asyncio
import importlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.bench import agent, ours
from tests.bench.__main__ import Row, aligned, calibrate, names, run
from tests.bench.agent import Fleet, compiled, serving
from tests.bench.job import (
    AGENT_CORE,
    AUTH_PASSPHRASE,
    COLD_PASSES,
    COLUMNS,
    COMMUNITY,
    PRIV_PASSPHRASE,
    USER,
    VALUES,
    Job,
)
from tests.parts.waiting import wait_until

FLEET = Fleet(devices=4, port=16_190, dead=25, slow=25, drip=25)
DEAD, SLOW, DRIPPING, SOUND = FLEET.addresses
AS_USER = ("-v3", "-lauthPriv", f"-u{USER}", "-aSHA-256", f"-A{AUTH_PASSPHRASE}", "-xAES", f"-X{PRIV_PASSPHRASE}")
CREDENTIALS = {"v2c": ("-v2c", f"-c{COMMUNITY}"), "v3": AS_USER}
IN_OCTETS = f"{COLUMNS['ifHCInOctets']}.1"
PATIENCE = 60
"""Seconds after which a test gives up waiting for an answer."""
LARGEST_REPLY = 1_472
NUMBER_AT = 2 + 3 + 2 + len(COMMUNITY) + 2 + 2
"""Where a small reply has its one-octet request-id."""


@pytest.mark.parametrize("name", names())
def test_a_benchmark_measures_something(name: str) -> None:
    assert importlib.import_module(f"tests.bench.{name}").MEASURES


def test_figures_stand_beside_the_calibration_of_their_round() -> None:
    figures = run([lambda: {"answer_s": 42.0}])

    assert figures["answer_s"].median == 42.0
    assert len(figures["calibration_s"].rounds) == len(figures["answer_s"].rounds) >= 5


def test_the_calibration_takes_time() -> None:
    assert calibrate() > 0


def test_a_table_has_its_columns_under_each_other() -> None:
    rows: list[Row] = [
        {"stack": "one", "cpu_us": 0.2778, "per_s": 3_599_712.2},
        {"stack": "another", "cpu_us": 80, "per_s": 12.5},
    ]

    assert aligned(rows) == ["stack    cpu_us  per_s", "one      0.278   3,599,712", "another  80      12.5"]


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    """Return devices that answer, each in its own way."""
    for tool, package in {"cc": "gcc", "snmpbulkwalk": "snmp"}.items():
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed (Debian package {package})")
    with serving(FLEET, AGENT_CORE):
        yield FLEET


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return what keeps net-snmp's tools from the machine's configuration and memory."""
    return os.environ | {"SNMPCONFPATH": str(tmp_path), "SNMP_PERSISTENT_DIR": str(tmp_path), "MIBS": ""}


@pytest.mark.parametrize("version", CREDENTIALS)
@pytest.mark.usefixtures("fleet")
def test_net_snmp_walks_a_column_either_way(version: str, environment: dict[str, str]) -> None:
    expected = [f".{COLUMNS['ifName']}.{row} xe-0/{(row - 1) // 24}/{(row - 1) % 24}" for row in range(1, 49)]
    for tool in ("snmpwalk", "snmpbulkwalk"):
        said = _ask(tool, version, environment, COLUMNS["ifName"])

        assert said.replace('"', "").splitlines() == expected


@pytest.mark.parametrize("version", CREDENTIALS)
@pytest.mark.usefixtures("fleet")
def test_net_snmp_gets_values_and_is_told_what_is_not_there(version: str, environment: dict[str, str]) -> None:
    status, missing, foreign = f"{COLUMNS['ifOperStatus']}.16", f"{COLUMNS['ifName']}.49", "1.3.6.1.2.1.15.1.0"

    said = _ask("snmpget", version, environment, "1.3.6.1.2.1.1.5.0", status, missing, foreign)

    assert said.splitlines() == [
        '.1.3.6.1.2.1.1.5.0 "device-00003"',
        f".{status} 2",
        f".{missing} No Such Instance currently exists at this OID",
        f".{foreign} No Such Object available on this agent at this OID",
    ]


@pytest.mark.parametrize("version", CREDENTIALS)
@pytest.mark.usefixtures("fleet")
def test_an_answer_fits_a_datagram(version: str, environment: dict[str, str]) -> None:
    many = [f"{COLUMNS['ifHCInOctets']}.{row}" for row in range(1, 49)]

    assert "tooBig" in _ask("snmpget", version, environment, *many, *many)
    assert 30 < len(_ask("snmpbulkget", version, environment, "-Cn0", "-Cr200", many[0]).splitlines()) < 100


@pytest.mark.usefixtures("fleet")
def test_counters_move(environment: dict[str, str]) -> None:
    def octets() -> int:
        return int(_ask("snmpget", "v2c", environment, IN_OCTETS).split()[-1])

    before = octets()

    wait_until(lambda: octets() > before, "a counter has grown")


@pytest.mark.usefixtures("fleet")
def test_a_dripping_device_answers_one_request_in_ten() -> None:
    with _client(DRIPPING) as client:
        for number in range(11):
            client.send(_get_up_time(number))

        assert [client.recv(LARGEST_REPLY)[NUMBER_AT] for _ in range(2)] == [0, 10]


@pytest.mark.usefixtures("fleet")
def test_a_dead_device_is_silent() -> None:
    with _client(DEAD) as dead, _client(SOUND) as sound:
        dead.send(_get_up_time(1))
        for number in range(3):
            sound.send(_get_up_time(number))
            sound.recv(LARGEST_REPLY)
        dead.settimeout(0)

        with pytest.raises(BlockingIOError):
            dead.recv(LARGEST_REPLY)


@pytest.mark.long
@pytest.mark.usefixtures("fleet")
def test_a_slow_device_takes_four_seconds() -> None:
    with _client(SLOW) as client:
        begun = time.monotonic()
        client.send(_get_up_time(1))
        client.recv(LARGEST_REPLY)

    assert time.monotonic() - begun >= 4


@pytest.mark.parametrize("stack", ours.STACKS)
@pytest.mark.usefixtures("fleet")
def test_our_session_brings_every_value(stack: str) -> None:
    price = asyncio.run(ours.STACKS[stack](Job((SOUND,), FLEET.port, seconds=0)))

    assert price.varbinds == (COLD_PASSES + 2) * VALUES  # one as after an hour, and a steady one
    assert min(price.cpu_us_per_varbind, price.varbinds_per_s, price.peak_rss_mb) > 0


def test_without_a_compiler_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agent, "CACHE", tmp_path)
    monkeypatch.setattr(agent, "COMPILER", str(tmp_path / "cc"))

    with pytest.raises(click.ClickException, match="install Debian's gcc"):
        compiled()


def _ask(tool: str, version: str, environment: dict[str, str], *words: str) -> str:
    peer = f"{SOUND}:{FLEET.port}"
    options = [word for word in words if word.startswith("-")]
    names = [word for word in words if not word.startswith("-")]
    command = [tool, "-Onq", *options, *CREDENTIALS[version], peer, *names]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout or done.stderr


def _client(address: str) -> socket.socket:
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.settimeout(PATIENCE)
    client.connect((address, FLEET.port))
    return client


def _get_up_time(number: int) -> bytes:
    up_time = bytes.fromhex("300e 300c 0608 2b06010201010300 0500")
    pdu = bytes((0xA0, 9 + len(up_time), 2, 1, number, 2, 1, 0, 2, 1, 0)) + up_time
    head = bytes((2, 1, 1, 4, len(COMMUNITY))) + COMMUNITY.encode()
    return bytes((0x30, len(head + pdu))) + head + pdu
