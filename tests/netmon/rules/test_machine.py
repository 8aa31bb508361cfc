"""What becomes of an alert, step by step and by law."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import MINUTE, SECOND, Millis
from netmon.inventory.models import Level, Missing, Rule
from netmon.model import Alert, AlertPhase, Entity, EntityKind, Severity
from netmon.rules.machine import Verdict, disregard, is_active, quiet, step, withdraw

T0 = Millis(1_700_000_000_000)
ENTITY = Entity(EntityKind.DEVICE, "cheb-core-1")
QUIET = quiet("loss", ENTITY, Severity.WARNING, T0)
FIRE, DEAD_BAND, CLEAR, NOTHING = (
    Verdict(fire=True, clear=False),
    Verdict(fire=False, clear=False),
    Verdict(fire=False, clear=True),
    Verdict(fire=None, clear=None),
)
OK, PENDING, FIRING, CLEARING = AlertPhase
Look = tuple[int, dict[Severity, Verdict]]
"""A moment in seconds after T0, and what the facts say to each level then."""


def rule(missing: Missing = Missing.UNKNOWN, **levels: Level) -> Rule:
    return Rule.model_validate({"for_each": "device", "levels": levels, "missing": missing, "summary": "loss"})


def level(hold: int = 0, keep: int = 0) -> Level:
    return Level(fire="loss_pct > 5", hold=Millis(hold * SECOND), keep=Millis(keep * SECOND))


def watch(rule: Rule, looks: Sequence[Look], alert: Alert = QUIET) -> list[Alert]:
    """Return the alert after each look."""
    alerts = []
    for second, verdicts in looks:
        alert = step(alert, rule, verdicts, Millis(T0 + second * SECOND))
        alerts.append(alert)
    return alerts


def warning(*verdicts: Verdict, every: int = 10) -> list[Look]:
    return [(every * number, {Severity.WARNING: verdict}) for number, verdict in enumerate(verdicts)]


@pytest.mark.parametrize(
    ("missing", "verdicts", "phases"),
    [
        ("unknown", [FIRE, FIRE, FIRE, CLEAR, CLEAR, CLEAR], [PENDING, PENDING, FIRING, CLEARING, CLEARING, OK]),
        ("unknown", [FIRE, DEAD_BAND, FIRE], [PENDING, OK, PENDING]),
        ("unknown", [FIRE, FIRE, FIRE, DEAD_BAND, CLEAR, FIRE], [PENDING, PENDING, FIRING, FIRING, CLEARING, FIRING]),
        ("unknown", [FIRE, NOTHING, FIRE], [PENDING, OK, PENDING]),
        ("unknown", [FIRE] * 3 + [CLEAR, NOTHING, NOTHING], [PENDING, PENDING, FIRING, CLEARING, FIRING, FIRING]),
        ("hold", [FIRE, NOTHING, NOTHING, FIRE], [PENDING, PENDING, PENDING, FIRING]),
        ("hold", [FIRE] * 3 + [CLEAR, NOTHING, CLEAR], [PENDING, PENDING, FIRING, CLEARING, CLEARING, OK]),
        ("fire", [NOTHING] * 3 + [CLEAR, NOTHING], [PENDING, PENDING, FIRING, CLEARING, FIRING]),
    ],
)
def test_a_level_needs_evidence_for_as_long_as_it_says(
    missing: str, verdicts: list[Verdict], phases: list[AlertPhase]
) -> None:
    alerts = watch(rule(Missing(missing), warning=level(hold=20, keep=20)), warning(*verdicts))
    assert [alert.phase for alert in alerts] == phases


def test_without_waiting_times_one_look_is_enough() -> None:
    alerts = watch(rule(warning=level()), warning(FIRE, CLEAR))
    assert [alert.phase for alert in alerts] == [FIRING, OK]


def test_a_resolved_alert_still_names_the_episode_that_ended() -> None:
    fired, resolved, pending = watch(rule(warning=level()), warning(FIRE, CLEAR))[:2] + watch(
        rule(warning=level(hold=60)), warning(FIRE)
    )
    assert fired.fired_at == resolved.fired_at == T0
    assert resolved.since == T0 + 10 * SECOND
    assert pending.fired_at is None


LEVELS = rule(warning=level(hold=10), critical=level(hold=30, keep=20))


def both(critical: Verdict, mild: Verdict, at: int) -> Look:
    return at, {Severity.CRITICAL: critical, Severity.WARNING: mild}


def test_a_worse_level_rises_by_its_own_timer_and_leaves_the_lower_one_firing() -> None:
    looks = [both(FIRE, FIRE, at) for at in (0, 10, 20, 30)]
    looks += [both(CLEAR, DEAD_BAND, at) for at in (40, 60)] + [both(CLEAR, CLEAR, 70)]
    alerts = watch(LEVELS, looks)
    assert [(alert.phase, alert.severity) for alert in alerts] == [
        (PENDING, Severity.CRITICAL),
        (FIRING, Severity.WARNING),
        (FIRING, Severity.WARNING),
        (FIRING, Severity.CRITICAL),
        (CLEARING, Severity.CRITICAL),
        (FIRING, Severity.WARNING),
        (OK, Severity.WARNING),
    ]
    assert {alert.fired_at for alert in alerts[1:]} == {T0 + 10 * SECOND}, "one episode, told once"


def test_a_lower_level_that_still_waits_takes_over_at_once() -> None:
    rule_of_two = rule(warning=level(hold=600), critical=level())
    alerts = watch(rule_of_two, [both(FIRE, FIRE, 0), both(CLEAR, FIRE, 10)])
    assert [(alert.phase, alert.severity) for alert in alerts] == [
        (FIRING, Severity.CRITICAL),
        (FIRING, Severity.WARNING),
    ]


def test_a_level_taken_out_of_the_rule_is_forgotten() -> None:
    (critical,) = watch(rule(warning=level(hold=60), critical=level()), [both(FIRE, FIRE, 0)])
    (alert,) = watch(rule(warning=level(hold=60)), [(10, {Severity.WARNING: FIRE})], critical)
    assert (alert.phase, alert.severity) == (FIRING, Severity.WARNING)


def test_time_in_which_nobody_looked_is_no_evidence() -> None:
    (pending,) = watch(rule(warning=level(hold=60)), warning(FIRE))
    hour = Millis(60 * MINUTE)
    (later,) = watch(rule(warning=level(hold=60)), [(3600, {Severity.WARNING: FIRE})], disregard(pending, hour))
    assert later.phase is PENDING


def test_an_alert_that_nobody_asks_for_is_resolved() -> None:
    (fired,) = watch(rule(warning=level()), warning(FIRE))
    gone = withdraw(fired, Millis(T0 + SECOND))
    assert (gone.phase, gone.fired_at, gone.since) == (OK, T0, T0 + SECOND)


VERDICTS = st.sampled_from([FIRE, DEAD_BAND, CLEAR, NOTHING, Verdict(fire=True, clear=True)])
TIMES = st.integers(0, 40)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Rule, list[Look]]:
    """Return a rule of one to three levels, and looks at arbitrary intervals."""
    severities = draw(st.lists(st.sampled_from(Severity), min_size=1, unique=True))
    levels = {severity.value: level(draw(TIMES), draw(TIMES)) for severity in severities}
    gaps = draw(st.lists(st.integers(1, 30), max_size=30))
    moments = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    looks = [(moment, {severity: draw(VERDICTS) for severity in severities}) for moment in moments]
    return rule(draw(st.sampled_from(Missing)), **levels), looks


@given(histories())
def test_only_evidence_resolves_and_only_evidence_fires(history: tuple[Rule, list[Look]]) -> None:
    rule, looks = history
    alerts = [QUIET, *watch(rule, looks)]
    for (_, verdicts), (before, after) in zip(looks, pairwise(alerts), strict=True):
        if is_active(before) and not is_active(after):
            assert after.phase is OK
            assert any(verdict.clear for verdict in verdicts.values())
        if is_active(after) and not is_active(before):
            fires = {True, None} if rule.missing is Missing.FIRE else {True}
            assert any(verdict.fire in fires for verdict in verdicts.values())


@given(histories())
def test_the_alert_is_as_its_worst_level(history: tuple[Rule, list[Look]]) -> None:
    rule, looks = history
    for alert in watch(rule, looks):
        phases = [level.phase for level in alert.levels]
        active = [level for level in alert.levels if level.phase in {FIRING, CLEARING}]
        assert is_active(alert) is bool(active)
        assert (alert.phase is OK) is (set(phases) == {OK})
        if active:
            assert (alert.severity, alert.phase, alert.since) == (
                active[0].severity,
                active[0].phase,
                active[0].since,
            )


@given(histories())
def test_an_episode_keeps_its_name_until_it_is_over(history: tuple[Rule, list[Look]]) -> None:
    rule, looks = history
    for before, after in pairwise([QUIET, *watch(rule, looks)]):
        if is_active(after):
            assert after.fired_at is not None
            assert not is_active(before) or before.fired_at == after.fired_at
        if after.phase is PENDING:
            assert after.fired_at is None


@given(histories(), st.data())
def test_a_restart_in_between_changes_nothing(history: tuple[Rule, list[Look]], data: st.DataObject) -> None:
    rule, looks = history
    straight = watch(rule, looks)
    cut = data.draw(st.integers(0, len(looks)))
    before = watch(rule, looks[:cut])
    resumed = watch(rule, looks[cut:], before[-1] if before else QUIET)
    assert before + resumed == straight
