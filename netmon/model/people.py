"""Who acts: planned work, accounts and logins."""

from dataclasses import dataclass, field
from enum import StrEnum

from netmon.clock import Interval, Millis
from netmon.model.names import Entity, MunicipalityCode


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
    """What an account may see and do; the public has none."""

    MUNICIPALITY = "municipality"
    """It sees the internals of its own municipalities, and does nothing."""
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """A named person who may log in; passwords are argon2id hashes.

    A temporary password was made for the person, who has to set another soon. A break-glass account
    lies sealed in an envelope until everything else has failed.
    """

    name: str
    full_name: str
    role: Role
    password_hash: str = field(repr=False)
    password_set: Millis
    disabled: bool = False
    is_temporary: bool = False
    is_break_glass: bool = False
    last_login: Millis | None = None
    former_hashes: tuple[str, ...] = field(default=(), repr=False)
    municipalities: tuple[MunicipalityCode, ...] = ()
    """Those that an account of a municipality speaks for."""
    has_factor: bool = False
    """Whether the login wants a code besides the password."""


class AccountState(StrEnum):
    """What an account's password is good for now."""

    ENABLED = "enabled"
    MUST_CHANGE = "must-change"
    """It only lets its owner set another."""
    EXPIRED = "expired"
    """It was made for the person, who did not use it in time."""
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Session:
    """A login of an account, found by the SHA-256 of its cookie token."""

    token_hash: str = field(repr=False)
    account: str
    csrf_token: str = field(repr=False)
    created: Millis
    last_used: Millis
    expires: Millis
    source: str = ""
    """Where it was opened from."""


class Scope(StrEnum):
    """What a program may do with a token, as far as the token's owner may."""

    READ = "read"
    """Ask how municipalities are, and what incidents there are."""
    MAINTENANCE = "maintenance"
    """List, announce and cancel works."""
    METRICS = "metrics"
    """Ask for figures of the monitor itself."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a program asks with in the name of an account; the token itself is not kept."""

    id: int
    account: str
    label: str
    scopes: frozenset[Scope]
    created: Millis
    expires: Millis
    last_used: Millis | None = None
    revoked: Millis | None = None

    def is_good(self, now: Millis) -> bool:
        """Return whether it opens anything at `now`."""
        return self.revoked is None and now < self.expires


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the audit: who did what to what, when, and from where; `subject` is JSON."""

    id: int
    at: Millis
    account: str
    source: str
    action: str
    subject: str
