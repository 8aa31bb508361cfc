"""What the daemons of a router are told: pure text from the plan."""

from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any, Self

from tests.backbone.plan import LOOPBACKS, NOC_NUMBER, Plan, Port, Router

V2C = "community"
CREDENTIAL_OF = {"sokolov-core-1": V2C, "ml-core-1": "sha512", "kv-core-2": "sha1"}
"""Whose agent is asked with what, and notifies with; the others with `sha256`."""
TRAP_SINK = f"{LOOPBACKS[NOC_NUMBER]}:1162"
"""Where agents send traps, whether anybody listens or not."""


@dataclass(frozen=True, slots=True)
class SnmpUser:
    """An SNMPv3 user as net-snmp's `createUser` writes it."""

    name: str
    auth: str
    auth_key: str
    priv: str
    priv_key: str


@dataclass(frozen=True, slots=True)
class Access:
    """How the laboratory's routers may be asked: the same on all of them."""

    community: str
    users: tuple[SnmpUser, ...]
    authorized_key: str

    @classmethod
    def parse(cls, record: dict[str, Any]) -> Self:
        """Return what `dataclasses.asdict` took apart."""
        return cls(record["community"], tuple(SnmpUser(**user) for user in record["users"]), record["authorized_key"])


def config_files(router: Router, plan: Plan, access: Access) -> dict[str, str]:
    """Return path below /etc to content, for everything a router's daemons read."""
    return {
        "hosts": f"127.0.0.1 localhost\n{router.address} {router.name}\n",
        "frr/frr.conf": frr(router, plan),
        "frr/vtysh.conf": "service integrated-vtysh-config\n",
        "snmp/snmp.conf": "mibs :\n",
        "snmp/snmpd.conf": snmpd(router, access),
        "snmp/frr.conf": "agentXSocket /run/agentx/master\nagentXPingInterval 2\n",
        "lldpd.d/laboratory.conf": "configure lldp tx-interval 5\nconfigure lldp portidsubtype ifname\n",
        "ssh/sshd_config": SSHD,
        "ssh/authorized_keys": f"{access.authorized_key}\n",
        "ssh/vtysh": LOGIN_SHELL,
        "pam.d/frr": "auth sufficient pam_permit.so\naccount sufficient pam_permit.so\n",
    }


def credential_of(router: str) -> str:
    """Return what a router's agent is asked with."""
    return CREDENTIAL_OF.get(router, "sha256")


def frr(router: Router, plan: Plan) -> str:
    """Return frr.conf: OSPF in one area with BFD, fast enough for a test and calm enough for two cores."""
    return "\n".join(
        [
            f"hostname {router.name}",
            *(["agentx"] if router.managed and router.has_subagents else []),
            "interface lo",
            f" ip address {router.address}/32",
            " ip ospf area 0",
            " ip ospf passive",
            "exit",
            *(line for port in plan.ports(router.name) for line in _interface(port)),
            "router ospf",
            f" ospf router-id {router.address}",
            " timers throttle spf 20 100 1000",
            "exit",
            *_bgp(router, plan),
            "bfd",
            " profile wire",
            "  receive-interval 500",
            "  transmit-interval 500",
            " exit",
            "exit",
            "",
        ]
    )


def _interface(port: Port) -> list[str]:
    return [
        f"interface {port.interface}",
        f" description {port.remote}",
        f" ip address {port.address}/31",
        " ip ospf area 0",
        " ip ospf network point-to-point",
        " ip ospf hello-interval 1",
        " ip ospf dead-interval 5",
        " ip ospf retransmit-interval 2",
        " ip ospf bfd",
        " ip ospf bfd profile wire",
        "exit",
    ]


def _bgp(router: Router, plan: Plan) -> list[str]:
    if router.autonomous_system is None:
        return []
    return [
        f"router bgp {router.autonomous_system}",
        f" bgp router-id {router.address}",
        " no bgp ebgp-requires-policy",
        " timers bgp 2 6",
        *(
            line
            for name, address in plan.peers(router.name).items()
            for line in _peer(router, plan.router(name), address)
        ),
        "exit",
    ]


def _peer(router: Router, other: Router, address: IPv4Address) -> list[str]:
    is_internal = router.autonomous_system == other.autonomous_system
    return [
        f" neighbor {address} remote-as {other.autonomous_system}",
        f" neighbor {address} timers connect 1",
        *([f" neighbor {address} update-source lo"] if is_internal else []),
    ]


def snmpd(router: Router, access: Access) -> str:
    """Return snmpd.conf: v2c and v3 authPriv, read only, with AgentX for FRR and lldpd."""
    return "\n".join(
        [
            "agentAddress udp:161",
            f"sysName {router.name}",
            "sysLocation Laboratoř",
            "sysContact noc@example.org",
            f"rocommunity {access.community} 198.18.0.0/15",
            f"engineID {router.name}",
            *(f'createUser {u.name} {u.auth} "{u.auth_key}" {u.priv} "{u.priv_key}"' for u in access.users),
            *(f"rouser {user.name} authpriv" for user in access.users),
            "master agentx",
            "agentXSocket /run/agentx/master",
            "agentXPerms 0777 0777",
            _trap_sink(credential_of(router.name), access),
            *(LINK_TRAPS if router.tells_of_links else ()),
            "",
        ]
    )


def _trap_sink(credential: str, access: Access) -> str:
    if credential == V2C:
        return f"trap2sink {TRAP_SINK} {access.community}"
    user = next(user for user in access.users if user.name == credential)
    keys = f"-a {user.auth} -A {user.auth_key} -x {user.priv} -X {user.priv_key}"
    return f"trapsess -v 3 -u {user.name} -l authPriv {keys} {TRAP_SINK}"


IF_TABLE = ".1.3.6.1.2.1.2.2.1"
LINK_VARBINDS = f"{IF_TABLE}.1 {IF_TABLE}.7 {IF_TABLE}.8"
"""ifIndex, ifAdminStatus, ifOperStatus (RFC 2863)."""
LINK_TRAPS = (
    "createUser _internal",
    "iquerySecName _internal",
    "rouser _internal noauth",
    f"notificationEvent linkDownTrap .1.3.6.1.6.3.1.1.5.3 {LINK_VARBINDS}",
    f"notificationEvent linkUpTrap .1.3.6.1.6.3.1.1.5.4 {LINK_VARBINDS}",
    f'monitor -r 2 -e linkDownTrap "linkDown" {IF_TABLE}.8 == 2',
    f'monitor -r 2 -e linkUpTrap "linkUp" {IF_TABLE}.8 != 2',
)
"""linkDown and linkUp; so net-snmp looks at its interfaces by itself, and ifLastChange is true where nobody asks."""


SSHD = """\
Port 22
HostKey /etc/ssh/host_key
AuthorizedKeysFile /etc/ssh/authorized_keys
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
AllowUsers netmon
StrictModes no
PidFile none
"""

LOGIN_SHELL = """\
#!/bin/sh
exec vtysh -u "$@"
"""
"""Read only: `-u` allows no `configure` and no `show running-config`."""
