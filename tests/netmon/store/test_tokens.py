"""What becomes of tokens: how many there may be, how long they last, and what ends them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import DAY, ManualClock, Millis
from netmon.commands import Actor, AddAccount, Command, DisableAccount, EnableAccount, ResetPassword
from netmon.commands.admission import AddToken, NoteTokenUse, RevokeToken
from netmon.errors import CommandRefused
from netmon.model import Role, Scope
from netmon.store.pruning import KEPT
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from netmon.store.tokens import LONGEST_LIFE, MOST_GOOD
from tests.netmon.store.nouns import T0, after

ROOT = Actor("root", "cli")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        opened.execute(AddAccount("novak", "Jan", Role.OPERATOR, "$argon2id$x"), ROOT, T0)
        opened.execute(AddAccount("mala", "Eva", Role.OPERATOR, "$argon2id$x"), ROOT, T0)
        yield opened


@pytest.fixture
def reader(tmp_path: Path, store: StateStore) -> Iterator[StoreReader]:
    assert store
    with closing(StoreReader(tmp_path, ManualClock(T0))) as opened:
        yield opened


def token(
    number: int = 0, *, life: int = DAY, account: str = "novak", scopes: tuple[Scope, ...] = (Scope.READ,)
) -> AddToken:
    return AddToken(account, f"program {number}", scopes, Millis(T0 + life), f"{number:064x}")


@pytest.mark.parametrize("ending", [DisableAccount("novak"), ResetPassword("novak", "$argon2id$y", temporary=True)])
def test_what_locks_a_person_out_ends_the_tokens_for_good(
    store: StateStore, reader: StoreReader, ending: Command
) -> None:
    store.execute(token(), ROOT, T0)
    store.execute(token(1, account="mala"), ROOT, T0)
    store.execute(ending, ROOT, after(1))
    if isinstance(ending, DisableAccount):
        store.execute(EnableAccount("novak"), ROOT, after(2))
    assert {each.account: each.is_good(after(3)) for each in reader.tokens()} == {"novak": False, "mala": True}


def test_a_token_is_good_until_it_expires(store: StateStore, reader: StoreReader) -> None:
    store.execute(token(), ROOT, T0)
    kept = reader.token(f"{0:064x}")
    assert kept is not None
    assert (kept.is_good(Millis(T0 + DAY - 1)), kept.is_good(Millis(T0 + DAY))) == (True, False)


def test_its_use_leaves_no_row_of_the_audit(store: StateStore, reader: StoreReader) -> None:
    store.execute(token(), ROOT, T0)
    assert store.execute(NoteTokenUse(1), ROOT, after(5)).audit_id is None
    store.execute(NoteTokenUse(1), ROOT, after(4))
    assert [each.last_used for each in reader.tokens("novak")] == [after(5)]


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (token(life=0), "at most 366 days"),
        (token(life=LONGEST_LIFE + 1), "at most 366 days"),
        (token(scopes=()), "needs a scope"),
        (token(account="nikdo"), "no account nikdo"),
        (RevokeToken(1, "mala"), "no token 1"),
    ],
)
def test_what_cannot_be_is_refused(store: StateStore, command: Command, reason: str) -> None:
    store.execute(token(9), ROOT, T0)
    with pytest.raises(CommandRefused, match=reason):
        store.execute(command, ROOT, T0)


def test_an_account_has_a_bounded_number_and_old_ones_are_forgotten(store: StateStore, reader: StoreReader) -> None:
    for number in range(MOST_GOOD):
        store.execute(token(number), ROOT, T0)
    with pytest.raises(CommandRefused, match="revoke one"):
        store.execute(token(99), ROOT, T0)
    store.execute(RevokeToken(1), ROOT, T0)
    store.execute(token(99), ROOT, T0)
    store.prune(Millis(T0 + KEPT))
    assert len(reader.tokens()) == MOST_GOOD + 1
    store.prune(Millis(T0 + KEPT + 1))
    assert len(reader.tokens()) == MOST_GOOD
    store.prune(Millis(T0 + KEPT + DAY + 1))
    assert reader.tokens() == ()
