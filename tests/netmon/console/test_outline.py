"""How the plan of a device reads: to people in both languages, and to scripts."""

import json

import pytest

from netmon.console.outline import Account, as_object, lines
from netmon.console.snmp import Agent, Refusal
from netmon.errors import CommandRefused, LimitReached, NoResponse
from netmon.language import Language
from netmon.phrase import NBSP, Phrase
from netmon.snmp.declaration import Fault
from netmon.snmp.outline import Outline, RequestOutline
from tests.netmon.region import HUB, region

AGENT = Agent.of(HUB, region())
REQUESTS = (
    RequestOutline(tables=("",), instances=4, octets=210, hits=1, misses=1),
    RequestOutline(tables=("interfaces", "sensors"), instances=48, octets=1_380, hits=0, misses=2),
)
OUTLINE = Outline(REQUESTS, round_trip_ms=1_203.456, patience_ms=2_000, window=4, late=1, ignored=2, lost=0)


def test_a_plan_reads_as_a_table_with_its_totals() -> None:
    account = Account(OUTLINE, (Phrase("{name}: {problem}", name="interfaces", problem="ifName.3: \x1b[2Jodd"),))
    assert list(lines(AGENT, account, Language.EN)) == [
        "hub at 127.19.40.1 port 1161, credential test (SNMPv2c)",
        "request  instances  octets  hits  misses  tables",
        "      1          4     210     1       1  scalars",
        "      2         48   1,380     0       2  interfaces, sensors",
        "2 requests for 52 instances, 1,590 octets of answers expected",
        "1 answer read by comparing, 3 by the strict reader",
        "round trip 1,203.46 ms",
        "an attempt waits 2,000 ms; up to 4 requests on the way at once",
        "1 late answer, 2 datagrams ignored, 0 attempts without answer",
        "  interfaces: ifName.3: [2Jodd",
    ]


def test_a_plan_reads_in_czech() -> None:
    said = list(lines(AGENT, Account(OUTLINE), Language.CS))
    assert said[1] == "dotaz  instance  oktety  shody  neshody  tabulky"
    assert said[2] == "    1         4     210      1        1  skaláry"
    assert said[4] == f"2 dotazy na 52 instancí, v odpovědích asi 1{NBSP}590 oktetů"
    assert said[6] == f"doba odezvy 1{NBSP}203,46 ms"


def test_what_an_agent_encodes_against_the_rules_is_told_with_its_count() -> None:
    account = Account(OUTLINE, faults={Fault.OVERLONG: 1, Fault.NEGATIVE: 23})
    assert account.is_fine
    assert list(lines(AGENT, account, Language.EN))[-2:] == [
        "unsigned numbers that look negative, read all the same: 23 values",
        "integers in too many octets, read all the same: 1 value",
    ]
    assert (
        list(lines(AGENT, account, Language.CS))[-1] == "celá čísla v příliš mnoha oktetech, přesto přečteno: 1 hodnota"
    )
    assert as_object(AGENT, account)["faults"] == {"negative": 23, "overlong": 1, "encoding": 0}


def test_a_device_that_never_answered_has_no_round_trip() -> None:
    silent = Outline((), round_trip_ms=None, patience_ms=500, window=1, late=0, ignored=0, lost=2)
    refusal = Refusal.of(NoResponse(Phrase("{peer}: silent", peer="127.19.40.1")), AGENT.door)
    said = list(lines(AGENT, Account(silent, refusal=refusal), Language.EN))
    assert said[1:] == [
        "an attempt waits 500 ms; up to 1 request on the way at once",
        "0 late answers, 0 datagrams ignored, 2 attempts without answer",
    ]


@pytest.mark.parametrize(
    ("account", "is_fine"),
    [
        (Account(OUTLINE), True),
        (Account(OUTLINE, (Phrase("odd"),)), False),
        (Account(None, refusal=Refusal.of(LimitReached("too much"), AGENT.door)), False),
    ],
)
def test_scripts_read_whether_a_plan_is_fine(account: Account, is_fine: bool) -> None:  # noqa: FBT001 -- a table
    said = json.loads(json.dumps(as_object(AGENT, account)))
    assert (said["ok"], said["device"]) == (is_fine, HUB)
    if account.outline:
        assert said["plan"]["requests"][1]["tables"] == ["interfaces", "sensors"]


def test_what_we_refuse_ourselves_needs_no_cure() -> None:
    assert Refusal.of(CommandRefused(Phrase("enough")), AGENT.door).text == "enough"
    assert Refusal.of(LimitReached(Phrase("enough")), AGENT.door).text.startswith("enough\n    the device says more")
