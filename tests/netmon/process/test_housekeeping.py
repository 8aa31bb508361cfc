"""What an hour's housekeeping leaves, and that forgetting what was told makes nobody hear it again."""

import asyncio
from collections import Counter
from pathlib import Path

from netmon.clock import DAY, HOUR, MINUTE, Millis
from netmon.model import Measurement, Message, NotificationKind
from netmon.process.housekeeping import Retention, keep_house
from netmon.store.database import SAMPLES_FILE
from netmon.store.notifications import IDLE
from netmon.store.pruning import KEPT
from netmon.store.rollups.reckoning import WIDTHS
from tests.netmon.engine_room import NOON, SETTINGS, Room, opened

FIRING, RESOLVED = "firing", "resolved"


def deliver(room: Room) -> None:
    """Have everything arrive that waits."""
    state, now = room.stores.state, room.clock.now()
    while claimed := state.claim(now, limit=10, lease=MINUTE, busy=IDLE):
        for delivery in claimed:
            state.delivered(delivery.id, now)


def keep(room: Room) -> None:
    """Do an hour's housekeeping."""
    asyncio.run(keep_house(room.stores, Retention.of(SETTINGS), room.clock.now()))


def told(room: Room) -> Counter[str]:
    """Return what lies in the outbox, by kind."""
    return Counter(kind for (kind,) in room.rows("SELECT kind FROM notifications"))


def let_years_pass(room: Room) -> None:
    """Let as much time pass as what was told is remembered, and more, and do what each hour does."""
    deliver(room)
    room.clock.advance(KEPT + DAY)
    for _ in range(2):
        keep(room)
        room.pass_time(60)


def test_old_samples_and_what_was_told_long_ago_are_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as room:
        old = [Measurement("net_dev", {"device": "mid"}, {"state": 1}, Millis(NOON - 200 * DAY + n)) for n in range(3)]
        room.stores.samples.write(old, now=NOON)
        message = Message("i-1", NotificationKind.FIRING, "webhook", "secret://noc", "key", {})
        room.stores.state.queue([message], Millis(NOON - KEPT - DAY))
        deliver(room)
        room.clock.advance(HOUR)
        keep(room)
        assert room.samples("net_dev", device="mid") == []
        assert told(room) == {FIRING: 1}, "it has arrived just now"
        room.clock.advance(KEPT)
        keep(room)
        assert told(room) == {}


def test_what_still_holds_after_years_is_not_told_again_and_its_end_is(tmp_path: Path) -> None:
    with opened(tmp_path) as room:
        room.pass_time(10)
        room.cut_spur()
        room.pass_time(60)
        first = told(room)
        assert first[FIRING] >= 1
        let_years_pass(room)
        assert told(room) == first
        keep(room)
    with opened(tmp_path, at=room.clock.now()) as again:
        again.cut_spur()
        again.pass_time(60)
        assert told(again) == first, "nor after a restart"
        again.heal_spur()
        again.pass_time(600)
        assert told(again)[RESOLVED] == first[FIRING]
        deliver(again)
        assert told(again).total() == 2 * first[FIRING]
        let_years_pass(again)
        assert told(again) == {}, "and nothing is told of it any more"


def test_samples_go_before_their_roll_ups_and_these_in_their_turn(tmp_path: Path) -> None:
    with opened(tmp_path) as room:
        moments = [Millis((NOON // HOUR - 24) * HOUR + turn * MINUTE) for turn in range(180)]
        told = [Measurement("net_dev", {"device": "old"}, {"rtt_ms": 1.5, "state": 1, "up": 1}, at) for at in moments]
        room.stores.samples.write(told, now=NOON)

        def left() -> list[int]:
            of_old = "JOIN series ON series.id = series WHERE device = 'old'"
            rolled = (f"(SELECT * FROM rollups WHERE width = {width})" for width in WIDTHS)  # noqa: S608 -- of here
            questions = (f"SELECT count(*) FROM {kind} {of_old}" for kind in ("samples", *rolled))  # noqa: S608 -- of here
            return [count for question in questions for (count,) in room.rows(question, SAMPLES_FILE)]

        keep(room)
        assert left() == [180, 36, 3]
        for days, expected in ((90, [0, 36, 3]), (365, [0, 0, 3]), (5 * 365, [0, 0, 0])):
            room.clock.wall = Millis(NOON + days * DAY)
            for _ in range(3):
                keep(room)
            assert left() == expected
        assert room.rows("SELECT 1 FROM series WHERE device = 'old'", SAMPLES_FILE) == []
