"""Everything `netmon run` is told, in one frozen value."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress, ValidationError

from netmon.clock import MINUTE, SECOND, Millis
from netmon.errors import SettingsError
from netmon.language import Language
from netmon.phrase import joined
from netmon.settings.asking import Snmp, Traps
from netmon.settings.environment import described, planted
from netmon.settings.forwarding import Influx
from netmon.settings.judging import Detection, Flapping
from netmon.settings.kinds import Duration, Period, Reference
from netmon.settings.reaching import Drill, Heartbeat, Smtp
from netmon.settings.sms import Sms


class SecondFactor(StrEnum):
    """Who has to have a second factor; anybody else may."""

    OPTIONAL = "optional"
    ADMINISTRATORS = "administrators"
    OPERATORS = "operators"
    """Administrators, too."""


class Settings(BaseModel):
    """Everything `netmon run` is told; the inventory says what is watched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inventory: Path = Path("inventory")
    """The directory that says what is watched."""
    state: Path = Path("state")
    """The directory that netmon keeps its databases in, for itself alone."""
    listen: str = "127.0.0.1"
    """The address that pages are served at."""
    port: int = Field(default=8080, ge=0, le=65535)
    """The port that pages are served at; 0 for any."""
    url: str = "http://127.0.0.1:8080"
    """The address people reach the dashboard at; messages link there."""
    grafana_url: str | None = Field(default=None, pattern="^https?://")
    """The address people reach Grafana at, where netmon's boards are; without it pages have no links there."""
    trusted_proxy: IPvAnyAddress | None = None
    """The reverse proxy whose word about who asks is believed; without one nobody's is."""
    language: Language = Language.CS
    """The language of messages, and of pages until somebody chooses."""
    public: bool = False
    """Whether the public sees without a login how municipalities are; internals always need one."""
    second_factor: SecondFactor = SecondFactor.OPTIONAL
    """Who has to log in with a code besides the password: `administrators`, or `operators` and administrators."""
    demo: bool = False
    """Whether a banner says that everything shown is synthetic."""
    intervals: dict[str, Period] = Field(default_factory=dict)
    """Collector name to interval, where it differs from the collector's own."""
    detection: Detection = Detection()
    """How soon a failure is believed."""
    flapping: Flapping = Flapping()
    """What counts as flapping, and how much is said of it."""
    snmp: Snmp = Snmp()
    """How patient the SNMP door is."""
    traps: Traps | None = None
    """Where traps and informs are received; without it none are."""
    group_wait: Duration = Millis(10 * SECOND)
    """How long a non-critical message waits for company."""
    burst: int = Field(default=5, ge=2, le=1000)
    """Messages that somebody gets within a minute at most; what is more comes together."""
    echo: Duration = Millis(5 * MINUTE)
    """How long after its end an incident still explains alerts: what was silent with it is read at its next poll."""
    state_every: Period = Millis(MINUTE)
    """How often the states are written as measurements."""
    retention: Period = Millis(90 * 24 * 60 * MINUTE)
    """How long samples stay in the embedded store."""
    retention_5m: Period = Millis(365 * 24 * 60 * MINUTE)
    """How long their roll-ups of five minutes stay."""
    retention_1h: Period = Millis(5 * 365 * 24 * 60 * MINUTE)
    """How long their roll-ups of an hour stay."""
    ballast: int = Field(default=64, ge=0, le=65_536)
    """MiB of the disk that are kept free for states and messages when it is full; 0 for none."""
    influx: Influx | None = None
    """Where points are forwarded; without it they stay here."""
    smtp: Smtp | None = None
    """How e-mail leaves; without it none does."""
    sms: Sms | None = None
    """How SMS leave; without it none does."""
    heartbeat: Heartbeat | None = None
    """Where a sign of life goes; without it none does."""
    drill: Drill | None = None
    """When a drill is held; without it none is."""
    webhook_key: Reference | None = None
    """The secret that webhooks are signed with (Standard Webhooks); without it they are not."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings in `NETMON_*`, nested ones as `NETMON_INFLUX__URL`; raise SettingsError naming each."""
        try:
            return cls.model_validate(planted(environment))
        except ValidationError as error:  # pydantic's own text shows the values
            details = error.errors(include_url=False, include_input=False)
            raise SettingsError(joined((described(cls, detail) for detail in details), "\n")) from None
