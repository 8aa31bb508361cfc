"""What people hear of trouble that comes and goes: by rehearsal, in virtual hours."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.alerting.damping import Episode, Weather, recorded
from netmon.alerting.notice import Notice, notice_of_alert, notice_of_incident
from netmon.alerting.pipeline import plan_messages
from netmon.alerting.stages import PipelineContext, Sent
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.flapping import Changes, Penalty
from netmon.language import Language
from netmon.model import (
    AlertPhase,
    Entity,
    Impact,
    Incident,
    IncidentId,
    Maintenance,
    Message,
    MunicipalityCode,
    NotificationKind,
    Severity,
)
from netmon.settings import Flapping, Settings
from netmon.telling.unrest import Unrest
from tests.netmon.alerting.occasions import (
    AS,
    BASE_URL,
    CHEB,
    CHEB_CORE,
    INCIDENT,
    NOC,
    T0,
    TRUNK,
    alert,
    maintenance,
    region,
)

FIRING, RESOLVED, FLAPPING = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.FLAPPING
REGION = region({"receivers": ["noc"]})
STEP = Millis(30 * SECOND)
IsDown = Callable[[Millis], bool]


@dataclass
class Rehearsal:
    """The chain from notices to messages, in virtual time."""

    settings: Flapping = field(default_factory=Flapping)
    now: Millis = T0
    unrest: Unrest = field(default_factory=Unrest)
    sent: dict[str, frozenset[Sent]] = field(default_factory=dict)
    heard: list[tuple[Millis, Message]] = field(default_factory=list)
    inventory: Inventory = REGION
    outage: Incident | None = None
    step: Millis = STEP

    def look(
        self, notices: Iterable[Notice], changes: Iterable[Changes] = (), maintenance: Sequence[Maintenance] = ()
    ) -> None:
        """Look once at what there is to tell."""
        weather = Weather(self.inventory, self.now, self.settings, base_url=BASE_URL, language=Language.EN)
        unrest = self.unrest.stirred(changes, self.now, self.settings)
        damped = unrest.damped(tuple(notices), weather)
        context = PipelineContext(self.inventory, self.now, maintenance=maintenance, sent=self.sent)
        messages = plan_messages(damped.notices, context).messages
        self.unrest = unrest.after(damped, messages, weather)
        for message in messages:
            row: Sent = (message.channel, message.address, message.kind)
            self.sent[message.subject_id] = self.sent.get(message.subject_id, frozenset()) | {row}
            self.heard.append((self.now, message))
        self.now = Millis(self.now + self.step)

    def live(self, span: Millis, is_down: IsDown, *, entity: Entity = TRUNK) -> None:
        """Let something be up or down as time tells, with an incident for each time it is down."""
        end = Millis(self.now + span)
        while self.now < end:
            was, self.outage = self.outage, self._follow(entity, is_down=is_down(Millis(self.now - T0)))
            over = replace(was, ended=self.now) if was is not None and self.outage is None else None
            changes = [Changes(entity, 1, self.now)] if was is not self.outage else []
            current = [each for each in (self.outage, over) if each is not None]
            self.look([notice_of_incident(each, self.inventory, BASE_URL, Language.EN) for each in current], changes)
        self.restart()

    def _follow(self, entity: Entity, *, is_down: bool) -> Incident | None:
        if not is_down:
            return None
        return self.outage or outage(self.now, entity)

    def restart(self) -> None:
        """Go through what a restart keeps."""
        self.unrest = Unrest.of_kept(self.unrest.to_keep())

    @property
    def kinds(self) -> list[NotificationKind]:
        """What was said, in order."""
        return [message.kind for _, message in self.heard]

    @property
    def minutes(self) -> list[int]:
        """When it was said, in minutes."""
        return [(at - T0) // MINUTE for at, _ in self.heard]

    def most_in_an_hour(self) -> int:
        """Return how many messages the worst hour brought."""
        times = [at for at, _ in self.heard]
        return max((sum(start <= at < start + HOUR for at in times) for start in times), default=0)


def outage(at: Millis, entity: Entity = TRUNK, *hit: MunicipalityCode) -> Incident:
    """Return an incident that begins now."""
    incident = IncidentId(f"i-{at}-{entity.name}")
    return replace(
        INCIDENT, id=incident, cause=entity, candidates=(entity,), impact=Impact(hit or (AS,)), started=at, detected=at
    )


def never(_: Millis) -> bool:
    return False


def flaps(period: int, until: int) -> IsDown:
    """Return a life that is down for the first half of every period, until a moment; all in seconds."""
    return lambda at: at < until * SECOND and at % (period * SECOND) < period * SECOND // 2


def test_a_link_that_flaps_once_a_minute_for_an_hour_is_told_in_three_messages() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(3 * HOUR), flaps(60, 3600))
    assert rehearsal.kinds == [FIRING, FLAPPING, RESOLVED]
    assert rehearsal.minutes == [0, 1, 79]
    assert rehearsal.most_in_an_hour() <= 3


def test_all_three_are_about_one_subject_and_the_last_says_when_it_ended() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(3 * HOUR), flaps(60, 3600))
    messages = [message for _, message in rehearsal.heard]
    assert len({message.subject_id for message in messages}) == 1
    assert messages[1].payload["summary"] == "↯ flapping: Cheb – Aš (quiet until it is steady)"
    assert messages[2].payload["summary"] == "✔ steady again: Cheb – Aš"
    assert messages[2].payload["ended"] == "2025-11-23T10:02:30.000Z"
    assert [message.payload["kind"] for message in messages] == ["firing", "flapping", "resolved"]


def test_a_long_outage_is_told_as_over_at_once_and_in_its_own_words() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(HOUR, lambda at: at < 15 * MINUTE)
    assert rehearsal.kinds == [FIRING, RESOLVED]
    assert rehearsal.minutes == [0, 15]
    assert str(rehearsal.heard[1][1].payload["summary"]).startswith("✔ restored after 15 min")


def test_a_short_outage_has_to_stay_over_for_a_few_minutes() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(HOUR, lambda at: at < 30 * SECOND)
    assert rehearsal.minutes == [0, 4]
    assert rehearsal.kinds == [FIRING, RESOLVED]


def test_what_comes_back_before_its_end_was_told_is_no_news() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(HOUR, lambda at: at < 30 * SECOND or MINUTE <= at < 20 * MINUTE)
    assert rehearsal.kinds == [FIRING, RESOLVED]
    assert rehearsal.minutes[1] >= 20


def test_what_is_worse_than_was_told_speaks() -> None:
    rehearsal = Rehearsal()
    first, worse = outage(T0), outage(Millis(T0 + 3 * STEP), TRUNK, AS, CHEB)
    rehearsal.look([notice_of_incident(first, REGION, BASE_URL)])
    rehearsal.look([notice_of_incident(replace(first, ended=rehearsal.now), REGION, BASE_URL)])
    rehearsal.look([notice_of_incident(worse, REGION, BASE_URL)])
    assert [message.subject_id for _, message in rehearsal.heard] == [first.id, worse.id]


def test_an_incident_that_grew_while_it_was_told_is_the_measure_of_the_next() -> None:
    rehearsal = Rehearsal()
    first, again = outage(T0), outage(Millis(T0 + 3 * STEP), TRUNK, AS, CHEB)
    rehearsal.look([notice_of_incident(first, REGION, BASE_URL)])
    grown = replace(first, impact=Impact((AS, CHEB)))
    rehearsal.look([notice_of_incident(grown, REGION, BASE_URL)])
    rehearsal.look([notice_of_incident(replace(grown, ended=rehearsal.now), REGION, BASE_URL)])
    rehearsal.look([notice_of_incident(again, REGION, BASE_URL)])
    assert rehearsal.kinds == [FIRING]


def test_other_trouble_is_told_meanwhile() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(10 * MINUTE), flaps(60, 600))
    rehearsal.live(Millis(MINUTE), lambda _: True, entity=CHEB_CORE)
    assert rehearsal.kinds == [FIRING, FLAPPING, FIRING]


def test_flapping_between_the_polls_is_told_by_itself() -> None:
    rehearsal = Rehearsal()
    for _ in range(10):
        rehearsal.look([], [Changes(TRUNK, 2, rehearsal.now)])
    rehearsal.live(HOUR, never)
    assert rehearsal.kinds == [FIRING, RESOLVED]
    subjects = {message.subject_id for _, message in rehearsal.heard}
    assert len(subjects) == 1
    assert subjects.pop().startswith("flapping/link/cheb-as/")
    assert rehearsal.minutes == [0, 24]


def test_an_outage_is_told_although_it_was_said_to_flap() -> None:
    rehearsal = Rehearsal()
    for _ in range(3):
        rehearsal.look([], [Changes(TRUNK, 2, rehearsal.now)])
    began = rehearsal.now
    rehearsal.live(HOUR, lambda at: at >= began - T0)
    assert rehearsal.kinds[:2] == [FIRING, FIRING]
    assert rehearsal.heard[1][0] == began


def test_flapping_between_the_polls_leaves_room_for_an_outage() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(16 * MINUTE), lambda at: at < 15 * MINUTE)
    for _ in range(5):
        rehearsal.look([], [Changes(TRUNK, 2, rehearsal.now)])
    assert rehearsal.kinds == [FIRING, RESOLVED]
    rehearsal.live(Millis(5 * MINUTE), lambda _: True)
    assert rehearsal.kinds == [FIRING, RESOLVED, FIRING]
    assert rehearsal.most_in_an_hour() == 3


def test_the_fiercest_of_former_troubles_counts() -> None:
    weather = Weather(REGION, T0)
    former = [
        Episode(
            notice_of_incident(outage(Millis(T0 - HOUR + n), TRUNK), REGION, BASE_URL), RESOLVED, (), Penalty(n, T0)
        )
        for n in (1, 4, 2)
    ]
    notice = notice_of_incident(outage(T0), REGION, BASE_URL)
    message = Message(notice.subject_id, FIRING, NOC[0], NOC[1], "key", notice.payload)
    assert recorded(former, [notice], [message], weather)[-1].penalty.value == 5


def test_an_alert_that_flaps_is_quiet_too() -> None:
    rehearsal = Rehearsal()
    for minute in range(60):
        fired = replace(alert(CHEB_CORE, since=rehearsal.now), fired_at=rehearsal.now)
        rehearsal.look(present(notice_of_alert(fired, REGION, BASE_URL)))
        over = replace(fired, phase=AlertPhase.OK, since=rehearsal.now)
        rehearsal.look(present(notice_of_alert(over, REGION, BASE_URL)))
        assert rehearsal.most_in_an_hour() <= 3, minute
    rehearsal.live(Millis(2 * HOUR), never)
    assert rehearsal.kinds == [FIRING, FLAPPING, RESOLVED]


def test_alerts_of_two_interfaces_of_a_device_do_not_hide_each_other() -> None:
    rehearsal = Rehearsal()
    first = alert(Entity(CHEB_CORE.kind, "cheb-core-1"))
    second = alert(TRUNK)
    rehearsal.look(present(notice_of_alert(first, REGION, BASE_URL)))
    over = replace(first, phase=AlertPhase.OK)
    both = [notice_of_alert(over, REGION, BASE_URL), notice_of_alert(second, REGION, BASE_URL)]
    rehearsal.look([notice for notice in both if notice is not None])
    assert rehearsal.kinds == [FIRING, FIRING]


def test_in_maintenance_nobody_hears_that_it_flaps() -> None:
    rehearsal = Rehearsal()
    rehearsal.look([notice_of_incident(outage(T0), REGION, BASE_URL)])
    window = [maintenance(TRUNK, end=600)]
    changes = [Changes(TRUNK, 5, Millis(T0 + 1))]
    rehearsal.look([notice_of_incident(outage(T0), REGION, BASE_URL)], changes, maintenance=window)
    assert rehearsal.kinds == [FIRING]
    rehearsal.look([notice_of_incident(outage(T0), REGION, BASE_URL)])
    assert rehearsal.kinds == [FIRING, FLAPPING]


def test_another_address_hears_of_it_and_nothing_is_repeated() -> None:
    rehearsal = Rehearsal()
    notice = notice_of_incident(outage(T0), REGION, BASE_URL)
    rehearsal.look([notice], [Changes(TRUNK, 4, T0)])
    rehearsal.look([notice])
    rehearsal.inventory = region({"receivers": ["noc", "oncall"]})
    for _ in range(5):
        rehearsal.look([notice])
    heard = [(message.address, message.kind) for _, message in rehearsal.heard]
    assert len(heard) == len(set(heard)) == 3


@pytest.mark.parametrize("minutes", [1, 2, 5, 10, 12, 15, 20, 24, 30, 40, 59])
def test_however_slowly_it_flaps_no_hour_brings_more_than_three_messages(minutes: int) -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(6 * HOUR), flaps(minutes * 60, 6 * 3600))
    rehearsal.live(Millis(2 * HOUR), never)
    assert rehearsal.most_in_an_hour() <= 3
    assert rehearsal.kinds[-1] is RESOLVED


@pytest.mark.long
@given(phase=st.integers(5, 600), seed=st.integers(0, 9), jitter=st.sampled_from([0.0, 0.3]))
@settings(max_examples=25)
def test_whatever_its_phase_an_hour_of_flapping_is_three_messages_and_its_end_is_told(
    phase: int, seed: int, jitter: float
) -> None:
    draw = Random(seed)  # noqa: S311 -- a life, not a secret
    rehearsal, turns, at = Rehearsal(step=Millis(5 * SECOND)), [0], 0.0
    while at < HOUR:
        at += phase * SECOND * draw.uniform(1 - jitter, 1 + jitter)
        turns.append(int(at))
    rehearsal.live(Millis(3 * HOUR), lambda now: now < HOUR and bisect_right(turns, now) % 2 == 1)
    assert rehearsal.most_in_an_hour() <= 3
    assert rehearsal.kinds[-1] is RESOLVED
    within = [message for at, message in rehearsal.heard if at < T0 + HOUR]
    is_said = FLAPPING in {message.kind for message in within} or "flapping" in str(within[-1].payload["summary"])
    assert is_said or sum(message.kind is FIRING for message in within) == 1


@pytest.mark.parametrize("minutes", [7, 8, 10, 20])
def test_what_uses_up_its_messages_says_so_with_the_last(minutes: int) -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(HOUR), flaps(minutes * 60, 3600))
    rehearsal.live(Millis(2 * HOUR), never)
    assert rehearsal.kinds == [FIRING, RESOLVED, FIRING, RESOLVED]
    *_, last, end = (message.payload for _, message in rehearsal.heard)
    assert str(last["summary"]).startswith("↯ flapping: ")
    assert "cut off" in str(last["evidence"])
    assert str(end["summary"]).startswith("✔ steady again: ")


def test_the_last_message_about_something_worse_says_what_is_worse() -> None:
    rehearsal = Rehearsal()
    for hit in ((AS,), (AS, CHEB)):
        trouble = outage(rehearsal.now, TRUNK, *hit)
        rehearsal.look([notice_of_incident(trouble, REGION, BASE_URL, Language.EN)], [Changes(TRUNK, 1, rehearsal.now)])
        rehearsal.now = Millis(rehearsal.now + 5 * MINUTE)
        over = replace(trouble, ended=rehearsal.now)
        rehearsal.look([notice_of_incident(over, REGION, BASE_URL, Language.EN)], [Changes(TRUNK, 1, rehearsal.now)])
        rehearsal.live(Millis(5 * MINUTE), never)
    assert rehearsal.kinds[:3] == [FIRING, RESOLVED, FIRING]
    assert "2 municipalities cut off" in str(rehearsal.heard[2][1].payload["summary"])


spans = st.lists(st.integers(1, 80), min_size=1, max_size=12)


@given(spans, st.integers(2, 5))
def test_the_law_of_messages_holds_for_every_life(steps: list[int], messages: int) -> None:
    rehearsal = Rehearsal(Flapping(messages=messages))
    down = True
    for span in steps:
        rehearsal.live(Millis(span * STEP), lambda _, down=down: down)  # type: ignore[misc]
        down = not down
    rehearsal.live(Millis(3 * HOUR), never)
    assert rehearsal.most_in_an_hour() <= messages
    subjects = [message.subject_id for _, message in rehearsal.heard if message.kind is FIRING]
    over = [message.subject_id for _, message in rehearsal.heard if message.kind is RESOLVED]
    assert sorted(subjects) == sorted(over)
    assert len(set(subjects)) == len(subjects)


@given(spans)
def test_what_is_down_is_never_believed_to_be_up(steps: list[int]) -> None:
    rehearsal = Rehearsal()
    down = False
    for span in steps:
        down = not down
        rehearsal.live(Millis(span * STEP), lambda _, down=down: down)  # type: ignore[misc]
        if down:
            assert rehearsal.heard
            assert rehearsal.kinds[-1] is not RESOLVED


def test_a_clock_that_was_set_back_delays_no_end() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(30 * MINUTE), flaps(60, 600))
    assert rehearsal.kinds == [FIRING, FLAPPING]
    rehearsal.now = Millis(rehearsal.now - 2 * HOUR)
    rehearsal.live(Millis(2 * HOUR), never)
    assert rehearsal.kinds == [FIRING, FLAPPING, RESOLVED]
    assert rehearsal.minutes[2] == -30, "an hour after the clock was set: then there is room"


def test_nothing_is_remembered_for_ever() -> None:
    rehearsal = Rehearsal()
    rehearsal.live(Millis(3 * HOUR), flaps(60, 3600))
    assert rehearsal.unrest == Unrest()
    assert rehearsal.now < T0 + DAY


def present(notice: Notice | None) -> list[Notice]:
    return [] if notice is None else [notice]


def test_severity_counts_as_worse() -> None:
    rehearsal = Rehearsal()
    first = replace(outage(T0), severity=Severity.WARNING)
    rehearsal.look([notice_of_incident(first, REGION, BASE_URL)])
    rehearsal.look([notice_of_incident(replace(first, ended=rehearsal.now), REGION, BASE_URL)])
    rehearsal.look([notice_of_incident(outage(rehearsal.now), REGION, BASE_URL)])
    assert rehearsal.kinds == [FIRING, FIRING]


def test_the_weather_is_as_netmon_was_told() -> None:
    told = Settings(url="https://netmon.test/", language=Language.EN, flapping=Flapping(messages=7))
    found = Weather.of(REGION, told, T0)
    assert (found.inventory, found.now, found.penalties) == (REGION, T0, {})
    assert (found.settings.messages, found.base_url, found.language) == (7, told.url, Language.EN)
