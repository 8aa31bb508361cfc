"""`netmon token`: tokens of programs are made, listed and revoked."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from netmon.clock import DAY, Millis, SystemClock, to_datetime
from netmon.commands.admission import AddToken, RevokeToken
from netmon.console.caller import caller
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.console.user import existing
from netmon.judgement.calendar import PRAGUE
from netmon.model import ApiToken, Scope
from netmon.people.apitoken import digest_of, new_token
from netmon.phrase import Phrase
from netmon.store.reading import StoreReader

NEVER = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A token as it is listed: neither it nor its hash."""

    id: int
    account: str
    label: str
    scopes: tuple[str, ...]
    state: str
    created: Millis
    expires: Millis
    last_used: Millis | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The tokens that there are."""

    tokens: tuple[Row, ...]


def add_token(state: Path, account: str, label: str, scopes: tuple[Scope, ...], days: int) -> None:
    """Make a token and print it, this once."""
    terminal, clock, token = Terminal.of_process(), SystemClock(), new_token()
    expires = Millis(clock.now() + days * DAY)
    with existing(state) as commands:
        commands.submit(AddToken(account, label, scopes, expires, digest_of(token)), caller())
    terminal.say(Phrase("This token is shown once; it is good until {until}:", until=_moment(expires)))
    terminal.show(token)


def list_tokens(state: Path, account: str | None, *, as_json: bool) -> None:
    """Print the tokens, as a table or as one JSON object."""
    terminal, clock = Terminal.of_process(), SystemClock()
    with existing(state), closing(StoreReader(state, clock)) as reader:
        listing = listing_of(reader.tokens(account), clock.now())
    if as_json:
        terminal.show(TypeAdapter(Listing).dump_json(listing, indent=2).decode())
    else:
        terminal.show("\n".join(table(listing, terminal)))


def revoke_token(state: Path, number: int) -> None:
    """Make a token worthless."""
    with existing(state) as commands:
        commands.submit(RevokeToken(number), caller())
    Terminal.of_process().say(Phrase("token {token} opens nothing any more", token=str(number)))


def listing_of(tokens: Sequence[ApiToken], now: Millis) -> Listing:
    """Return tokens as they are listed at `now`."""
    return Listing(
        tuple(
            Row(
                token.id,
                token.account,
                token.label,
                tuple(sorted(token.scopes)),
                "good" if token.is_good(now) else "revoked" if token.revoked is not None else "expired",
                token.created,
                token.expires,
                token.last_used,
            )
            for token in tokens
        )
    )


def table(listing: Listing, terminal: Terminal) -> list[str]:
    """Return the lines of a table whose columns are as wide as what stands in them."""
    heads = (
        Phrase("number"), Phrase("account"), Phrase("label"), Phrase("scopes"), Phrase("state"), Phrase("expires"),
        Phrase("last used"),
    )  # fmt: skip
    return list(aligned([heads, *map(_cells, listing.tokens)], terminal.language))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        str(row.id),
        row.account,
        row.label,
        ", ".join(row.scopes),
        Phrase(row.state),
        _moment(row.expires),
        NEVER if row.last_used is None else _moment(row.last_used),
    )


def _moment(moment: Millis) -> str:
    return f"{to_datetime(moment).astimezone(PRAGUE):%Y-%m-%d %H:%M}"
