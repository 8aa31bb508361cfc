"""What this process is told: one frozen value, read from the environment once."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from netmon.clock import MINUTE, SECOND, Millis
from netmon.errors import SettingsError
from netmon.inventory.quantities import parse_duration
from netmon.secret import SecretRef

Duration = Annotated[Millis, BeforeValidator(parse_duration)]
PREFIX = "NETMON_"


class Language(StrEnum):
    """A language people read."""

    CS = "cs"
    EN = "en"


class Detection(BaseModel):
    """How soon a failure is believed and how long the neighbourhood may settle."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    misses: int = Field(default=3, ge=1, le=10)
    """Failed probes in a row that make a device DOWN."""
    answers: int = Field(default=2, ge=1, le=10)
    """Answered probes in a row that make it UP again."""
    settle: Duration = Millis(5 * SECOND)
    """Quiet time after the last failure that the present cause does not explain."""
    settle_limit: Duration = Millis(20 * SECOND)
    """Longest wait after the first failed probe."""
    validity: float = Field(default=2.5, ge=1, le=10)
    """Intervals after which a sample counts as unknown."""


class Snmp(BaseModel):
    """How patient the SNMP door is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timeout: Duration = Millis(2 * SECOND)
    attempts: int = Field(default=2, ge=1, le=5)


class Influx(BaseModel):
    """Where points are forwarded; `token` is a secret reference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    org: str = "netmon"
    bucket: str = "netmon"
    token: SecretRef


class Smtp(BaseModel):
    """How e-mail leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int = Field(default=25, ge=1, le=65535)
    sender: str
    starttls: bool = False
    user: str | None = None
    password: SecretRef | None = None


class Settings(BaseModel):
    """Everything `netmon run` is told; the inventory says what is watched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inventory: Path = Path("inventory")
    state: Path = Path("state")
    listen: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    url: str = "http://127.0.0.1:8080"
    """The address people reach the dashboard at; messages link there."""
    language: Language = Language.CS
    public: bool = False
    """Whether reading needs no login."""
    demo: bool = False
    """Whether a banner says that everything shown is synthetic."""
    intervals: dict[str, Duration] = Field(default_factory=dict)
    """Collector name to interval, where it differs from the collector's own."""
    detection: Detection = Detection()
    snmp: Snmp = Snmp()
    group_wait: Duration = Millis(10 * SECOND)
    """How long a non-critical message waits for company."""
    state_every: Duration = Millis(MINUTE)
    """How often the states are written as measurements."""
    retention: Duration = Millis(90 * 24 * 60 * MINUTE)
    """How long samples stay in the embedded store."""
    influx: Influx | None = None
    smtp: Smtp | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings in `NETMON_*`; nested ones as `NETMON_INFLUX__URL`."""
        tree: dict[str, object] = {}
        for variable, value in environment.items():
            if variable.startswith(PREFIX) and not variable.startswith(("NETMON_SECRET_", "NETMON_SECRETS")):
                _plant(tree, variable.removeprefix(PREFIX).lower().split("__"), value)
        try:
            return cls.model_validate(tree)
        except ValidationError as error:
            raise SettingsError(_describe(error)) from error


def _plant(tree: dict[str, object], path: list[str], value: str) -> None:
    *parents, leaf = path
    for name in parents:
        branch = tree.setdefault(name, {})
        if not isinstance(branch, dict):
            return
        tree = branch
    tree[leaf] = value


def _describe(error: ValidationError) -> str:
    return "\n".join(
        f"{PREFIX}{'__'.join(str(part) for part in detail['loc']).upper()}: {detail['msg']}"
        for detail in error.errors(include_url=False, include_input=False)
    )
