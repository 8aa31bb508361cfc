"""What parent and child of an SSH visit tell each other, as JSON."""

from dataclasses import dataclass, field


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


@dataclass(frozen=True, slots=True)
class Report:
    """The commands' output; or `error`, the name of a PollError, and its text."""

    outputs: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    text: str = ""
