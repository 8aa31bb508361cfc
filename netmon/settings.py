"""What this process is told: one frozen value, read from the environment once."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyAddress,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from netmon.clock import MINUTE, SECOND, Millis
from netmon.errors import SettingsError
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import TIME_OF_DAY, Weekday
from netmon.inventory.quantities import parse_duration, parse_size
from netmon.language import Language
from netmon.phrase import Phrase, joined
from netmon.secret import REFERENCE, SecretRef


def _require_a_second(period: Millis) -> Millis:
    if period < SECOND:
        raise ValueError(Phrase("this is too short; write 1s or more"))
    return period


def _require_a_time_of_day(text: str) -> str:
    if not re.fullmatch(TIME_OF_DAY, text):
        raise ValueError(Phrase("this is no time of day; write such as 12:00"))
    return text


Duration = Annotated[Millis, BeforeValidator(parse_duration)]
Period = Annotated[Duration, AfterValidator(_require_a_second)]
"""A duration that something is repeated after, or kept for."""
Size = Annotated[int, BeforeValidator(parse_size)]
LARGEST_BACKLOG = 5_000_000_000
"""Bytes; over 72 hours of InfluxDB being away at the largest planned size."""
Reference = Annotated[SecretRef, Field(pattern=rf"^{REFERENCE.pattern}$")]
PREFIX = "NETMON_"
NOT_SETTINGS = ("NETMON_SECRETS", "NETMON_SECRET_", "NETMON_WATCH_")
"""Variables with our prefix that name secrets, the directory and values, or belong to the watcher."""


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


class Flapping(BaseModel):
    """What counts as flapping, and how much is said of it (RFC 2439 §4); a change counts 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    half_life: Period = Millis(10 * MINUTE)
    """How long it takes a penalty to halve."""
    suppress: float = Field(default=3, ge=1, le=1000)
    """The penalty from which on something flaps."""
    reuse: float = Field(default=1.5, ge=0.1, le=1000)
    """The penalty at which it is steady again."""
    limit: float = Field(default=6, ge=1, le=1000)
    """The highest penalty; it bounds the time after the last change."""
    messages: int = Field(default=3, ge=2, le=1000)
    """Messages about one thing that an address gets in an hour at most."""

    @model_validator(mode="after")
    def _require_order(self) -> Self:
        if not self.reuse < self.suppress <= self.limit:
            raise ValueError(
                Phrase("reuse must be lower than suppress, and limit not lower than that; write such as 1.5, 3 and 6")
            )
        return self


class Snmp(BaseModel):
    """How patient the SNMP door is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timeout: Annotated[Duration, Field(ge=1)] = Millis(2 * SECOND)
    """How long an attempt waits for an answer."""
    attempts: int = Field(default=2, ge=1, le=5)
    """How often a request is sent before the device counts as silent."""


class Traps(BaseModel):
    """Where devices may tell of themselves; `port` 162, the standard one, takes CAP_NET_BIND_SERVICE."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listen: IPvAnyAddress
    """The address that traps and informs are received at; `::` is every one."""
    port: int = Field(default=1162, ge=0, le=65535)
    """The port that they are received at."""


class Influx(BaseModel):
    """Where points are forwarded; `token` is a secret reference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern="^https?://")
    """The server, such as `http://127.0.0.1:8086`."""
    org: str = "netmon"
    """The organisation; InfluxDB 1.x ignores it."""
    bucket: str = "netmon"
    """Where points go."""
    token: Reference
    """The secret that may write there."""
    reader: Reference | None = None
    """The secret that may read there; without one the other is tried. Only `netmon influx verify` reads."""
    backlog: Size = Field(default=LARGEST_BACKLOG, ge=1_000_000)
    """Bytes that may wait for it; of what is more, the oldest counters are dropped."""
    rollups: bool = True
    """Whether roll-ups go to its policies `5m` and `1h`."""


class Smtp(BaseModel):
    """How e-mail leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    """The server's name or address."""
    port: int = Field(default=25, ge=1, le=65535)
    """The server's port."""
    sender: str
    """Who the mail is from."""
    starttls: bool = False
    """Whether the conversation is encrypted; a server that cannot is refused."""
    user: str | None = None
    """Who logs in, if the server wants that."""
    password: Reference | None = None
    """The secret that the user logs in with."""


class Method(StrEnum):
    """How a server is asked over HTTP."""

    GET = "GET"
    POST = "POST"


class Heartbeat(BaseModel):
    """Where a sign of life goes while the audit finds nothing; who listens there cries when it stays away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Reference
    """The secret that holds the address of the service outside."""
    every: Period = Millis(MINUTE)
    """How often it is told."""
    method: Method = Method.GET
    """How it is asked."""


class Drill(BaseModel):
    """When it is tried whether a critical incident would reach people: a test goes to all of them, each week."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Weekday
    """The day of the week: `wed`, when the sirens are tested too."""
    time: Annotated[str, AfterValidator(_require_a_time_of_day)] = "12:00"
    """What the clocks in Europe/Prague show then."""


class Gateway(BaseModel):
    """What a gateway that sends SMS wants to be asked over HTTP."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Reference
    """The secret that holds the gateway's URL."""
    method: Method = Method.POST
    """How it is asked; with GET the body's fields stand in the URL."""
    body: str = "to={number}&text={text}"
    """Form fields, or a JSON object, with {number}, {text}, {key} (the same at each attempt) and {password}."""
    password: Reference | None = None
    """The secret that {password} stands for."""
    authorization: Reference | None = None
    """The secret that the Authorization header holds, such as `Bearer …`."""

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, and not a form."""
        return self.body.lstrip().startswith("{")

    @model_validator(mode="after")
    def _require_a_body_that_can_be_sent(self) -> Self:
        if "{number}" not in self.body or "{text}" not in self.body:
            raise ValueError(Phrase("the body must say where {{number}} and {{text}} go"))
        if not self.is_json:
            return self
        if self.method is Method.GET:
            raise ValueError(Phrase("a JSON body cannot be sent with GET; write POST"))
        try:
            json.loads(self.body)
        except ValueError as error:
            raise ValueError(Phrase("the body is not JSON: {reason}", reason=str(error))) from None
        return self


class Replies(BaseModel):
    """How a gateway brings the SMS that it receives to `POST /api/v1/sms`: as a form, or as a JSON object."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    authorization: Reference
    """The secret that the gateway sends as the Authorization header, such as `Bearer …`."""
    number: str = Field(default="from", min_length=1)
    """The field that says who sent the SMS."""
    text: str = Field(default="text", min_length=1)
    """The field that holds what it says."""


class SecondFactor(StrEnum):
    """Who has to have a second factor; anybody else may."""

    OPTIONAL = "optional"
    ADMINISTRATORS = "administrators"
    OPERATORS = "operators"
    """Administrators, too."""


class Sms(BaseModel):
    """How SMS leave, through a modem at this machine or through a gateway, and how answers come in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outbox: Path | None = None
    """The directory that gammu-smsd (service `files`) sends SMS from."""
    gateway: Gateway | None = None
    """The gateway that is asked over HTTP instead."""
    key: Reference | None = None
    """The secret that the codes in SMS are made with; without it they bear none."""
    inbox: Path | None = None
    """The directory that gammu-smsd (service `files`) puts received SMS into; without it nobody looks there."""
    replies: Replies | None = None
    """How a gateway brings received SMS; without it none may."""

    @property
    def listens(self) -> bool:
        """Whether somebody can take an incident by answering an SMS."""
        return self.inbox is not None or self.replies is not None

    @model_validator(mode="after")
    def _require_one_way(self) -> Self:
        if (self.outbox is None) == (self.gateway is None):
            raise ValueError(Phrase("SMS leave by one way; set either OUTBOX or GATEWAY__URL"))
        return self


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
        tree: dict[str, object] = {}
        for variable, value in environment.items():
            if variable.startswith(PREFIX) and not variable.startswith(NOT_SETTINGS):
                _plant(tree, variable.removeprefix(PREFIX).lower().split("__"), value)
        try:
            return cls.model_validate(tree)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            raise SettingsError(joined(map(_describe, details), "\n")) from None  # pydantic's own text shows the values


def _plant(tree: dict[str, object], path: list[str], value: str) -> None:
    *parents, leaf = path
    for name in parents:
        branch = tree.setdefault(name, {})
        if not isinstance(branch, dict):
            return
        tree = branch
    tree[leaf] = value


def _describe(detail: ErrorDetails) -> Phrase:
    """Return what is wrong with a variable and how to mend it, without its value: it may be a secret."""
    path = [str(part) for part in detail["loc"]]
    variable = PREFIX + "__".join(path).upper()
    match detail["type"]:
        case "extra_forbidden":
            known = [f"{PREFIX}{'__'.join([*path[:-1], name]).upper()}" for name in _fields(path[:-1])]
            cure = did_you_mean(variable, known, otherwise=one_of(known))
            return Phrase("{variable}: there is no such setting; {cure}", variable=variable, cure=cure)
        case "string_pattern_mismatch" if "secret" in detail["ctx"]["pattern"]:
            return Phrase("{variable}: this is not the reference of a secret; write secret://name", variable=variable)
        case _:
            return Phrase("{variable}: {reason}", variable=variable, reason=_reason(detail))


def _reason(detail: ErrorDetails) -> object:
    """Return what is wrong in our words where we have some, else in pydantic's."""
    context = detail.get("ctx", {})
    known = {
        "bool_parsing": Phrase("this is neither true nor false"),
        "int_parsing": Phrase("this is not a whole number"),
        "float_parsing": Phrase("this is not a number"),
        "enum": Phrase("this is unknown; write one of {known}", known=_names(context.get("expected"))),
        "greater_than_equal": Phrase("this is too small; write at least {least}", least=context.get("ge")),
        "less_than_equal": Phrase("this is too large; write at most {most}", most=context.get("le")),
        "string_pattern_mismatch": Phrase("this is no address of a server; write http:// or https:// and its name"),
        "missing": Phrase("this setting is missing, and others need it"),
        "model_type": Phrase("this has settings of its own; write the variable with __ and their name"),
        "ip_any_address": Phrase("this is not an IP address"),
        "value_error": context.get("error"),
    }
    return known.get(detail["type"]) or detail["msg"]


def _names(expected: object) -> str:
    """Return what pydantic lists as `'cs' or 'en'` without words."""
    return str(expected).replace(" or ", ", ")


def _fields(path: Sequence[str]) -> list[str]:
    """Return the names of the settings that a path leads to."""
    model: type[BaseModel] = Settings
    for name in path:
        model = SECTIONS[name]
    return list(model.model_fields)


SECTIONS: Mapping[str, type[BaseModel]] = {
    "detection": Detection,
    "flapping": Flapping,
    "snmp": Snmp,
    "traps": Traps,
    "influx": Influx,
    "smtp": Smtp,
    "sms": Sms,
    "gateway": Gateway,
    "replies": Replies,
    "heartbeat": Heartbeat,
    "drill": Drill,
}
"""The settings that are settings of something."""
