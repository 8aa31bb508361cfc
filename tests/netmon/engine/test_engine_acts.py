"""What people do about what is told, through the whole engine: nothing that lasts is forgotten."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import Acknowledge, AddSilence, EndSilence
from netmon.model import Hushed, IncidentId
from tests.netmon.engine.test_engine import INCIDENTS, SOMEBODY
from tests.netmon.engine_room import Room, opened

SENT = "SELECT kind, address FROM notifications ORDER BY id"
KEYS = "SELECT count(DISTINCT dedup_key) FROM notifications"


@pytest.fixture
def calm(tmp_path: Path) -> Iterator[Room]:
    """Return an engine that knows everything to be up."""
    with opened(tmp_path / "state") as room:
        room.pass_time(10)
        yield room


def take(room: Room) -> None:
    ((key, _, _),) = room.rows(INCIDENTS)
    room.engine.execute(Acknowledge(IncidentId(key), "jedu", MINUTE), SOMEBODY)


def test_an_incident_that_outlives_its_acknowledgement_is_told_again_once_for_each(calm: Room) -> None:
    calm.cut_spur()
    calm.pass_time(20)
    for told in (1, 2):
        take(calm)
        calm.pass_time(55)
        assert len(calm.rows(SENT)) == told
        calm.pass_time(120)
        assert len(calm.rows(SENT)) == told + 1
    assert len(set(calm.rows(SENT))) == 1
    assert calm.rows(KEYS) == [(3,)]


def test_what_is_silent_is_judged_all_the_same_and_told_when_the_silence_ends(calm: Room) -> None:
    end = Millis(calm.clock.now() + HOUR)
    calm.engine.execute(AddSilence(Hushed(("incident",)), end, "měření"), SOMEBODY)
    calm.cut_spur()
    calm.pass_time(40)
    assert len(calm.rows(INCIDENTS)) == 1
    assert calm.rows(SENT) == []
    calm.engine.execute(EndSilence(1), SOMEBODY)
    calm.pass_time(2)
    assert len(calm.rows(SENT)) == 1
