"""Who is reminded of a promised report, by which way, and in which words."""

from dataclasses import replace

from netmon.alerting.failover import Desk
from netmon.alerting.reminder import reminder_messages
from netmon.clock import HOUR
from netmon.inventory.models import Person
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, IncidentRecord, Message, Note, NoteKind, NotificationKind
from tests.netmon.region import SPUR, link, region
from tests.netmon.store.nouns import T0, after, incident

JANA = Person(name="Jana", email="jana@kraj.example", sms="+420600000001")
HEARD = (NotificationKind.FIRING, NotificationKind.RESOLVED, NotificationKind.DIGEST, NotificationKind.FIRING)


def desk(person: Person | None = JANA, language: Language = Language.CS) -> Desk:
    people = {} if person is None else {"jana": person}
    return Desk(region().model_copy(update={"people": people}), "http://netmon.example", language)


def record(by: int = HOUR, author: str = "jana") -> IncidentRecord:
    """Return an incident that several addresses heard of, and on which a report is promised."""
    rows = tuple(
        Delivery(
            number, Message("i-1", kind, "email", f"{number % 3}@kraj.example", str(number), {}),
            DeliveryState.SENT, 1, T0, T0,
        )
        for number, kind in enumerate(HEARD)
    )  # fmt: skip
    cut = replace(incident(), cause=link(SPUR), candidates=(link(SPUR),))
    return IncidentRecord(cut, (Note(T0, NoteKind.PROMISED, str(after(by)), author),), rows)


def reached(messages: tuple[Message, ...]) -> list[tuple[str, str]]:
    return [(message.channel, message.address) for message in messages]


def test_who_promised_gets_one_message_by_what_wakes_best() -> None:
    assert reached(reminder_messages([record()], desk())) == [("sms", "+420600000001")]
    only_mail = JANA.model_copy(update={"sms": None})
    assert reached(reminder_messages([record()], desk(only_mail))) == [("email", "jana@kraj.example")]


def test_where_the_promiser_has_no_way_everybody_is_reminded_who_heard_that_it_began() -> None:
    heard = [("email", "0@kraj.example"), ("email", "2@kraj.example")]
    assert reached(reminder_messages([record()], desk(None))) == heard
    assert reached(reminder_messages([record()], desk(Person(name="Jana")))) == heard
    assert reached(reminder_messages([record(author="petr")], desk())) == heard


def test_a_promise_has_one_key_and_another_promise_another() -> None:
    (one,) = reminder_messages([record()], desk())
    assert reminder_messages([record()], desk()) == (one,)
    (other,) = reminder_messages([record(2 * HOUR)], desk())
    assert one.dedup_key != other.dedup_key
    assert (one.subject_id, one.kind) == ("i-1", NotificationKind.REMINDER)


def test_it_says_until_when_about_what_and_who_promised() -> None:
    (czech,) = reminder_messages([record(author="ja\x1b[2Jna")], desk(None))[:1]
    assert (czech.payload["summary"], czech.payload["evidence"]) == (
        "• do 23:26 je slíbena zpráva: B – C", ["kdo slíbil: ja[2Jna"],
    )  # fmt: skip
    (english,) = reminder_messages([record()], desk(language=Language.EN))
    assert english.payload["summary"] == "• a report is due at 23:26: B – C"
    assert (english.payload["kind"], english.payload["id"]) == ("reminder", "i-1")
    assert english.payload["url"] == "http://netmon.example/v/i-1"
