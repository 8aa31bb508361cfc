"""People sleep through what can wait, nobody is flooded, and nothing is dropped."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.mail import render_mail
from netmon.alerting.notice import Notice, as_flapping, notice_of_incident
from netmon.alerting.notify.mail import plain_mail
from netmon.alerting.restraint import place_of
from netmon.alerting.stages import PipelineContext
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis
from netmon.language import Language
from netmon.model import Message, MunicipalityCode, NotificationKind, Severity
from netmon.oncall.book import CallBook
from netmon.store.cases import CASE
from tests.netmon.alerting.desk import OFTEN, Desk
from tests.netmon.alerting.occasions import BASE_URL, ENDED, INCIDENT, T0, firing, region, resolved
from tests.netmon.oncall.plans import PEOPLE, WEEKLY, at, staffed

FIRING, RESOLVED, DIGEST = NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.DIGEST
PASSED = NotificationKind.PASSED
BOB = "bob@kraj.example"
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
    labels = replace(told.labels, municipalities=frozenset({MunicipalityCode(str(number))}))
    return replace(told, subject_id=f"loss/{number}", since=since, severity=severity, payload=payload, labels=labels)


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


def test_what_is_over_in_the_morning_is_told_in_one_message() -> None:
    night = desk()
    night.run(numbered(1, NIGHT), until=Millis(NIGHT + HOUR), every=Millis(HOUR))
    night.look(numbered(1, NIGHT, RESOLVED))
    night.run(until=Millis(MORNING + HOUR), every=Millis(HOUR))
    ((moment, message),) = night.log
    assert (moment, message.kind, message.address, message.subject_id) == (MORNING, PASSED, ADA, "loss/1")
    assert message.payload["summary"] == "✔ bylo mimo 1 min (od 10:03): Cheb (cheb-core-1)"
    assert night.book.cases == {}


def test_what_is_over_and_what_still_holds_in_the_morning_are_one_digest() -> None:
    night = desk()
    night.run(*(numbered(each, NIGHT) for each in range(3)), until=Millis(NIGHT + HOUR), every=Millis(HOUR))
    night.look(*(numbered(each, NIGHT, RESOLVED) for each in range(2)), numbered(2, NIGHT))
    night.run(numbered(2, NIGHT), until=MORNING, every=Millis(HOUR))
    ((_, digest),) = night.log
    assert sorted(digest.covers) == [("loss/0", PASSED), ("loss/1", PASSED), ("loss/2", FIRING)]
    night.now = Millis(MORNING + HOUR)
    night.look(numbered(2, NIGHT, RESOLVED))
    assert [(message.subject_id, message.kind) for _, message in night.log[1:]] == [("loss/2", RESOLVED)]


def test_what_begins_anew_before_its_end_was_told_is_told_as_it_is() -> None:
    night = desk()
    night.look(numbered(1, NIGHT))
    night.look(numbered(1, NIGHT, RESOLVED))
    night.run(numbered(1, NIGHT), until=MORNING, every=Millis(HOUR))
    assert [message.kind for _, message in night.log] == [FIRING]


def test_what_turned_out_to_be_part_of_another_incident_is_told_with_that() -> None:
    night = desk()
    night.look(numbered(1, NIGHT))
    over = numbered(1, NIGHT, RESOLVED)
    night.look(replace(over, payload={**over.payload, "merged_into": "i-2"}))
    night.run(until=MORNING, every=Millis(HOUR))
    assert night.log == []
    assert night.book.cases == {}


def test_whoever_was_told_hears_of_the_end_and_whoever_slept_hears_it_all() -> None:
    both = {"steps": [{"notify": ["ada", "bob"]}]}
    night = Desk(staffed(people=SLEEPERS, escalations={"backbone": both}), NIGHT)
    night.look(numbered(1, NIGHT))
    night.look(numbered(1, NIGHT, RESOLVED))
    night.run(until=MORNING, every=Millis(HOUR))
    assert [(message.kind, message.address) for _, message in night.log] == [
        (FIRING, BOB),
        (RESOLVED, BOB),
        (PASSED, ADA),
    ]


def test_nobody_is_called_earlier_because_another_sleeps() -> None:
    steps = {"steps": [{"notify": ["network"]}, {"notify": ["bob"], "after": "15m"}]}
    night = Desk(
        staffed(people=SLEEPERS, rotas={"network": {**WEEKLY, "members": ["ada"]}}, escalations={"backbone": steps}),
        NIGHT,
    )
    night.run(numbered(1, NIGHT), until=Millis(MORNING + HOUR), every=Millis(MINUTE))
    assert [(moment - MORNING, message.address) for moment, message in night.log] == [(0, ADA), (15 * MINUTE, BOB)]


def test_what_is_held_back_is_written_down_once_and_survives_a_restart() -> None:
    night = desk()
    night.look(numbered(1, NIGHT))
    known = night.book.cases
    night.now = Millis(NIGHT + SECOND)
    night.look(numbered(1, NIGHT))
    assert night.book.cases == known
    night.look(numbered(1, NIGHT, RESOLVED))
    kept = {subject: CASE.validate_json(CASE.dump_json(case)) for subject, case in night.book.cases.items()}
    assert kept == night.book.cases
    night.book = CallBook(kept)
    night.run(until=MORNING, every=Millis(HOUR))
    assert [message.kind for _, message in night.log] == [PASSED]


def test_nobody_is_told_old_stories() -> None:
    night = desk()
    night.look(numbered(1, NIGHT))
    night.look(numbered(1, NIGHT, RESOLVED))
    night.now = Millis(NIGHT + 3 * DAY)
    night.look()
    night.now = Millis(night.now + DAY)
    assert night.look().book.cases == {}


def test_what_comes_and_goes_while_the_storm_is_capped_is_told_after_it() -> None:
    storm = Desk(region(*ONLY_NOC), NIGHT)
    storm.look(*(numbered(each, NIGHT, severity=Severity.CRITICAL) for each in range(5)))
    storm.now = Millis(NIGHT + SECOND)
    short = [numbered(each, storm.now, severity=Severity.CRITICAL) for each in range(5, 8)]
    storm.look(*short)
    storm.now = Millis(NIGHT + 20 * SECOND)
    storm.look(*(numbered(each, storm.now, RESOLVED, Severity.CRITICAL) for each in range(5, 8)))
    storm.run(until=Millis(NIGHT + 2 * MINUTE), every=Millis(SECOND))
    later = [(moment, message) for moment, message in storm.log if moment > NIGHT]
    assert all(moment == NIGHT + MINUTE + SECOND for moment, _ in later)
    assert sorted(said for _, message in later for said in message.says) == [(f"loss/{n}", PASSED) for n in (5, 6, 7)]
    assert storm.book.cases == {}


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
    assert digest[0] <= NIGHT + 5 * apart + 61 * SECOND
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


def placed(number: int, town: str, kind: NotificationKind = FIRING, severity: Severity = Severity.WARNING) -> Notice:
    """Return one of many notices, about a town."""
    notice = numbered(number, NIGHT, kind, severity)
    return replace(notice, labels=replace(notice.labels, municipalities=frozenset({MunicipalityCode(town)})))


def test_what_a_round_says_of_one_town_is_one_message_and_each_gets_its_end() -> None:
    room = Desk(region(*ONLY_NOC), NIGHT)
    room.look(placed(1, "as"), placed(2, "as"), placed(3, "cheb"))
    assert [(message.kind, message.says) for _, message in room.log] == [
        (FIRING, (("loss/3", FIRING),)),
        (DIGEST, (("loss/1", FIRING), ("loss/2", FIRING))),
    ]
    assert room.log[1][1].payload["summary"] == "2 zprávy v jedné: porucha 1"
    room.now = Millis(NIGHT + SECOND)
    room.look(placed(1, "as", RESOLVED), placed(2, "as"), placed(3, "cheb"))
    assert [message.says for _, message in room.log[2:]] == [(("loss/1", RESOLVED),)]


def test_two_towns_with_several_troubles_each_are_two_messages() -> None:
    room = Desk(region(*ONLY_NOC), NIGHT)
    room.look(*(placed(number, town) for number, town in enumerate(("as", "cheb", "as", "cheb"))))
    assert [[subject for subject, _ in message.covers] for _, message in room.log] == [
        ["loss/0", "loss/2"],
        ["loss/1", "loss/3"],
    ]
    assert len({message.dedup_key for _, message in room.log}) == len({message.subject_id for _, message in room.log})


def test_what_hits_several_towns_is_told_together_by_its_cause() -> None:
    both = frozenset({MunicipalityCode("as"), MunicipalityCode("cheb")})
    notices = [
        replace(each, labels=replace(each.labels, municipalities=both)) for each in (placed(1, ""), placed(2, ""))
    ]
    room = Desk(region(*ONLY_NOC), NIGHT)
    room.look(*notices)
    assert [len(message.covers) for _, message in room.log] == [2]
    assert place_of(notices[0]) == "device/cheb-core-1"


def test_what_is_critical_goes_by_itself_and_machines_get_each_message() -> None:
    room = Desk(region({"receivers": ["noc", "oncall"]}), NIGHT)
    room.look(placed(1, "as", severity=Severity.CRITICAL), *(placed(number, "as") for number in (2, 3)))
    mails = [message for _, message in room.log if message.channel == "email"]
    assert [message.says for message in mails] == [
        (("loss/1", FIRING),),
        (("loss/2", FIRING), ("loss/3", FIRING)),
    ]
    assert [message.kind for _, message in room.log if message.channel == "webhook"] == [FIRING] * 3


TOWNS = st.sampled_from(["as", "cheb", "sokol"])


@given(st.lists(st.tuples(TOWNS, st.sampled_from(Severity)), max_size=12))
def test_however_it_is_gathered_nothing_is_lost_and_no_minute_has_more_than_five(
    troubles: list[tuple[str, Severity]],
) -> None:
    room = Desk(region(*ONLY_NOC), NIGHT)
    room.look(*(placed(number, town, severity=severity) for number, (town, severity) in enumerate(troubles)))
    said = [subject for _, message in room.log for subject, _ in message.says]
    assert sorted(said) == sorted(f"loss/{number}" for number in range(len(troubles)))
    assert len(room.log) <= 5
    assert all(len(message.covers) != 1 for _, message in room.log)


def test_who_reads_english_gets_english_and_everybody_else_what_netmon_speaks() -> None:
    english = {**PEOPLE, "ada": {**PEOPLE["ada"], "language": "en"}}
    inventory = staffed(people=english, escalations={"backbone": {"steps": [{"notify": ["ada", "bob"]}]}})
    room = Desk(inventory, T0)
    room.look(notice_of_incident(INCIDENT, inventory, BASE_URL))
    room.now = Millis(T0 + HOUR)
    room.look(notice_of_incident(ENDED, inventory, BASE_URL))
    said = {(message.address, message.kind): message.payload for _, message in room.log}
    begun, over = said[ADA, FIRING], said[ADA, RESOLVED]
    assert begun["summary"] == "✖ 1 municipality cut off: link Cheb – Aš (since 10:03)"
    assert begun["evidence"] == ["cheb-core-1 reports xe1 down since 10:03:00"]
    assert (begun["language"], over["summary"]) == ("en", "✔ restored after 12 min: link Cheb – Aš")
    assert "language" not in said[BOB, FIRING]
    assert str(said[BOB, FIRING]["summary"]).startswith("✖ 1 obec bez spojení")
    assert "Whom" not in render_mail(begun, "cs").text
    assert "Cause: route Cheb – Aš" in render_mail(begun, "cs").text


def test_what_flaps_and_what_has_passed_speak_the_reader_s_language_too() -> None:
    english = {**SLEEPERS, "ada": {**SLEEPING, "language": "en"}}
    night = Desk(staffed(people=english, escalations={"backbone": {"steps": [{"notify": ["ada"]}]}}), NIGHT)
    night.look(numbered(1, NIGHT))
    night.look(numbered(1, NIGHT, RESOLVED))
    night.run(until=MORNING, every=Millis(HOUR))
    assert night.log[-1][1].payload["summary"] == "✔ was down 1 min (since 10:03): Cheb (cheb-core-1)"
    told = as_flapping(notice_of_incident(INCIDENT, night.inventory, BASE_URL), Language.CS)
    assert told.payload_in(Language.EN, Language.CS)["summary"] == "↯ flapping: Cheb – Aš (quiet until it is steady)"
    assert told.payload_in(Language.CS, Language.CS)["summary"] == "↯ kolísá: Cheb – Aš (další zprávy až po ustálení)"
