"""What survives a restart."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import Interval, ManualClock
from netmon.errors import StoreError
from netmon.judgement.situation import Judgement, Situation
from netmon.model import (
    Alert,
    AlertPhase,
    CriticalKind,
    CriticalSite,
    DeviceName,
    Entity,
    EntityKind,
    Impact,
    MunicipalityState,
    NextCut,
    NoteKind,
    Severity,
)
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS, AS_ENTITY, CHEB, T0, after, change, incident, message, opening, situation

ALERT = Alert(
    "link-util-high",
    Entity(EntityKind.INTERFACE, f"{CHEB}:xe1"),
    AlertPhase.PENDING,
    T0,
    Severity.WARNING,
    "xe1 95 %",
)


def test_what_was_committed_is_restored_whole(tmp_path: Path) -> None:
    judgement = opening()
    with StateStore(tmp_path) as store:
        store.commit(judgement=judgement, alerts=(ALERT,), messages=(message(),), now=after(9_000))
        store.beat(after(10_000))
    with StateStore(tmp_path) as again:
        restored = again.restore()
    assert restored.situation == judgement.situation
    assert restored.alerts == (ALERT,)
    assert restored.last_beat == after(10_000)


def test_a_first_start_knows_nothing(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        assert store.restore().situation == Situation()
        assert store.restore().last_beat is None


def test_what_left_the_situation_is_gone_after_a_restart(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.commit(judgement=Judgement(situation()), now=T0)
        small = Situation(tracks={CHEB: situation(misses=2).tracks[CHEB]})
        store.commit(judgement=Judgement(small), now=T0)
    with StateStore(tmp_path) as again:
        assert again.restore().situation == small


def test_an_unchanged_situation_writes_no_rows(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.commit(judgement=Judgement(situation()), now=T0)
        before = (tmp_path / "state.db-wal").stat().st_size
        store.commit(judgement=Judgement(situation()), now=after(1))
        assert (tmp_path / "state.db-wal").stat().st_size == before


def test_an_alert_that_is_ok_is_forgotten(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.commit(judgement=Judgement(Situation()), alerts=(ALERT,), now=T0)
        store.commit(judgement=Judgement(Situation()), alerts=(replace(ALERT, phase=AlertPhase.OK),), now=T0)
        assert store.restore().alerts == ()


def test_a_commit_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    broken = replace(message(), payload={"not": float("nan")})
    with StateStore(tmp_path) as store:
        with pytest.raises(ValueError, match="JSON compliant"):
            store.commit(judgement=opening(), messages=(broken,), now=T0)
        store.commit(judgement=opening(), messages=(message(),), now=T0)
        assert len(store.restore().situation.tracks) == 1
        assert store.waiting().waiting == 1


def test_an_incident_keeps_its_timeline(tmp_path: Path) -> None:
    reader = StoreReader(tmp_path, ManualClock(T0))
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), messages=(message(),), now=after(9_000))
        grown = incident(people=20_000)
        store.commit(judgement=Judgement(Situation(incidents=(grown,)), updated=(grown,)), now=after(20_000))
        store.commit(judgement=Judgement(Situation(incidents=(grown,)), updated=(grown,)), now=after(21_000))
        ended = incident(people=20_000, ended=after(60_000))
        store.commit(judgement=Judgement(Situation(), closed=(ended,)), now=after(65_000))
        record = reader.incident(ended.id)
        reader.close()
    assert record is not None
    assert record.incident == ended
    assert [(note.kind, note.at) for note in record.notes] == [
        (NoteKind.STARTED, T0),
        (NoteKind.DETECTED, after(9_000)),
        (NoteKind.IMPACT, after(9_000)),
        (NoteKind.IMPACT, after(20_000)),
        (NoteKind.ENDED, after(60_000)),
    ]
    assert record.notes[3].text == "isolated=1 degraded=0 inhabitants=20000 devices=1"
    assert [delivery.message for delivery in record.deliveries] == [message()]


def test_the_timeline_names_the_critical_sites_and_what_the_next_cut_would_do(tmp_path: Path) -> None:
    hospital = CriticalSite(CriticalKind.HOSPITAL, "as-hospital", "Nemocnice Aš")
    cut = NextCut(12, 31_000, Entity(EntityKind.LINK, "cheb-as"))
    struck = replace(incident(), impact=Impact(degraded=(AS,), sites=(hospital,), next_cut=cut))
    reader = StoreReader(tmp_path, ManualClock(T0))
    with StateStore(tmp_path) as store:
        store.commit(judgement=Judgement(Situation(incidents=(struck,)), opened=(struck,)), now=after(9_000))
        record = reader.incident(struck.id)
        reader.close()
    assert record is not None
    assert record.notes[-1].text == (
        "isolated=0 degraded=1 inhabitants=0 devices=0 sites=as-hospital"
        " next_cut_municipalities=12 next_cut_inhabitants=31000"
    )


def test_a_backdated_transition_supersedes_the_later_ones_but_keeps_them(tmp_path: Path) -> None:
    reader = StoreReader(tmp_path, ManualClock(T0))
    with StateStore(tmp_path) as store:
        up = change(MunicipalityState.OPERATIONAL, at=T0)
        unknown = change(MunicipalityState.UNKNOWN, at=after(50_000))
        isolated = change(MunicipalityState.ISOLATED, at=after(30_000))
        store.commit(judgement=Judgement(Situation(), transitions=(up, unknown)), now=after(50_000))
        store.commit(judgement=Judgement(Situation(), transitions=(isolated,)), now=after(60_000))
        states = reader.history(AS_ENTITY, Interval(T0, after(90_000)))
        reader.close()
    assert [(part.interval.start, part.state) for part in states] == [
        (T0, MunicipalityState.OPERATIONAL),
        (after(30_000), MunicipalityState.ISOLATED),
    ]


def test_ninety_days_of_history_are_written_at_once_and_read_with_one_query(tmp_path: Path) -> None:
    entities = [Entity(EntityKind.MUNICIPALITY, f"{554_000 + number}") for number in range(134)]
    changes = [
        change(
            MunicipalityState.OPERATIONAL if turn % 2 else MunicipalityState.ISOLATED,
            at=after(turn * 60_000),
            entity=entity,
        )
        for entity in entities
        for turn in range(40)
    ]
    past = [incident(f"i-{number}", started=after(number), ended=after(number + 5)) for number in range(50)]
    reader = StoreReader(tmp_path, ManualClock(T0))
    with StateStore(tmp_path) as store:
        store.record_history(changes, past)
        states = reader.states_of_all(EntityKind.MUNICIPALITY, Interval(after(60_000), after(3 * 60_000)))
        assert len(reader.incidents(limit=1_000)) == 50
        assert store.restore().situation.incidents == ()
        reader.close()
    assert set(states) == {entity.name for entity in entities}
    assert all(
        [part.state for part in parts] == [MunicipalityState.OPERATIONAL, MunicipalityState.ISOLATED]
        for parts in states.values()
    )


def test_a_full_disk_is_an_error_that_leaves_the_store_sound(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        with files_no_larger_than(32 * 1024), pytest.raises(StoreError, match="nothing was written"):
            store.record_history([change(MunicipalityState.ISOLATED, at=after(turn)) for turn in range(5_000)], [])
        store.commit(judgement=opening(), now=T0)
        assert store.restore().situation == opening().situation


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Make every write beyond a size fail, as on a disk without room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_names_are_kept_as_they_are(tmp_path: Path) -> None:
    odd = Situation(devices={DeviceName("přerov'; DROP TABLE tracks"): situation().devices[CHEB]})
    with StateStore(tmp_path) as store:
        store.commit(judgement=Judgement(odd), now=T0)
    with StateStore(tmp_path) as again:
        assert again.restore().situation == odd
