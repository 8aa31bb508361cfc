"""Why an alert is as it is, and who was told or not."""

from pathlib import Path

import pytest

from netmon.clock import HOUR, MINUTE, Millis
from netmon.commands import Actor, AddSilence
from netmon.errors import CommandRefused
from netmon.judgement.situation import Judgement, Situation
from netmon.model import Alert, AlertPhase, Entity, EntityKind, Hushed, Measurement, Message, NotificationKind, Severity
from netmon.rehearsal.explanation import Account, account, named
from netmon.rehearsal.figures import put_in
from netmon.rehearsal.virtual import Premises
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore

NOW = Millis(1_900_000_000_000)
PORT = Entity(EntityKind.INTERFACE, "cheb-core-1:xe1")
RULE = "interface-utilisation"
SUBJECT = f"{RULE}/interface/{PORT.name}/{NOW - HOUR}"


def keep(state: Path, percent: float | None, *alerts: Alert, messages: tuple[Message, ...] = ()) -> None:
    with StateStore(state) as store:
        store.commit(judgement=Judgement(Situation()), alerts=alerts, messages=messages, now=Millis(NOW - HOUR))
    with SampleStore(state) as store:
        fields = {} if percent is None else {"in_util": percent}
        tags = {"device": "cheb-core-1", "ifname": "xe1"}
        times = [Millis(NOW - ago * MINUTE) for ago in (3, 2, 1)]
        store.write([Measurement("net_if", tags, {"out_util": 5.0, **fields}, at) for at in times], now=NOW)


def firing(since: int = NOW - HOUR) -> Alert:
    at = Millis(since)
    return Alert(RULE, PORT, AlertPhase.FIRING, at, Severity.WARNING, "", fired_at=at)


def explained(state: Path, premises: Premises) -> Account:
    return account(*named(f"{RULE}/{PORT.name}", premises), premises, state, NOW)


def test_the_values_measured_last_stand_in_the_condition(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, 91.5)
    found = explained(tmp_path, premises)
    (reason,) = found.reasons
    assert reason.fire == "in_util [91.5] > 80% or out_util [5] > 80%"
    assert (reason.verdict.fire, reason.verdict.clear) == (True, False)
    assert (found.alert, found.measured_at) == (None, NOW - MINUTE)


def test_what_is_not_known_is_a_question_mark(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, None)
    (reason,) = explained(tmp_path, premises).reasons
    assert reason.fire.startswith("in_util [?] > 80%")
    assert reason.verdict.fire is None


def test_what_nobody_was_told_yet_goes_out_now(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, 91.5, firing())
    found = explained(tmp_path, premises)
    assert [(each.channel, each.address) for each in found.course.pending] == [("email", "noc@kraj.example")]
    assert found.course.suppressed == ()


def test_who_was_told_is_said_and_that_nothing_is_said_again(tmp_path: Path, premises: Premises) -> None:
    message = Message(SUBJECT, NotificationKind.FIRING, "email", "noc@kraj.example", "key", {})
    keep(tmp_path, 91.5, firing(), messages=(message,))
    found = explained(tmp_path, premises)
    assert [each.message.address for each in found.course.deliveries] == ["noc@kraj.example"]
    assert [each.stage for each in found.course.suppressed] == ["dedup"]
    assert found.course.pending == ()


def test_what_waits_for_company_says_until_when(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, 91.5, firing(NOW - 1_000))
    (held,) = explained(tmp_path, premises).course.suppressed
    assert (held.stage, held.until) == ("group", NOW + 9_000)


def test_a_silence_holds_it_back_and_says_until_when(tmp_path: Path, premises: Premises) -> None:
    keep(tmp_path, 91.5, firing())
    end = Millis(NOW + HOUR)
    with StateStore(tmp_path) as store:
        store.execute(AddSilence(Hushed(rules=(RULE,)), end, "known"), Actor("novak", "cli"), Millis(NOW - MINUTE))
    (held,) = explained(tmp_path, premises).course.suppressed
    assert (held.stage, held.until) == ("silence", end)


def test_of_what_is_over_it_is_said_who_was_told_of_the_latest_firing(tmp_path: Path, premises: Premises) -> None:
    subjects = [f"{RULE}/interface/{PORT.name}{tail}" for tail in (f"/{NOW - 3 * HOUR}", f"/{NOW - HOUR}", f"/9/{NOW}")]
    began = [Message(each, NotificationKind.FIRING, "email", "noc@kraj.example", each, {}) for each in subjects]
    keep(tmp_path, 5.0, messages=tuple(began))
    found = explained(tmp_path, premises)
    assert found.alert is None
    assert [each.message.subject_id for each in found.course.deliveries] == [subjects[1]]


@pytest.mark.parametrize("text", [f"{RULE}/{PORT.name}", f"{RULE}/interface/{PORT.name}", SUBJECT])
def test_an_alert_has_three_names(text: str, premises: Premises) -> None:
    rule, entity = named(text, premises)
    assert (rule.name, entity) == (RULE, PORT)


@pytest.mark.parametrize(
    ("text", "meant"), [("packet-los/x", "packet-loss"), ("packet-loss/cheb-core-11", "cheb-core-1"), ("", "such as")]
)
def test_what_there_is_not_is_refused_with_what_is_meant(text: str, meant: str, premises: Premises) -> None:
    with pytest.raises(CommandRefused, match=meant):
        named(text, premises)


def test_windows_and_words_of_its_own_have_values_too(premises: Premises) -> None:
    rule = premises.book.rules["interface-errors"].rule
    facts = {"rate(in_errors, 10m)": 2.0, "rate(in_packets, 10m)": 800.0, "increase(in_errors, 10m)": 1200}
    assert put_in(rule.let["share_in"], rule, facts) == (
        "100% * (rate(in_errors, 10m) [2] / rate(in_packets, 10m) [800])"
    )
    assert put_in("share_in > 0.1% and increase(in_errors, 10m) > 100", rule, facts) == (
        "share_in [0.25] > 0.1% and increase(in_errors, 10m) [1200] > 100"
    )


def test_functions_of_the_present_have_the_values_of_what_they_are_given(premises: Premises) -> None:
    rule = premises.book.rules["link-full"].rule
    facts = {"avg(out_bps, 10m)": 9.0, "avg(in_bps, 10m)": 4.0, "capacity": 10}
    expected = "max(there [9], back [4]) > 0.9 * capacity [10]"
    assert put_in(rule.levels[Severity.WARNING].fire, rule, facts) == expected
