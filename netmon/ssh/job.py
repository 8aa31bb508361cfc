"""What parent and child of an SSH visit tell each other, as JSON."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Job:
    """What to run, where, as whom, and within which limits."""

    address: str
    port: int
    user: str
    host_key: str
    password: str | None = field(repr=False)
    private_key: str | None = field(repr=False)
    commands: tuple[str, ...]
    seconds: int
    output_octets: int
    memory_octets: int


class Trouble(StrEnum):
    """Why a visit brought nothing."""

    USER_REFUSED = "user refused"
    OTHER_HOST_KEY = "other host key"
    """The key offered is the report's detail."""
    UNREACHABLE = "unreachable"
    """The system's word on it is the detail."""
    SILENT = "silent"
    NO_SESSION = "no session"
    """What paramiko says is the detail."""
    LOST = "lost"
    TOO_MUCH_OUTPUT = "too much output"
    NOT_FINISHED = "not finished"
    LONG_REPORT = "long report"
    KILLED = "killed"
    """The signal's number is the detail."""
    FAILED = "failed"
    """The exit status is the detail."""


@dataclass(frozen=True, slots=True)
class Report:
    """The commands' output; or the trouble there was instead, and what is known of it."""

    outputs: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    trouble: str | None = None
    detail: str = ""
