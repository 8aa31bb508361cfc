"""People sleep through what can wait, nobody is flooded, and nothing is dropped."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.mail import render_mail
from netmon.alerting.notice import Notice
from netmon.alerting.notify.mail import plain_mail
from netmon.alerting.stages import PipelineContext
from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.model import Message, NotificationKind, Severity
from tests.netmon.alerting.desk import OFTEN, Desk
from tests.netmon.alerting.occasions import firing, region, resolved
from tests.netmon.oncall.plans import PEOPLE, WEEKLY, at, staffed

FIRING, RESOLVED, DIGEST = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.DIGEST
ADA, ADA_SMS, NOC = "ada@kraj.example", "+420600000001", "noc@kraj.example"
NIGHT, MORNING = at("2026-01-06T23:00"), at("2026-01-07T06:00")
SLEEPING = {**PEOPLE["ada"], "quiet": {"start": "22:00", "end": "06:00"}}
SLEEPERS: dict[str, object] = {**PEOPLE, "ada": SLEEPING}
TO_ADA = {"steps": [{"notify": ["network"]}]}
ONLY_NOC = [{"receivers": ["noc"]}]


def numbered(
    number: int, since: Millis, kind: NotificationKind = FIRING, severity: Severity = Severity.WARNING
) -> Notice:
    """Return one of many notices that have nothing to do with each other."""
    told = resolved() if kind is RESOLVED else firing()
    payload = {**told.payload, "summary": f"porucha {number}", "severity": severity.value}
    return replace(told, subject_id=f"loss/{number}", since=since, severity=severity, payload=payload)


def desk(now: Millis = NIGHT) -> Desk:
    """Return a desk where Ada is on duty and sleeps at night."""
    network = {**WEEKLY, "members": ["ada"]}
    return Desk(staffed(people=SLEEPERS, rotas={"network": network}, escalations={"backbone": TO_ADA}), now)


def told(desk: Desk, kind: NotificationKind) -> list[tuple[Millis, Message]]:
    """Return the messages of a kind, each with its time."""
    return [(moment, message) for moment, message in desk.log if message.kind is kind]


def test_what_is_not_critical_waits_for_the_morning_and_comes_in_one_message() -> None:
    night = desk()
    notices = [numbered(number, NIGHT) for number in range(3)]
    night.run(*notices, until=Millis(MORNING - MINUTE), every=Millis(MINUTE))
    assert night.log == []
    assert {(held.stage, held.reason, held.until) for held in night.look(*notices).suppressed} == {
        ("hush", "quiet hours", MORNING)
    }
    night.run(*notices, until=Millis(MORNING + HOUR), every=Millis(MINUTE))
    ((moment, digest),) = night.log
    assert (moment, digest.kind, digest.address) == (MORNING, DIGEST, ADA)
    assert digest.payload["evidence"] == ["porucha 0", "porucha 1", "porucha 2"]
    assert digest.payload["summary"] == "3 zprávy v jedné: porucha 0"
    assert digest.covers == tuple((notice.subject_id, FIRING) for notice in notices)


def test_the_digest_speaks_the_language_of_whoever_reads_it() -> None:
    english = {**SLEEPERS, "ada": {**SLEEPING, "language": "en"}}
    night = Desk(staffed(people=english, escalations={"backbone": TO_ADA}), NIGHT)
    notices = [numbered(number, NIGHT) for number in range(2)]
    night.run(*notices, until=MORNING, every=Millis(HOUR))
    assert night.log[-1][1].payload["summary"] == "2 messages in one: porucha 0"


def test_a_single_thing_of_the_night_is_told_like_any_other() -> None:
    night = desk()
    night.run(numbered(1, NIGHT), until=MORNING, every=Millis(HOUR))
    assert [(moment, message.kind) for moment, message in night.log] == [(MORNING, FIRING)]


def test_what_begins_by_day_is_told_one_by_one() -> None:
    day = desk(Millis(MORNING + HOUR))
    day.look(numbered(1, day.now), numbered(2, day.now))
    assert [message.kind for _, message in day.log] == [FIRING, FIRING]


def test_the_night_and_a_storm_in_the_morning_are_one_digest() -> None:
    night = desk()
    slept = [numbered(number, NIGHT) for number in range(2)]
    night.run(*slept, until=Millis(MORNING - MINUTE), every=Millis(HOUR))
    night.now = MORNING
    night.look(*slept, *(numbered(number, MORNING, severity=Severity.CRITICAL) for number in range(2, 7)))
    mails = [message for _, message in night.log if message.address == ADA]
    assert [message.kind for message in mails] == [FIRING] * 4 + [DIGEST]
    assert len(mails[-1].covers) == 3


def test_what_is_over_in_the_morning_was_never_told() -> None:
    night = desk()
    night.run(numbered(1, NIGHT), until=Millis(NIGHT + HOUR), every=Millis(HOUR))
    night.look(numbered(1, NIGHT, RESOLVED))
    night.run(until=MORNING, every=Millis(HOUR))
    assert night.log == []


def test_what_is_critical_wakes_people() -> None:
    night = desk()
    night.look(numbered(1, NIGHT, severity=Severity.CRITICAL))
    assert {message.address for _, message in night.log} == {ADA, ADA_SMS}


def test_the_end_of_what_was_told_is_told_at_night_too() -> None:
    evening = desk(Millis(NIGHT - 2 * HOUR))
    evening.look(numbered(1, evening.now))
    evening.now = NIGHT
    evening.look(numbered(1, NIGHT, RESOLVED))
    assert [message.kind for _, message in evening.log] == [FIRING, RESOLVED]


def test_everybody_in_a_digest_gets_the_end_of_each() -> None:
    night = desk()
    notices = [numbered(number, NIGHT) for number in range(3)]
    night.run(*notices, until=MORNING, every=Millis(HOUR))
    night.now = Millis(MORNING + HOUR)
    night.look(*notices[1:], numbered(0, NIGHT, RESOLVED))
    assert [(message.subject_id, message.kind) for _, message in night.log[1:]] == [("loss/0", RESOLVED)]


@pytest.mark.parametrize("apart", [0, 2 * SECOND], ids=["at once", "one after another"])
def test_twenty_failures_in_a_minute_are_five_messages_at_most_and_one_digest(apart: int) -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    notices = [numbered(number, Millis(NIGHT + number * apart), severity=Severity.CRITICAL) for number in range(20)]
    end = Millis(NIGHT + 3 * MINUTE)
    while storm.now <= end:
        storm.look(*(notice for notice in notices if notice.since <= storm.now))
        storm.now = Millis(storm.now + SECOND)
    (digest,) = told(storm, DIGEST)
    pages = told(storm, FIRING)
    assert len(pages) <= 5
    assert digest[0] <= NIGHT + 61 * SECOND
    covered = {subject for subject, _ in digest[1].covers}
    assert covered | {message.subject_id for _, message in pages} == {notice.subject_id for notice in notices}


def test_the_worst_of_a_storm_goes_out_by_itself() -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    notices = [numbered(number, NIGHT) for number in range(9)]
    storm.look(*notices, numbered(9, NIGHT, severity=Severity.CRITICAL))
    assert [message.subject_id for _, message in told(storm, FIRING)] == ["loss/0", "loss/1", "loss/2", "loss/9"]
    assert len(told(storm, DIGEST)) == 1


def test_five_at_once_are_no_storm() -> None:
    calm = Desk(region(*ONLY_NOC), NIGHT)
    calm.look(*(numbered(number, NIGHT) for number in range(5)))
    assert [message.kind for _, message in calm.log] == [FIRING] * 5


def test_a_machine_gets_each_message_of_a_storm() -> None:
    storm = Desk(region({"receivers": ["oncall"]}), NIGHT)
    storm.look(*(numbered(number, NIGHT) for number in range(20)))
    posted = [message.kind for _, message in storm.log if message.channel == "webhook"]
    assert posted == [FIRING] * 20


def test_what_waits_in_a_storm_says_so_and_until_when() -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    storm.look(*(numbered(number, NIGHT) for number in range(5)))
    storm.now = Millis(NIGHT + SECOND)
    (held,) = (each for each in storm.look(numbered(6, storm.now)).suppressed if each.stage == "cap")
    assert (held.reason, held.until) == ("5 messages went there within a minute", NIGHT + MINUTE)


def test_a_single_end_in_a_storm_needs_no_digest() -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    storm.look(*(numbered(number, NIGHT) for number in range(5)))
    storm.now = Millis(NIGHT + SECOND)
    storm.look(numbered(0, NIGHT, RESOLVED))
    assert storm.log[-1][1].kind is RESOLVED


def test_ends_are_never_held_back_but_come_together() -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    storm.look(*(numbered(number, NIGHT) for number in range(5)))
    storm.now = Millis(NIGHT + SECOND)
    storm.look(*(numbered(number, NIGHT, RESOLVED) for number in range(5)))
    ((moment, digest),) = told(storm, DIGEST)
    assert moment == storm.now
    assert [kind for _, kind in digest.covers] == [RESOLVED] * 5


BURSTS = st.lists(st.tuples(st.integers(min_value=1, max_value=9), st.integers(min_value=0, max_value=12)), max_size=12)


@given(BURSTS)
def test_in_any_storm_everything_is_told_once_within_a_minute_and_no_minute_has_more_than_five(
    bursts: list[tuple[int, int]],
) -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    notices: list[Notice] = []
    for looks, more in bursts:
        notices += [numbered(len(notices) + each, storm.now) for each in range(more)]
        storm.run(*notices, until=Millis(storm.now + looks * OFTEN))
    storm.run(*notices, until=Millis(storm.now + MINUTE))
    said = [subject for _, message in storm.log for subject, _ in message.says]
    assert sorted(said) == sorted(notice.subject_id for notice in notices)
    since = {notice.subject_id: notice.since for notice in notices}
    assert all(moment - since[subject] <= MINUTE for moment, message in storm.log for subject, _ in message.says)
    times = [moment for moment, _ in storm.log]
    assert all(
        later - earlier >= MINUTE
        for earlier, later in zip(times, times[PipelineContext(region(), NIGHT).burst :], strict=False)
    )


def test_a_digest_reads_well_as_mail() -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    storm.look(*(numbered(number, NIGHT) for number in range(9)))
    ((_, digest),) = told(storm, DIGEST)
    mail = render_mail(digest.payload, "cs")
    assert mail.subject == "▲ 5 zpráv v jedné: porucha 4"
    assert [f"porucha {number}" in mail.text for number in range(4, 9)] == [True] * 5
    assert "porucha 8" in plain_mail(digest.payload).text
