"""What helps against each failure, and that it can be said in both languages."""

import pytest

from netmon.czech import CZECH
from netmon.enrolment.cure import CURES, OTHERWISE, Door, Way, cure
from netmon.errors import (
    AccessDenied,
    LimitReached,
    NetmonError,
    NoResponse,
    PollError,
    ProtocolViolation,
    SecretError,
    SettingsError,
)
from netmon.inventory.models import SnmpCredential, SnmpVersion, Ssh, SshCredential
from netmon.language import Language
from netmon.phrase import in_language
from netmon.secret import SecretRef
from netmon.snmp.usm import REFUSALS

V3 = SnmpCredential(user="nms", auth_key=SecretRef("secret://core-auth"), priv_key=SecretRef("secret://core-priv"))
V2C = SnmpCredential(version=SnmpVersion.V2C, allow_insecure=True, community=SecretRef("secret://public"))
SNMP = Door.of_snmp("192.0.2.1", 161, "core", V3)
CLEAR = Door.of_snmp("192.0.2.1", 161, "old", V2C)
SSH = Door.of_ssh(
    "192.0.2.1",
    Ssh(credential="shell", port=2022, host_key="x"),
    SshCredential(user="op", password=SecretRef("secret://shell")),
)
ICMP = Door(Way.ICMP, "192.0.2.1")


@pytest.mark.parametrize(
    ("door", "error", "helps"),
    [
        (SNMP, SecretError("secret 'core-priv' is nowhere: looked at x"), "keep it: netmon secret set core-priv"),
        (CLEAR, SecretError("secret 'public' is nowhere: looked at x"), "keep it: netmon secret set public"),
        (
            SNMP,
            SecretError("secret://core-auth: shorter than 8 octets, which RFC 3414 §11.2 does not allow"),
            "choose a longer one, on the device too, and keep it: netmon secret set core-auth",
        ),
        (
            SNMP,
            SecretError("/s/x: others may read this secret (mode 0644); chmod 0400 /s/x"),
            "keep its secrets: netmon secret set core-auth, netmon secret set core-priv",
        ),
        (SNMP, NoResponse("x: the device is there, but no SNMP agent listens"), "switch SNMP on there"),
        (SNMP, NoResponse("x: answers take longer than 2000 ms"), "NETMON_SNMP__TIMEOUT=5s"),
        (CLEAR, NoResponse("x: no answer to 2 requests, 2000 ms each"), "UDP port 161; silence is also what a wrong"),
        (SNMP, AccessDenied(f"x: {REFUSALS[1, 3, 6, 1, 6, 3, 15, 1, 1, 3, 0]}"), "create user nms there with SHA-256"),
        (SNMP, AccessDenied(f"x: {REFUSALS[1, 3, 6, 1, 6, 3, 15, 1, 1, 1, 0]}"), "give user nms there the level"),
        (SNMP, AccessDenied(f"x: {REFUSALS[1, 3, 6, 1, 6, 3, 15, 1, 1, 5, 0]}"), "compare `auth` and its passphrase"),
        (SNMP, AccessDenied(f"x: {REFUSALS[1, 3, 6, 1, 6, 3, 15, 1, 1, 6, 0]}"), "compare `priv` and its passphrase"),
        (SNMP, AccessDenied("x: … unanswered; is the privacy key right?"), "compare `priv` and its passphrase"),
        (SNMP, AccessDenied("the agent does not let this credential read"), "let credential core read system"),
        (SNMP, ProtocolViolation("x"), "something else than this device may answer at port 161"),
        (SNMP, LimitReached("x"), "more than can be read in one visit"),
        (ICMP, NoResponse("no echo reply"), "write `reachability: snmp`"),
        (ICMP, SettingsError("no ICMP socket"), "netmon doctor"),
        (SSH, SettingsError("a host_key is `type base64`"), "ssh-keyscan -p 2022 192.0.2.1 prints"),
        (SSH, NoResponse("Connection refused"), "reach TCP port 2022"),
        (SSH, AccessDenied("offers the host key k, which is not the one pinned"), "do not log in"),
        (SSH, AccessDenied("the device refuses user 'op'"), "user op may log in there, and the secret of credential"),
        (SSH, ProtocolViolation("no SSH session: x"), "something else than SSH may listen at port 2022"),
    ],
)
def test_each_failure_has_its_cure(door: Door, error: NetmonError, helps: str) -> None:
    assert helps in cure(door, error)


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("error", [*PollError.__subclasses__(), SecretError, SettingsError])
def test_no_failure_is_left_without_a_cure(way: Way, error: type[NetmonError]) -> None:
    assert cure(Door(way, "192.0.2.1"), error("x"))


def test_every_cure_can_be_said_in_czech() -> None:
    assert [template for template in (*(row.template for row in CURES), OTHERWISE) if template not in CZECH] == []
    said = cure(SNMP, SecretError("secret 'core-priv' is nowhere: looked at x"))
    assert in_language(said, Language.CS) == "uložte ho: netmon secret set core-priv"


def test_no_cure_stands_behind_one_that_takes_its_failures() -> None:
    hidden = [
        later.template
        for position, later in enumerate(CURES)
        for earlier in CURES[:position]
        if issubclass(later.error, earlier.error) and earlier.said in later.said and earlier.way in (None, later.way)
    ]
    assert hidden == []
