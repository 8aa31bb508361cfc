"""Second factors: how an account gets one, what its codes open, and how it is lost.

Every function here runs inside the transaction that also does what the code was for: a code that was taken
is spent together with it.
"""

import sqlite3
from collections.abc import Sequence
from enum import StrEnum

from netmon.clock import Millis
from netmon.commands.admission import DropFactor, EnrolFactor, ReplaceRecoveryCodes
from netmon.people.secondfactor import RECOVERY_CODES, accepted_step, bare, hash_of
from netmon.phrase import Phrase
from netmon.store.accounts import close_all, find
from netmon.store.refusal import refuse_if

WRONG = Phrase("this code is wrong, too old or was used already; wait for the next one")
HASH_LENGTH = 64

FactorCommand = EnrolFactor | ReplaceRecoveryCodes | DropFactor


class Proof(StrEnum):
    """What somebody was let in by, besides the password."""

    CODE = "code"
    RECOVERY_CODE = "recovery-code"


def apply(connection: sqlite3.Connection, command: FactorCommand, now: Millis) -> None:
    """Carry out a command about a second factor; raise CommandRefused."""
    match command:
        case EnrolFactor():
            _enrol(connection, command, now)
        case ReplaceRecoveryCodes():
            _replace_codes(connection, command, now)
        case DropFactor(account):
            refuse_if(
                not find(connection, account).has_factor,
                Phrase("account {account} has no second factor", account=account),
            )
            _forget(connection, account)
            close_all(connection, account)


def spend(connection: sqlite3.Connection, account: str, code: str, now: Millis) -> Proof | None:
    """Take a code so that it is never taken again; None where the account needs none. Raise CommandRefused."""
    factor = connection.execute("SELECT secret, last_step FROM second_factors WHERE account = ?", (account,)).fetchone()
    if factor is None:
        return None
    refuse_if(not bare(code), Phrase("this account needs the code of its second factor, too"))
    secret, last_step = factor
    if (step := accepted_step(secret, code, now, last_step)) is not None:
        connection.execute("UPDATE second_factors SET last_step = ? WHERE account = ?", (step, account))
        return Proof.CODE
    spent = connection.execute(
        "DELETE FROM recovery_codes WHERE account = ? AND code_hash = ?", (account, hash_of(code, account))
    ).rowcount
    refuse_if(spent == 0, WRONG)
    return Proof.RECOVERY_CODE


def recovery_codes_left(connection: sqlite3.Connection, account: str) -> int:
    """Return how many recovery codes an account has not used."""
    count: int = connection.execute("SELECT count(*) FROM recovery_codes WHERE account = ?", (account,)).fetchone()[0]
    return count


def _enrol(connection: sqlite3.Connection, command: EnrolFactor, now: Millis) -> None:
    account = command.account
    refuse_if(
        find(connection, account).has_factor, Phrase("account {account} has a second factor already", account=account)
    )
    step = accepted_step(command.secret, command.code, now, last_step=0)
    refuse_if(step is None, WRONG)
    connection.execute(
        "INSERT INTO second_factors (account, secret, last_step, since) VALUES (?, ?, ?, ?)",
        (account, command.secret, step, now),
    )
    _keep_codes(connection, account, command.code_hashes)
    connection.execute("DELETE FROM sessions WHERE account = ? AND token_hash <> ?", (account, command.token_hash))
    connection.execute("DELETE FROM login_links WHERE account = ?", (account,))


def _replace_codes(connection: sqlite3.Connection, command: ReplaceRecoveryCodes, now: Millis) -> None:
    find(connection, command.account)
    proof = spend(connection, command.account, command.code, now)
    refuse_if(proof is None, Phrase("account {account} has no second factor", account=command.account))
    _keep_codes(connection, command.account, command.code_hashes)


def _keep_codes(connection: sqlite3.Connection, account: str, hashes: Sequence[str]) -> None:
    are_hashes = all(len(each) == HASH_LENGTH for each in hashes)
    refuse_if(not are_hashes or len(hashes) > RECOVERY_CODES, Phrase("these are not hashes of recovery codes"))
    connection.execute("DELETE FROM recovery_codes WHERE account = ?", (account,))
    connection.executemany(
        "INSERT INTO recovery_codes (account, code_hash) VALUES (?, ?)", [(account, each) for each in hashes]
    )


def _forget(connection: sqlite3.Connection, account: str) -> None:
    connection.execute("DELETE FROM second_factors WHERE account = ?", (account,))
    connection.execute("DELETE FROM recovery_codes WHERE account = ?", (account,))
