"""How long a login lasts: what a person does renews it, what an open page does by itself never."""

import logging

from flask import Request, request

from dashboards.desk import Visit, desk
from dashboards.door.access import SAFE_METHODS, is_machine
from netmon.clock import MINUTE
from netmon.commands import RenewSession
from netmon.commands.admission import NoteTokenUse
from netmon.errors import CommandRefused
from netmon.model import ApiToken

log = logging.getLogger(__name__)

AT_MOST_EVERY = MINUTE
BY_ITSELF = "X-Netmon-Live"
"""The header of what live.js asks for without anybody's doing."""
NAVIGATION = "navigate"
"""Sec-Fetch-Mode of a page that somebody goes to (Fetch Metadata §2.2); scripts and streams have others."""


def renew(seen: Visit) -> None:
    """Let the idle time of a session begin anew, at most once a minute; a page is served even where that fails."""
    session = seen.visitor.session if seen.visitor else None
    if seen.visitor is not None and seen.visitor.token is not None:
        _note_use(seen, seen.visitor.token)
    if session is None or seen.now - session.last_used < AT_MOST_EVERY or not is_by_a_person(request):
        return
    if not desk().renewals.admit(session.token_hash, desk().clock.monotonic()):
        return
    try:
        desk().commands.submit(RenewSession(session.token_hash), seen.actor)
    except (CommandRefused, TimeoutError) as error:
        log.warning("event=session_not_renewed account=%s error=%r", session.account, error)


def _note_use(seen: Visit, token: ApiToken) -> None:
    """Write down that a token is in use, at most once a minute; an answer never depends on it."""
    if not desk().renewals.admit(f"token {token.id}", desk().clock.monotonic()):
        return
    try:
        desk().commands.submit(NoteTokenUse(token.id), seen.actor)
    except (CommandRefused, TimeoutError) as error:
        log.warning("event=token_use_not_noted token=%d error=%r", token.id, error)


def is_by_a_person(asked: Request) -> bool:
    """Return whether somebody did something to send this: when in doubt, not.

    Browsers say over TLS and on loopback what is a navigation. Without their word, what is asked by our
    script, by streams, by machines and for parts of a page is known by itself.
    """
    if is_machine(asked):
        return False
    if asked.method not in SAFE_METHODS:
        return True
    mode = asked.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == NAVIGATION
    return BY_ITSELF not in asked.headers and asked.blueprint not in {None, "live"}
