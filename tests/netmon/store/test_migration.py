"""Every older file still means the same to this netmon, and a migration that is cut off has not begun."""

import multiprocessing
import re
import shutil
import sqlite3
import time
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from netmon.clock import DAY, Interval, ManualClock, Millis
from netmon.commands import OpenSession
from netmon.errors import StoreError
from netmon.model import NoteKind, Role, Scope, Severity
from netmon.store.audit import first_broken_row
from netmon.store.backlog import DeadLine
from netmon.store.database import (
    SAMPLES_FILE,
    STATE_FILE,
    Durability,
    newest_version,
    open_reader,
    open_writer,
    reading,
    script_of,
    version_of,
)
from netmon.store.publications import publications
from netmon.store.reading import StoreReader
from netmon.store.rescue import rescue_samples, rescue_state
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.engine_room import NOON
from tests.netmon.region import FAR, MID, SPUR, TOWNS, link
from tests.netmon.store.specimen import (
    ACCOUNT,
    ALERT,
    EARLIER,
    FIGURES,
    FILES,
    IDENTITY,
    MONTH,
    MOVE,
    NIGHT,
    NOTE,
    OPERATOR,
    PASSWORD,
    RECOVERY_CODE,
    REFUSED,
    SPECIMENS,
    TOKEN_HASH,
    WORK,
    Specimen,
    make_state,
)
from tests.netmon.store.specimen import main as make_specimens

LARGEST_SPECIMEN = 300_000
KILLS = 20
STATES = [Specimen("state", number) for number in range(1, newest_version("state") + 1)]
SAMPLES = [Specimen("samples", number) for number in range(1, newest_version("samples") + 1)]
OLDER_STATES = STATES[:-1]
WITH_IDENTITIES = 3
"""The first version that knows which interface is which."""
WITH_PUBLICATIONS = 5
"""The first version that keeps what was published."""
WITH_FACTORS = 8
"""The first version with second factors, and tokens of programs."""
SCRIPTS = [entry.name for entry in (files("netmon.store") / "schema").iterdir()]
WEEK = Interval(Millis(NOON - 7 * 86_400_000), Millis(NOON + 7 * 86_400_000))


def name_of(specimen: Specimen) -> str:
    return specimen.path.stem


def dump(path: Path) -> list[str]:
    """Return everything a file holds, whoever has left its log behind."""
    with closing(sqlite3.connect(path)) as connection:
        return [f"PRAGMA user_version = {version_of(connection)}", *connection.iterdump()]


def schema_of(directory: Path, name: str) -> set[str]:
    with closing(open_reader(directory / name)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {" ".join(sql.split()) for (sql,) in rows}


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_version_has_left_a_specimen(script: str) -> None:
    schema, _, version = script.removesuffix(".sql").rpartition("-")
    specimen = Specimen(schema, int(version))
    assert specimen.path.exists(), f"run: python -m tests.netmon.store.specimen {SPECIMENS}"
    assert specimen.path.stat().st_size < LARGEST_SPECIMEN
    with closing(sqlite3.connect(f"{specimen.path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        assert version_of(connection) == specimen.version


@pytest.mark.parametrize("specimen", [*STATES, *SAMPLES], ids=name_of)
def test_a_file_of_whatever_version_is_no_damage(tmp_path: Path, specimen: Specimen) -> None:
    shutil.copy(specimen.path, tmp_path / FILES[specimen.schema])
    assert rescue_state(tmp_path, NOON) is None
    assert rescue_samples(tmp_path, NOON, has_lived=True) is None


def test_every_version_follows_the_one_before() -> None:
    for schema in FILES:
        numbers = sorted(int(found[1]) for name in SCRIPTS if (found := re.fullmatch(rf"{schema}-(\d+)\.sql", name)))
        assert numbers == list(range(1, newest_version(schema) + 1))


def test_specimens_of_the_present_are_made_once(tmp_path: Path) -> None:
    make_specimens(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {f"{schema}-{newest_version(schema)}.db" for schema in FILES}
    make_specimens(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == made


@pytest.mark.parametrize("specimen", STATES, ids=name_of)
def test_an_older_state_means_the_same_today(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    with StateStore(tmp_path) as store:
        restored = store.restore()
        (incident,) = restored.situation.incidents
        assert (incident.cause, incident.started, incident.ended) == (link(SPUR), NOON + 20_000, None)
        assert (incident.severity, incident.impact.isolated) == (Severity.CRITICAL, (TOWNS["c"],))
        assert restored.alerts == (ALERT,)
        assert restored.last_beat == NOON + 54_000
        assert set(restored.situation.tracks) == {"hub", "near", MID, FAR}
        (waiting,) = store.claim(restored.last_beat, limit=10, lease=Millis(1))
        assert waiting.message.subject_id == incident.id
        maintenance = store.maintenance(WEEK)
        assert WORK in [planned.window for planned in maintenance]
        assert [planned for planned in maintenance if planned.reason == NIGHT.title]


@pytest.mark.parametrize("specimen", STATES, ids=name_of)
def test_what_people_did_is_there_and_its_audit_unbroken(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    StateStore(tmp_path).close()
    with closing(open_reader(tmp_path / STATE_FILE)) as connection:
        actions = [action for (action,) in connection.execute("SELECT action FROM audit ORDER BY id")]
        assert first_broken_row(connection) is None
    assert actions[:4] == ["AddAccount", "Acknowledge", "AddNote", "PlanMaintenance"]
    with closing(StoreReader(tmp_path, ManualClock(NOON))) as reader:
        account = reader.account(ACCOUNT)
        (record,) = reader.open_incidents()
    assert account is not None
    assert (account.full_name, account.role, account.disabled) == ("Jana Nováková", Role.OPERATOR, False)
    assert PasswordHasher().verify(account.password_hash, PASSWORD)
    assert (record.acknowledged_by, NOTE) == (ACCOUNT, next(n.text for n in record.notes if n.kind is NoteKind.NOTE))


@pytest.mark.parametrize("specimen", STATES[WITH_IDENTITIES - 1 :], ids=name_of)
def test_interfaces_are_known_as_before(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    with StateStore(tmp_path) as store:
        assert store.identities() == {MID: IDENTITY}
        assert [(moved.device, moved.change) for moved in store.moves(None, limit=10)] == [(MID, MOVE)]


@pytest.mark.parametrize("specimen", STATES[WITH_PUBLICATIONS - 1 :], ids=name_of)
def test_what_was_published_is_as_it_was(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    StateStore(tmp_path).close()
    with reading(tmp_path / STATE_FILE) as connection:
        (kept,) = publications(connection, None)
    assert (kept.month, kept.figures, kept.author, kept.is_intact) == (MONTH, FIGURES, ACCOUNT, True)


@pytest.mark.parametrize("specimen", STATES[WITH_FACTORS - 1 :], ids=name_of)
def test_second_factors_and_tokens_are_as_they_were(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    with StateStore(tmp_path) as store, closing(StoreReader(tmp_path, ManualClock(NOON))) as reader:
        token, account = reader.token(TOKEN_HASH), reader.account(ACCOUNT)
        assert token is not None
        assert (token.account, token.is_good(NOON)) == (ACCOUNT, True)
        assert token.scopes == {Scope.READ, Scope.METRICS}
        assert account is not None
        assert account.has_factor
        opening = OpenSession(ACCOUNT, account.password_set, "another", "csrf", RECOVERY_CODE)
        store.execute(opening, OPERATOR, Millis(NOON + DAY))
        assert reader.recovery_codes_left(ACCOUNT) == 0


@pytest.mark.parametrize("specimen", [*OLDER_STATES], ids=name_of)
def test_an_older_state_is_read_only_once_it_was_brought_up_to_date(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    with (
        closing(StoreReader(tmp_path, ManualClock(NOON))) as reader,
        pytest.raises(StoreError, match=rf"state.db: has schema version {specimen.version}, .*; start netmon once"),
    ):
        reader.last_beat()
    StateStore(tmp_path).close()
    with closing(StoreReader(tmp_path, ManualClock(NOON))) as reader:
        assert reader.last_beat() == NOON + 54_000


@pytest.mark.parametrize("specimen", SAMPLES, ids=name_of)
def test_older_samples_mean_the_same_today(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path)
    with SampleStore(tmp_path, forwarding=True) as store:
        assert store.newest == NOON + 20_000
        assert store.dead_lines() == (DeadLine(REFUSED.line, REFUSED.reason),)
        batch = store.next_batch()
        assert batch is not None
        assert len(batch.lines) == store.count()
        assert store.depth().lines >= store.count(), "and roll-ups, where there were any"
        while store.roll_up(Millis(NOON + 3_600_000)):
            pass
    with closing(open_reader(tmp_path / SAMPLES_FILE)) as connection:
        hours = connection.execute(
            "SELECT time, n, fields ->> '$.in_bps[1]' FROM rollups WHERE width = 3600000 AND time < ?",
            (NOON - 3_600_000,),
        ).fetchall()
    assert hours == [(EARLIER // 3_600_000 * 3_600_000, 10, 1_000)]


@pytest.mark.parametrize("specimen", [*STATES, *SAMPLES], ids=name_of)
def test_a_migrated_file_has_the_schema_of_a_new_one(tmp_path: Path, specimen: Specimen) -> None:
    name = FILES[specimen.schema]
    specimen.put(tmp_path / "old")
    for directory in ("old", "new"):
        open_writer(tmp_path / directory / name, specimen.schema, Durability.NORMAL).close()
    assert schema_of(tmp_path / "old", name) == schema_of(tmp_path / "new", name)


@pytest.mark.parametrize("specimen", OLDER_STATES, ids=name_of)
def test_the_state_before_a_migration_is_kept_beside_it(tmp_path: Path, specimen: Specimen) -> None:
    path = specimen.put(tmp_path)
    before = dump(path)
    StateStore(tmp_path).close()
    copy = tmp_path / f"{STATE_FILE}.schema-{specimen.version}"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert dump(copy) == before
    assert {found.name for found in tmp_path.iterdir()} == {STATE_FILE, copy.name}


def test_a_file_of_today_needs_no_copy(tmp_path: Path) -> None:
    make_state(tmp_path)
    StateStore(tmp_path).close()
    assert [path.name for path in tmp_path.iterdir() if "schema" in path.name] == []


@pytest.mark.parametrize("schema", FILES)
def test_a_migration_that_fails_in_the_middle_changes_nothing(tmp_path: Path, schema: str) -> None:
    path, last = tmp_path / FILES[schema], last_table(schema)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE {last} (mine TEXT)")
    before = dump(path)
    with pytest.raises(StoreError, match=rf"{path.name}: table {last} already exists"):
        open_writer(path, schema, Durability.FULL)
    assert dump(path) == before


def last_table(schema: str) -> str:
    """Return the last table that the scripts of a schema make: a file that has it spoils the end of a migration."""
    tables: list[str] = re.findall(r"CREATE TABLE (\w+)", script_of(schema, newest_version(schema)))
    return tables[-1]


@pytest.mark.parametrize("specimen", [*STATES, *SAMPLES], ids=name_of)
def test_a_file_of_a_newer_netmon_is_refused_untouched_with_the_cure(tmp_path: Path, specimen: Specimen) -> None:
    path = specimen.put(tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = dump(path)
    with pytest.raises(StoreError, match=r"schema version 99, .*install the newer netmon again"):
        open_writer(path, specimen.schema, Durability.FULL)
    assert dump(path) == before


@pytest.mark.parametrize("specimen", OLDER_STATES, ids=name_of)
def test_a_migration_that_is_killed_leaves_the_old_or_the_new_whole(tmp_path: Path, specimen: Specimen) -> None:
    specimen.put(tmp_path / "old")
    old = dump(tmp_path / "old" / STATE_FILE)
    whole = migrate_for(shutil.copytree(tmp_path / "old", tmp_path / "unhurt"), 10)
    seen = set()
    for turn in range(KILLS):
        place = shutil.copytree(tmp_path / "old", tmp_path / str(turn))
        migrate_for(place, whole * turn / KILLS * 1.5)
        found = dump(place / STATE_FILE)
        seen.add(found[0])
        assert found == old or found[0] == f"PRAGMA user_version = {newest_version('state')}"
        with StateStore(place) as store:
            assert len(store.restore().situation.incidents) == 1
    assert old[0] in seen, "no kill came before the end of the migration"


def migrate_for(directory: Path, seconds: float) -> float:
    """Have another process migrate a state, killed after some seconds; return for how many it has lived."""
    child = multiprocessing.get_context("fork").Process(target=lambda: StateStore(directory).close())
    began = time.monotonic()
    child.start()
    child.join(timeout=seconds)
    lived = time.monotonic() - began
    child.kill()
    child.join(timeout=60)
    return lived
