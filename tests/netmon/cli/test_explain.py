"""Why a municipality is as it is, at a terminal: of now and of the past."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from netmon.cli.explain import explain
from netmon.cli.report import report
from netmon.clock import HOUR, MINUTE, SECOND, Millis, SystemClock
from netmon.judgement.situation import Judgement, PortReport, Situation, Track, Verdict
from netmon.model import Impact, Incident, IncidentId, MunicipalityState, Severity, Transition
from netmon.report.period import local
from netmon.store.state import StateStore
from tests.netmon.cli.outage import Day, at, run
from tests.netmon.region import HUB, MID, TOWNS, TRUNK, link, municipality

A, B, C = TOWNS.values()
TODAY = Day(SystemClock().now())
NOW, BEGAN, LOST, BACK = TODAY.end, TODAY.began, TODAY.lost, TODAY.back


@pytest.fixture
def state(tmp_path: Path) -> Path:
    recorded = TODAY.record(tmp_path)
    with StateStore(recorded) as store:
        store.beat(SystemClock().now())
    return recorded


def test_a_quiet_municipality_is_explained_with_its_way(state: Path) -> None:
    done = run(explain, state, "c")
    assert (done.exit_code, done.stderr) == (0, "")
    sentence, _, heading, *way = done.stdout.splitlines()
    assert sentence.startswith(f"C ({C}) at ")
    assert ": connected, since " in sentence
    assert heading == "the way to the anchor:"
    assert [line.split(":")[0].strip() for line in way] == [
        "device far", "link mid-far", "device mid", "link hub-mid", "device hub",
    ]  # fmt: skip


def test_an_outage_of_the_past_is_explained_with_its_cause_and_evidence(state: Path) -> None:
    done = run(explain, state, "c", "--at", at(LOST + MINUTE))
    assert ": cut off, since " in done.stdout
    assert "cause: link mid-far, or device far, " in done.stdout
    assert "(incident the-cut)" in done.stdout
    assert "far silent since" in done.stdout
    assert "link mid-far: down, since" in done.stdout
    assert "device far: behind an outage" in done.stdout


def test_the_explanation_is_czech_where_the_reader_is(state: Path) -> None:
    done = run(explain, state, "c", "--at", at(LOST + MINUTE), language="cs")
    assert ": odříznuto, od " in done.stdout
    assert "příčina: trasa mid-far, nebo zařízení far" in done.stdout
    assert "cesta ke kotvě:" in done.stdout


def test_an_explanation_in_json_is_one_object(state: Path) -> None:
    body = json.loads(run(explain, state, "c", "--at", at(LOST + MINUTE), "--json").stdout)
    assert (body["name"], body["state"], body["since"]) == ("C", "isolated", LOST)
    assert [incident["id"] for incident in body["incidents"]] == ["the-cut"]
    assert body["outage"] == {
        "began": {"earliest": LOST - 5 * SECOND, "latest": LOST},
        "ended": {"earliest": BACK - 5 * SECOND, "latest": BACK},
        "shortest_ms": HOUR - 5 * SECOND,
        "longest_ms": HOUR + 5 * SECOND,
    }


def test_an_outage_is_told_with_the_probes_that_bracket_it(state: Path) -> None:
    said = run(explain, state, "c", "--at", at(LOST + MINUTE)).stdout
    assert f"it began between {local(Millis(LOST - 5 * SECOND))} and {local(LOST)}" in said
    assert f"it ended between {local(Millis(BACK - 5 * SECOND))} and {local(BACK)}" in said
    assert "it lasted 0:59:55 at least, 1:00:05 at most" in said


def test_an_outage_that_lasts_has_no_end_yet(state: Path) -> None:
    with StateStore(state) as store:
        gone = Transition(municipality(A), None, MunicipalityState.DISCONNECTED, Millis(NOW - HOUR), NOW, "")
        store.record_history([gone], [])
    done = run(explain, state, "a")
    assert "it began between " in done.stdout
    assert "it ended" not in done.stdout
    assert json.loads(run(explain, state, "a", "--json").stdout)["outage"]["ended"] is None


def test_who_is_connected_has_no_outage(state: Path) -> None:
    assert json.loads(run(explain, state, "c", "--json").stdout)["outage"] is None


def test_an_explanation_tells_what_was_corrected(state: Path) -> None:
    times = ("--from", at(LOST), "--to", at(BACK))
    run(report, state, "correct", "c", *times, "--as", "up", "--reason", "sonda")
    done = run(explain, state, "c", "--at", at(LOST + MINUTE))
    assert "corrected: it counts as no outage: sonda (" in done.stdout


def test_while_netmon_does_not_run_nothing_is_known_of_now(state: Path) -> None:
    with StateStore(state) as store:
        store.beat(Millis(NOW - HOUR))
    assert ": no data, since " in run(explain, state, "c").stdout
    assert ": connected, since " in run(explain, state, "c", "--at", at(NOW - HOUR)).stdout


def test_before_the_first_record_nothing_is_known(state: Path) -> None:
    assert "nothing was recorded yet" in run(explain, state, "c", "--at", at(BEGAN - HOUR)).stdout


def test_the_present_is_explained_with_what_probes_and_ports_say(state: Path) -> None:
    going_on = Incident(
        id=IncidentId("now"),
        cause=link(TRUNK),
        candidates=(link(TRUNK),),
        severity=Severity.CRITICAL,
        impact=Impact(isolated=(B,)),
        started=BACK,
        detected=BACK,
    )
    known = Situation(
        tracks={MID: Track(Verdict.DOWN, BACK, misses=4, answered_at=LOST), HUB: Track(Verdict.UP, BACK)},
        ports={
            (HUB, "to-mid"): PortReport(is_up=False, at=BACK, valid_until=NOW),
            (MID, "to-hub"): PortReport(is_up=True, at=BACK, valid_until=NOW, changed_at=LOST),
        },
        incidents=(going_on,),
    )
    with StateStore(state) as store:
        store.commit(judgement=Judgement(known, opened=(going_on,)), now=NOW)
    said = run(explain, state, "b").stdout
    assert "cause: link hub-mid, since " in said
    assert f"probes: 4 lost in a row, last answered {local(LOST)}" in said
    assert "probes: last answered never" in said
    assert f"hub:to-mid reports down since {local(BACK)}" in said
    assert f"mid:to-hub reports up since {local(LOST)}" in said


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["d"], "no municipality is called"), (["c", "--at", "2098-01-01"], "is still to come")],
)
def test_who_asks_for_what_is_not_there_is_told(state: Path, words: Sequence[str], reason: str) -> None:
    done = run(explain, state, *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert reason in done.stderr
