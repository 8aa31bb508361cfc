"""Who looks at the exhibit: nobody in particular, or somebody who is logged in."""

import re
from enum import StrEnum

from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.door.sessions import digest
from netmon.clock import Millis
from netmon.model import Session
from netmon.settings import Settings
from netmon.store.logins import SESSION_LIFE
from tests.dashboards.exhibit import Exhibit, busy_snapshot

SAME = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Who(StrEnum):
    """A visitor; whoever is logged in is called as in the exhibit."""

    STRANGER = "stranger"
    """Nobody in particular, where reading needs a login."""
    PUBLIC = "public"
    """Nobody in particular, where it needs none."""
    MUNICIPALITY = "asak"
    OPERATOR = "novakova"
    ADMINISTRATOR = "spravce"


def exhibit_for(who: Who) -> Exhibit:
    """Return a bad night, open to the public for everybody but the stranger."""
    return Exhibit(busy_snapshot(Settings(public=who is not Who.STRANGER)))


def come_as(who: Who, exhibit: Exhibit) -> FlaskClient:
    """Return a browser of somebody."""
    client = create_app(exhibit, exhibit, exhibit.clock).test_client()
    if who not in (Who.STRANGER, Who.PUBLIC):
        client.set_cookie("netmon", enter(who, exhibit))
    return client


def enter(who: Who, exhibit: Exhibit) -> str:
    """Open a session for somebody and return its cookie."""
    now, cookie = exhibit.clock.now(), f"cookie-of-{who}"
    session = Session(digest(cookie), who.value, f"token-of-{who}", now, now, Millis(now + SESSION_LIFE))
    exhibit.sessions[session.token_hash] = session
    return cookie


def form_of(exhibit: Exhibit, **fields: str) -> dict[str, str]:
    """Return what a form of a page brings: its fields, and the session's token."""
    token = next((session.csrf_token for session in exhibit.sessions.values()), "")
    return {**fields, "csrf_token": token}


def without_token(page: str) -> str:
    """Return a page without what is another in each answer."""
    return TOKEN.sub("", page)
