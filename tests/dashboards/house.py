"""The exhibit with people in a real store: what they log in with, and what the audit keeps of it."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from netmon.commands import Actor, AddAccount, Command, Done
from netmon.model import Account, ApiToken, Deed, Role, Session
from netmon.people.passwords import hash_password
from netmon.reader import Sought
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.dashboards.exhibit import Exhibit

GIVEN = "žlutý kůň úpěl včera"
ROOT = Actor("root", "cli")


@dataclass
class House(Exhibit):
    """An exhibit whose people stand in a real store."""

    directory: Path = field(default_factory=Path)

    def __post_init__(self) -> None:
        """Open the store."""
        self.store = StateStore(self.directory)
        self.register = StoreReader(self.directory, self.clock)

    def add(
        self, name: str = "novakova", *, temporary: bool = False, break_glass: bool = False, role: Role = Role.OPERATOR
    ) -> None:
        """Let a person in with the password that was given."""
        password_hash = hash_password(GIVEN, Role.ADMINISTRATOR)
        self.submit(AddAccount(name, "Jana", role, password_hash, temporary, break_glass), ROOT)

    def account(self, name: str) -> Account | None:
        """Return a person's account."""
        return self.register.account(name)

    def accounts(self) -> Sequence[Account]:
        """Return everybody who may or might log in, by name."""
        return self.register.accounts()

    def session(self, token_hash: str) -> Session | None:
        """Return a login that is still open."""
        return self.register.session(token_hash)

    def logins(self, account: str) -> Sequence[Session]:
        """Return the open logins of an account."""
        return self.register.logins(account)

    def recovery_codes_left(self, account: str) -> int:
        """Return how many recovery codes an account has not used."""
        return self.register.recovery_codes_left(account)

    def token(self, token_hash: str) -> ApiToken | None:
        """Return what a program asks with."""
        return self.register.token(token_hash)

    def tokens(self, account: str | None = None) -> Sequence[ApiToken]:
        """Return the tokens of an account, or of all."""
        return self.register.tokens(account)

    def deeds(self, sought: Sought, *, before: int | None, limit: int) -> Sequence[Deed]:
        """Return rows of the audit."""
        return self.register.deeds(sought, before=before, limit=limit)

    def actions(self) -> Sequence[str]:
        """Return every kind of deed."""
        return self.register.actions()

    def first_broken_deed(self) -> int | None:
        """Return where the chain of hashes breaks."""
        return self.register.first_broken_deed()

    def submit(self, command: Command, actor: Actor) -> Done:
        """Carry a command out."""
        return self.store.execute(command, actor, self.clock.now())

    def audit(self) -> list[str]:
        """Return the actions that were audited."""
        with closing(sqlite3.connect(self.directory / STATE_FILE)) as connection:
            return [action for (action,) in connection.execute("SELECT action FROM audit ORDER BY id")]
