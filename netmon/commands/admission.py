"""What people may do about who is let in: second factors, sessions, tokens of programs, and roles."""

from dataclasses import dataclass, field

from netmon.clock import Millis
from netmon.model import MunicipalityCode, Role, Scope

LONGEST_LABEL = 60
"""Characters in which a token says which program has it."""


@dataclass(frozen=True, slots=True)
class EnrolFactor:
    """A person proves by a code that an authenticator knows the secret; other sessions of the account end."""

    account: str
    secret: str = field(repr=False)
    code: str = field(repr=False)
    code_hashes: tuple[str, ...] = field(repr=False)
    """The SHA-256 of the recovery codes."""
    token_hash: str = field(repr=False)
    """The session that stays."""


@dataclass(frozen=True, slots=True)
class ReplaceRecoveryCodes:
    """A person proves to have the second factor, and gets other recovery codes; the ones before are void."""

    account: str
    code: str = field(repr=False)
    code_hashes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DropFactor:
    """An administrator takes a second factor away that its owner has lost; what is open in the name is closed."""

    account: str


@dataclass(frozen=True, slots=True)
class RecordFailedCode:
    """Somebody had the right password and no right code: the audit keeps who, when and from where."""

    account: str


@dataclass(frozen=True, slots=True)
class EndSessions:
    """Sessions of an account end: one of them, all but one, or all."""

    account: str
    only: str = field(default="", repr=False)
    """The SHA-256 of the token of the one that ends."""
    but: str = field(default="", repr=False)
    """That of the one that stays."""


@dataclass(frozen=True, slots=True)
class AssignRole:
    """An administrator says what an account is for; whoever becomes an administrator gets a password for that."""

    account: str
    role: Role
    municipalities: tuple[MunicipalityCode, ...] = ()
    password_hash: str = field(default="", repr=False)
    """Of the temporary password that is handed over; without it the present one stays."""


@dataclass(frozen=True, slots=True)
class AddToken:
    """A program may ask in the name of an account, within scopes, until a moment; the token's SHA-256 is kept."""

    account: str
    label: str
    scopes: tuple[Scope, ...]
    expires: Millis
    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """A token is void from now on; `account` says whose it has to be, empty that it may be anybody's."""

    token: int
    account: str = ""


@dataclass(frozen=True, slots=True)
class NoteTokenUse:
    """A token is in use. Once a minute is enough; it leaves no audit row."""

    token: int


@dataclass(frozen=True, slots=True)
class RecordRefusedToken:
    """A program came with a token that is over: the audit keeps which, when and from where."""

    token: int
    account: str


AdmissionCommand = (
    EnrolFactor
    | ReplaceRecoveryCodes
    | DropFactor
    | RecordFailedCode
    | EndSessions
    | AssignRole
    | AddToken
    | RevokeToken
    | NoteTokenUse
    | RecordRefusedToken
)
