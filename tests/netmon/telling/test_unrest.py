"""What came and went: what devices counted themselves, and what outlasts a restart."""

from pathlib import Path

import pytest

from netmon.alerting.damping import Episode
from netmon.clock import MINUTE, Millis
from netmon.judgement.flapping import Changes, Penalty
from netmon.judgement.sessions import session_of
from netmon.model import DeviceName, Entity, EntityKind, FieldValue, Measurement, NotificationKind, PollResult
from netmon.settings import Flapping
from netmon.store import unrest as rows
from netmon.store.database import Durability, open_writer
from netmon.store.unrest import KeptUnrest
from netmon.telling.unrest import Unrest, counted
from tests.netmon.alerting.occasions import ENDED, T0, TRUNK, of_incident
from tests.netmon.region import HUB

SETTINGS = Flapping()
SESSION = session_of(HUB, "bgp", "cesnet")
HUB_ITSELF = Entity(EntityKind.DEVICE, HUB)
PENALTY = Penalty(2.5, T0, Millis(T0 - MINUTE), Millis(T0 - 1))
EPISODE = Episode(
    of_incident(),
    NotificationKind.FLAPPING,
    (T0, Millis(T0 + MINUTE)),
    PENALTY,
    is_on=False,
    recovery=of_incident(ENDED),
)


def answered(name: str, tags: dict[str, str], **fields: FieldValue) -> list[PollResult]:
    point = Measurement(name, tags, fields, T0)
    return [PollResult(DeviceName(HUB), "any", T0, T0, T0, (point,), answered=True)]


@pytest.mark.parametrize(
    ("known", "fields", "changes"),
    [
        ({SESSION: {"state": 1, "changes": 3}}, {"state": 1, "changes": 4}, [Changes(SESSION, 2, T0)]),
        ({SESSION: {"state": 1, "changes": 3}}, {"state": 1, "changes": 3}, []),
        ({}, {"state": 1, "changes": 3}, []),
    ],
    ids=["counted one more", "as before", "never heard of"],
)
def test_a_session_counts_its_own_changes(
    known: dict[Entity, dict[str, FieldValue]], fields: dict[str, FieldValue], changes: list[Changes]
) -> None:
    results = answered("net_session", {"device": HUB, "neighbor": "cesnet", "protocol": "bgp"}, **fields)
    assert list(counted(results, known, T0)) == changes


@pytest.mark.parametrize(("before", "after", "count"), [(3, 4, 2), (3, 3, 0), (3, 1, 0), (None, 4, 0), (3, None, 0)])
def test_a_device_counts_its_own_restarts(before: int | None, after: int | None, count: int) -> None:
    known: dict[Entity, dict[str, FieldValue]] = {HUB_ITSELF: {} if before is None else {"engine_boots": before}}
    fields: dict[str, FieldValue] = {} if after is None else {"engine_boots": after}
    found = list(counted(answered("net_dev", {"device": HUB}, **fields), known, T0))
    assert [changes.count for changes in found] == ([count] if count else [])


def test_other_measurements_tell_of_no_changes() -> None:
    assert not list(counted(answered("net_if", {"device": HUB, "ifname": "xe1"}, oper=1), {}, T0))


def test_penalties_and_episodes_come_back_as_they_were_kept(tmp_path: Path) -> None:
    unrest = Unrest({TRUNK: PENALTY, SESSION: Penalty(1.0, T0)}, (EPISODE,))
    connection = open_writer(tmp_path / "state.db", "state", Durability.FULL)
    rows.save(connection, KeptUnrest(), unrest.to_keep())
    assert Unrest.of_kept(rows.load(connection)) == unrest
    rows.save(connection, unrest.to_keep(), Unrest({TRUNK: PENALTY}).to_keep())
    assert Unrest.of_kept(rows.load(connection)) == Unrest({TRUNK: PENALTY})
    connection.close()


def test_what_did_not_change_is_not_written(tmp_path: Path) -> None:
    kept = Unrest({TRUNK: PENALTY}, (EPISODE,)).to_keep()
    connection = open_writer(tmp_path / "state.db", "state", Durability.FULL)
    rows.save(connection, KeptUnrest(), kept)
    before = connection.total_changes
    rows.save(connection, kept, kept)
    assert connection.total_changes == before
    connection.close()


def test_time_alone_leaves_a_penalty_as_it_was_written() -> None:
    unrest = Unrest({TRUNK: PENALTY})
    assert unrest.stirred((), Millis(T0 + MINUTE), SETTINGS) == unrest
