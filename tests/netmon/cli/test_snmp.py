"""An agent asked by hand: real agents in every version, what they lack, refuse or send to do harm."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli import main
from netmon.cli.snmp import LARGEST_WALK
from netmon.console.snmp import find_vocabulary
from netmon.snmp import budget
from tests.netmon.region import HUB, MID, NEAR, free_udp_port, write_region, write_secrets
from tests.parts import snmpd as part

SECRETS = {
    "community": part.COMMUNITY,
    "auth": "authentication key",
    "priv": "privacy key, another",
    "wrong": "not the right one",
}
COMMUNITY = {"allow_insecure": "true", "community": "secret://community"}
CREDENTIALS = {
    "old": {"version": "v1", **COMMUNITY},
    "plain": {"version": "v2c", **COMMUNITY},
    "safe": {"user": "sha-256-aes-128", "auth_key": "secret://auth", "priv_key": "secret://priv"},
    "wrong": {"user": "sha-256-aes-128", "auth_key": "secret://wrong", "priv_key": "secret://priv"},
    "nowhere": {"version": "v2c", "allow_insecure": "true", "community": "secret://nowhere"},
}
HOSTILE = "evil\x1b[2J\N{RIGHT-TO-LEFT OVERRIDE}router\x07 end"


@dataclass(frozen=True, slots=True)
class Desk:
    """An operator's directory with a device called hub, reached by a credential."""

    environment: Mapping[str, str]

    def run(self, *words: str, language: str = "en") -> Result:
        """Run `netmon snmp` with these words."""
        runner = CliRunner(env={**self.environment, "NETMON_LANGUAGE": language})
        return runner.invoke(main, ["snmp", *words], prog_name="netmon")


def desk_with(directory: Path, address: str, port: int, credential: str = "plain") -> Desk:
    inventory = write_region(
        directory / "inventory",
        devices={
            HUB: device(address, reachability="snmp", snmp={"credential": credential, "port": str(port)}, watch="all"),
            NEAR: device("127.19.40.2", reachability="icmp"),
        },
        links={},
        credentials={"snmp": CREDENTIALS},
    )
    secrets = write_secrets(directory / "secrets", SECRETS)
    told = {"NETMON_INVENTORY": str(inventory), "NETMON_SECRETS": str(secrets), "NETMON_SNMP__TIMEOUT": "500ms"}
    return Desk(told)


def device(address: str, **others: object) -> dict[str, object]:
    return {"site": "a", "role": "core", "platform": "net-snmp", "addresses": [address], **others}


@pytest.fixture
def desk(snmpd: part.Agent, tmp_path: Path) -> Desk:
    return desk_with(tmp_path, snmpd.address, snmpd.port)


@pytest.fixture(scope="module")
def hostile(snmpd: part.Agent, tmp_path_factory: pytest.TempPathFactory) -> Iterator[part.Agent]:
    """Return an agent whose name steers terminals."""
    assert snmpd.process.poll() is None, "snmpd can run here"
    directory = tmp_path_factory.mktemp("hostile")
    (directory / "snmpd.local.conf").write_text(f"sysName {HOSTILE}\n", encoding="utf-8")
    agent = part.start(directory, address="127.18.250.5")
    yield agent
    agent.stop()


@pytest.mark.parametrize("credential", ["plain", "safe"])
def test_objects_are_asked_by_name_or_number(snmpd: part.Agent, tmp_path: Path, credential: str) -> None:
    desk = desk_with(tmp_path, snmpd.address, snmpd.port, credential)
    done = desk.run("get", HUB, "sysName", "1.3.6.1.2.1.1.5.0", "ifName.1", "ifOperStatus.1", "sysUpTime.0")
    *names, uptime = done.stdout.splitlines()
    assert done.exit_code == 0, done.output
    assert names == [
        "sysName.0 = OCTET STRING: směrovač",
        "sysName.0 = OCTET STRING: směrovač",
        "ifName.1 = OCTET STRING: lo",
        "ifOperStatus.1 = INTEGER: 1",
    ]
    assert uptime.startswith("sysUpTime.0 = TimeTicks: ")
    assert done.stderr == f"asking {snmpd.address} port {snmpd.port} over SNMP\n"


def test_scripts_get_one_object(desk: Desk) -> None:
    done = desk.run("get", HUB, "sysName", "ifHCInOctets.1", "--json", language="cs")
    said = json.loads(done.stdout)
    name, octets = said["objects"]
    assert (done.exit_code, said["device"], said["credential"], said["ok"]) == (0, HUB, "plain", True)
    assert (name["name"], name["oid"], name["value"]) == ("sysName.0", "1.3.6.1.2.1.1.5.0", "směrovač")
    assert octets["syntax"] == "Counter64"
    assert isinstance(octets["value"], int)


def test_what_an_agent_lacks_is_said_in_words_and_costs_nothing_else(desk: Desk) -> None:
    done = desk.run("get", HUB, "ifName.99999", "1.3.6.1.4.1.99999.1.0", "sysName")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "ifName.99999 = noSuchInstance: the agent has the object, but not this instance",
        "1.3.6.1.4.1.99999.1.0 = noSuchObject: the agent has no such object, or does not show it",
        "sysName.0 = OCTET STRING: směrovač",
    ]


def test_an_old_agent_that_lacks_one_object_still_gives_the_others(snmpd: part.Agent, tmp_path: Path) -> None:
    done = desk_with(tmp_path, snmpd.address, snmpd.port, "old").run("get", HUB, "ifName.99999", "sysName")
    lacking, name = done.stdout.splitlines()
    assert done.exit_code == 1
    assert lacking.startswith("ifName.99999")
    assert name == "sysName.0 = OCTET STRING: směrovač"


@pytest.mark.parametrize("credential", ["old", "plain", "safe"])
def test_a_walk_shows_everything_below_an_object(snmpd: part.Agent, tmp_path: Path, credential: str) -> None:
    done = desk_with(tmp_path, snmpd.address, snmpd.port, credential).run("walk", HUB, "ifName")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("ifName.1 = OCTET STRING: lo\n")
    assert all(line.startswith("ifName.") for line in done.stdout.splitlines())


def test_a_walk_that_reaches_its_limit_says_so(desk: Desk) -> None:
    done = desk.run("walk", HUB, "1.3.6.1.2.1.1", "--limit", "3")
    assert (done.exit_code, len(done.stdout.splitlines())) == (1, 3)
    assert done.stderr.endswith("netmon snmp walk: there is more than 3 objects; --limit shows more\n")
    done = desk.run("walk", HUB, "1.3.6.1.2.1.1", "--limit", "3", "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, len(said["objects"]), said["refusal"]["error"]) == (1, 3, "CommandRefused")


def test_a_walk_that_ends_at_its_limit_is_whole(desk: Desk) -> None:
    done = desk.run("walk", HUB, "sysName", "--limit", "1")
    assert (done.exit_code, done.stdout) == (0, "sysName.0 = OCTET STRING: směrovač\n")


def test_no_limit_goes_beyond_what_a_visit_may_take() -> None:
    assert LARGEST_WALK == budget.VARBINDS


@pytest.mark.parametrize("root", ["sysName.0", "1.3.6.1.4.1.99999"])
def test_a_walk_over_nothing_says_so(desk: Desk, root: str) -> None:
    done = desk.run("walk", HUB, root)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"the agent has nothing below {root}" in done.stderr


@pytest.mark.parametrize(
    "words", [["get", HUB, "sysName"], ["walk", HUB, "sysName"], ["get", HUB, "sysName", "--json"]]
)
def test_no_word_of_a_device_steers_a_terminal(hostile: part.Agent, tmp_path: Path, words: list[str]) -> None:
    done = desk_with(tmp_path, hostile.address, hostile.port).run(*words)
    assert done.exit_code == 0, done.output
    assert "evil[2Jrouter end" in done.stdout
    assert not {"\x1b", "\x07", "\N{RIGHT-TO-LEFT OVERRIDE}"} & set(done.output)


@pytest.mark.parametrize("words", [["get", HUB, "sysName"], ["walk", HUB, "ifName"], ["plan", HUB]])
@pytest.mark.parametrize(
    ("credential", "reason", "cure"),
    [
        ("wrong", "the authentication key or protocol is not the one the agent has", "netmon secret set wrong"),
        ("nowhere", "secret 'nowhere' is nowhere", "keep it: netmon secret set nowhere"),
    ],
)
def test_a_refusal_is_told_with_its_cure(  # noqa: PLR0913, PLR0917 -- a table
    snmpd: part.Agent, tmp_path: Path, words: list[str], credential: str, reason: str, cure: str
) -> None:
    done = desk_with(tmp_path, snmpd.address, snmpd.port, credential).run(*words)
    *_, told, cured = done.stderr.splitlines()
    assert done.exit_code == 1
    assert told.startswith(f"netmon snmp {words[0]}: ")
    assert reason in told
    assert cure in cured


@pytest.mark.parametrize("words", [["get", HUB, "sysName"], ["walk", HUB, "ifName"], ["plan", HUB]])
def test_where_no_agent_listens_scripts_are_told_why(tmp_path: Path, words: list[str]) -> None:
    done = desk_with(tmp_path, "127.19.40.1", free_udp_port()).run(*words, "--json", language="cs")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["ok"], said["refusal"]["error"]) == (1, False, "NoResponse")
    assert "no SNMP agent listens" in said["refusal"]["text"]
    assert said["refusal"]["cure"].startswith("switch SNMP on there")


def test_a_silence_can_be_read_in_czech(tmp_path: Path) -> None:
    done = desk_with(tmp_path, "127.19.40.1", free_udp_port()).run("get", HUB, "sysName", language="cs")
    assert "ptám se 127.19.40.1 port " in done.stderr
    assert "zařízení tam je, ale agent SNMP neběží\n    zapněte na něm SNMP" in done.stderr


@pytest.mark.parametrize(
    ("words", "exit_code", "reason"),
    [
        (["get", HUB, "sysNam"], 2, 'no collector reads an object "sysNam"; did you mean "sysName"?'),
        (["walk", HUB, "ifNames"], 2, 'no collector reads an object "ifNames"; did you mean "ifName"?'),
        (["get", HUB, "ifName"], 2, "ifName stands in a table"),
        (["get", HUB], 2, "OBJECT"),
        (["get", "hubb", "sysName"], 2, 'there is no device "hubb"; did you mean "hub"?'),
        (["walk", "hubb", "ifName"], 2, 'there is no device "hubb"; did you mean "hub"?'),
        (["plan", MID], 2, 'there is no device "mid"'),
        (["walk", HUB, "ifName", "--limit", "0"], 2, "0"),
        (["get", NEAR, "sysName"], 1, "device near has no snmp in the inventory; write snmp: {credential: name}"),
        (["plan", NEAR], 1, "device near has no snmp in the inventory"),
    ],
)
def test_what_is_wrong_with_the_words_is_told(tmp_path: Path, words: list[str], exit_code: int, reason: str) -> None:
    done = desk_with(tmp_path, "127.19.40.1", 161).run(*words)
    assert done.exit_code == exit_code, done.output
    assert reason in done.stderr


@pytest.mark.parametrize("credential", ["plain", "safe"])
def test_the_plan_of_a_real_agent_is_learnt_by_the_last_visit(
    snmpd: part.Agent, tmp_path: Path, credential: str
) -> None:
    desk = desk_with(tmp_path, snmpd.address, snmpd.port, credential)
    done = desk.run("plan", HUB, "--json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["ok"], said["problems"], said["refusal"]) == (0, True, [], None), done.output
    requests = said["plan"]["requests"]
    assert "interfaces" in {table for request in requests for table in request["tables"]}
    assert sum(request["instances"] for request in requests) > 0
    assert all(request["octets"] > 0 for request in requests)
    assert sum(request["hits"] for request in requests) > 0
    assert said["plan"]["round_trip_ms"] > 0
    assert said["plan"]["lost"] == 0


def test_the_plan_of_a_real_agent_is_shown_to_people(desk: Desk, snmpd: part.Agent) -> None:
    done = desk.run("plan", HUB)
    assert done.exit_code == 0, done.output
    who, titles, *_ = done.stdout.splitlines()
    assert who == f"hub at {snmpd.address} port {snmpd.port}, credential plain (SNMPv2c)"
    assert titles.split() == ["request", "instances", "octets", "hits", "misses", "tables"]
    assert "round trip " in done.stdout


def test_what_all_collectors_read_has_a_name() -> None:
    assert {"sysUpTime", "sysLocation", "ifHCInOctets", "ifInOctets"} <= set(find_vocabulary().columns)
