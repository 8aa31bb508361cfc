"""The call book and what digests told outlast a restart."""

from pathlib import Path

import pytest

from netmon.model import Message, NotificationKind, Severity
from netmon.oncall.book import Case
from netmon.oncall.policy import Policy
from netmon.store import cases, digests, notifications
from netmon.store.database import STATE_FILE, Durability, open_writer, transaction
from tests.netmon.oncall.plans import WEEKLY, at, staffed

NOW = at("2026-01-06T12:00")
OVERRIDE = {"person": "bob", "from": "2026-02-01T00:00", "to": "2026-02-02T00:00"}
PLAN = staffed(rotas={"network": {**WEEKLY, "closures": ["2026-12-31"], "overrides": [OVERRIDE]}})
CASE = Case(Policy.of(PLAN.routes, PLAN), Severity.WARNING, NOW, NOW)
DIGEST = Message(
    "digest/1",
    NotificationKind.DIGEST,
    "email",
    "noc@kraj.example",
    "d1",
    {"kind": "digest"},
    covers=(("loss/1", NotificationKind.FIRING), ("loss/2", NotificationKind.RESOLVED)),
)


def test_a_case_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    kept = {"i-1": CASE.with_calls([(0, "email", "ada@kraj.example")]), "i-2": CASE}
    connection = open_writer(tmp_path / STATE_FILE, "state", Durability.FULL)
    with transaction(connection):
        cases.save(connection, {}, kept)
    assert cases.load(connection) == kept
    with transaction(connection):
        cases.save(connection, kept, {"i-2": CASE.anew(CASE.policy, Severity.CRITICAL, NOW)})
    (left,) = cases.load(connection).items()
    assert left == ("i-2", CASE.anew(CASE.policy, Severity.CRITICAL, NOW))
    connection.close()


def test_nothing_is_written_while_nothing_changes(tmp_path: Path) -> None:
    connection = open_writer(tmp_path / STATE_FILE, "state", Durability.FULL)
    with transaction(connection):
        cases.save(connection, {}, {"i-1": CASE})
    before = connection.total_changes
    with transaction(connection):
        cases.save(connection, {"i-1": CASE}, {"i-1": CASE})
    assert connection.total_changes == before
    connection.close()


@pytest.mark.parametrize(
    ("subject", "kind"), [("loss/1", NotificationKind.FIRING), ("loss/2", NotificationKind.RESOLVED)]
)
def test_a_digest_counts_for_each_subject_it_speaks_of(tmp_path: Path, subject: str, kind: NotificationKind) -> None:
    connection = open_writer(tmp_path / STATE_FILE, "state", Durability.FULL)
    with transaction(connection):
        for _ in range(2):
            notifications.queue(connection, [DIGEST], NOW)
            digests.keep(connection, [DIGEST])
    assert digests.told(connection, subject) == {("email", "noc@kraj.example", kind)}
    assert digests.told(connection, "loss/3") == frozenset()
    connection.close()
