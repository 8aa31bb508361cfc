"""What pages work with: the reader, the commands, the clock and the login's own limits."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g

from dashboards.formats import Formats
from dashboards.passwords import PasswordDoor
from dashboards.rights import PUBLIC, Rights
from dashboards.shelf import HalfLogin, Shelf
from dashboards.statement.press import Press
from dashboards.texts import Words
from dashboards.throttle import Throttle
from dashboards.towns.backup import Backups
from netmon.clock import HOUR, MINUTE, Clock, Millis, SystemClock
from netmon.commands import Actor, Commands
from netmon.model import Account, ApiToken, IncidentRecord, Session
from netmon.reader import Reader, Snapshot

EXTENSION = "netmon"


@dataclass(frozen=True, slots=True)
class Desk:
    """One per app; everything in it may be used by many threads at once."""

    reader: Reader
    commands: Commands
    clock: Clock = field(default_factory=SystemClock)
    build: str = ""
    """The name of the present build of the pages."""
    passwords: PasswordDoor = field(default_factory=PasswordDoor)
    press: Press = field(default_factory=Press)
    attempts_by_address: Throttle = field(default_factory=lambda: Throttle(limit=5, span=MINUTE))
    attempts_by_account: Throttle = field(default_factory=lambda: Throttle(limit=10, span=HOUR))
    """Counted per address and account together, so that nobody can lock somebody else out."""
    backups: Backups = field(default_factory=Backups)
    renewals: Throttle = field(default_factory=lambda: Throttle(limit=1, span=MINUTE))
    """Counted per session: pages that are asked for at once write once, and a slow store is waited for once."""
    codes: Throttle = field(default_factory=lambda: Throttle(limit=10, span=HOUR))
    """Codes of a second factor, counted per account wherever they come from: who gets here knows the password."""
    wrong_tokens: Throttle = field(default_factory=lambda: Throttle(limit=10, span=MINUTE))
    """Counted per address."""
    refused_tokens: Throttle = field(default_factory=lambda: Throttle(limit=1, span=HOUR))
    """Counted per token: of one that is over, the audit is told once an hour."""
    half_logins: Shelf[HalfLogin] = field(default_factory=lambda: Shelf(life=Millis(5 * MINUTE)))
    """By the SHA-256 of what the form for the code carries."""
    enrolments: Shelf[str] = field(default_factory=lambda: Shelf(life=Millis(10 * MINUTE)))
    """Secrets of second factors that no code has proved yet, by session."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is logged in, or a program that asks with a token of that person."""

    account: Account
    session: Session | None = None
    token: ApiToken | None = None
    owes_factor: bool = False
    """Whether nothing is open before a second factor is set up."""

    @property
    def csrf_token(self) -> str:
        """What forms of this visitor carry; a program has none."""
        return self.session.csrf_token if self.session else ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: one snapshot, so that a page never sees half a change, one moment, one language.

    The snapshot is what the visitor may see of it.
    """

    snapshot: Snapshot
    now: Millis
    words: Words
    formats: Formats
    address: str
    visitor: Visitor | None = None
    rights: Rights = PUBLIC
    is_wall: bool = False
    """Whether it is a wall that somebody lit, and nobody is logged in at."""

    @property
    def actor(self) -> Actor:
        """Who acts, for the audit; an empty name before the login."""
        if self.visitor is None:
            return Actor("", self.address)
        token = self.visitor.token
        return Actor(self.visitor.account.name, f"{self.address} token {token.id}" if token else self.address)

    def sees(self, record: IncidentRecord) -> IncidentRecord | None:
        """Return what the visitor may see of an incident."""
        return self.rights.incident(record, self.snapshot.inventory)


def desk() -> Desk:
    """Return the app's desk."""
    return cast("Desk", current_app.extensions[EXTENSION])


def visit() -> Visit:
    """Return the present request's visit."""
    return cast("Visit", g.visit)
