"""Who acts: planned work, accounts and logins."""

from dataclasses import dataclass, field
from enum import StrEnum

from netmon.clock import Interval, Millis
from netmon.model.names import Entity


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A window in which outages of its scope are excused, if approved before it began.

    `scope` names devices, links or municipality codes. `source` is `person` or `inventory`.
    """

    id: int
    scope: tuple[Entity, ...]
    window: Interval
    author: str
    approved: Millis
    reason: str
    source: str = "person"


class Role(StrEnum):
    """What an account may do; more comes with the issue that fills it."""

    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """A named person who may log in; the password is an argon2id hash."""

    name: str
    full_name: str
    role: Role
    password_hash: str = field(repr=False)
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A login of an account, found by the SHA-256 of its cookie token."""

    token_hash: str = field(repr=False)
    account: str
    csrf_token: str = field(repr=False)
    created: Millis
    last_used: Millis
    expires: Millis
