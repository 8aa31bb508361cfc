"""To whom a drill goes: to whoever a critical incident would, at once and by every way; and when there is none."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from netmon.alerting.auditor import Picture
from netmon.alerting.drill import decided, drill_messages, undrilled
from netmon.alerting.failover import Desk
from netmon.alerting.notice import Notice
from netmon.alerting.pipeline import plan_messages
from netmon.alerting.stages import PipelineContext
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.commands import HoldDrill, SkipDrill
from netmon.drill.result import Hindrance, subject_of
from netmon.inventory.models import Inventory
from netmon.language import Language
from netmon.model import Delivery, DeliveryState, Hushed, Message, NotificationKind, Severity, Silence
from netmon.oncall.book import CallBook, Case
from netmon.oncall.policy import Address, Policy
from tests.netmon.alerting.occasions import BASE_URL, ENDED, INCIDENT, RECEIVERS, firing, of_incident
from tests.netmon.oncall.plans import PEOPLE, at, staffed

NOON = at("2026-01-07T12:00")
HOUR_AHEAD = Interval(NOON, Millis(NOON + HOUR))
EVERYWHERE = Silence(1, Hushed(severities=(Severity.CRITICAL,)), HOUR_AHEAD, "jana", "stěhování")
ADA, ADA_SMS, CYRIL = ("email", "ada@kraj.example"), ("sms", "+420600000001"), ("email", "cyril@kraj.example")
NOC, HOOK = ("email", "noc@kraj.example"), ("webhook", "secret://hook")


def desk(inventory: Inventory) -> Desk:
    return Desk(inventory, BASE_URL, Language.CS)


def drilled(inventory: Inventory, moment: Millis = NOON) -> tuple[Message, ...]:
    return drill_messages(moment, PipelineContext(inventory, moment), desk(inventory))


def ways(messages: Iterable[Message]) -> list[Address]:
    return [(message.channel, message.address) for message in messages]


def decision(*notices: Notice, context: PipelineContext | None = None) -> HoldDrill | SkipDrill:
    context = context or PipelineContext(staffed(), NOON)
    return decided(NOON, Picture(notices, (), context), desk(context.inventory), NOON)


def test_it_goes_to_whom_an_incident_would_call_first_by_every_way_and_says_that_nothing_happened() -> None:
    inventory = staffed()
    real = plan_messages([of_incident(replace(INCIDENT, detected=NOON))], PipelineContext(inventory, NOON)).messages
    messages = drilled(inventory)
    assert ways(messages) == ways(real) == [ADA, ADA_SMS]
    assert {message.kind for message in messages} == {NotificationKind.TEST}
    assert {message.subject_id for message in messages} == {subject_of(NOON)}
    assert messages[0].payload["kind"] == "test"
    assert messages[0].payload["summary"] == "• cvičný poplach: nic se nestalo, nic nepotvrzujte"


def test_people_asleep_are_called_too_as_it_is_about_what_cannot_wait() -> None:
    quiet = {**PEOPLE, "ada": {**PEOPLE["ada"], "quiet": {"start": "10:00", "end": "14:00"}}}
    assert ways(drilled(staffed(people=quiet))) == [ADA, ADA_SMS]


def test_routes_of_every_district_and_those_that_go_on_are_tried_and_each_address_once() -> None:
    routes = [
        {"match": {"severity": ["warning"]}, "receivers": ["noc"]},
        {"match": {"rule": ["loss"]}, "receivers": ["noc"]},
        {"match": {"orp": ["as"]}, "receivers": ["hook"], "proceed": "true"},
        {"escalation": "backbone"},
    ]
    assert sorted(ways(drilled(staffed(routes=routes)))) == sorted([ADA, ADA_SMS, HOOK])


def test_whoever_is_still_to_hear_of_something_else_gets_it_all_the_same_and_nothing_of_that() -> None:
    over = of_incident(ENDED)
    owing = Case(Policy(()), over.severity, NOON, NOON, spared=frozenset({ADA}), over=over.payload)
    context = PipelineContext(staffed(), NOON, book=CallBook({over.subject_id: owing}))
    assert drill_messages(NOON, context, desk(staffed())) == drilled(staffed())


def test_whoever_reads_another_language_reads_it_in_that() -> None:
    english = {**PEOPLE, "ada": {**PEOPLE["ada"], "language": "en"}}
    (first, *_) = drilled(staffed(people=english))
    assert (first.payload["summary"], first.payload["language"]) == ("• drill: nothing happened, confirm nothing", "en")


def test_its_keys_are_those_of_its_moment() -> None:
    keys = [message.dedup_key for message in drilled(staffed())]
    assert keys == [message.dedup_key for message in drilled(staffed())]
    assert set(keys).isdisjoint(message.dedup_key for message in drilled(staffed(), Millis(NOON + 1)))


def test_in_quiet_times_it_is_held() -> None:
    assert decision(firing()) == HoldDrill(NOON, drilled(staffed()))


def test_while_something_critical_goes_on_it_is_not() -> None:
    told = decision(firing(), of_incident())
    assert isinstance(told, SkipDrill)
    assert (told.at, told.hindrance) == (NOON, Hindrance.CRITICAL)
    assert told.about
    assert isinstance(decision(of_incident(ENDED)), HoldDrill)


@pytest.mark.parametrize(("sent", "expected"), [(4, HoldDrill), (5, SkipDrill)])
def test_in_a_storm_it_is_not(sent: int, expected: type) -> None:
    lately = {ADA: (Millis(NOON - 1),) * sent}
    told = decision(context=PipelineContext(staffed(), NOON, book=CallBook(lately=lately)))
    assert isinstance(told, expected)
    assert isinstance(told, HoldDrill) or told.hindrance is Hindrance.STORM


def test_where_an_incident_would_reach_nobody_it_is_not_and_that_is_said() -> None:
    silenced = PipelineContext(staffed(), NOON, silences=(EVERYWHERE,))
    nowhere = PipelineContext(staffed(routes=[], escalations={}), NOON)
    for context in (silenced, nowhere):
        assert decision(context=context) == SkipDrill(NOON, Hindrance.NOBODY)


def rows(*states: DeliveryState) -> list[Delivery]:
    """Return the messages of a drill to two people, with what became of each."""
    messages = drilled(staffed())
    return [
        Delivery(number, message, state, 1, NOON, Millis(NOON + MINUTE), error="refused")
        for number, (message, state) in enumerate(zip(messages, states, strict=True))
    ]


def test_a_way_that_did_not_carry_it_is_told_of_by_the_others_once() -> None:
    lost = rows(DeliveryState.SENT, DeliveryState.DEAD)
    told = undrilled(lost, desk(staffed()), Millis(NOON + 11 * MINUTE))
    assert sorted(ways(told)) == sorted([ADA, CYRIL, NOC])
    assert {message.kind for message in told} == {NotificationKind.ALARM}
    assert told[0].payload["evidence"] == ["sms +420600000001: refused"]
    later = undrilled(lost, desk(staffed()), Millis(NOON + 3 * HOUR))
    assert [message.dedup_key for message in later] == [message.dedup_key for message in told]


@pytest.mark.parametrize(
    ("states", "late"),
    [
        ((DeliveryState.SENT, DeliveryState.SENT), 11 * MINUTE),
        ((DeliveryState.SENT, DeliveryState.DEAD), 10 * MINUTE),
        ((DeliveryState.SENT, DeliveryState.DEAD), DAY),
    ],
)
def test_nothing_is_said_of_what_arrived_nor_too_early_nor_of_old(states: tuple[DeliveryState, ...], late: int) -> None:
    assert undrilled(rows(*states), desk(staffed()), Millis(NOON + late)) == ()


def test_receivers_of_the_plain_region_are_a_list_of_one_step() -> None:
    inventory = staffed(receivers=RECEIVERS, routes=[{"receivers": ["oncall", "noc"]}], escalations={})
    assert ways(drilled(inventory)) == [("webhook", "secret://oncall"), NOC]
