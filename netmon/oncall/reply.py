"""Somebody answers the SMS that called: what the answer says, and whether it takes the incident.

An SMS says who sent it as a letter does: anybody can write any number there. So neither the number nor the
PIN is enough by itself, and whoever guesses is not listened to for long.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import DAY, HOUR, Millis
from netmon.model import Invitation

LIFE = Millis(2 * DAY)
"""How long a PIN works after netmon called: a day for the SMS to get through, and a day to be answered."""
MOST_REFUSED = 5
"""Refused replies of a number within an hour, after which it is not listened to."""
LONGEST_SENDER = 64
LONGEST_TEXT = 160
SENDER = re.compile(r"(?:\+|00)?(?P<digits>[1-9][0-9]{7,14})", re.ASCII)
REPLY = re.compile(r"(?P<pin>[0-9]{6})(?:\s+(?P<hours>[0-9]{1,2}))?", re.ASCII)


class Refusal(StrEnum):
    """Why a reply takes nothing, in the audit's words."""

    STRANGER = "the number is nobody's"
    FORGED = "the gateway did not bring the secret"
    UNREADABLE = "neither a PIN nor a PIN and hours"
    WRONG = "no SMS to this number bore this PIN"


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody answered: the PIN, and for how long, if that is said."""

    pin: str
    hold: Millis | None


@dataclass(frozen=True, slots=True)
class Call:
    """An SMS that called somebody to an incident; `key` tells it from others about the same."""

    invitation: Invitation
    key: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The reply takes an incident, for as long as it says."""

    invitation: Invitation
    hold: Millis | None


@dataclass(frozen=True, slots=True)
class Refused:
    """The reply takes nothing."""

    reason: str


def number_of(sender: str) -> str | None:
    """Return a sender's number as the inventory writes it, None if it is no number with its country."""
    found = SENDER.fullmatch(re.sub(r"[ ()-]", "", sender[:LONGEST_SENDER]))
    return None if found is None else f"+{found['digits']}"


def parse(text: str) -> Reply | None:
    """Return what an answer says, None if it is anything but a PIN, or a PIN and hours."""
    found = REPLY.fullmatch(text.strip()) if len(text) <= LONGEST_TEXT else None
    if found is None:
        return None
    return Reply(found["pin"], None if found["hours"] is None else Millis(int(found["hours"]) * HOUR))


def decide(reply: Reply | None, invitation: Invitation | None) -> Taken | Refused:
    """Return what a reply of a known number comes to; `invitation` is what its PIN was sent to that number for."""
    if reply is None:
        return Refused(Refusal.UNREADABLE)
    return Refused(Refusal.WRONG) if invitation is None else Taken(invitation, reply.hold)


def is_heard(refused: Iterable[Millis], now: Millis) -> bool:
    """Say whether a number is listened to that was refused at these moments; after too many not for an hour."""
    return sum(now - HOUR < moment for moment in refused) < MOST_REFUSED
