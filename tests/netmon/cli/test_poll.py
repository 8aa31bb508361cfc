"""One device, asked once: a real agent, a silent one, and one that nobody knows."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.clock import Millis
from netmon.console.poll import KINDS, as_object, lines
from netmon.model import DeviceName, Measurement, PollErrorKind, PollFailure, PollResult
from netmon.phrase import Phrase
from tests.netmon.region import HUB, free_udp_port, region, write_region, write_secrets
from tests.parts.snmpd import COMMUNITY, Agent

NOON = Millis(1_795_000_000_000)


def ask(
    directory: Path, *words: str, community: str = COMMUNITY, language: str = "en", devices: dict[str, Any]
) -> Result:
    """Ask a device of an inventory that consists of these."""
    inventory = write_region(directory / "inventory", devices=devices, links={})
    environment = {
        "NETMON_INVENTORY": str(inventory),
        "NETMON_SECRETS": str(write_secrets(directory / "secrets", {"community": community})),
        "NETMON_SNMP__TIMEOUT": "300ms",
        "NETMON_SNMP__ATTEMPTS": "1",
        "NETMON_LANGUAGE": language,
    }
    return CliRunner(env=environment).invoke(main, ["poll", *words])


def at(address: str, port: int, **others: object) -> dict[str, Any]:
    """Return the devices of an inventory: the hub, at this address."""
    return {
        HUB: {
            "site": "a",
            "role": "core",
            "platform": "net-snmp",
            "addresses": [address],
            "reachability": "snmp",
            "snmp": {"credential": "test", "port": str(port)},
            "watch": "all",
            **others,
        }
    }


def test_a_device_that_answers_is_shown_collector_by_collector(snmpd: Agent, tmp_path: Path) -> None:
    done = ask(tmp_path, HUB, "--once", devices=at(snmpd.address, snmpd.port))
    said = done.output.splitlines()
    assert done.exit_code == 0, done.output
    assert said[0] == f"hub at {snmpd.address}"
    collectors = [line.partition(":")[0] for line in said if not line.startswith(" ")][1:]
    assert collectors == ["snmp", "system", "interfaces", "identity"]
    assert '  net_dev_info name="směrovač"' in done.output
    assert "  net_if lo in_octets=" in done.output


def test_json_has_every_result_with_its_measurements(snmpd: Agent, tmp_path: Path) -> None:
    done = ask(tmp_path, HUB, "--once", "--json", devices=at(snmpd.address, snmpd.port))
    said = json.loads(done.output)
    assert (said["device"], said["address"], said["answered"]) == (HUB, snmpd.address, True)
    results = {result["collector"]: result for result in said["results"]}
    assert set(results) == {"snmp", "system", "identity", "interfaces"}
    assert all(result["duration_ms"] >= 0 and result["failure"] is None for result in results.values())
    (names,) = [m["fields"] for m in results["system"]["measurements"] if m["name"] == "net_dev_info"]
    assert names["name"] == "směrovač"


def test_a_planned_device_may_be_asked_too(snmpd: Agent, tmp_path: Path) -> None:
    done = ask(tmp_path, HUB, "--once", devices=at(snmpd.address, snmpd.port, status="planned"))
    assert done.exit_code == 0, done.output


def test_a_device_that_says_nothing_is_told_with_the_reason(tmp_path: Path) -> None:
    done = ask(tmp_path, HUB, "--once", devices=at("127.19.40.1", free_udp_port()))
    assert done.exit_code == 1
    assert "snmp: no answer, " in done.output
    assert "  no response: 127.19.40.1 port " in done.output


def test_a_silence_can_be_read_in_czech(tmp_path: Path) -> None:
    told = ask(tmp_path, HUB, "--once", language="cs", devices=at("127.19.40.1", free_udp_port()))
    assert "snmp: bez odpovědi, 0," in told.output
    assert "zařízení tam je, ale agent SNMP neběží" in told.output


def test_programs_read_english_in_every_language(tmp_path: Path) -> None:
    told = ask(tmp_path, HUB, "--once", "--json", language="cs", devices=at("127.19.40.1", free_udp_port()))
    said = json.loads(told.stdout)
    assert {result["failure"]["kind"] for result in said["results"]} == {"no_response"}
    assert "the device is there, but no SNMP agent listens" in said["results"][0]["failure"]["text"]


def test_words_of_a_device_may_hold_braces() -> None:
    failure = PollFailure(PollErrorKind.PROTOCOL_VIOLATION, Phrase("no SSH session: {reason}", reason="{0} {reason}"))
    result = PollResult(DeviceName(HUB), "version", NOON, NOON, NOON, (), failure)
    said = json.loads(json.dumps(as_object(region().devices[HUB], [result])))
    assert said["results"][0]["failure"]["text"] == "no SSH session: {0} {reason}"


def test_every_kind_of_failure_has_its_word() -> None:
    assert set(KINDS) == set(PollErrorKind)


def test_a_wrong_community_is_no_answer(snmpd: Agent, tmp_path: Path) -> None:
    done = ask(tmp_path, HUB, "--once", "--json", community="wrong", devices=at(snmpd.address, snmpd.port))
    said = json.loads(done.output)
    assert (done.exit_code, said["answered"]) == (1, False)
    assert {result["failure"]["kind"] for result in said["results"]} == {"no_response"}


def test_a_missing_secret_is_told_per_collector(tmp_path: Path) -> None:
    devices = at("127.19.40.1", 161)
    devices[HUB]["snmp"]["credential"] = "test"
    inventory = write_region(tmp_path / "inventory", devices=devices, links={})
    done = CliRunner(env={"NETMON_INVENTORY": str(inventory)}).invoke(main, ["poll", HUB, "--once"])
    assert done.exit_code == 1
    assert "misconfigured here: secret 'community' is nowhere: looked at $NETMON_SECRET_COMMUNITY" in done.output


def test_an_unknown_device_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    done = ask(tmp_path, "hubb", "--once", devices=at("127.19.40.1", 161))
    assert done.exit_code == 2
    assert 'there is no device "hubb"; did you mean "hub"?' in done.output


@pytest.mark.parametrize("words", [[HUB], ["--once"], [HUB, "--once", "--inventory", "nowhere"]])
def test_wrong_usage_exits_with_2(tmp_path: Path, words: list[str]) -> None:
    assert ask(tmp_path, *words, devices=at("127.19.40.1", 161)).exit_code == 2


def test_a_wrong_inventory_is_told_by_its_complaints(tmp_path: Path) -> None:
    done = ask(tmp_path, HUB, "--once", devices=at("127.19.40.1", 161, role="chef"))
    assert done.exit_code == 1
    assert "netmon poll: " in done.stderr
    assert "region.yaml:" in done.stderr


def test_a_part_that_failed_stands_beside_what_was_measured() -> None:
    hub = region().devices[HUB]
    failure = PollFailure(PollErrorKind.PROTOCOL_VIOLATION, "interfaces: the table never ends")
    measurement = Measurement("net_if", {"device": HUB, "ifname": "xe1"}, {"oper": 1, "alias": 'a "b"'}, NOON)
    result = PollResult(
        DeviceName(HUB), "interfaces", NOON, NOON, Millis(NOON + 1_500), (measurement,), failure, answered=True
    )
    assert list(lines(hub, [result])) == [
        "hub at 127.19.40.1",
        "interfaces: answered, 1.500 s",
        "  not a proper answer: interfaces: the table never ends",
        '  net_if xe1 oper=1 alias="a \\"b\\""',
    ]
    assert as_object(hub, [result])["answered"] is True


def test_a_device_that_no_collector_concerns_is_told() -> None:
    assert "no collector concerns it" in "\n".join(lines(region().devices[HUB], []))
