"""The link, or the PIN, in a message by which whoever gets it takes the incident without logging in.

A link is bound to the incident, the address it was sent to, what it does, and the minute it expires. A GET of it
changes nothing, as mail scanners open every link. A PIN is bound to the one SMS that it is in, and proves nothing
without the number that the SMS went to. That each works once, the store sees to.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from netmon.clock import DAY, MINUTE, Millis
from netmon.errors import StoreError
from netmon.files import hand_over, replace_file
from netmon.inventory.models import Inventory
from netmon.model import IncidentId, Invitation, Message, NotificationKind
from netmon.oncall.policy import ways_of
from netmon.oncall.reply import Call
from netmon.phrase import Phrase
from netmon.secret import Secret

KEY_FILE = "links.key"
KEY_OCTETS = 32
LIFE = DAY
"""How long a link works; the hour after a message is when it is needed."""
ACTION = "take"
PIN_DIGITS = 6
MAC_OCTETS = 16
LONGEST_ADDRESS = 254
LONGEST_TOKEN = 400
TOKEN = re.compile(r"(?P<address>[A-Za-z0-9_-]{1,340})\.(?P<minute>[0-9]{1,10})\.(?P<mac>[A-Za-z0-9_-]{22})")


def link_key(state: Path) -> Secret:
    """Return the key of a state directory's links, made at the first time; raise StoreError.

    Whoever holds the state lock may call it. A key that is lost, or no key, is made anew: older links end.
    """
    path = state / KEY_FILE
    try:
        known = path.read_text(encoding="ascii").strip() if path.is_file() else ""
        if re.fullmatch(r"[0-9a-f]{64}", known):
            return Secret(known)
        made = token_hex(KEY_OCTETS)
        replace_file(path, made.encode(), 0o600)
        hand_over((path,), state)
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            Phrase("{path}: the key of links cannot be kept here: {reason}", path=path, reason=error)
        ) from error
    return Secret(made)


def link_of(key: Secret, message: Message, now: Millis) -> str:
    """Return the link by which the reader of a message takes its incident; empty where there is nothing to take."""
    if not _can_be_taken(message) or len(message.address) > LONGEST_ADDRESS:
        return ""
    invitation = Invitation(IncidentId(message.subject_id), message.address, _minute(now + LIFE))
    return f"{message.payload['url']}/odkaz?k={quote(sealed(key, invitation))}"


def pin_of(key: Secret, message: Message) -> str:
    """Return the PIN by which the reader of an SMS takes its incident; empty where there is nothing to take."""
    return _pin(key, message.subject_id, message.address, message.dedup_key) if _can_be_taken(message) else ""


def called_with(key: Secret, calls: Iterable[Call], pin: str) -> Invitation | None:
    """Return what the latest of some SMS that bore a PIN invites to, None if none bore it."""
    bearers = [each.invitation for each in calls if hmac.compare_digest(_pin_in(key, each), pin)]
    return bearers[0] if bearers else None


def sealed(key: Secret, invitation: Invitation) -> str:
    """Return the token of a link: whom it was sent to, when it expires, and the seal over these and the incident."""
    address = base64.urlsafe_b64encode(invitation.address.encode()).decode().rstrip("=")
    return f"{address}.{invitation.expires // MINUTE}.{_seal(key, invitation)}"


def opened(key: Secret, incident: str, token: str) -> Invitation | None:
    """Return what a token says of an incident, None if the seal is not ours; it may have expired."""
    match = TOKEN.fullmatch(token) if len(token) <= LONGEST_TOKEN else None
    address = None if match is None else _address(match["address"])
    if match is None or address is None:
        return None
    invitation = Invitation(IncidentId(incident), address, Millis(int(match["minute"]) * MINUTE))
    return invitation if hmac.compare_digest(_seal(key, invitation), match["mac"]) else None


def addressee(inventory: Inventory, address: str) -> str | None:
    """Return the person, or else the receiver, whom an address reaches by now; None if it is nobody's any more."""
    for name, person in inventory.people.items():
        if any(address == way for _, way in person.ways):
            return name
    for name, receiver in inventory.receivers.items():
        if any(address == way for _, way in ways_of(receiver)):
            return name
    return None


def _can_be_taken(message: Message) -> bool:
    return message.kind is NotificationKind.FIRING and message.payload.get("subject") == "incident"


def _pin_in(key: Secret, call: Call) -> str:
    return _pin(key, call.invitation.incident, call.invitation.address, call.key)


def _pin(key: Secret, incident: str, number: str, message: str) -> str:
    said = json.dumps(("pin", ACTION, incident, number, message))
    digest = hmac.new(key.reveal().encode(), said.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest) % 10**PIN_DIGITS:0{PIN_DIGITS}}"


def _minute(moment: int) -> Millis:
    """Return a moment without its seconds: messages of a minute bear the same link."""
    return Millis(moment // MINUTE * MINUTE)


def _address(encoded: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _seal(key: Secret, invitation: Invitation) -> str:
    said = json.dumps(("link", ACTION, invitation.incident, invitation.address, invitation.expires))
    digest = hmac.new(key.reveal().encode(), said.encode(), hashlib.sha256).digest()[:MAC_OCTETS]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
