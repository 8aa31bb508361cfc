"""The outbox toward people."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import HOUR, MINUTE, SECOND, ManualClock, Millis
from netmon.judgement.situation import Judgement, Situation
from netmon.model import DeliveryState, Message, NotificationKind
from netmon.store.notifications import Busy
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, message, opening

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
LEASE = MINUTE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        yield opened


def queue(store: StateStore, *messages: Message, now: Millis = T0) -> None:
    store.commit(judgement=Judgement(Situation()), messages=messages, now=now)


def with_payload(message: Message, **more: object) -> Message:
    return replace(message, payload={**message.payload, **more})


def test_a_claimed_message_is_nobody_elses_until_its_lease_ends(store: StateStore) -> None:
    queue(store, message())
    (mine,) = store.claim(T0, limit=10, lease=LEASE)
    assert (mine.message, mine.state, mine.attempts) == (message(), DeliveryState.SENDING, 1)
    assert store.claim(after(LEASE - 1), limit=10, lease=LEASE) == ()
    (again,) = store.claim(after(LEASE), limit=10, lease=LEASE)
    assert (again.id, again.attempts, again.message.dedup_key) == (mine.id, 2, mine.message.dedup_key)


def test_the_same_dedup_key_is_queued_once(store: StateStore) -> None:
    queue(store, message(), message())
    queue(store, message(), now=after(5))
    assert store.waiting().waiting == 1


def test_a_resolved_never_overtakes_its_firing(store: StateStore) -> None:
    queue(store, message(FIRING), message(RESOLVED))
    (first,) = store.claim(T0, limit=10, lease=LEASE)
    assert first.message.kind is FIRING
    store.postponed(first.id, after(5 * SECOND), "451 try later")
    assert store.claim(after(SECOND), limit=10, lease=LEASE) == ()
    (again,) = store.claim(after(5 * SECOND), limit=10, lease=LEASE)
    store.delivered(again.id, after(6 * SECOND))
    (last,) = store.claim(after(6 * SECOND), limit=10, lease=LEASE)
    assert last.message.kind is RESOLVED


def test_another_address_does_not_wait_for_a_slow_one(store: StateStore) -> None:
    queue(store, message(FIRING, address="a@x"), message(RESOLVED, address="a@x"), message(FIRING, address="b@x"))
    assert [delivery.message.address for delivery in store.claim(T0, limit=10, lease=LEASE)] == ["a@x", "b@x"]


def digest(*said: tuple[str, NotificationKind], number: int = 1, address: str = "a@x") -> Message:
    """Return a digest that speaks of some subjects."""
    key = f"digest-{number}-{address}"
    return Message(f"digest/{number}", NotificationKind.DIGEST, "email", address, key, {}, covers=said)


def single(kind: NotificationKind = RESOLVED, subject: str = "i-1", address: str = "a@x") -> Message:
    """Return a message by mail about one subject."""
    return Message(subject, kind, "email", address, f"{subject}-{kind}-{address}", {})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (digest(("i-1", FIRING), ("i-2", FIRING)), single()),
        (single(FIRING), digest(("i-1", RESOLVED), ("i-2", FIRING), number=2)),
        (digest(("i-2", FIRING), ("i-1", FIRING)), digest(("i-1", RESOLVED), ("i-3", FIRING), number=2)),
    ],
    ids=["an end its digest", "a digest a beginning", "a digest a digest"],
)
def test_nothing_overtakes_what_speaks_of_the_same_to_the_same(
    store: StateStore, first: Message, second: Message
) -> None:
    others = (single(subject="i-9"), single(address="b@x"), digest(("i-1", RESOLVED), number=3, address="b@x"))
    queue(store, first, second, *others)
    claimed = {delivery.message.dedup_key: delivery for delivery in store.claim(T0, limit=10, lease=LEASE)}
    assert claimed.keys() == {each.dedup_key for each in (first, *others[:2])}
    late = claimed[first.dedup_key]
    store.postponed(late.id, after(5 * SECOND), "451 try later")
    assert second.dedup_key not in {each.message.dedup_key for each in store.claim(T0, limit=10, lease=LEASE)}
    store.dead(store.claim(after(5 * SECOND), limit=1, lease=LEASE)[0].id, after(6 * SECOND), "550 no such person")
    assert second.dedup_key in {
        each.message.dedup_key for each in store.claim(after(7 * SECOND), limit=10, lease=LEASE)
    }


def test_a_dead_message_makes_room_and_is_counted(store: StateStore) -> None:
    queue(store, message(FIRING), message(RESOLVED))
    (first,) = store.claim(T0, limit=10, lease=LEASE)
    store.dead(first.id, T0, "550 no such person")
    assert (store.waiting().waiting, store.waiting().dead) == (1, 1)
    assert store.claim(T0, limit=10, lease=LEASE)[0].message.kind is RESOLVED


def test_resolved_goes_to_exactly_those_who_are_told_of_the_firing(store: StateStore) -> None:
    queue(store, message(address="a@x"), message(address="b@x"), message(subject="i-2", address="c@x"))
    claimed = store.claim(T0, limit=1, lease=LEASE)
    store.dead(claimed[0].id, T0, "gone")
    assert {(channel, address) for channel, address, _ in store.told("i-1")} == {("email", "a@x"), ("email", "b@x")}
    assert store.told("i-3") == frozenset()


def test_a_delivery_that_was_reported_late_is_not_undone(store: StateStore) -> None:
    queue(store, message())
    (mine,) = store.claim(T0, limit=1, lease=LEASE)
    store.delivered(mine.id, after(1))
    store.postponed(mine.id, after(2), "a slow twin gave up")
    assert store.waiting().waiting == 0


def test_an_incident_shows_what_became_of_its_messages(store: StateStore, tmp_path: Path) -> None:
    store.commit(judgement=opening(), messages=(message(),), now=T0)
    (mine,) = store.claim(T0, limit=1, lease=LEASE)
    store.postponed(mine.id, after(10), "no answer" * 200)
    reader = StoreReader(tmp_path, ManualClock(T0))
    (record,) = reader.incidents(limit=5)
    reader.close()
    (delivery,) = record.deliveries
    assert (delivery.state, delivery.next_at, len(delivery.error)) == (DeliveryState.NEW, after(10), 500)


def test_what_is_critical_goes_first(store: StateStore) -> None:
    queue(store, message(subject="i-1", address="a@x"))
    queue(store, with_payload(message(subject="i-2", address="b@x"), severity="critical"), now=after(SECOND))
    claimed = [store.claim(after(SECOND), limit=1, lease=LEASE)[0].message.subject_id for _ in range(2)]
    assert claimed == ["i-2", "i-1"]


def test_what_may_have_arrived_before_is_marked_for_good(store: StateStore) -> None:
    queue(store, message())
    (first,) = store.claim(T0, limit=1, lease=LEASE)
    assert "repeated" not in first.message.payload
    store.postponed(first.id, T0, "refused")
    (known,) = store.claim(T0, limit=1, lease=LEASE)
    assert "repeated" not in known.message.payload, "it is known that it has not arrived"
    store.release(after(SECOND))
    (doubtful,) = store.claim(after(SECOND), limit=1, lease=LEASE)
    store.postponed(doubtful.id, after(SECOND), "refused")
    (again,) = store.claim(after(SECOND), limit=1, lease=LEASE)
    assert doubtful.message.payload["repeated"] is again.message.payload["repeated"] is True


def test_who_holds_a_message_gets_nothing_else_for_its_receiver_nor_by_full_channels(store: StateStore) -> None:
    queue(store, *(message(subject=f"i-{number}", address=f"{number // 2}@x") for number in range(4)))
    (held,) = store.claim(T0, limit=1, lease=LEASE)
    (other,) = store.claim(T0, limit=10, lease=LEASE, busy=Busy({held.id}))[:1]
    assert (held.message.address, other.message.address) == ("0@x", "1@x")
    assert store.claim(T0, limit=10, lease=LEASE, busy=Busy(full={"email"})) == ()
    assert store.claim(after(2 * LEASE), limit=10, lease=LEASE, busy=Busy({held.id, other.id})) == ()


@pytest.mark.parametrize(("back", "is_due"), [(0, False), (4 * MINUTE, False), (HOUR, True)])
def test_what_was_put_off_before_the_clock_stepped_back_is_due(
    store: StateStore, back: Millis, *, is_due: bool
) -> None:
    queue(store, message())
    (mine,) = store.claim(T0, limit=1, lease=LEASE)
    store.postponed(mine.id, after(SECOND), "busy")
    assert bool(store.claim(after(-back), limit=1, lease=LEASE)) is is_due


def test_messages_that_were_queued_are_known(store: StateStore) -> None:
    queue(store, message())
    assert store.unknown([message(), message(RESOLVED)]) == (message(RESOLVED),)


def test_what_has_not_got_through_is_critical_and_waits_or_was_given_up_of_late(store: StateStore) -> None:
    critical = with_payload(message(subject="i-2"), severity="critical")
    queue(store, message(), critical, message(subject="i-3", address="c@x"))
    waiting, given_up = (store.claim(T0, limit=1, lease=LEASE)[0] for _ in range(2))
    store.dead(given_up.id, T0, "550 no such person")
    assert {row.id for row in store.unsent(after(SECOND))} == {waiting.id, given_up.id}
    assert waiting.message == critical
    assert {row.state for row in store.unsent(after(25 * HOUR))} == {DeliveryState.SENDING}


@given(st.lists(st.sampled_from(["send", "fail", "die", "lose the lease"]), max_size=30))
@settings(max_examples=30, deadline=None)
def test_whatever_happens_each_address_hears_firing_before_resolved(
    tmp_path_factory: pytest.TempPathFactory, events: list[str]
) -> None:
    delivered: list[str] = []
    now = T0
    with StateStore(tmp_path_factory.mktemp("state")) as store:
        queue(store, message(FIRING), message(RESOLVED))
        for event in events:
            now = Millis(now + LEASE)
            for delivery in store.claim(now, limit=1, lease=LEASE):
                if event == "send":
                    store.delivered(delivery.id, now)
                    delivered.append(delivery.message.kind)
                elif event == "fail":
                    store.postponed(delivery.id, now, "busy")
                elif event == "die":
                    store.dead(delivery.id, now, "refused")
    assert delivered in ([], [FIRING], [RESOLVED], [FIRING, RESOLVED])
