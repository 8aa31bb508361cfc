"""What an SMS says, and in which order."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import pytest

from netmon.alerting.notify.authenticity import auth_code
from netmon.alerting.notify.gsm7 import ALPHABET, LONGEST_SMS
from netmon.alerting.notify.sms import NUMBER, Wording
from netmon.clock import HOUR, MINUTE, Millis
from netmon.language import Language
from netmon.model import Message, NotificationKind
from netmon.secret import Secret, SecretStore
from netmon.settings import Settings
from netmon.telling.channels import code_of
from tests.netmon.alerting.occasions import T0, message


def code(subject_id: str, moment: Millis) -> str:
    return auth_code(Secret("k3y"), subject_id, moment)


def pin(_message: Message) -> str:
    return "012345"


def sms(kind: NotificationKind = NotificationKind.FIRING, **changes: object) -> Message:
    bare = message(kind, "sms", "+420777123456")
    payload: Mapping[str, object] = {**bare.payload, **changes}
    return replace(bare, payload=payload)


def text(said: Message, language: Language = Language.CS) -> str:
    return Wording(language, code).text(said, T0)


def test_how_bad_what_and_who_come_first_and_the_code_last() -> None:
    said = "KRITICKE 1 obec bez spojeni: trasa Cheb - As (od 10:03) 13000 obyv. http://127.0.0.1:8080/v/i-1"
    assert text(sms()) == f"{said} kod {code('i-1', T0)}"


@pytest.mark.parametrize(
    ("kind", "language", "head"),
    [
        (NotificationKind.FIRING, Language.EN, "CRITICAL "),
        (NotificationKind.RESOLVED, Language.CS, "KONEC "),
        (NotificationKind.PASSED, Language.CS, "KONEC "),
        (NotificationKind.FLAPPING, Language.CS, "KMITA "),
        (NotificationKind.ALARM, Language.CS, "KRITICKE "),
        (NotificationKind.DIGEST, Language.CS, "SOUHRN "),
        (NotificationKind.TEST, Language.CS, "ZKOUSKA "),
    ],
)
def test_the_first_word_says_what_it_is(kind: NotificationKind, language: Language, head: str) -> None:
    assert text(sms(kind), language).startswith(head)


def test_a_long_summary_is_cut_and_what_has_no_room_is_left_out_whole() -> None:
    said = text(sms(summary="ž" * 500, url="https://netmon.kraj.example/v/" + "x" * 60))
    assert len(said) <= LONGEST_SMS
    assert "https" not in said
    assert "13000 obyv." in said
    assert said.endswith(f"kod {code('i-1', T0)}")


def test_the_pin_stands_before_the_code_and_both_have_room_whatever_there_is_to_say() -> None:
    short = Wording(Language.CS, code, pin).text(sms(), T0)
    assert short.endswith(f" http://127.0.0.1:8080/v/i-1 prevzit: odpovezte 012345 kod {code('i-1', T0)}")
    long = Wording(Language.EN, code, pin).text(sms(summary="ž" * 500), T0)
    assert len(long) <= LONGEST_SMS
    assert long.startswith("CRITICAL zzz")
    assert long.endswith(f".. 13000 inh. to take it reply 012345 code {code('i-1', T0)}")
    assert Wording(Language.EN, pin_of=pin).text(sms(), T0).endswith(" to take it reply 012345")


def test_without_a_key_there_is_no_code_and_a_key_that_is_lost_stops_no_message() -> None:
    assert "kod" not in Wording(Language.CS).text(sms(), T0)
    settings = Settings.model_validate({"sms": {"outbox": "/nowhere", "key": "secret://sms"}})
    lost = Wording(Language.CS, partial(code_of, settings, SecretStore()))
    found = Wording(Language.CS, partial(code_of, settings, SecretStore((), {"NETMON_SECRET_SMS": "k3y"})))
    assert lost.text(sms(), T0) == Wording(Language.CS).text(sms(), T0)
    assert found.text(sms(), T0) == text(sms())


HOSTILE = "cheb\r\nFrom: nikdo\x00 [https://evil.example/login] www.evil.cz\u202e moc\ufeff \x1b]0;x\x07"


def test_what_a_device_says_becomes_no_link_and_steers_nothing() -> None:
    said = text(sms(summary=HOSTILE))
    assert set(said) <= ALPHABET
    assert "evil.example" not in said
    assert "www.evil.cz" not in said
    assert "(https:// evil. example/login)" in said


@pytest.mark.parametrize("number", ["+420777123456", "+4915112345678"])
def test_numbers_are_written_with_their_country(number: str) -> None:
    assert NUMBER.fullmatch(number)


@pytest.mark.parametrize("number", ["777123456", "+0123456789", "+420 777", "+420777123456\n", "+42077712345/../../x"])
def test_what_is_no_number_is_none(number: str) -> None:
    assert not NUMBER.fullmatch(number)


def test_a_code_is_of_one_subject_one_day_in_prague_and_one_key() -> None:
    late = Millis(T0 + 13 * HOUR + 56 * MINUTE)
    assert code("i-1", T0) == code("i-1", late)
    others = {code("i-2", T0), code("i-1", Millis(late + MINUTE)), auth_code(Secret("other"), "i-1", T0)}
    assert len(others | {code("i-1", T0)}) == 4
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{6}", code("i-1", T0))
