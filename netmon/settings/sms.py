"""How SMS leave, and how answers come in."""

import json
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from netmon.phrase import Phrase
from netmon.settings.kinds import Reference
from netmon.settings.reaching import Method


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
