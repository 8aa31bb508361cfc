"""What the daemons of a router are told: pure text from the plan."""

from dataclasses import dataclass
from typing import Any, Self

from tests.backbone.plan import Plan, Port, Router


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
        "frr/frr.conf": frr(router, tuple(plan.ports(router.name))),
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


def frr(router: Router, ports: tuple[Port, ...]) -> str:
    """Return frr.conf: OSPF in one area with BFD, fast enough for a test and calm enough for two cores."""
    return "\n".join(
        [
            f"hostname {router.name}",
            *(["agentx"] if router.managed else []),
            "interface lo",
            f" ip address {router.address}/32",
            " ip ospf area 0",
            " ip ospf passive",
            "exit",
            *(line for port in ports for line in _interface(port)),
            "router ospf",
            f" ospf router-id {router.address}",
            " timers throttle spf 20 100 1000",
            "exit",
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
            "",
        ]
    )


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
