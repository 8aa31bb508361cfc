"""What was told long ago: what goes, what stays, in which parts, and at what price."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from netmon.alerting.notice import notice_of_alert
from netmon.clock import DAY, HOUR, MINUTE, Millis
from netmon.commands import Actor, AddSilence
from netmon.judgement.situation import Judgement, Situation
from netmon.letters import correspondence
from netmon.letters.post import outage_subject
from netmon.model import Alert, AlertPhase, Hushed, Message, MunicipalityCode, NotificationKind, Severity
from netmon.oncall.book import Case
from netmon.oncall.policy import Policy
from netmon.store.database import STATE_FILE
from netmon.store.pruning import KEPT, OVER, PART
from netmon.store.state import StateStore
from netmon.store.unrest import KeptUnrest
from netmon.store.works import LONGEST_WORK
from tests.netmon.alerting.occasions import BASE_URL, alert, region
from tests.netmon.store.nouns import T0, after, incident, message, opening

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
LONG_AFTER = after(KEPT + DAY)
"""When what was told at T0, and ended, may be forgotten."""
LETTER = outage_subject(MunicipalityCode("554499"), T0)


@dataclass(frozen=True, slots=True)
class Office:
    """A store, and couriers who carry all that waits at once."""

    store: StateStore
    directory: Path

    def carry(self, *messages: Message, now: Millis = T0) -> None:
        """Queue messages and have them arrive, with everything that waits."""
        self.store.queue(messages, now)
        with closing(sqlite3.connect(self.directory / STATE_FILE, isolation_level=None)) as connection:
            connection.execute(
                "UPDATE notifications SET state = 'sent', next_at = ? WHERE state IN ('new', 'sending')",
                (now,),
            )

    def prune(self, now: Millis = LONG_AFTER) -> int:
        """Forget what there is to forget; return in how many parts."""
        parts = 0
        while self.store.prune(now):
            parts += 1
        return parts

    def left(self, table: str = "notifications") -> list[str]:
        """Return the keys of what is still there."""
        with closing(sqlite3.connect(self.directory / STATE_FILE)) as connection:
            rows = connection.execute(f"SELECT dedup_key FROM {table} ORDER BY dedup_key").fetchall()  # noqa: S608 -- a test's own
        return [key for (key,) in rows]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with StateStore(tmp_path) as store:
        yield Office(store, tmp_path)


@pytest.fixture
def store(office: Office) -> StateStore:
    return office.store


def digest(*said: tuple[str, NotificationKind], number: int = 1) -> Message:
    """Return a digest that speaks of some subjects."""
    return Message(f"digest/{number}", NotificationKind.DIGEST, "email", "a@x", f"d{number}", {}, covers=said)


def closing_of(ended: Millis, key: str = "i-1") -> Judgement:
    """Return the evaluation that ends an incident."""
    return Judgement(Situation(), closed=(incident(key, ended=ended),))


def test_what_arrived_long_ago_about_what_is_over_is_forgotten(office: Office, store: StateStore) -> None:
    office.carry(message(FIRING), message(RESOLVED), digest(("loss/1", FIRING)))
    office.prune(after(KEPT))
    assert len(office.left()) == 3
    assert office.left("digested") == ["d1"]
    office.prune()
    assert office.left() == office.left("digested") == []
    assert store.told("i-1") == store.told("loss/1") == frozenset()


def test_what_was_given_up_or_merged_long_ago_goes_and_what_waits_stays(office: Office, store: StateStore) -> None:
    store.queue([message(FIRING, f"i-{number}") for number in range(4)], T0)
    dead, merged, sending = store.claim(T0, limit=3, lease=MINUTE)
    store.dead(dead.id, T0, "550 no such person")
    store.merge([merged.id], sending, T0)
    office.prune()
    assert office.left() == sorted([sending.message.dedup_key, message(FIRING, "i-3").dedup_key])


def test_what_was_given_up_of_late_stays_however_old_it_is(office: Office, store: StateStore) -> None:
    store.queue([message()], T0)
    (late,) = store.claim(LONG_AFTER, limit=1, lease=MINUTE)
    store.dead(late.id, LONG_AFTER, "550 no such person")
    office.prune(Millis(LONG_AFTER + HOUR))
    assert office.left() == [late.message.dedup_key], "people are still to be told that it did not arrive"


def test_an_open_incident_is_remembered_until_it_has_been_over_for_as_long(office: Office, store: StateStore) -> None:
    store.commit(judgement=opening(), messages=[message()], now=T0)
    office.carry(now=T0)
    office.prune()
    assert store.told("i-1") == {("email", "noc@example.org", FIRING)}
    ended = Millis(LONG_AFTER - HOUR)
    store.commit(judgement=closing_of(ended), now=ended)
    office.prune(after(2 * KEPT))
    assert office.left() == [message().dedup_key]
    office.prune(after(2 * KEPT + 2 * DAY))
    assert office.left() == []


def test_an_alert_that_fires_is_remembered(office: Office, store: StateStore) -> None:
    fires = alert()
    notice = notice_of_alert(fires, region(), BASE_URL)
    assert notice is not None
    told, earlier = (
        message(FIRING, subject) for subject in (notice.subject_id, notice.subject_id.replace(str(fires.fired_at), "1"))
    )
    store.commit(judgement=Judgement(Situation()), alerts=[fires], now=T0)
    office.carry(told, earlier)
    office.prune()
    assert office.left() == [told.dedup_key]
    store.commit(judgement=Judgement(Situation()), alerts=[calm(fires)], now=T0)
    office.prune()
    assert office.left() == []


def calm(fires: Alert) -> Alert:
    return replace(fires, phase=AlertPhase.OK)


def test_whom_people_are_called_about_or_believe_in_is_remembered(office: Office, store: StateStore) -> None:
    plan = region()
    case = Case(Policy.of(plan.routes, plan), Severity.WARNING, T0, T0)
    quiet, kept = Judgement(Situation()), KeptUnrest(episodes={"i-3": "{}"})
    store.commit(judgement=quiet, called={"i-2": case}, kept=kept, now=T0)
    keys = [message(FIRING, f"i-{number}") for number in (1, 2, 3)]
    office.carry(*keys)
    office.prune()
    assert office.left() == [each.dedup_key for each in keys[1:]]
    store.commit(judgement=quiet, called={}, kept=KeptUnrest(), now=T0)
    office.prune()
    assert office.left() == []


@pytest.mark.parametrize(
    "latest", [message(RESOLVED), digest(("i-1", RESOLVED), ("i-2", FIRING))], ids=["alone", "in a digest"]
)
def test_all_that_was_told_of_a_subject_stays_as_long_as_the_latest_of_it(
    office: Office, store: StateStore, latest: Message
) -> None:
    office.carry(message(FIRING))
    store.queue([latest], after(DAY))
    office.prune(after(KEPT + HOUR))
    assert len(office.left()) == 2
    office.prune(after(KEPT + 2 * DAY))
    assert len(office.left()) == 2, "it has not arrived"
    office.carry(now=after(2 * DAY))
    office.prune(after(KEPT + 2 * DAY))
    assert len(office.left()) == 2
    office.prune(after(KEPT + 3 * DAY))
    assert office.left() == office.left("digested") == []


def test_a_digest_stays_as_long_as_anything_that_it_told(office: Office, store: StateStore) -> None:
    store.commit(judgement=opening("i-2"), now=T0)
    office.carry(digest(("i-1", FIRING), ("i-2", FIRING)), digest(("i-1", FIRING), ("i-3", FIRING), number=2))
    office.prune()
    assert office.left() == ["d1"]
    assert office.left("digested") == ["d1", "d1"]


def test_a_letter_is_remembered_until_its_reader_was_told_the_end(office: Office) -> None:
    begun = [message(FIRING, LETTER, address=f"{name}@x") for name in ("a", "b")]
    office.carry(*begun, message(RESOLVED, LETTER, address="a@x"))
    office.prune()
    assert len(office.left()) == 3
    office.carry(message(RESOLVED, LETTER, address="b@x"))
    office.prune()
    assert office.left() == []


def test_a_letter_that_was_given_up_is_owed_no_end(office: Office, store: StateStore) -> None:
    store.queue([message(FIRING, LETTER)], T0)
    (row,) = store.claim(T0, limit=1, lease=MINUTE)
    store.dead(row.id, T0, "550 no such person")
    office.prune()
    assert office.left() == []


def test_no_letter_about_a_work_is_forgotten_while_the_work_may_still_be_announced() -> None:
    assert KEPT > LONGEST_WORK + correspondence.AHEAD
    assert KEPT > correspondence.REMEMBERED


def test_it_goes_in_parts_and_each_time_from_the_beginning(office: Office, store: StateStore) -> None:
    many = [message(FIRING, f"i-{number}") for number in range(2 * PART + 1)]
    office.carry(*many)
    store.commit(judgement=opening("i-7"), now=T0)
    assert store.prune(LONG_AFTER) == PART
    assert len(office.left()) == PART + 2
    assert office.prune() == 2
    assert office.left() == [message(FIRING, "i-7").dedup_key]
    store.commit(judgement=closing_of(T0, "i-7"), now=T0)
    assert office.prune() == 1
    assert office.left() == []


def test_nothing_is_looked_at_behind_what_is_young(office: Office) -> None:
    office.carry(*(message(FIRING, f"i-{number}") for number in range(PART)), now=LONG_AFTER)
    office.carry(message(FIRING, "behind"))
    assert office.prune() == 0
    assert len(office.left()) == PART + 1


def test_what_was_queued_before_the_clock_was_set_back_hides_nothing(office: Office) -> None:
    ahead = [message(FIRING, f"i-{number}") for number in range(PART)]
    office.carry(*ahead, now=after(20 * KEPT))
    office.carry(message(FIRING, "behind"))
    assert office.prune() == 2
    assert office.left() == sorted(each.dedup_key for each in ahead)


def test_a_beginning_goes_before_its_end(office: Office, store: StateStore) -> None:
    first = [message(FIRING, f"i-{number}") for number in range(PART - 1)]
    office.carry(*first, message(FIRING, LETTER), message(RESOLVED, LETTER))
    store.prune(LONG_AFTER)
    assert office.left() == [message(RESOLVED, LETTER).dedup_key], "who is killed here owes no end"


def test_silences_that_ended_long_ago_are_forgotten(office: Office, store: StateStore) -> None:
    for moment in (T0, after(KEPT)):
        hushed = AddSilence(Hushed(rules=("loss",)), Millis(moment + HOUR), "zdroj")
        store.execute(hushed, Actor("novakova", "cli"), moment)
    office.prune()
    with closing(sqlite3.connect(office.directory / STATE_FILE)) as connection:
        assert connection.execute("SELECT id FROM silences").fetchall() == [(2,)]


def test_whatever_lies_in_the_outbox_only_one_part_of_it_is_read(office: Office) -> None:
    asked = dict.fromkeys(("after", "last", "before", "first", "beyond"), 0) | {"firing": "[]"}
    with closing(sqlite3.connect(office.directory / STATE_FILE)) as connection:
        steps: Sequence[tuple[object, ...]] = connection.execute(f"EXPLAIN QUERY PLAN {OVER}", asked).fetchall()
    scanned = {str(step).split()[1] for *_, step in steps if str(step).startswith("SCAN")}
    assert scanned <= {"past", "spoken", "subjects", "present", "json_each"}
