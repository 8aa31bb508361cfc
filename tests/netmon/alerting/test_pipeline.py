"""Who is told what: each stage by table, and the whole chain by law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import dedup_key, objections, plan_messages
from netmon.alerting.stages import PipelineContext, Sent
from netmon.clock import MINUTE, SECOND, Millis
from netmon.model import Entity, EntityKind, Impact, Message, NotificationKind, Severity
from netmon.oncall.policy import Address
from netmon.rules.identity import NETMON
from tests.netmon.alerting.occasions import (
    AS_AGG,
    AS_SCHOOL,
    AS_TOWN,
    CHEB_CORE,
    ENDED,
    INCIDENT,
    NOC,
    ONCALL,
    T0,
    TRUNK,
    firing,
    maintenance,
    of_incident,
    region,
    resolved,
)

FIRING, RESOLVED = NotificationKind.FIRING, NotificationKind.RESOLVED
NOW = PipelineContext(region(), Millis(T0 + MINUTE))


def told(notice: Notice, *rows: tuple[Address, NotificationKind]) -> dict[str, frozenset[Sent]]:
    return {notice.subject_id: frozenset((*address, kind) for address, kind in rows)}


def sent_to(messages: Sequence[Message]) -> list[tuple[Address, NotificationKind]]:
    return [((message.channel, message.address), message.kind) for message in messages]


def reasons(notice: Notice, context: PipelineContext) -> list[tuple[str, str]]:
    plan = plan_messages([notice], context)
    assert not (plan.messages and plan.suppressed)
    return [(held.stage, held.reason) for held in plan.suppressed]


@pytest.mark.parametrize(
    ("notice", "routes", "addresses"),
    [
        (of_incident(), (), [ONCALL, NOC]),
        (firing(), (), [NOC]),
        (firing(), ({"receivers": ["oncall", "noc"]},), [ONCALL, NOC]),
        (of_incident(), ({"match": {"rule": ["incident"]}, "receivers": ["noc"]},), [NOC]),
        (of_incident(), ({"match": {"orp": ["as"]}, "receivers": ["noc"]}, {"receivers": ["oncall"]}), [NOC]),
        (firing(), ({"match": {"orp": ["as"]}, "receivers": ["noc"]}, {"receivers": ["oncall"]}), [ONCALL]),
        (firing(), ({"receivers": ["noc"], "proceed": "true"}, {"receivers": ["noc"]}), [NOC]),
    ],
)
def test_the_first_matching_route_takes_a_notice_and_others_only_if_it_proceeds(
    notice: Notice, routes: tuple[object, ...], addresses: list[Address]
) -> None:
    plan = plan_messages([notice], replace(NOW, inventory=region(*routes)))
    assert sent_to(plan.messages) == [(address, FIRING) for address in addresses]


def test_every_stage_is_asked_although_the_first_that_objects_stops_the_rest() -> None:
    busy = replace(NOW, group_wait=Millis(61 * SECOND), incidents=[INCIDENT], maintenance=[maintenance(AS_AGG)])
    notice = firing(AS_AGG)
    assert [held.stage for held in objections(notice, busy)] == ["group", "inhibit", "silence"]
    assert [held.stage for held in plan_messages([notice], busy).suppressed] == ["group"]
    unrouted = firing(AS_AGG, Severity.INFO)
    assert [held.stage for held in objections(unrouted, busy)] == ["route"]
    assert objections(notice, NOW) == ()


INTERFACE = Entity(EntityKind.INTERFACE, "cheb-core-1:xe1")
DEGRADING = replace(INCIDENT, impact=replace(INCIDENT.impact, isolated=(), degraded=INCIDENT.impact.isolated))


@pytest.mark.parametrize(
    ("notice", "context", "stage", "reason"),
    [
        (firing(severity=Severity.INFO), NOW, "route", "no route matches"),
        (resolved(), NOW, "route", "nobody was told"),
        (firing(), replace(NOW, group_wait=Millis(61 * SECOND)), "group", "waits for company"),
        (firing(TRUNK), replace(NOW, incidents=[INCIDENT]), "inhibit", "incident i-1 explains it: link cheb-as"),
        (firing(AS_AGG), replace(NOW, incidents=[INCIDENT]), "inhibit", "incident i-1"),
        (firing(AS_SCHOOL), replace(NOW, incidents=[INCIDENT]), "inhibit", "incident i-1"),
        (firing(AS_TOWN), replace(NOW, incidents=[DEGRADING]), "inhibit", "incident i-1"),
        (firing(INTERFACE), replace(NOW, incidents=[INCIDENT]), "inhibit", "incident i-1"),
        (firing(CHEB_CORE), replace(NOW, maintenance=[maintenance(CHEB_CORE)]), "silence", "maintenance 1: výměna"),
        (firing(INTERFACE), replace(NOW, maintenance=[maintenance(CHEB_CORE)]), "silence", "maintenance 1"),
        (firing(AS_AGG), replace(NOW, maintenance=[maintenance(AS_TOWN)]), "silence", "maintenance 1"),
        (of_incident(), replace(NOW, maintenance=[maintenance(TRUNK)]), "silence", "maintenance 1"),
        (of_incident(), replace(NOW, maintenance=[maintenance(AS_TOWN)]), "silence", "maintenance 1"),
        (firing(), replace(NOW, sent=told(firing(), (NOC, FIRING))), "dedup", "told already"),
        (
            resolved(),
            replace(NOW, sent=told(firing(), (NOC, FIRING), (NOC, RESOLVED))),
            "dedup",
            "told already",
        ),
    ],
)
def test_what_is_suppressed_says_where_and_why(
    notice: Notice, context: PipelineContext, stage: str, reason: str
) -> None:
    ((where, why),) = reasons(notice, context)
    assert where == stage
    assert reason in why


@pytest.mark.parametrize(
    ("notice", "context"),
    [
        (of_incident(), replace(NOW, group_wait=Millis(61 * SECOND))),
        (firing(), replace(NOW, group_wait=Millis(60 * SECOND))),
        (of_incident(), replace(NOW, incidents=[INCIDENT])),
        (firing(CHEB_CORE), replace(NOW, incidents=[INCIDENT])),
        (firing(NETMON), replace(NOW, incidents=[INCIDENT], maintenance=[maintenance(AS_TOWN)])),
        (of_incident(), replace(NOW, maintenance=[maintenance(CHEB_CORE)])),
        (of_incident(), replace(NOW, maintenance=[maintenance(TRUNK, start=5)])),
        (of_incident(), replace(NOW, maintenance=[maintenance(TRUNK, end=1)])),
        (firing(TRUNK), replace(NOW, maintenance=[maintenance(AS_TOWN)])),
        (
            of_incident(replace(INCIDENT, impact=Impact((*INCIDENT.impact.isolated, *region().municipalities)))),
            replace(NOW, maintenance=[maintenance(AS_TOWN)]),
        ),
        (resolved(), replace(NOW, sent=told(firing(), (NOC, FIRING)), maintenance=[maintenance(CHEB_CORE)])),
        (resolved(TRUNK), replace(NOW, sent=told(firing(TRUNK), (NOC, FIRING)), incidents=[INCIDENT])),
        (resolved(), replace(NOW, sent=told(firing(), (NOC, FIRING)), group_wait=Millis(10 * MINUTE))),
    ],
)
def test_nothing_else_stands_in_the_way(notice: Notice, context: PipelineContext) -> None:
    assert plan_messages([notice], context).messages


def test_whoever_was_told_hears_the_end_even_if_the_routes_have_changed() -> None:
    context = replace(NOW, inventory=region({"receivers": ["oncall"]}), sent=told(firing(), (NOC, FIRING)))
    assert sent_to(plan_messages([resolved()], context).messages) == [(NOC, RESOLVED)]


def test_a_worse_severity_reaches_those_it_concerns_and_nobody_twice() -> None:
    context = replace(NOW, sent=told(firing(), (NOC, FIRING)))
    plan = plan_messages([firing(severity=Severity.CRITICAL)], context)
    assert sent_to(plan.messages) == [(ONCALL, FIRING)]


def test_the_plan_says_when_time_alone_will_change_it() -> None:
    context = replace(NOW, group_wait=Millis(90 * SECOND), maintenance=[maintenance(TRUNK)])
    plan = plan_messages([firing(), of_incident()], context)
    assert plan.next_at == T0 + 90 * SECOND
    assert plan_messages([of_incident(ENDED)], NOW).next_at is None


def test_a_message_carries_the_payload_under_a_key_of_its_own() -> None:
    notice = of_incident()
    messages = plan_messages([notice], NOW).messages
    assert len({message.dedup_key for message in messages}) == len(messages)
    assert messages[0].dedup_key == dedup_key("i-1", FIRING, *ONCALL)
    assert messages[0].payload == notice.payload


@dataclass(frozen=True, slots=True)
class Moment:
    """One round: what holds, and what stands in its way."""

    states: Mapping[Entity, bool]
    is_explained: bool
    is_maintained: bool
    routes: tuple[object, ...]


ENTITIES = (CHEB_CORE, AS_AGG, TRUNK)
ROUTES: tuple[tuple[object, ...], ...] = ((), ({"receivers": ["oncall"]},), ({"receivers": ["noc", "oncall"]},))
MOMENTS = st.builds(
    Moment,
    states=st.fixed_dictionaries(dict.fromkeys(ENTITIES, st.booleans())),
    is_explained=st.booleans(),
    is_maintained=st.booleans(),
    routes=st.sampled_from(ROUTES),
)


def tell(moments: Sequence[Moment]) -> list[Message]:
    """Run the rounds as the engine does, with the outbox as its memory; the last round resolves everything."""
    sent: dict[str, frozenset[Sent]] = {}
    messages: list[Message] = []
    over = Moment(dict.fromkeys(ENTITIES, False), is_explained=False, is_maintained=False, routes=())
    for number, moment in enumerate((*moments, over)):
        context = PipelineContext(
            inventory=region(*moment.routes),
            now=Millis(T0 + number * MINUTE),
            incidents=[INCIDENT] if moment.is_explained else [],
            maintenance=[maintenance(CHEB_CORE, AS_AGG)] if moment.is_maintained else [],
            sent=sent,
            group_wait=Millis(2 * MINUTE),
        )
        notices = [firing(entity) if fires else resolved(entity) for entity, fires in moment.states.items()]
        for message in plan_messages(notices, context).messages:
            row = (message.channel, message.address, message.kind)
            sent[message.subject_id] = sent.get(message.subject_id, frozenset()) | {row}
            messages.append(message)
    return messages


@given(st.lists(MOMENTS, max_size=8))
def test_every_firing_gets_exactly_one_resolved_per_address_and_none_comes_alone(moments: list[Moment]) -> None:
    threads: dict[tuple[str, str, str], list[NotificationKind]] = {}
    for message in tell(moments):
        threads.setdefault((message.subject_id, message.channel, message.address), []).append(message.kind)
    assert all(kinds == [FIRING, RESOLVED] for kinds in threads.values())


@given(st.lists(MOMENTS, max_size=8))
def test_no_message_is_ever_made_twice(moments: list[Moment]) -> None:
    keys = [message.dedup_key for message in tell(moments)]
    assert len(keys) == len(set(keys))
