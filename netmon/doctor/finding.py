"""What the doctor says of one thing: fine, doubtful, wrong, or not looked at and why."""

from dataclasses import dataclass
from enum import StrEnum

from netmon.phrase import Phrase


class Check(StrEnum):
    """What is looked at, in the order people read it."""

    SETTINGS = "settings"
    INVENTORY = "inventory"
    INVENTORY_FILES = "inventory files"
    SECRETS = "secrets"
    SECRET_FILES = "secret files"  # noqa: S105 -- the name of a check
    PASSWORDS = "passwords"
    SNMP_VERSIONS = "snmp versions"
    STATE_DIRECTORY = "state directory"
    FILE_SYSTEM = "file system"
    DATABASES = "databases"
    DISK = "disk"
    DESCRIPTORS = "descriptors"
    ICMP = "icmp"
    ICMPV6 = "icmpv6"
    CLOCK = "clock"
    SYNCHRONISATION = "synchronisation"
    TIME_ZONE = "time zone"
    SOFTWARE = "software"
    TERMINAL = "terminal"
    PORT = "port"
    URL = "url"
    INFLUX = "influxdb"
    MAIL = "mail"
    SMS = "sms"
    RECEIVERS = "receivers"
    DRILL = "drill"
    RUNNING = "running"


class Verdict(StrEnum):
    """How it stands with what was looked at."""

    OK = "ok"
    WARNING = "warning"
    """netmon works, but not as well or as safely as it could."""
    ERROR = "error"
    """Something that netmon is to do, it cannot."""
    NOT_CHECKED = "not checked"
    """There is nothing to look at, or no way to; the finding says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what it is like, and what mends it."""

    check: Check
    verdict: Verdict
    what: Phrase
    cure: Phrase | None = None
