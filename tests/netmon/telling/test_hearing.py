"""Who answers the SMS that called takes the incident; whoever forges one is refused, audited, and not answered."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, Interval, Millis
from netmon.commands import HOLD
from netmon.oncall.reply import LIFE, MOST_REFUSED, Refusal, Refused, Taken
from tests.netmon.called import JANA, PETR, STRANGER, Night, forgeries, guess, night
from tests.netmon.store.nouns import T0, joining

FROM = "sms"


@pytest.fixture
def dark(tmp_path: Path) -> Iterator[Night]:
    with night(tmp_path) as opened:
        yield opened


def refusal(night: Night, sender: str, text: str) -> str:
    heard = night.hearing.hear(sender, text, FROM)
    assert isinstance(heard, Refused)
    return heard.reason


def test_the_pin_from_the_number_that_was_called_takes_the_incident(dark: Night) -> None:
    pin = dark.call()
    assert isinstance(dark.hearing.hear(JANA, f" {pin} ", FROM), Taken)
    assert dark.taken() == Interval(T0, Millis(T0 + HOLD))
    ((account, action, subject),) = dark.audited()
    assert (account, action, json.loads(subject)["number"]) == ("jana", "AcceptReply", JANA)


def test_hours_after_the_pin_say_for_how_long(dark: Night) -> None:
    dark.hearing.hear("00420 777 123 456", f"{dark.call()} 8", FROM)
    assert dark.taken() == Interval(T0, Millis(T0 + 8 * HOUR))


def test_another_number_cannot_use_the_pin_although_it_was_called_too(dark: Night) -> None:
    pin, other = dark.call(), dark.call(PETR, "petr's")
    assert pin != other
    assert refusal(dark, PETR, pin) == Refusal.WRONG
    assert dark.taken() is None


def test_a_forged_pin_from_the_right_number_is_refused_and_audited(dark: Night) -> None:
    pin = dark.call()
    assert refusal(dark, JANA, guess(pin)) == Refusal.WRONG
    assert dark.taken() is None
    ((account, action, subject),) = dark.audited()
    assert (account, action) == ("", "RecordRefusedReply")
    assert json.loads(subject) == {"number": JANA, "reason": Refusal.WRONG, "count": 1}


def test_a_used_pin_takes_nothing_again(dark: Night) -> None:
    pin = dark.call()
    dark.hearing.hear(JANA, f"{pin} 1", FROM)
    dark.clock.advance(2 * HOUR)
    assert refusal(dark, JANA, pin) == "this PIN was used already"
    assert dark.taken() == Interval(T0, Millis(T0 + HOUR))
    assert isinstance(dark.hearing.hear(JANA, dark.call(key="called again"), FROM), Taken)


def test_an_incident_that_has_ended_is_not_taken(dark: Night) -> None:
    pin = dark.call()
    dark.clock.advance(MINUTE)
    dark.end()
    assert "has ended" in refusal(dark, JANA, pin)
    assert [action for _, action, _ in dark.audited()] == ["RecordRefusedReply"]


def test_the_pin_of_an_incident_that_was_joined_to_another_takes_that_one(dark: Night) -> None:
    pin = dark.call(subject="i-2")
    dark.store.commit(judgement=joining("i-2", "i-1"), now=dark.clock.now())
    assert isinstance(dark.hearing.hear(JANA, pin, FROM), Taken)
    assert dark.taken() == Interval(T0, Millis(T0 + HOLD))
    ((account, action, subject),) = dark.audited()
    assert (account, action) == ("jana", "AcceptReply")
    assert (json.loads(subject)["incident"], json.loads(subject)["taken"]) == ("i-2", "i-1")


def test_an_old_pin_and_one_that_was_never_sent_are_wrong(dark: Night) -> None:
    pin = dark.call()
    dark.clock.advance(LIFE)
    assert refusal(dark, JANA, pin) == Refusal.WRONG


@pytest.mark.parametrize(("text", "reason"), [("beru", Refusal.UNREADABLE), ("{pin} 99", "72 hours at most")])
def test_anything_else_from_a_known_number_is_noted_without_what_it_says(dark: Night, text: str, reason: str) -> None:
    pin = dark.call()
    assert reason in refusal(dark, JANA, text.format(pin=pin))
    assert isinstance(dark.hearing.hear(JANA, pin, FROM), Taken)
    assert "beru" not in dark.everything()


def test_a_flood_of_guesses_is_bounded_and_even_the_right_pin_waits_until_the_hour_is_over(dark: Night) -> None:
    pin, other = dark.call(), dark.call(PETR, "petr's")
    for forged in forgeries(200, [pin]):
        dark.hearing.hear(JANA, forged, FROM)
    assert len(dark.audited()) == MOST_REFUSED
    dark.hearing.hear(JANA, pin, FROM)
    assert dark.taken() is None
    assert isinstance(dark.hearing.hear(PETR, other, FROM), Taken)
    dark.clock.advance(HOUR)
    assert isinstance(dark.hearing.hear(JANA, pin, FROM), Taken)


def test_strangers_are_dropped_and_counted_at_a_bounded_rate(dark: Night) -> None:
    for _ in range(300):
        assert refusal(dark, STRANGER, "000000") == Refusal.STRANGER
        refusal(dark, "T-Mobile", "Vas kredit je nizky")
    dark.clock.advance(HOUR)
    dark.hearing.drop(Refusal.STRANGER, FROM)
    subjects = [json.loads(subject) for _, _, subject in dark.audited()]
    assert len(subjects) == MOST_REFUSED + 1
    assert sum(subject["count"] for subject in subjects) == 601
    assert {subject["number"] for subject in subjects} == {""}


def test_strangers_make_nobody_unheard(dark: Night) -> None:
    for _ in range(100):
        dark.hearing.hear(STRANGER, "000000", FROM)
    assert isinstance(dark.hearing.hear(JANA, dark.call(), FROM), Taken)


def test_whoever_left_is_a_stranger(tmp_path: Path) -> None:
    with night(tmp_path) as opened:
        pin = opened.call(STRANGER)
        assert refusal(opened, STRANGER, pin) == Refusal.STRANGER
        assert opened.taken() is None


def test_no_pin_is_in_logs_or_on_the_disk(dark: Night, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pin = dark.call()
    for text in (guess(pin), f"{pin} 99", f"{pin} prosím", pin, pin):
        dark.hearing.hear(JANA, text, FROM)
    assert dark.taken() is not None
    assert "sms_refused" in caplog.text
    assert pin not in caplog.text + dark.everything()
