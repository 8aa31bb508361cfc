"""What to do about a device that does not answer: the cure, by what was tried and how it failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from netmon.errors import (
    AccessDenied,
    LimitReached,
    NetmonError,
    NoResponse,
    ProtocolViolation,
    SecretError,
    SettingsError,
)
from netmon.inventory.models import SnmpCredential, SnmpVersion, Ssh, SshCredential
from netmon.phrase import Phrase
from netmon.secret import SecretRef


class Way(StrEnum):
    """A protocol a device is reached by."""

    ICMP = "icmp"
    SNMP = "snmp"
    SSH = "ssh"


@dataclass(frozen=True, slots=True)
class Door:
    """What was knocked at: which way, where, and with what; `secrets` are names, never values."""

    way: Way
    address: str
    port: int = 0
    credential: str = ""
    user: str = ""
    protocols: str = ""
    secrets: tuple[str, ...] = ()

    @classmethod
    def of_snmp(cls, address: str, port: int, name: str, credential: SnmpCredential) -> Self:
        """Return an agent's door, for one credential."""
        is_v3 = credential.version is SnmpVersion.V3
        return cls(
            way=Way.SNMP,
            address=address,
            port=port,
            credential=name,
            user=credential.user or "" if is_v3 else "",
            protocols=f"{credential.auth}, {credential.priv}" if is_v3 else f"SNMP{credential.version}",
            secrets=_names(credential.auth_key, credential.priv_key, credential.community),
        )

    @classmethod
    def of_ssh(cls, address: str, ssh: Ssh, credential: SshCredential) -> Self:
        """Return an SSH server's door."""
        return cls(
            way=Way.SSH,
            address=address,
            port=ssh.port,
            credential=ssh.credential,
            user=credential.user,
            secrets=_names(credential.password, credential.private_key),
        )


@dataclass(frozen=True, slots=True)
class Cure:
    """What helps against one kind of failure; `said` stands in the error's English text, `way` None fits all."""

    error: type[NetmonError]
    template: str
    said: str = ""
    way: Way | None = None

    def fits(self, door: Door, error: NetmonError) -> bool:
        """Return whether this is the failure."""
        return self.way in (None, door.way) and isinstance(error, self.error) and self.said in str(error)


CURES = (
    Cure(SecretError, "keep it: {commands}", said="is nowhere"),
    Cure(SecretError, "choose a longer one, on the device too, and keep it: {commands}", said="shorter than"),
    Cure(SecretError, "mend the credential {credential} in the inventory, or keep its secrets: {commands}"),
    Cure(SettingsError, "netmon doctor says what this machine lacks", way=Way.ICMP),
    Cure(SettingsError, "write the host key that ssh-keyscan -p {port} {address} prints", way=Way.SSH),
    Cure(
        NoResponse,
        "check the cable, the power and the route; if it answers no echo request by design, write `reachability: snmp`",
        way=Way.ICMP,
    ),
    Cure(
        NoResponse,
        "switch SNMP on there, or name the port it listens at (--port, or `port` in the inventory)",
        said="no SNMP agent listens",
        way=Way.SNMP,
    ),
    Cure(NoResponse, "give it more time: NETMON_SNMP__TIMEOUT=5s", said="answers take longer", way=Way.SNMP),
    Cure(
        NoResponse,
        "check the address and that the device and every firewall let this machine ask UDP port {port};"
        " silence is also what a wrong community or an access list brings",
        way=Way.SNMP,
    ),
    Cure(
        AccessDenied,
        "create user {user} there with {protocols}, or correct `user` in credential {credential}",
        said="does not know the user",
        way=Way.SNMP,
    ),
    Cure(
        AccessDenied,
        "give user {user} there the level authPriv ({protocols})",
        said="does not offer authPriv",
        way=Way.SNMP,
    ),
    Cure(
        AccessDenied,
        "compare `auth` and its passphrase in credential {credential} with the device's; to keep it anew: {commands}",
        said="authentication key",
        way=Way.SNMP,
    ),
    Cure(
        AccessDenied,
        "compare `priv` and its passphrase in credential {credential} with the device's; to keep it anew: {commands}",
        said="privacy key",
        way=Way.SNMP,
    ),
    Cure(
        AccessDenied,
        "let credential {credential} read system, interfaces, ip and lldp there (a view of 1.3.6.1.2.1 and 1.0.8802)",
        way=Way.SNMP,
    ),
    Cure(
        AccessDenied,
        "if it was replaced, compare this fingerprint at its console, then write as host_key what"
        " ssh-keyscan -p {port} {address} prints; if not, somebody else answers: do not log in",
        said="is not the one pinned",
        way=Way.SSH,
    ),
    Cure(
        AccessDenied,
        "check that user {user} may log in there, and the secret of credential {credential}; to keep it anew:"
        " {commands}",
        way=Way.SSH,
    ),
    Cure(
        NoResponse,
        "check that SSH is switched on there and that every firewall lets this machine reach TCP port {port}",
        way=Way.SSH,
    ),
    Cure(
        ProtocolViolation, "something else than SSH may listen at port {port}: check `port` and `address`", way=Way.SSH
    ),
    Cure(
        ProtocolViolation,
        "something else than this device may answer at port {port}: check `port` and `address`",
        way=Way.SNMP,
    ),
    Cure(LimitReached, "the device says more than can be read in one visit; ask it by hand what it does"),
)
"""Failures and their cures; of those that fit the first counts, so the vague ones stand last."""
OTHERWISE = "netmon doctor says what this machine lacks"


def cure(door: Door, error: NetmonError) -> Phrase:
    """Return what to do about a failure."""
    template = next((cure.template for cure in CURES if cure.fits(door, error)), OTHERWISE)
    return Phrase(template, **_values(door, str(error)))


def _values(door: Door, said: str) -> Mapping[str, object]:
    """Return what templates may name; of the secrets those that the error speaks of, else all."""
    blamed = [name for name in door.secrets if repr(name) in said or f"://{name}:" in said] or door.secrets
    return {
        "address": door.address,
        "port": door.port,
        "credential": door.credential,
        "user": door.user,
        "protocols": door.protocols,
        "commands": [f"netmon secret set {name}" for name in blamed],
    }


def _names(*references: SecretRef | None) -> tuple[str, ...]:
    return tuple(reference.removeprefix("secret://") for reference in references if reference)
