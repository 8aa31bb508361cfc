"""A byte that changes in a row, in a file that SQLite reads without complaint, is found, and nobody acts on it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import MINUTE, Interval, ManualClock, Millis
from netmon.commands import Acknowledge, Actor
from netmon.errors import StoreError
from netmon.judgement.situation import Judgement
from netmon.model import EntityKind, IncidentId, MunicipalityState
from netmon.store import audit, seals
from netmon.store.aside import kept_aside
from netmon.store.copies import copy_state
from netmon.store.damage import examine, is_damage
from netmon.store.database import STATE_FILE
from netmon.store.legible import check_seals
from netmon.store.reading import StoreReader
from netmon.store.rescue import rescue_state
from netmon.store.seals import SEALED, BrokenSeal
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS_ENTITY, T0, after, change, message, opening, situation
from tests.netmon.store.specimen import Specimen

SOMEBODY = Actor("novakova", "10.1.2.3")
LATER = after(60 * MINUTE)
LEASE = Millis(2 * MINUTE)
COLUMNS = [(table, name) for table, names in SEALED.items() for name in (*names, "crc")]
COLUMNS += [(audit.TABLE, name) for name in audit.COLUMNS[1:]]
"""Everything that a sealed row is made of. (An audit row's number stands in the order of the chain.)"""
WAITING = 6


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a state with some of each kind of row, sent and superseded ones among them."""
    directory = tmp_path_factory.mktemp("sealed")
    with StateStore(directory) as store:
        store.commit(judgement=opening(), now=T0)
        for number in range(1, WAITING + 1):
            moment = after(MINUTE * number)
            store.commit(
                judgement=Judgement(situation(), transitions=(change(MunicipalityState.ISOLATED, at=moment),)),
                messages=(message(subject=f"i-{number}"),),
                now=moment,
            )
        late = change(MunicipalityState.OPERATIONAL, at=after(MINUTE * WAITING - 1))
        store.commit(judgement=Judgement(situation(), transitions=(late,)), now=LATER)
        for text in ("jedu tam", "opraveno"):
            store.execute(Acknowledge(IncidentId("i-1"), text), SOMEBODY, LATER)
        (first, second) = store.claim(after(MINUTE * 3), limit=2, lease=LEASE)
        store.delivered(first.id, LATER)
        store.postponed(second.id, LATER, "connection refused")
        store.beat(LATER)
    return directory


@pytest.fixture
def state(written: Path, tmp_path: Path) -> Path:
    """Return a copy of the directory."""
    return shutil.copytree(written, tmp_path / "state")


def change_behind_its_back(state: Path, statement: str, *values: object) -> None:
    """Change the file as a failing disk would: by no netmon."""
    with closing(sqlite3.connect(state / STATE_FILE, isolation_level=None)) as connection:
        assert connection.execute(statement, values).rowcount == 1


def complaint(state: Path) -> str:
    return examine(state / STATE_FILE, lambda _: "", 5.0, at_last=check_seals)


def flipped(value: bytes | int | None, bit: int) -> bytes | int:
    """Return a value with one bit changed; what is missing comes to be."""
    if isinstance(value, bytes):
        return bytes(
            [*value[: bit % len(value)], value[bit % len(value)] ^ 1 << bit % 7, *value[bit % len(value) + 1 :]]
        )
    return 1 if value is None else value ^ 1 << bit % 40


def test_what_was_written_is_sealed(state: Path) -> None:
    assert complaint(state) == ""
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        for table in SEALED:
            sealed, rows = connection.execute(f"SELECT count(crc), count(*) FROM {table}").fetchone()  # noqa: S608 -- ours
            assert sealed == rows >= WAITING, table
        assert connection.execute("SELECT count(*) FROM transitions WHERE superseded = 1").fetchone() == (1,)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@given(place=st.integers(0, 1 << 20), bit=st.integers(0, 1 << 20))
def test_one_bit_in_any_column_of_any_row_is_found(
    written: Path, table: str, column: str, place: int, bit: int
) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with closing(sqlite3.connect(written / STATE_FILE)) as source:
            source.backup(copy)
        for kind, name in copy.execute("SELECT type, name FROM sqlite_schema WHERE sql NOT NULL").fetchall():
            if kind in {"trigger", "index"}:  # a disk asks none of them
                copy.execute(f"DROP {kind} {name}")
        check_seals(copy)
        rows = copy.execute(
            f"SELECT rowid, CASE typeof({column}) WHEN 'text' THEN CAST({column} AS BLOB) ELSE {column} END"  # noqa: S608 -- ours
            f" FROM {table} WHERE {column} IS NOT ''"
        ).fetchall()
        if not rows:
            return
        number, value = rows[place % len(rows)]
        change = flipped(value, bit)
        written_as = "CAST(? AS TEXT)" if isinstance(change, bytes) else "?"
        copy.execute(f"UPDATE OR REPLACE {table} SET {column} = {written_as} WHERE rowid = ?", (change, number))  # noqa: S608 -- ours
        with pytest.raises(sqlite3.Error):
            check_seals(copy)


def test_one_byte_on_the_disk_is_found_where_sqlite_finds_nothing(state: Path) -> None:
    path = state / STATE_FILE
    content = path.read_bytes()
    at = content.index(b"connection refused")
    path.write_bytes(content[:at] + b"C" + content[at + 1 :])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert "of notifications is not what was written" in complaint(state)


def test_a_damaged_message_is_not_sent_and_in_nobodys_way(state: Path) -> None:
    change_behind_its_back(state, "UPDATE notifications SET address = 'evil@example.org' WHERE subject_id = 'i-4'")
    with StateStore(state) as store:
        claimed = store.claim(LATER, limit=50, lease=LEASE)
        assert {found.message.subject_id for found in claimed} == {"i-2", "i-3", "i-5", "i-6"}
        assert is_damage(store.failure)
        store.release(LATER)
        assert "i-4" not in {found.message.subject_id for found in store.claim(LATER, limit=50, lease=LEASE)}


def test_a_message_that_is_no_json_any_more_is_damage(state: Path) -> None:
    change_behind_its_back(state, "UPDATE notifications SET payload = '{' || payload WHERE subject_id = 'i-4'")
    with StateStore(state) as store:
        with pytest.raises(StoreError):
            store.claim(LATER, limit=50, lease=LEASE)
        assert is_damage(store.failure)


@pytest.mark.parametrize("has_copy", [True, False])
def test_a_start_takes_the_row_of_the_copy_or_none(state: Path, has_copy: bool) -> None:  # noqa: FBT001 -- a parameter
    if has_copy:
        assert copy_state(state) == ""
    change_behind_its_back(state, "UPDATE notifications SET address = 'evil@example.org' WHERE subject_id = 'i-4'")
    assert rescue_state(state, LATER) is not None
    assert len(kept_aside(state)) == 1
    assert complaint(state) == ""
    with StateStore(state) as store:
        store.release(LATER)
        claimed = {found.message.subject_id: found for found in store.claim(LATER, limit=50, lease=LEASE)}
    assert ("i-4" in claimed) is has_copy
    assert claimed.keys() >= {"i-2", "i-3", "i-5", "i-6"}
    assert rescue_state(state, LATER) is None


def test_no_copy_is_made_of_rows_that_are_not_what_was_written(state: Path) -> None:
    change_behind_its_back(state, "UPDATE transitions SET at = at + 1 WHERE id = 3")
    assert copy_state(state) == "row 3 of transitions is not what was written"


def test_a_history_that_was_changed_is_not_shown(state: Path) -> None:
    change_behind_its_back(state, "UPDATE transitions SET new = 1 WHERE id = 3")
    day = Interval(T0, after(24 * 60 * MINUTE))
    reader = StoreReader(state, ManualClock(LATER))
    with closing(reader):
        for ask in (
            lambda: reader.history(AS_ENTITY, day),
            lambda: reader.standings_at(EntityKind.MUNICIPALITY, after(2 * MINUTE)),
        ):
            reader.failure = None
            with pytest.raises(StoreError, match="row 3 of transitions"):
                ask()
            assert is_damage(reader.failure)


def test_what_was_damaged_stays_damaged_whatever_is_written_over_it(state: Path) -> None:
    change_behind_its_back(state, "UPDATE notifications SET attempts = 7 WHERE subject_id = 'i-2'")
    change_behind_its_back(state, "UPDATE transitions SET reason = 'x' WHERE id = 2")
    with StateStore(state) as store:
        store.claim(LATER, limit=50, lease=LEASE)
        store.dead(2, LATER, "gone")
        earlier = change(MunicipalityState.OPERATIONAL, at=T0)
        store.commit(judgement=Judgement(situation(), transitions=(earlier,)), now=LATER)
    with closing(sqlite3.connect(state / STATE_FILE)) as connection:
        for table in SEALED:
            with pytest.raises(BrokenSeal, match=f"row 2 of {table}"):
                seals.check_all(connection, table)


def test_rows_of_an_older_netmon_are_sealed_when_it_is_opened(tmp_path: Path) -> None:
    Specimen("state", 6).put(tmp_path)
    StateStore(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as connection:
        for table in SEALED:
            (unsealed,) = connection.execute(f"SELECT count(*) FROM {table} WHERE crc IS NULL").fetchone()  # noqa: S608 -- ours
            assert unsealed == 0, table
        check_seals(connection)


def test_rows_are_salvaged_out_of_a_damaged_file_of_an_older_netmon(tmp_path: Path) -> None:
    path = Specimen("state", 6).put(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        wanted = connection.execute("SELECT count(*) FROM transitions").fetchone()
        connection.execute("DROP INDEX notifications_dead")
    assert rescue_state(tmp_path, LATER) is not None
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(crc) FROM transitions").fetchone() == wanted


def test_a_row_that_was_never_sealed_passes() -> None:
    seals.check("notifications", None, [1, "a"])
    with pytest.raises(BrokenSeal):
        seals.check("notifications", 1, [1, "a"])


def test_what_runs_together_and_what_is_missing_is_told_apart() -> None:
    assert (
        len({seals.crc_of("ab", "c"), seals.crc_of("a", "bc"), seals.crc_of("abc", ""), seals.crc_of("abc", None)}) == 4
    )
