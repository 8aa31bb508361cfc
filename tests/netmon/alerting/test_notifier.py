"""Messages reach people: out of the real store, over real channels, through failures."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.alerting.notifier import COURIERS, LEASE, MOST_IN_A_CHANNEL, Notifier
from netmon.alerting.notify import Channel
from netmon.alerting.notify.email import Email
from netmon.alerting.notify.webhook import Webhook
from netmon.clock import DAY, MINUTE, SECOND, ManualClock, Millis
from netmon.errors import DeliveryError, StoreError
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Delivery, Message, NotificationKind
from netmon.secret import SecretStore
from netmon.settings import Smtp
from netmon.store.notifications import Busy, Waiting
from netmon.store.state import StateStore
from tests.netmon.alerting.occasions import T0, message
from tests.parts.smtp import SmtpStarter
from tests.parts.waiting import wait_until
from tests.parts.webhook import WebhookReceiver

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED

UNTIL_IT_WAITS = 10
"""Turns of the loop after which couriers with nothing to carry wait for news: more than it takes them."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    """Return an empty store."""
    with StateStore(tmp_path) as store:
        yield store


@pytest.fixture
def clock() -> ManualClock:
    """Return a clock at T0."""
    return ManualClock(T0)


def queue(store: StateStore, *messages: Message) -> None:
    store.commit(judgement=Judgement(Situation()), messages=messages, now=T0)


def drain(store: StateStore, clock: ManualClock, *channels: Channel, draw: float = 0.5) -> None:
    async def carry() -> None:
        await Notifier(store, channels, clock, draw=lambda: draw).drain_once()

    asyncio.run(carry())


def to(receiver: WebhookReceiver) -> Webhook:
    return Webhook(SecretStore((), {"NETMON_SECRET_ONCALL": receiver.url}), ManualClock(T0))


def kinds(receiver: WebhookReceiver) -> list[object]:
    return [posted.payload["kind"] for posted in receiver.posted]


class Deaf:
    """A channel that never gets through, and remembers what it was asked."""

    name = "webhook"

    def __init__(self, error: Exception) -> None:
        self.asked: list[Message] = []
        self._error = error

    def send(self, message: Message) -> None:
        """Fail."""
        self.asked.append(message)
        raise self._error


def test_each_message_is_delivered_once_by_its_channel(
    store: StateStore, clock: ManualClock, webhook: WebhookReceiver, start_smtp: SmtpStarter
) -> None:
    mailbox = start_smtp(None)
    email = Email(Smtp(host="127.0.0.1", port=mailbox.port, sender="netmon@kraj.example"), SecretStore(), clock)
    mail = replace(message(channel="email", address="noc@kraj.example"), dedup_key="key-mail")
    queue(store, message(), mail, message())
    drain(store, clock, to(webhook), email)
    drain(store, clock, to(webhook), email)
    assert kinds(webhook) == ["firing"]
    assert len(mailbox.received) == 1
    assert store.waiting() == Waiting(0, 0)


def test_what_is_over_before_it_got_through_is_one_message_for_both(
    store: StateStore, clock: ManualClock, webhook: WebhookReceiver
) -> None:
    queue(store, message(), message(RESOLVED))
    webhook.status = 500
    drain(store, clock, to(webhook))
    webhook.status = 200
    drain(store, clock, to(webhook))
    assert kinds(webhook) == ["passed"], "not due yet"
    clock.advance(SECOND)
    drain(store, clock, to(webhook))
    assert kinds(webhook) == ["passed", "passed"]


def test_a_failure_is_tried_again_later_and_later_and_given_up_after_a_day(
    store: StateStore, clock: ManualClock
) -> None:
    queue(store, message())
    deaf = Deaf(DeliveryError("busy"))
    waits = []
    while store.waiting().waiting:
        before, began = len(deaf.asked), clock.now()
        while len(deaf.asked) == before:
            clock.advance(SECOND if len(deaf.asked) < 10 else MINUTE)
            drain(store, clock, deaf, draw=0.999)
        waits.append(clock.now() - began)
    assert waits[:4] == [1_000, 1_000, 2_000, 4_000]
    assert max(waits) <= 5 * MINUTE
    assert store.waiting() == Waiting(0, 1)
    assert DAY <= clock.now() - T0 <= DAY + 5 * MINUTE


def test_what_cannot_be_helped_is_given_up_at_once_and_holds_nobody_up(
    store: StateStore, clock: ManualClock, webhook: WebhookReceiver
) -> None:
    queue(store, message())
    drain(store, clock, Deaf(DeliveryError("gone", permanent=True)))
    queue(store, message(RESOLVED))
    drain(store, clock, Deaf(DeliveryError("gone", permanent=True)))
    assert store.waiting() == Waiting(0, 2)
    drain(store, clock, to(webhook))
    assert webhook.posted == []


@pytest.mark.parametrize("channels", [(), (Deaf(KeyError("t0ps3cret")),)])
def test_a_fault_of_ours_costs_an_attempt_and_not_the_courier(
    store: StateStore,
    clock: ManualClock,
    webhook: WebhookReceiver,
    caplog: pytest.LogCaptureFixture,
    channels: tuple[Channel, ...],
) -> None:
    queue(store, message())
    drain(store, clock, *channels)
    assert store.waiting() == Waiting(1, 0)
    (delivery,) = store.claim(Millis(T0 + MINUTE), limit=1, lease=MINUTE)
    assert "t0ps3cret" not in delivery.error + caplog.text
    clock.advance(3 * MINUTE)
    drain(store, clock, to(webhook))
    assert kinds(webhook) == ["firing"]


def test_whoever_is_killed_after_sending_sends_again_under_the_same_key(
    store: StateStore, clock: ManualClock, webhook: WebhookReceiver
) -> None:
    queue(store, message(), message(RESOLVED))
    (claimed,) = store.claim(T0, limit=1, lease=LEASE)
    to(webhook).send(claimed.message)
    drain(store, clock, to(webhook))
    assert kinds(webhook) == ["firing"], "the lease still runs"
    clock.advance(LEASE)
    drain(store, clock, to(webhook))
    assert kinds(webhook) == ["firing", "firing", "resolved"]
    assert webhook.posted[0].headers["Idempotency-Key"] == webhook.posted[1].headers["Idempotency-Key"]
    assert [posted.payload["summary"].endswith(" (opakováno)") for posted in webhook.posted] == [False, True, False]


def test_one_deaf_receiver_stops_no_other(store: StateStore, clock: ManualClock, webhook: WebhookReceiver) -> None:
    class Hanging:
        """A channel that takes a message and keeps it until somebody else got theirs."""

        name = "email"

        def send(self, message: Message) -> None:
            wait_until(lambda: webhook.posted, f"another message than {message.dedup_key} delivered")

    queue(store, replace(message(channel="email"), dedup_key="key-mail"), message())
    drain(store, clock, Hanging(), to(webhook))
    assert store.waiting() == Waiting(0, 0)


def test_a_channel_that_hangs_with_many_messages_keeps_no_other_waiting(
    store: StateStore, clock: ManualClock, webhook: WebhookReceiver
) -> None:
    class Hanging:
        """A channel that keeps every message until somebody else got theirs, and counts whom it keeps."""

        name = "email"

        def __init__(self) -> None:
            self.kept: Counter[str] = Counter()
            self.most = 0

        def send(self, message: Message) -> None:
            self.kept[message.address] += 1
            self.most = max(self.most, self.kept.total())
            assert self.kept[message.address] == 1, "a receiver that hangs keeps one courier"
            wait_until(lambda: webhook.posted, f"another message than {message.dedup_key} delivered")
            self.kept[message.address] -= 1

    hanging = Hanging()
    mails = [
        replace(message(channel="email", address=f"{number % 20}@x"), subject_id=f"i-{number}", dedup_key=f"m-{number}")
        for number in range(3 * COURIERS)
    ]
    queue(store, *mails, message())
    drain(store, clock, hanging, to(webhook))
    assert store.waiting() == Waiting(0, 0)
    assert hanging.most == MOST_IN_A_CHANNEL


def test_a_running_notifier_delivers_as_soon_as_it_is_woken(
    store: StateStore, clock: ManualClock, webhook: WebhookReceiver
) -> None:
    async def run() -> None:
        notifier = Notifier(store, [to(webhook)], clock)
        running = asyncio.create_task(notifier.run())
        await asyncio.sleep(0)
        queue(store, message())
        notifier.wake()
        await asyncio.to_thread(wait_until, lambda: webhook.posted, "delivered")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(run())
    assert kinds(webhook) == ["firing"]


class Failing:
    """An outbox whose disk is full the first time, and which is empty then."""

    def __init__(self) -> None:
        self.claims = 0

    def claim(self, now: Millis, *, limit: int, lease: Millis, busy: Busy) -> tuple[Delivery, ...]:
        """Fail once for each courier."""
        self.claims += 1
        if self.claims <= COURIERS:
            reason = f"disk full, {now=} {limit=} {lease=} {busy=}"
            raise StoreError(reason)
        return ()

    def lane(self, delivery: Delivery) -> tuple[Delivery, ...]:
        """Know nothing else."""
        return (delivery,)

    def merge(self, superseded: Collection[int], end: Delivery, lease_end: Millis) -> Delivery | None:
        """Have nothing to merge."""

    def delivered(self, key: int, now: Millis) -> None:
        """Have nothing to note."""

    def postponed(self, key: int, next_at: Millis, error: str) -> None:
        """Have nothing to note."""

    def dead(self, key: int, now: Millis, error: str) -> None:
        """Have nothing to note."""


def test_a_store_that_fails_does_not_end_the_notifier(clock: ManualClock) -> None:
    async def run() -> None:
        outbox = Failing()
        notifier = Notifier(outbox, [], clock)
        running = asyncio.create_task(notifier.run())
        await asyncio.to_thread(wait_until, lambda: outbox.claims >= COURIERS, "each courier failed")
        notifier.wake()
        await asyncio.to_thread(wait_until, lambda: outbox.claims > COURIERS, "a courier asked again")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(run())


@pytest.mark.parametrize("turns", range(5))
def test_couriers_end_when_they_are_told_to_even_if_news_comes_in_the_same_moment(
    store: StateStore, clock: ManualClock, turns: int
) -> None:
    notifier = Notifier(store, [], clock)

    async def live() -> set[asyncio.Task[None]]:
        carrying = asyncio.create_task(notifier.run())
        for _ in range(UNTIL_IT_WAITS):
            await asyncio.sleep(0)
        notifier.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
        carrying.cancel()
        done, late = await asyncio.wait([carrying], timeout=30)
        for task in late:
            task.cancel()
        return done

    assert asyncio.run(live())
