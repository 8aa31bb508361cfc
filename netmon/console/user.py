"""`netmon user`: accounts are added, disabled, enabled, listed, and get other passwords."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from netmon.clock import Clock, Millis, SystemClock, to_datetime
from netmon.commands import AddAccount, Command, Commands, DisableAccount, EnableAccount, ResetPassword
from netmon.commands.admission import DropFactor
from netmon.console.caller import caller
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused, FileError
from netmon.judgement.calendar import PRAGUE
from netmon.model import Account, AccountState, MunicipalityCode, Role
from netmon.people.passwords import TEMPORARY_LIFE, account_state, hash_next_password, hash_password, random_password
from netmon.phrase import Phrase
from netmon.process.commander import commands_of
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader

LONGEST_LINE = 4096
NEVER = "–"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account that somebody asks for."""

    name: str
    full_name: str
    role: Role
    is_break_glass: bool
    is_random: bool
    municipalities: tuple[MunicipalityCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An account as it is listed: no hash is in it."""

    name: str
    full_name: str
    role: Role
    state: AccountState
    municipalities: tuple[MunicipalityCode, ...]
    break_glass: bool
    second_factor: bool
    password_set: Millis
    last_login: Millis | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Everybody who may or might log in."""

    accounts: tuple[Row, ...]


def add_account(state: Path, wanted: Wanted) -> None:
    """Add an account with a password that is asked for, read, or made."""
    terminal = Terminal.of_process()
    made = wanted.is_random or wanted.is_break_glass
    password = random_password() if made else _read_password(terminal)
    command = AddAccount(
        name=wanted.name,
        full_name=wanted.full_name,
        role=wanted.role,
        password_hash=hash_password(password, wanted.role, names=(wanted.name, wanted.full_name)),
        temporary=made and not wanted.is_break_glass,
        break_glass=wanted.is_break_glass,
        municipalities=wanted.municipalities,
    )
    with commands_of(state, SystemClock()) as commands:
        _submit(commands, command)
    terminal.say(Phrase("{account} may log in as {role}", account=wanted.name, role=Phrase(wanted.role.value)))
    if made:
        _hand_over(terminal, password, is_break_glass=wanted.is_break_glass)


def disable_account(state: Path, name: str) -> None:
    """Lock a person out."""
    with existing(state) as commands:
        _submit(commands, DisableAccount(name))
    Terminal.of_process().say(Phrase("{account} may no longer log in; nothing is open in this name", account=name))


def drop_factor(state: Path, name: str) -> None:
    """Take a second factor away."""
    with existing(state) as commands:
        _submit(commands, DropFactor(name))
    Terminal.of_process().say(Phrase("{account} logs in by the password alone; every session has ended", account=name))


def enable_account(state: Path, name: str) -> None:
    """Let a person in again."""
    with existing(state) as commands:
        _submit(commands, EnableAccount(name))
    Terminal.of_process().say(Phrase("{account} may log in again", account=name))


def reset_password(state: Path, name: str, *, is_random: bool) -> None:
    """Give a person another password; the state is not locked while somebody types."""
    terminal, clock = Terminal.of_process(), SystemClock()
    account = _account(state, clock, name)
    made = is_random or account.is_break_glass
    password = random_password() if made else _read_password(terminal)
    password_hash = hash_next_password(password, account)
    with commands_of(state, clock) as commands:
        _submit(commands, ResetPassword(name, password_hash, made and not account.is_break_glass))
    terminal.say(Phrase("{account} has another password; every session has ended", account=name))
    if made:
        _hand_over(terminal, password, is_break_glass=account.is_break_glass)


def list_accounts(state: Path, *, as_json: bool) -> None:
    """Print the accounts, as a table or as one JSON object."""
    terminal, clock = Terminal.of_process(), SystemClock()
    with existing(state), closing(StoreReader(state, clock)) as reader:
        listing = listing_of(reader.accounts(), clock.now())
    if as_json:
        terminal.show(TypeAdapter(Listing).dump_json(listing, indent=2).decode())
    else:
        terminal.show("\n".join(table(listing, terminal)))


def listing_of(accounts: Sequence[Account], now: Millis) -> Listing:
    """Return the accounts as they are listed at `now`."""
    return Listing(
        tuple(
            Row(
                name=account.name,
                full_name=account.full_name,
                role=account.role,
                state=account_state(account, now),
                municipalities=account.municipalities,
                break_glass=account.is_break_glass,
                second_factor=account.has_factor,
                password_set=account.password_set,
                last_login=account.last_login,
            )
            for account in accounts
        )
    )


def table(listing: Listing, terminal: Terminal) -> list[str]:
    """Return the lines of a table whose columns are as wide as what stands in them."""
    heads = (
        Phrase("account"), Phrase("full name"), Phrase("role"), Phrase("state"), Phrase("password set"),
        Phrase("last login"), Phrase("second factor"),
    )  # fmt: skip
    return list(aligned([heads, *map(_cells, listing.accounts)], terminal.language))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        row.full_name,
        _role(row),
        Phrase(row.state.value),
        _moment(row.password_set),
        NEVER if row.last_login is None else _moment(row.last_login),
        Phrase("on") if row.second_factor else NEVER,
    )


def _role(row: Row) -> Phrase:
    role = Phrase(row.role.value)
    if row.municipalities:
        return Phrase("{role} {codes}", role=role, codes=", ".join(row.municipalities))
    return Phrase("{role}, break-glass", role=role) if row.break_glass else role


def _moment(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M}"


def _read_password(terminal: Terminal) -> str:
    """Return a password that was typed the same twice, or the first line of standard input."""
    if sys.stdin.isatty():
        return terminal.ask(Phrase("Password"), hidden=True)
    line = sys.stdin.buffer.readline(LONGEST_LINE)
    return line.decode(errors="surrogateescape").rstrip("\r\n")


def _hand_over(terminal: Terminal, password: str, *, is_break_glass: bool) -> None:
    """Print a password that was made, this once, and say what is to be done with it."""
    if is_break_glass:
        terminal.say(Phrase("This password is shown once; seal it in an envelope:"))
    else:
        terminal.say(
            Phrase(
                "This password is shown once; it must be replaced at a login before {until}:",
                until=_moment(Millis(SystemClock().now() + TEMPORARY_LIFE)),
            )
        )
    terminal.show(password)


@contextmanager
def existing(state: Path) -> Iterator[Commands]:
    """Yield the commands of a state directory that is one; it is at this netmon's schema then."""
    if not (state / STATE_FILE).exists():
        raise FileError(
            Phrase("{path}: no netmon has ever run here; name its directory by --state or NETMON_STATE", path=state)
        )
    with commands_of(state, SystemClock()) as commands:
        yield commands


def _account(state: Path, clock: Clock, name: str) -> Account:
    with existing(state), closing(StoreReader(state, clock)) as reader:
        account = reader.account(name)
    if account is None:
        raise CommandRefused(Phrase("there is no account {account}", account=name))
    return account


def _submit(commands: Commands, command: Command) -> None:
    commands.submit(command, caller())
