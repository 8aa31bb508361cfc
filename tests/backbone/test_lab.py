"""The laboratory is what it says: real routers, asked with tools that are not ours."""

import json

import pytest

from tests.backbone.configs import SnmpUser
from tests.backbone.lab import Laboratory
from tests.backbone.system import CommandFailed, run
from tests.backbone.wires import Cut
from tests.parts.waiting import wait_until

LLDP_REM_SYS_NAME = "1.0.8802.1.1.2.1.4.1.1.9"
SNMP_ENGINE_BOOTS = "1.3.6.1.6.3.10.2.1.2"
SYS_NAME = "1.3.6.1.2.1.1.5.0"
IF_NAME = "1.3.6.1.2.1.31.1.1.1.1"
IF_OPER_STATUS = "1.3.6.1.2.1.2.2.1.8"
OSPF_NBR_STATE = "1.3.6.1.2.1.14.10.1.6"
FULL = "8"
CHEB, AS = "198.18.255.4", "198.18.255.6"
SEES_A_CUT_WITHIN = 80.0
"""Seconds; net-snmp answers from a cache of its interfaces."""


def walk(laboratory: Laboratory, address: str, oid: str) -> list[str]:
    """Return the values below an OID, asked by net-snmp over v2c."""
    asked = ("snmpbulkwalk", "-v2c", "-c", laboratory.access.community, "-m:", "-Oqv", "-r1", "-t2", address, oid)
    return [line.strip('"') for line in run(*asked).splitlines()]


def oper_status(laboratory: Laboratory, address: str, interface: str) -> str:
    """Return ifOperStatus of an interface: 1 up, 2 down."""
    row = walk(laboratory, address, IF_NAME).index(interface)
    return walk(laboratory, address, IF_OPER_STATUS)[row]


def answers(address: str) -> bool:
    """Say whether an address answers fping."""
    try:
        run("fping", "-q", "-r1", "-t300", address)
    except CommandFailed:
        return False
    return True


def test_every_agent_answers_over_v2c(backbone: Laboratory) -> None:
    for router in backbone.plan.routers:
        if router.managed:
            assert walk(backbone, str(router.address), SYS_NAME) == [router.name]


@pytest.mark.parametrize("number", range(3))
def test_an_agent_answers_authenticated_and_encrypted(backbone: Laboratory, number: int) -> None:
    user: SnmpUser = backbone.access.users[number]
    keys = ("-u", user.name, "-a", user.auth, "-A", user.auth_key, "-x", user.priv, "-X", user.priv_key)

    assert run("snmpget", "-v3", "-lauthPriv", *keys, "-m:", "-Oqv", CHEB, SYS_NAME).strip() == '"cheb-core-1"'


def test_an_agent_shows_its_own_interfaces_and_neighbours(backbone: Laboratory) -> None:
    ports = list(backbone.plan.ports("cheb-core-1"))

    assert walk(backbone, CHEB, IF_NAME) == ["lo", *(port.interface for port in ports)]
    assert walk(backbone, CHEB, OSPF_NBR_STATE) == [FULL] * len(ports)
    neighbours = sorted(port.remote for port in ports)
    wait_until(lambda: sorted(walk(backbone, CHEB, LLDP_REM_SYS_NAME)) == neighbours, "LLDP neighbours")


def test_a_routing_summary_is_had_over_ssh(backbone: Laboratory) -> None:
    known_hosts = backbone.directory / "known_hosts"
    known_hosts.write_text(f"{CHEB} {backbone.host_key('cheb-core-1')}\n", encoding="ascii")
    options = ("-i", backbone.private_key, "-oBatchMode=yes", f"-oUserKnownHostsFile={known_hosts}")

    answer = run("ssh", *options, f"netmon@{CHEB}", "show ip ospf neighbor json")

    assert len(json.loads(answer)["neighbors"]) == 3


def test_a_cut_spur_falls_silent_and_its_near_end_says_so(backbone: Laboratory) -> None:
    assert answers(AS)
    backbone.cut("cheb-as", Cut.CARRIER)

    assert not answers(AS)
    wait_until(lambda: oper_status(backbone, CHEB, "xe3") == "2", "Cheb's port is down", within=SEES_A_CUT_WITHIN)

    backbone.restore("cheb-as")
    wait_until(lambda: answers(AS), "Aš answers again")


def test_a_ring_heals_around_a_cut(backbone: Laboratory) -> None:
    backbone.cut("cheb-ml", Cut.CARRIER)

    wait_until(lambda: oper_status(backbone, CHEB, "xe2") == "2", "Cheb's port is down", within=SEES_A_CUT_WITHIN)
    assert all(answers(str(router.address)) for router in backbone.plan.routers)


@pytest.mark.long
def test_a_silent_cut_leaves_the_port_up(backbone: Laboratory) -> None:
    backbone.cut("cheb-as", Cut.SILENT)

    wait_until(lambda: walk(backbone, CHEB, OSPF_NBR_STATE).count(FULL) == 2, "Cheb loses one neighbour")
    assert not answers(AS)
    assert oper_status(backbone, CHEB, "xe3") == "1"


@pytest.mark.long
def test_a_one_way_cut_is_seen_by_the_routing_only(backbone: Laboratory) -> None:
    backbone.cut("cheb-as", Cut.ONE_WAY)

    wait_until(lambda: walk(backbone, CHEB, OSPF_NBR_STATE).count(FULL) == 2, "Cheb loses one neighbour")
    assert oper_status(backbone, CHEB, "xe3") == "1"


@pytest.mark.long
def test_a_router_without_power_boots_anew(backbone: Laboratory) -> None:
    boots = int(walk(backbone, AS, SNMP_ENGINE_BOOTS)[0])
    backbone.kill("as-core-1")
    assert not answers(AS)

    backbone.start("as-core-1")
    backbone.wait_until_converged()

    assert int(walk(backbone, AS, SNMP_ENGINE_BOOTS)[0]) == boots + 1
