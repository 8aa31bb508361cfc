"""Over SNMPv3 nothing is believed but what the agent itself signed, encrypted and sent now."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

import pytest
from pyasn1.codec.ber import encoder
from pysnmp.proto.api import v2c

from netmon.errors import AccessDenied, NoResponse, PollError, ProtocolViolation
from netmon.snmp.declaration import Reading
from netmon.snmp.session import SnmpSession
from tests.netmon.snmp.agent import converse, look_up, response, write
from tests.netmon.snmp.engine import (
    ANOTHER_ID,
    AUTH,
    DIGEST,
    NOT_IN_TIME_WINDOWS,
    PRIV,
    REFUSALS,
    UNKNOWN_ENGINE_IDS,
    USM_STATS,
    Engine,
    Heard,
    Lie,
    Message,
    credential,
    honestly,
)
from tests.netmon.snmp.haste import run, running_loop
from tests.netmon.snmp.table import DECLARATION, counters, rows

ROWS = 10
TRUTH = {f"xe{index}": index * 10**12 for index in range(1, ROWS + 1)}
ATTEMPTS, RESENDS = 2, 4
LIES = (1 << 31) - 1
"""The largest boots and time there are."""


def lied(**fields: object) -> Lie:
    """Return a lie about some fields of the honest message."""
    return lambda _, truth: [replace(truth, **fields)]  # type: ignore[arg-type]


def shifted(field: str, by: int) -> Lie:
    """Return a lie about a number."""
    return lambda _, truth: [replace(truth, **{field: max(0, getattr(truth, field) + by)})]


def reported(counter: tuple[int, ...], **fields: object) -> Lie:
    """Return a report in place of the honest message."""

    def lie(heard: Heard, truth: Message) -> Iterable[Message]:
        pdu = response(heard.asked, [(counter, v2c.Counter32(1))], kind=v2c.ReportPDU)
        return [replace(truth, pdu=encoder.encode(pdu), flags=0, **fields)]  # type: ignore[arg-type]

    return lie


def renumbered(heard: Heard, truth: Message) -> Iterable[Message]:
    """Answer under a request-id that is not the message's."""
    asked = replace(heard.asked, number=heard.asked.number ^ 1)
    return [replace(truth, pdu=encoder.encode(response(asked, look_up(asked, rows(ROWS)))))]


def in_version_2(heard: Heard, _truth: Message) -> Iterable[bytes]:
    """Answer as an SNMPv2c agent would."""
    asked = replace(heard.asked, version=1, community=b"kk-readonly")
    return [write(asked, look_up(asked, rows(ROWS))), write(asked, [], kind=v2c.ReportPDU)]


NEVER_BELIEVED: dict[str, Lie] = {
    "a signature that is wrong": lied(digest=bytes(DIGEST - 1) + b"\x01"),
    "a signature cut short": lied(digest=bytes(12)),
    "no signature": lied(digest=b""),
    "a signature too long": lied(digest=bytes(64)),
    "the signature of another engine": lied(keys_of=ANOTHER_ID),
    "another engine, and signed by it": lied(
        engine_id=ANOTHER_ID, keys_of=ANOTHER_ID, encrypts_with=ANOTHER_ID, context_engine_id=ANOTHER_ID
    ),
    "another user": lied(user=b"sha-512-aes-128"),
    "no user": lied(user=b""),
    "another request's number": shifted("number", 1),
    "a request-id that is not msgID": renumbered,
    "fewer boots": shifted("boots", -1),
    "no boots at all": lied(boots=0),
    "a time outside the window": shifted("time", -400),
    "no time at all": lied(time=0),
    "another context's engine": lied(context_engine_id=ANOTHER_ID),
    "another context": lied(context=b"vrf-blue"),
    "no salt": lied(salt=b""),
    "a salt of seven octets": lied(salt=b"saltsal"),
    "a salt of nine octets": lied(salt=b"saltsalts"),
    "a salt of 300 octets": lied(salt=b"s" * 300),
    "another privacy key": lied(encrypts_with=ANOTHER_ID),
    "noise, signed": lied(ciphertext=bytes(range(256))),
    "nothing, signed": lied(ciphertext=b""),
    "15,000 nested sequences, signed": lied(flags=AUTH, pdu=b"\x30\x82\x7f\xff" * 15_000),
    "a response that is not encrypted": lied(flags=AUTH),
    "a response that is not signed": lied(flags=PRIV),
    "a response in the clear": lied(flags=0),
    "another version": lied(version=1),
    "another security model": lied(model=2),
    "a message of SNMPv2c": in_version_2,
    "an unsigned word about time": reported(NOT_IN_TIME_WINDOWS, boots=LIES, time=LIES),
    "an unsigned word about nothing": reported((1, 3, 6, 1, 2, 1, 1, 3, 0), boots=LIES, time=LIES),
    "an unsigned word about usmStats itself": reported(USM_STATS),
    "an unsigned counter without instance": reported(UNKNOWN_ENGINE_IDS[:-1], engine_id=ANOTHER_ID),
    "an engine without a name": reported(UNKNOWN_ENGINE_IDS, engine_id=b""),
    "an engine with a name of 33 octets": reported(UNKNOWN_ENGINE_IDS, engine_id=bytes(33)),
    "a reply cut short anywhere": lambda _, truth: [truth.write()[:length] for length in range(0, 150, 2)],
}


def visits(*acts: Callable[[Engine, SnmpSession], Awaitable[object]]) -> tuple[list[object], Engine]:
    """Return what some acts come to after two honest visits; a PollError is a result like any other."""
    engine = Engine(rows(ROWS))

    async def played() -> list[object]:
        results: list[object] = []
        async with converse(engine.mouth, credential()) as session:
            for act in (look, look, *acts):
                try:
                    results.append(await act(engine, session))
                except PollError as error:
                    results.append(error)
        return results[2:]

    return run(played()), engine


async def look(_engine: Engine, session: SnmpSession) -> Reading:
    """Visit the agent."""
    return await session.read(DECLARATION)


def lying(lie: Lie) -> Callable[[Engine, SnmpSession], Awaitable[Reading]]:
    """Return a visit during which the agent lies."""

    async def act(engine: Engine, session: SnmpSession) -> Reading:
        engine.lie = lie
        try:
            return await session.read(DECLARATION)
        finally:
            engine.lie = honestly

    return act


def is_whole(result: object) -> bool:
    """Say whether a result is a reading in which nothing is missing or wrong."""
    return isinstance(result, Reading) and counters(result) == TRUTH and not result.problems


@pytest.mark.parametrize("lie", NEVER_BELIEVED.values(), ids=NEVER_BELIEVED.keys())
def test_a_lie_before_the_truth_changes_nothing(lie: Lie) -> None:
    results, _ = visits(lying(lambda heard, truth: [*lie(heard, truth), truth]), look)
    assert all(map(is_whole, results))


@pytest.mark.parametrize("lie", NEVER_BELIEVED.values(), ids=NEVER_BELIEVED.keys())
def test_a_lie_alone_is_an_error_and_no_value(lie: Lie) -> None:
    results, engine = visits(lying(lie), look)
    assert isinstance(results[0], ProtocolViolation | NoResponse | AccessDenied)
    assert is_whole(results[1])
    assert len(engine.heard) < 40


def test_an_agent_that_answers_for_another_is_refused_and_counted() -> None:
    anothers = NEVER_BELIEVED["another engine, and signed by it"]
    (result,), _ = visits(lying(lambda heard, truth: anothers(heard, truth) if truth.flags else [truth]))
    assert isinstance(result, ProtocolViolation)
    assert "none of them an answer" in str(result)


def test_an_old_reply_is_no_reply() -> None:
    async def replay(engine: Engine, session: SnmpSession) -> Reading:
        old = list(engine.mouth.sent)
        return await lying(lambda _, truth: [*old[-3:], truth])(engine, session)

    results, _ = visits(replay, look)
    assert all(map(is_whole, results))


def test_an_old_reply_alone_is_an_error() -> None:
    async def replay(engine: Engine, session: SnmpSession) -> Reading:
        old = list(engine.mouth.sent)
        return await lying(lambda *_: old[-3:])(engine, session)

    results, _ = visits(replay, look)
    assert isinstance(results[0], PollError)
    assert is_whole(results[1])


@pytest.mark.parametrize("counter", REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_costs_one_visit(counter: tuple[int, ...]) -> None:
    results, _ = visits(lying(reported(counter)), look)
    assert isinstance(results[0], AccessDenied)
    assert is_whole(results[1])


def test_an_engine_that_is_another_with_each_word_is_left_soon() -> None:
    def ever_another(heard: Heard, truth: Message) -> Iterable[Message]:
        engine_id = b"\x80\x00\x1f\x88\x04" + heard.number.to_bytes(4, "big")
        return reported(UNKNOWN_ENGINE_IDS, engine_id=engine_id)(heard, truth)  # type: ignore[return-value]

    results, engine = visits(lying(ever_another), look)
    assert isinstance(results[0], PollError)
    assert is_whole(results[1])
    assert len(engine.heard) < 40


def test_an_engine_whose_time_is_never_right_is_left_soon() -> None:
    def ever_elsewhen(heard: Heard, truth: Message) -> Iterable[Message]:
        [report] = reported(NOT_IN_TIME_WINDOWS)(heard, truth)
        assert isinstance(report, Message)
        return [replace(report, flags=AUTH, boots=heard.number % LIES, time=heard.number % 1_000)]

    results, engine = visits(lying(ever_elsewhen), look)
    assert isinstance(results[0], PollError)
    assert is_whole(results[1])
    assert len(engine.heard) < 40


def test_a_lie_about_the_engine_costs_one_visit_at_most() -> None:
    def another_first(heard: Heard, truth: Message) -> Iterable[Message | bytes]:
        return [*reported(UNKNOWN_ENGINE_IDS, engine_id=ANOTHER_ID)(heard, truth), truth]

    results, _ = visits(lying(another_first), look)
    assert isinstance(results[0], Reading | PollError)
    assert is_whole(results[1])


@pytest.mark.parametrize(("boots", "age"), [(8, 0), (1, 0), (7, 0), (7, 200_000), (8, 200_000), (LIES - 1, 0)])
def test_an_engine_that_restarts_or_changes_its_clock_is_followed(boots: int, age: int) -> None:
    async def change(engine: Engine, session: SnmpSession) -> Reading:
        engine.boots, engine.started = boots, running_loop().monotonic() // 1_000 - age
        return await session.read(DECLARATION)

    results, engine = visits(change, look)
    assert all(map(is_whole, results))
    assert len(engine.heard) < 40


def test_a_device_that_was_replaced_is_met_anew() -> None:
    async def replaced(engine: Engine, session: SnmpSession) -> Reading:
        engine.id = ANOTHER_ID
        engine.restart(1)
        return await session.read(DECLARATION)

    results, _ = visits(replaced, look)
    assert all(map(is_whole, results))


@pytest.mark.parametrize("ahead", [("time", 1_000_000), ("boots", 5)])
def test_a_signed_answer_from_ahead_gives_its_values_and_costs_no_later_visit(ahead: tuple[str, int]) -> None:
    results, _ = visits(lying(shifted(*ahead)), look, look)
    assert isinstance(results[0], Reading | PollError)
    assert all(map(is_whole, results[1:]))
