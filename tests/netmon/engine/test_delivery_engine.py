"""What an engine does about messages that do not arrive, and how it proves that all others do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE
from netmon.inventory.models import Receiver
from netmon.model import NotificationKind
from tests.netmon.engine_room import Room, opened
from tests.netmon.region import region

QUEUED = "SELECT kind, channel FROM notifications ORDER BY kind, channel"
DEPUTY = Receiver(webhook=("secret://noc",), email=("deputy@kraj.example",))
HOOK, MAIL = "webhook", "email"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return an engine whose messages go to a webhook and to a mailbox, and that knows of a cut."""
    whole = region()
    inventory = whole.model_copy(update={"receivers": {**whole.receivers, "noc": DEPUTY}})
    with opened(tmp_path / "state", inventory=inventory) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(20)
        yield room


def refuse(room: Room, channel: str) -> None:
    """Have a channel refuse for good what waits for it; others take theirs."""
    state, now = room.stores.state, room.clock.now()
    for delivery in state.claim(now, limit=100, lease=MINUTE):
        if delivery.message.channel == channel:
            state.dead(delivery.id, now, "no such receiver")
        else:
            state.delivered(delivery.id, now)


def test_what_is_given_up_is_told_of_by_the_other_way(room: Room) -> None:
    refuse(room, HOOK)
    woken = room.woken
    room.pass_time(2)
    assert room.rows(QUEUED) == [("alarm", MAIL), ("firing", MAIL), ("firing", HOOK)]
    assert room.woken > woken
    room.pass_time(60)
    assert len(room.rows(QUEUED)) == 3


def is_audited(room: Room) -> bool:
    return room.engine.is_audited


def test_an_engine_that_tells_everybody_passes_the_audit(room: Room) -> None:
    assert not is_audited(room)
    room.engine.audit()
    assert is_audited(room)
    refuse(room, "")
    room.heal_spur()
    room.pass_time(int(HOUR // 1000))
    room.engine.audit()
    assert is_audited(room)
    room.clock.advance(10 * MINUTE)
    assert not is_audited(room), "an audit speaks for a few minutes"


def test_an_engine_that_lost_a_message_cries_for_help(room: Room) -> None:
    with room.stores.state._connection as connection:  # noqa: SLF001 -- as if a stage, or somebody, had lost it
        connection.execute("DELETE FROM notifications WHERE channel = 'email'")
    room.pass_time(2)
    room.engine.audit()
    assert not is_audited(room)
    cries = room.rows("SELECT channel FROM notifications WHERE kind = 'alarm' ORDER BY channel")
    assert cries == [(MAIL,), (HOOK,)]


def test_a_file_that_takes_nothing_ends_neither_the_round_nor_the_audit(room: Room) -> None:
    refuse(room, HOOK)
    room.forbid("notifications")
    room.pass_time(4)
    room.engine.audit()
    room.allow()
    room.pass_time(2)
    assert NotificationKind.ALARM in {kind for kind, _ in room.rows(QUEUED)}
