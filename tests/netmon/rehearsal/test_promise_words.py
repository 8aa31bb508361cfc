"""`netmon rules explain` and its sisters in both languages: every stage's reason reads like what the reader speaks."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmon.cli.rules import rules
from netmon.clock import HOUR, MINUTE, SECOND, Interval, Millis, SystemClock
from netmon.commands import Actor, AddSilence, PlanMaintenance
from netmon.judgement.situation import Judgement, Situation
from netmon.model import (
    Alert,
    AlertPhase,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Hushed,
    Impact,
    Incident,
    IncidentId,
    Measurement,
    Message,
    NotificationKind,
    Severity,
)
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.rehearsal.conftest import SHIPPED

CORE = Entity(EntityKind.DEVICE, "cheb-core-1")
RULE, NAME = "packet-loss", "packet-loss/cheb-core-1"
NOBODY = Actor("novak", "cli")
ENGLISH = re.compile(
    r"\b(waits for|company|told already|explains it|somebody|silenced|maintenance|messages went|quiet hours|until)\b"
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What holds an alert back, and what its reason must hold in either language."""

    prepare: Callable[[StateStore, Millis], None]
    english: str
    age: int = HOUR


def ask(language: str, *words: object) -> Result:
    environment = {"LC_ALL": f"{language}.UTF-8", "LANGUAGE": language[:2], "NETMON_INVENTORY": str(SHIPPED)}
    return CliRunner().invoke(rules, [str(word) for word in words], env=environment)


def fired(since: Millis) -> Alert:
    return Alert(RULE, CORE, AlertPhase.FIRING, since, Severity.WARNING, "ztrácí pakety", fired_at=since)


def incident(now: Millis) -> Incident:
    return Incident(
        id=IncidentId("i-1"),
        cause=CORE,
        candidates=(CORE,),
        severity=Severity.CRITICAL,
        impact=Impact((), (), 0, ()),
        started=Millis(now - HOUR),
        detected=Millis(now - HOUR),
        evidence=(Evidence(EvidenceKind.SILENT, CORE, Millis(now - HOUR)),),
    )


def nothing(store: StateStore, now: Millis) -> None:
    """Let nothing be in the way."""


def silenced(store: StateStore, now: Millis) -> None:
    store.execute(AddSilence(Hushed(rules=(RULE,)), Millis(now + HOUR), "known"), NOBODY, Millis(now - MINUTE))


def maintained(store: StateStore, now: Millis) -> None:
    window = Interval(Millis(now - MINUTE), Millis(now + HOUR))
    store.execute(PlanMaintenance((CORE,), window, "swap"), NOBODY, Millis(now - 2 * MINUTE))


def explained(store: StateStore, now: Millis) -> None:
    found = incident(now)
    judgement = replace(Judgement(Situation(incidents=(found,))), opened=(found,))
    store.commit(judgement=judgement, now=now)


def told(store: StateStore, now: Millis) -> None:
    subject = f"{RULE}/device/{CORE.name}/{now - HOUR}"
    message = Message(subject, NotificationKind.FIRING, "email", "noc@kraj.example", "key", {})
    store.commit(judgement=Judgement(Situation()), messages=(message,), now=now)


STAGES = {
    "group": Stage(nothing, "waits for company", age=2 * SECOND),
    "inhibit": Stage(explained, "incident i-1 explains it"),
    "silence": Stage(silenced, "novak"),
    "maintenance": Stage(maintained, "maintenance 1: swap"),
    "dedup": Stage(told, "told already"),
}


def kept(directory: Path, stage: Stage) -> Path:
    """Keep an alert that fires, and what is in its way."""
    now = SystemClock().now()
    alert = fired(Millis(now - stage.age))
    with StateStore(directory) as store:
        store.commit(judgement=Judgement(Situation()), alerts=(alert,), now=Millis(now - stage.age))
        stage.prepare(store, now)
    with SampleStore(directory) as store:
        times = [Millis(now - ago * MINUTE) for ago in range(30, 0, -1)]
        store.write([Measurement("net_dev", {"device": CORE.name}, {"loss_pct": 20.0}, at) for at in times], now=now)
    return directory


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_says_its_reason(tmp_path: Path, name: str) -> None:
    said = ask("en_GB", "explain", NAME, "--state", kept(tmp_path, STAGES[name]))
    assert said.exit_code == 0, said.output
    assert STAGES[name].english in said.stdout


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_says_its_reason_in_czech(tmp_path: Path, name: str) -> None:
    said = ask("cs_CZ", "explain", NAME, "--state", kept(tmp_path, STAGES[name])).stdout
    assert ENGLISH.findall(said.replace("swap", "").replace("known", "")) == [], said


def test_a_back_test_of_a_month_says_pages_and_nights_in_either_language(tmp_path: Path) -> None:
    state = kept(tmp_path, STAGES["group"])
    words = ("backtest", "--from", "30d", "--rule", RULE, "--state", state)
    assert "would have told" in ask("en_GB", *words).stdout.splitlines()[0]
    assert "v noci" in ask("cs_CZ", *words).stdout.splitlines()[0]
    found = json.loads(ask("en_GB", *words, "--json").stdout)
    (rule,) = found["rules"]
    assert (rule["told"], rule["nights"] in {0, 1}, len(rule["at"])) == (1, True, 1)


@pytest.mark.long
def test_the_shipped_tests_check_states_and_messages_and_the_reports_are_empty() -> None:
    found = json.loads(ask("en_GB", "test", "--coverage", "--json").stdout)
    assert all(each["ok"] for each in found["tests"])
    assert len(found["tests"]) >= 50
    assert found["coverage"] == []
    texts = "".join(path.read_text(encoding="utf-8") for path in (SHIPPED / "rules-tests").glob("*.yaml"))
    assert "state:" in texts
    assert "notifications:" in texts
