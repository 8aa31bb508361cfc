"""What an answer by SMS says, whose it is, and how long somebody who guesses is listened to."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.notify.invitation import called_with, pin_of
from netmon.clock import HOUR, Millis
from netmon.model import IncidentId, Invitation, NotificationKind
from netmon.oncall.reply import MOST_REFUSED, Call, Refusal, Refused, Reply, Taken, decide, is_heard, number_of, parse
from netmon.secret import Secret
from tests.netmon.alerting.occasions import T0, message

KEY = Secret("a" * 64)
NUMBER = "+420777123456"
SMS = message(NotificationKind.FIRING, "sms", NUMBER)
PIN = pin_of(KEY, SMS)
CALL = Call(Invitation(IncidentId(SMS.subject_id), NUMBER, T0), SMS.dedup_key)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("012345", Reply("012345", None)),
        (" 012345\r\n", Reply("012345", None)),
        ("012345 2", Reply("012345", Millis(2 * HOUR))),
        ("012345  72 ", Reply("012345", Millis(72 * HOUR))),
        ("012345 0", Reply("012345", Millis(0))),
    ],
)
def test_an_answer_is_a_pin_or_a_pin_and_hours(text: str, reply: Reply) -> None:
    assert parse(text) == reply


@pytest.mark.parametrize(
    "text",
    ["", "12345", "1234567", "123 456", "012345 beru", "012345 -1", "012345 2h", "012345 100", "٠١٢٣٤٥", "012345 2 3",
     "ano", "0" * 10_000, f"012345{' ' * 10_000}2"],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    assert parse(text) is None


@given(text=st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    reply = parse(text)
    assert reply is None or len(reply.pin) == len(PIN)


@pytest.mark.parametrize("sender", [NUMBER, "00420777123456", "420777123456", "+420 777 123 456", "+420-777-123456"])
def test_gateways_write_numbers_in_different_ways(sender: str) -> None:
    assert number_of(sender) == NUMBER


@pytest.mark.parametrize(
    "sender", ["", "T-Mobile", "1188", "+0420777123456", "+420777123456x", "9" * 100, "＋420777123456"]
)
def test_what_is_no_number_is_nobody_s(sender: str) -> None:
    assert number_of(sender) is None


def test_only_the_pin_of_an_sms_to_that_number_takes_anything() -> None:
    invitation = CALL.invitation
    assert decide(parse(f"{PIN} 2"), invitation) == Taken(invitation, Millis(2 * HOUR))
    assert decide(parse(PIN), invitation) == Taken(invitation, None)
    assert decide(parse(PIN), None) == Refused(Refusal.WRONG)
    assert decide(parse("beru to"), invitation) == Refused(Refusal.UNREADABLE)


def test_a_number_is_heard_again_when_the_hour_is_over() -> None:
    refused = [Millis(T0 + number) for number in range(MOST_REFUSED)]
    assert is_heard(refused[:-1], T0)
    assert not is_heard(refused, refused[-1])
    assert not is_heard(refused, Millis(T0 + HOUR - 1))
    assert is_heard(refused, Millis(T0 + HOUR))


def test_a_clock_that_is_set_back_grants_no_more_guesses() -> None:
    assert not is_heard([T0] * MOST_REFUSED, Millis(T0 - 2 * HOUR))


def test_a_pin_is_found_among_the_calls_and_the_latest_call_counts() -> None:
    older = replace(CALL, key="another", invitation=replace(CALL.invitation, incident=IncidentId("i-0")))
    assert called_with(KEY, (CALL, older), PIN) == CALL.invitation
    assert called_with(KEY, (older,), PIN) is None
    newer = replace(CALL, invitation=replace(CALL.invitation, expires=Millis(T0 + 1)))
    assert called_with(KEY, (newer, CALL), PIN) == newer.invitation


def test_a_pin_is_of_one_key_one_incident_one_number_and_one_sms() -> None:
    others = {
        pin_of(Secret("b" * 64), SMS),
        pin_of(KEY, replace(SMS, subject_id="i-2")),
        pin_of(KEY, replace(SMS, address="+420777123457")),
        pin_of(KEY, replace(SMS, dedup_key="again")),
    }
    assert len({PIN, *others}) == 5
    assert all(len(each) == 6 and each.isdecimal() for each in others)


@pytest.mark.parametrize("kind", [each for each in NotificationKind if each is not NotificationKind.FIRING])
def test_only_what_is_open_has_a_pin(kind: NotificationKind) -> None:
    assert pin_of(KEY, replace(SMS, kind=kind)) == ""
    assert pin_of(KEY, replace(SMS, payload={**SMS.payload, "subject": "alert"})) == ""
