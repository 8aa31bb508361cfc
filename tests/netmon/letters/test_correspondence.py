"""Letters by way of the outbox to a real SMTP server: each once, whatever is restarted in between."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.commands import Acknowledge, Basis, CancelMaintenance, PublishFigures
from netmon.commands.publication import digest_of
from netmon.model import DeliveryState, Impact, Incident, IncidentId, Severity
from netmon.store.database import STATE_FILE
from netmon.store.pruning import KEPT
from netmon.store.publications import basis_of
from netmon.store.works import LONGEST_WORK
from tests.netmon.letters.given import CLERK, CUT, IT, MAYOR, SOMEBODY, UP, A, B, C, Mailroom, prague, towns
from tests.netmon.region import SPUR, link
from tests.parts.smtp import SmtpReceiver, SmtpStarter

BOSS = "boss@kraj.example.invalid"


@pytest.fixture
def receiver(start_smtp: SmtpStarter) -> SmtpReceiver:
    """Return a receiver without encryption."""
    return start_smtp(None)


@pytest.fixture
def mailroom(tmp_path: Path, receiver: SmtpReceiver) -> Iterator[Mailroom]:
    """Yield a room in which all municipalities were connected an hour ago."""
    room = Mailroom(tmp_path / "state", receiver.port, towns(reports=[{"email": BOSS}]))
    for code in (A, B, C):
        room.turn(code, UP)
    room.clock.advance(HOUR)
    yield room
    room.store.close()


def mails(receiver: SmtpReceiver) -> list[tuple[str, str]]:
    """Return who got what, in order, and forget it."""
    found = [(each.recipients[0], str(each.mail["Subject"]).replace("\u00a0", " ")) for each in receiver.received]
    receiver.received.clear()
    return sorted(found)


def test_an_outage_its_end_and_nothing_else_are_told_once_across_restarts(
    mailroom: Mailroom, receiver: SmtpReceiver
) -> None:
    mailroom.turn(C, CUT)
    mailroom.turn(B, CUT)
    mailroom.pass_time(4)
    assert mails(receiver) == []
    for _ in range(3):
        mailroom.pass_time(2)
        mailroom.restart()
    assert mails(receiver) == [(IT, "C: bez spojení od 13:00"), (MAYOR, "C: no connection since 13:00")]
    mailroom.turn(C, UP)
    for _ in range(4):
        mailroom.pass_time(3)
        mailroom.restart()
    assert mails(receiver) == [
        (IT, "C: spojení obnoveno po 10 min"),
        (MAYOR, "C: connection restored after 10 min"),
    ]
    assert mailroom.woken == 2


def forget(mailroom: Mailroom) -> None:
    """Let so much time pass that what was told is forgotten, with everything unknown meanwhile, and forget it."""
    mailroom.clock.advance(KEPT + DAY)
    while mailroom.store.prune(mailroom.clock.now()):
        pass


def test_an_outage_of_years_is_not_told_again_and_its_end_is(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.turn(C, CUT)
    mailroom.pass_time(6)
    assert to_towns(receiver) == [IT, MAYOR]
    forget(mailroom)
    mailroom.pass_time(6)
    assert to_towns(receiver) == []
    mailroom.turn(C, UP)
    mailroom.pass_time(6)
    assert to_towns(receiver) == [IT, MAYOR]
    forget(mailroom)
    mailroom.pass_time(6)
    assert to_towns(receiver) == []
    assert outages_told(mailroom) == 0


def to_towns(receiver: SmtpReceiver) -> list[str]:
    """Return who got a letter that is not one with figures, and forget it."""
    return [to for to, _ in mails(receiver) if to != BOSS]


def outages_told(mailroom: Mailroom) -> int:
    """Return how many letters about outages the outbox still has."""
    with closing(sqlite3.connect(mailroom.directory / STATE_FILE)) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM notifications WHERE subject_id LIKE 'letter/outage/%'"
        ).fetchone()
    return int(count)


def test_the_longest_work_is_announced_once_even_if_what_was_told_is_forgotten_meanwhile(
    mailroom: Mailroom, receiver: SmtpReceiver
) -> None:
    start = Millis(mailroom.clock.now() + DAY)
    mailroom.announce(Interval(start, Millis(start + LONGEST_WORK)), link(SPUR))
    mailroom.pass_time(1)
    assert [to for to, _ in mails(receiver)] == [CLERK, IT]
    for _ in range(5):
        mailroom.clock.advance(100 * DAY)
        mailroom.store.prune(mailroom.clock.now())
        mailroom.pass_time(1)
        assert [to for to, said in mails(receiver) if "údržba" in said] == []


def test_that_somebody_has_taken_the_incident_is_said(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.turn(C, CUT)
    now, cause = mailroom.clock.now(), link(SPUR)
    incident = Incident(IncidentId("i-1"), cause, (cause,), Severity.CRITICAL, Impact(isolated=(C,)), now, now)
    mailroom.store.record_history([], [incident])
    mailroom.store.execute(Acknowledge(incident.id, "jedu tam"), SOMEBODY, now)
    mailroom.pass_time(6)
    (czech, _) = sorted(receiver.received, key=lambda each: each.recipients)
    part = czech.mail.get_body(("plain",))
    assert part is not None
    assert "Provozovatel sítě na nápravě pracuje." in part.get_content()


def test_the_end_lands_in_the_thread_of_the_beginning(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.turn(C, CUT)
    mailroom.pass_time(6)
    mailroom.turn(C, UP)
    mailroom.pass_time(6)
    first, last = (each.mail for each in receiver.received if each.recipients == (IT,))
    assert last["In-Reply-To"] == first["Message-ID"]


def test_who_could_not_be_told_in_time_gets_one_mail_that_says_all(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    receiver.answer = "451 4.3.0 later"
    mailroom.turn(C, CUT)
    mailroom.pass_time(6)
    mailroom.turn(C, UP)
    mailroom.pass_time(6)
    receiver.answer = "250 OK"
    mailroom.pass_time(30)
    assert mails(receiver) == [(IT, "C: spojení obnoveno po 6 min"), (MAYOR, "C: connection restored after 6 min")]


def test_maintenance_is_told_once_and_taken_back_once(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    start = prague("2026-12-02T22:00")
    mailroom.announce(Interval(start, Millis(start + HOUR)), link(SPUR))
    mailroom.pass_time(1)
    assert mails(receiver) == []
    mailroom.clock.wall = prague("2026-11-25T08:00")
    for _ in range(3):
        mailroom.pass_time(1)
        mailroom.restart()
    told = [(CLERK, "C: plánovaná údržba 2. 12. 2026"), (IT, "C: plánovaná údržba 2. 12. 2026")]
    assert mails(receiver) == told
    mailroom.store.execute(CancelMaintenance(1, "technik onemocněl"), SOMEBODY, mailroom.clock.now())
    for _ in range(2):
        mailroom.pass_time(1)
        mailroom.restart()
    assert mails(receiver) == [(to, "C: údržba 2. 12. 2026 se nekoná") for to in (CLERK, IT)]


def test_an_outage_in_announced_maintenance_alarms_only_whoever_did_not_know(
    mailroom: Mailroom, receiver: SmtpReceiver
) -> None:
    now = mailroom.clock.now()
    mailroom.announce(Interval(Millis(now + 10 * MINUTE), Millis(now + 40 * MINUTE)), link(SPUR))
    mailroom.pass_time(11)
    mails(receiver)
    mailroom.turn(C, CUT)
    mailroom.pass_time(10)
    assert mails(receiver) == [(MAYOR, "C: no connection since 13:11")]
    mailroom.pass_time(20)
    assert mails(receiver) == [(IT, "C: bez spojení od 13:11")]


def test_the_figures_of_a_month_are_sent_once_and_late_after_a_long_pause(
    mailroom: Mailroom, receiver: SmtpReceiver
) -> None:
    mailroom.clock.wall = prague("2026-12-01T07:58")
    mailroom.pass_time(1)
    assert mails(receiver) == []
    mailroom.clock.wall = prague("2026-12-21T15:00")
    for _ in range(3):
        mailroom.pass_time(1)
        mailroom.restart()
    assert mails(receiver) == [(BOSS, "Dostupnost za 11/2026: Testland")]


def publish(mailroom: Mailroom) -> str:
    """Publish November, in which C alone was watched; return the hash."""
    line: dict[str, object] = {"code": C, "name": "C", "orp": "1", "target_percent": None, "verdict": None}
    shares = dict.fromkeys(("worst_percent", "measured_percent", "best_percent", "coverage_percent"), 98.76543)
    times = dict.fromkeys(("down_ms", "unreachable_ms", "maintenance_ms"), 0)
    region = {"code": "CZ000", "name": "Testland", "measured_percent": 98.76543, "weighted_percent": None}
    figures = {
        "period": "2026-11",
        "start": prague("2026-11-01T00:00"),
        "end": prague("2026-12-01T00:00"),
        "region": {**region, "known": 1, "municipalities": 1, "verdicts": {}},
        "orps": [],
        "municipalities": [{**line, **shares, **times, "outages": []}],
        "corrections": [],
    }
    text = json.dumps(figures)
    command = PublishFigures("2026-11", digest_of(text), basis(mailroom), "", text)
    mailroom.store.execute(command, SOMEBODY, mailroom.clock.now())
    return digest_of(text)


def only_text(receiver: SmtpReceiver) -> str:
    """Return what the one mail says that arrived."""
    (received,) = receiver.received
    part = received.mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ")


def test_published_figures_are_preferred(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.clock.wall = prague("2026-12-01T07:00")
    mailroom.pass_time(1)
    digest = publish(mailroom)
    mailroom.pass_time(120)
    text = only_text(receiver)
    assert "verze 1" in text
    assert "98,765 %" in text
    assert digest in text


def test_the_figures_go_with_the_letter(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.clock.wall = prague("2026-12-01T09:00")
    mailroom.pass_time(1)
    (received,) = receiver.received
    table, programs = received.mail.iter_attachments()
    assert (table.get_content_type(), programs.get_content_type()) == ("text/csv", "application/json")
    assert bytes(table.get_payload(decode=True)).decode("utf-8-sig").startswith("period,")
    assert json.loads(bytes(programs.get_payload(decode=True)))["published"] is None
    assert programs.get_filename() == "netmon-2026-11-region.json"


def test_published_figures_that_somebody_has_changed_are_not_sent(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.clock.wall = prague("2026-12-01T07:00")
    mailroom.pass_time(1)
    publish(mailroom)
    with closing(sqlite3.connect(mailroom.directory / STATE_FILE)) as connection:
        connection.execute("DROP TRIGGER publications_are_never_changed")
        connection.execute("UPDATE publications SET figures = replace(figures, '98.7', '99.7')")
        connection.commit()
    mailroom.pass_time(120)
    text = only_text(receiver)
    assert "Zatím nebyly zveřejněny" in text
    assert "99,7" not in text


def test_figures_that_nobody_can_read_keep_no_municipality_waiting(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    mailroom.clock.wall = prague("2026-12-01T09:00")
    text = json.dumps({"period": "2026-11", "municipalities": [{"code": C}]})
    command = PublishFigures("2026-11", digest_of(text), basis(mailroom), "", text)
    mailroom.store.execute(command, SOMEBODY, mailroom.clock.now())
    mailroom.turn(C, CUT)
    mailroom.pass_time(6)
    assert [to for to, _ in mails(receiver)] == [IT, MAYOR]


def basis(mailroom: Mailroom) -> Basis:
    """Return what the figures of November rest on."""
    with closing(sqlite3.connect(mailroom.directory / STATE_FILE)) as connection:
        return basis_of(connection, Interval(prague("2026-11-01T00:00"), prague("2026-12-01T00:00")))


def test_without_a_way_for_mail_nothing_is_written(mailroom: Mailroom, receiver: SmtpReceiver) -> None:
    settings = mailroom.settings
    mailroom.settings = settings.model_copy(update={"smtp": None})
    mailroom.turn(C, CUT)
    mailroom.pass_time(10)
    assert mailroom.woken == 0
    mailroom.settings = settings
    mailroom.pass_time(DAY / MINUTE)
    assert len(mails(receiver)) == 2


def test_letters_are_told_as_what_they_are_in_the_outbox(mailroom: Mailroom) -> None:
    mailroom.turn(C, CUT)
    mailroom.pass_time(6)
    with closing(sqlite3.connect(mailroom.directory / STATE_FILE)) as connection:
        rows = connection.execute("SELECT subject_id, kind, channel, state FROM notifications").fetchall()
    start = prague("2026-11-23T13:00")
    assert rows == [(f"letter/outage/{C}/{start}", "firing", "email", DeliveryState.SENT)] * 2
