"""A test that deviates says what was expected, what was, and where."""

from pathlib import Path

import pytest

from netmon.clock import HOUR
from netmon.errors import InventoryError
from netmon.rehearsal.checking import Deviation, try_out
from netmon.rehearsal.reading import read_files
from netmon.rehearsal.virtual import Premises
from tests.netmon.rehearsal.conftest import Write

LOSS = """name: loss
    rule: packet-loss
    about: cheb-core-1
    series: {loss_pct: 20x30}
"""


def told(found: tuple[Deviation, ...]) -> list[tuple[int, str]]:
    return [(each.place.line, str(each.what)) for each in found]


def test_a_state_that_is_another_is_told_with_its_line(write: Write, premises: Premises) -> None:
    tried = try_out(write(f"{LOSS}    expect:\n      - {{at: 4m, state: firing, level: warning}}\n"), premises)
    assert told(tried.deviations) == [(7, "at 4m expected firing, warning, was pending, warning")]


def test_a_message_that_is_not_sent_is_told_with_all_that_are(write: Write, premises: Premises) -> None:
    text = f"{LOSS}    notifications:\n      - {{between: [0s, 20m], to: oncall, kind: firing}}\n"
    (deviation,) = try_out(write(text), premises).deviations
    assert deviation.place.line == 7
    assert "expected at least 1, firing, to oncall, sent was 0; of all messages: 5m 10s firing email" in deviation.what


def test_a_message_too_many_is_told(write: Write, premises: Premises) -> None:
    text = f"{LOSS}    notifications:\n      - {{between: [0s, 20m], count: 0}}\n"
    assert not try_out(write(text), premises).is_ok


def test_what_it_says_is_compared(write: Write, premises: Premises) -> None:
    right, wrong = (write(f"{LOSS}    expect:\n      - {{at: 6m, says: {says}}}\n") for says in ("20 %", "21 %"))
    assert try_out(right, premises).is_ok
    assert not try_out(wrong, premises).is_ok


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("name: a\n    rule: packet-los", "packet-loss"),
        ("name: a\n    rule: packet-loss\n    about: cheb-core-11", "cheb-core-1"),
        ("name: a\n    rule: packet-loss\n    series: {los_pct: 3}", "loss_pct"),
        ("name: a\n    rule: packet-loss\n    facts: {rolle: core}", "role"),
        ("name: a\n    rule: packet-loss\n    events: [{at: 1m, down: cheb-core-11}]", "cheb-core-1"),
        ("name: a\n    rule: packet-loss\n    notifications: [{at: 1m, to: nok}]", "noc"),
    ],
)
def test_what_there_is_not_is_told_with_what_is_meant(text: str, word: str, write: Write, premises: Premises) -> None:
    (deviation,) = try_out(write(text), premises).deviations
    assert f'"{word}"' in deviation.what


@pytest.mark.parametrize(
    "text",
    [
        "name: a\n    rule: packet-loss\n    expects: []",
        "name: a\n    rule: packet-loss\n    events: [{at: 1m, down: a, up: b}]",
        "name: a\n    rule: packet-loss\n    expect: [{at: 90d, state: ok}]",
        "name: a\n    rule: packet-loss\n    expect: [{at: 1m, suppressed: nobody}]",
        "name: a\n    rule: packet-loss\n    notifications: [{at: 1m, between: [0s, 1m]}]",
        "name: a\n    rule: packet-loss\n    clock: yesterday",
        "name: a\n    rule: packet-loss\n    series: {loss_pct: 5y}",
        "name: a",
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, write: Write) -> None:
    with pytest.raises(InventoryError, match=r"case\.yaml:\d+:\d+: error: "):
        write(text)


def test_all_files_are_complained_about_at_once(tmp_path: Path) -> None:
    files = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in files:
        path.write_text("tests: [{name: a}]\n", encoding="utf-8")
    with pytest.raises(InventoryError) as raised:
        read_files(files)
    assert len(raised.value.complaints) == 2


def test_an_outage_inhibits_and_a_silent_device_is_really_judged(write: Write, premises: Premises) -> None:
    events = "    events: [{at: 1m, down: cheb-core-1}]\n    expect:\n"
    text = f"{LOSS}{events}      - {{at: 9m, state: firing, suppressed: inhibit}}\n"
    assert try_out(write(text), premises).is_ok


def test_planned_work_mutes_and_its_end_tells(write: Write, premises: Premises) -> None:
    text = (
        f"{LOSS}    events: [{{at: 1m, maintenance: 9m}}]\n    expect: [{{at: 9m, suppressed: silence}}]\n"
        "    notifications:\n      - {between: [0s, 10m], count: 0}\n      - {at: 10m, kind: firing, count: 1}\n"
    )
    assert try_out(write(text), premises).deviations == ()


def test_time_in_which_netmon_did_not_run_is_no_evidence(write: Write, premises: Premises) -> None:
    away = "    events: [{at: 3m, restart: 10m}]\n"
    states = "    expect: [{at: 14m, state: pending}, {at: 16m, state: firing}]\n"
    assert try_out(write(f"{LOSS}{away}{states}"), premises).deviations == ()


def test_nothing_is_expected_of_a_netmon_that_does_not_run(write: Write, premises: Premises) -> None:
    text = f"{LOSS}    events: [{{at: 3m, restart: 10m}}]\n    expect: [{{at: 5m, state: pending}}]\n"
    assert told(try_out(write(text), premises).deviations) == [
        (7, "at 5m netmon did not run, so nothing can be expected")
    ]


def test_after_a_missing_visit_the_last_one_counts_and_after_a_stale_one_nothing_does(
    write: Write, premises: Premises
) -> None:
    text = "name: a\n    rule: packet-loss\n    series: {loss_pct: 20x3 %s 20x9}\n    expect: [{at: 5m, state: %s}]\n"
    assert try_out(write(text % ("_", "firing")), premises).deviations == ()
    assert try_out(write(text % ("stale", "pending")), premises).deviations == ()


def test_a_clock_is_the_regions_in_the_hour_that_comes_twice_too(write: Write) -> None:
    text = "name: a\n    rule: packet-loss\n    clock: 2026-10-25T02:30%s\n"
    first, second = write(text % "+02:00"), write(text % "+01:00")
    assert second.test.clock - first.test.clock == HOUR
