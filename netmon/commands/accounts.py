"""What a person, or an administrator, may do about accounts and sessions."""

from dataclasses import dataclass, field

from netmon.clock import Millis
from netmon.model import MunicipalityCode, Role


@dataclass(frozen=True, slots=True)
class AddAccount:
    """An administrator lets a person in; the hash is argon2id."""

    name: str
    full_name: str
    role: Role
    password_hash: str = field(repr=False)
    temporary: bool = False
    break_glass: bool = False
    municipalities: tuple[MunicipalityCode, ...] = ()
    """For which an account of a municipality speaks; another has none."""


@dataclass(frozen=True, slots=True)
class DisableAccount:
    """An administrator locks a person out; what is open in the person's name is closed."""

    account: str


@dataclass(frozen=True, slots=True)
class EnableAccount:
    """An administrator lets a person in again."""

    account: str


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """An administrator gives a person another password; what is open in the person's name is closed."""

    account: str
    password_hash: str = field(repr=False)
    temporary: bool


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """A person replaces the password that was set at `password_set`, and begins a new session with it.

    With a second factor it takes a code, too.
    """

    account: str
    password_set: Millis
    password_hash: str = field(repr=False)
    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IssueLoginLink:
    """Make a link that logs one account in once; the token's SHA-256 is kept."""

    account: str
    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """The password that was set at `password_set` was right: open a session under a token's SHA-256.

    An account with a second factor is let in by its code, or by one of its recovery codes, once each.
    """

    account: str
    password_set: Millis
    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RedeemLoginLink:
    """Use a one-time link: open a session, and never again with this link."""

    link_hash: str = field(repr=False)
    token_hash: str = field(repr=False)
    csrf_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RenewSession:
    """A session is in use: its idle time starts again. Once a minute is enough; it leaves no audit row."""

    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LightWall:
    """Somebody leaves a wall lit until a moment, at which nobody is logged in: the audit keeps who, when and where."""

    until: Millis


@dataclass(frozen=True, slots=True)
class CloseSession:
    """Log out."""

    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordFailedLogin:
    """Somebody was not let in: the audit keeps who, when and from where."""

    account: str


AccountCommand = (
    AddAccount
    | DisableAccount
    | EnableAccount
    | ResetPassword
    | ChangePassword
    | IssueLoginLink
    | OpenSession
    | RedeemLoginLink
    | RenewSession
    | LightWall
    | CloseSession
    | RecordFailedLogin
)
